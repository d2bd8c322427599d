"""What people say and agree in a talk, what comes of it, and who goes on with somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261128_conversation"
down_revision = "20261127_requests"
branch_labels = None
depends_on = None

TABLES = ("hand_over", "case_outcome", "conversation_version", "conversation_part", "conversation")
INDEXED = TABLES[:-1]  # the talk itself is found by its unique constraint


def upgrade() -> None:
    """Add the tables."""
    _make_conversation()
    _make_parts()
    _make_versions()
    _make_outcomes()
    _make_hand_overs()
    for table in INDEXED:
        op.create_index(op.f(f"ix_{table}_participation_id"), table, ["participation_id"], unique=False)


def _make_conversation() -> None:
    op.create_table(
        "conversation",
        *_of_participation("conversation"),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("interpreter", sa.String(length=20), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("participation_id", name=op.f("uq_conversation_participation_id")),
    )


def _make_parts() -> None:
    op.create_table(
        "conversation_part",
        *_of_participation("conversation_part"),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("content_encrypted", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        *_by_account("conversation_part", "saved_by_id"),
        sa.UniqueConstraint("participation_id", "part", name="uq_conversation_part_participation_id_part"),
    )


def _make_versions() -> None:
    op.create_table(
        "conversation_version",
        *_of_participation("conversation_version"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_encrypted", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *_by_account("conversation_version", "made_by_id"),
        sa.UniqueConstraint("participation_id", "number", name="uq_conversation_version_participation_id_number"),
    )


def _make_outcomes() -> None:
    op.create_table(
        "case_outcome",
        *_of_participation("case_outcome"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note_encrypted", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_by_account("case_outcome", "recorded_by_id"),
    )


def _make_hand_overs() -> None:
    op.create_table(
        "hand_over",
        *_of_participation("hand_over"),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("other", sa.String(length=200), nullable=False),
        *_by_account("hand_over", "from_account_id"),
        *_by_account("hand_over", "to_account_id"),
        sa.Column("transfer_id", sa.String(length=64), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_hand_over_transfer_id")),
    )


def _of_participation(table: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """The number of the row, and the participation that it goes with."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f(f"fk_{table}_participation_id_participation"),
            ondelete="CASCADE",
        ),
    )


def _by_account(table: str, column: str) -> tuple[sa.Column[int] | sa.Constraint, ...]:
    """The account that did it, forgotten with the account."""
    return (
        sa.Column(column, sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            [column], ["staff_account.id"], name=op.f(f"fk_{table}_{column}_staff_account"), ondelete="SET NULL"
        ),
    )


def downgrade() -> None:
    """Take them away."""
    for table in INDEXED:
        op.drop_index(op.f(f"ix_{table}_participation_id"), table_name=table)
    for table in TABLES:
        op.drop_table(table)
