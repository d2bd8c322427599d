"""The tables of the care store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261121_care_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "care_contact",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("ways_encrypted", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_care_contact")),
    )
    op.create_table(
        "care_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("choice_encrypted", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_release")),
    )
    op.create_index(op.f("ix_care_release_token"), "care_release", ["token"], unique=False)
    op.create_table(
        "care_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("content_encrypted", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_report")),
        sa.UniqueConstraint("token", "edition", "fingerprint", name="uq_care_report_fingerprint"),
    )
    op.create_table(
        "care_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("value_encrypted", sa.String(), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audio_used", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_response")),
        sa.UniqueConstraint("token", "idempotency_key", name="uq_care_response_token_key"),
    )
    op.create_index(op.f("ix_care_response_token"), "care_response", ["token"], unique=False)
    op.create_table(
        "care_signal_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("today", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("context_encrypted", sa.String(), nullable=False),
        sa.Column("marked_mistake", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_signal_item")),
    )
    op.create_index(op.f("ix_care_signal_item_token"), "care_signal_item", ["token"], unique=False)
    op.create_table(
        "care_signal_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("by_account", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["care_signal_item.id"],
            name=op.f("fk_care_signal_step_item_id_care_signal_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_signal_step")),
    )
    op.create_index(op.f("ix_care_signal_step_item_id"), "care_signal_step", ["item_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f("ix_care_signal_step_item_id"), table_name="care_signal_step")
    op.drop_table("care_signal_step")
    op.drop_index(op.f("ix_care_signal_item_token"), table_name="care_signal_item")
    op.drop_table("care_signal_item")
    op.drop_index(op.f("ix_care_response_token"), table_name="care_response")
    op.drop_table("care_response")
    op.drop_table("care_report")
    op.drop_index(op.f("ix_care_release_token"), table_name="care_release")
    op.drop_table("care_release")
    op.drop_table("care_contact")
