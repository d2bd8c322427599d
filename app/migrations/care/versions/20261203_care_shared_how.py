"""How somebody shared something about health: alone, read aloud, with an interpreter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261203_care_shared_how"
down_revision = "20261126_care_release"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; of what was shared before nobody knows how."""
    op.add_column("care_release", sa.Column("mode", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("care_release", "mode")
