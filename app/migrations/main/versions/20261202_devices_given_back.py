"""Which devices a person gave back: a copy of their cookies opens nothing any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261202_devices_given_back"
down_revision = "20261201_hand_over_receipt"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; of devices that were given back before nothing is known."""
    op.add_column("participation", sa.Column("devices_given_back", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("participation", "devices_given_back")
