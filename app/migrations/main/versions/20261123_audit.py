"""Who read, changed and decided what; and how long things are kept."""

from __future__ import annotations

revision = "20261123_audit"
down_revision = "20261122_pictures_sound_and_sessions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""


def downgrade() -> None:
    """Take them away."""
