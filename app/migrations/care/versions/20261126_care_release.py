"""Advice of the GGD, files of its work list that a second colleague allows, and the basis of a municipality."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_care_release"
down_revision = "20261124_care_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the table."""
    op.add_column("care_signal_item", sa.Column("advice_encrypted", sa.String(), nullable=True))
    op.create_table(
        "care_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("dpia_reference", sa.String(length=120), nullable=False),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_basis")),
    )
    op.create_index(op.f("ix_care_basis_organisation_id"), "care_basis", ["organisation_id"], unique=False)
    op.create_table(
        "care_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_export")),
    )
    op.create_index(op.f("ix_care_export_organisation_id"), "care_export", ["organisation_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_care_export_organisation_id"), table_name="care_export")
    op.drop_table("care_export")
    op.drop_index(op.f("ix_care_basis_organisation_id"), table_name="care_basis")
    op.drop_table("care_basis")
    op.drop_column("care_signal_item", "advice_encrypted")
