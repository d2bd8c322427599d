"""How another organisation confirms that it goes on with somebody, and since when that is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261201_hand_over_receipt"
down_revision = "20261130_staff_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of files that were made before nothing is confirmed."""
    op.add_column("hand_over", sa.Column("receipt_encrypted", sa.String(), nullable=True))
    op.add_column("hand_over", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("hand_over") as table:
        table.drop_column("confirmed_at")
        table.drop_column("receipt_encrypted")
