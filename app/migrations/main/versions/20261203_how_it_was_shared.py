"""How somebody shared (alone, read aloud, with an interpreter), and the legal basis for data about health."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261203_how_it_was_shared"
down_revision = "20261202_devices_given_back"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; of what was shared before nobody knows how."""
    op.add_column("release", sa.Column("mode", sa.String(length=20), nullable=True))
    op.add_column("organisation", sa.Column("legal_basis_health", sa.String(length=400), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("organisation", "legal_basis_health")
    op.drop_column("release", "mode")
