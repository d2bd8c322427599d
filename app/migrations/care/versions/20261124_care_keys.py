"""The bytes of a report name the key that sealed them, as every other sealed field does."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "20261124_care_keys"
down_revision = "20261121_care_tables"
branch_labels = None
depends_on = None

FIRST_KEY = b"v1:1:"
_reports = sa.table("care_report", sa.column("id", sa.Integer), sa.column("content_encrypted", sa.LargeBinary))


def upgrade() -> None:
    """Put the mark of the first key before every report."""
    _rewrite(lambda content: FIRST_KEY + content)


def downgrade() -> None:
    """Take the mark away. Only what the first key sealed can go back."""
    _rewrite(lambda content: content.removeprefix(FIRST_KEY))


def _rewrite(change: Callable[[bytes], bytes]) -> None:
    connection = op.get_bind()
    for (row_id,) in connection.execute(sa.select(_reports.c.id)).all():
        mine = _reports.c.id == row_id
        content = connection.execute(sa.select(_reports.c.content_encrypted).where(mine)).scalar_one()
        connection.execute(sa.update(_reports).where(mine).values(content_encrypted=change(content)))
