"""Where somebody of the staff is signed in, and when a page was last asked for there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261130_staff_sessions"
down_revision = "20261128_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of sessions that stand only their beginning is known."""
    with op.batch_alter_table("staff_session") as table:
        table.add_column(sa.Column("browser", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE staff_session SET browser = '', used_at = began_at")
    with op.batch_alter_table("staff_session") as table:
        table.alter_column("browser", existing_type=sa.String(length=60), nullable=False)
        table.alter_column("used_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("staff_session") as table:
        table.drop_column("used_at")
        table.drop_column("browser")
