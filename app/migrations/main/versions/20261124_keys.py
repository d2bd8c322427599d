"""What was removed is removed again after an older backup came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261124_keys"
down_revision = "20261123_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the marks; what stands stays as it is."""
    op.create_table(
        "removal_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_lookup", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_mark")),
    )
    op.create_index(op.f("ix_removal_mark_token_lookup"), "removal_mark", ["token_lookup"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_removal_mark_token_lookup"), table_name="removal_mark")
    op.drop_table("removal_mark")
