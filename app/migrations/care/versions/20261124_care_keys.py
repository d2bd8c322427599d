"""Which key sealed what."""

from __future__ import annotations

revision = "20261124_care_keys"
down_revision = "20261121_care_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""


def downgrade() -> None:
    """Take them away."""
