"""Who read, changed and decided what; and how long things are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261123_audit"
down_revision = "20261122_pictures_sound_and_sessions"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64
SQLITE = (
    (
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END"
    ),
    (
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END"
    ),
    # INSERT OR REPLACE removes a row without asking the trigger above
    (
        "CREATE TRIGGER audit_event_no_replace BEFORE INSERT ON audit_event "
        "WHEN EXISTS (SELECT 1 FROM audit_event "
        "WHERE number = NEW.number OR previous = NEW.previous OR hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'audit events are only added'); END"
    ),
    (
        "CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head "
        "BEGIN SELECT RAISE(ABORT, 'the end of the audit log stays'); END"
    ),
)
POSTGRESQL = (
    (
        "CREATE FUNCTION audit_event_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit events are only added'; END $$"
    ),
    (
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_only_added()"
    ),
    (
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_only_added()"
    ),
    (
        "CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_only_added()"
    ),
)


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""
    op.create_table(
        "audit_event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=50), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=120), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_event_previous")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    op.create_index("ix_audit_event_organisation_number", "audit_event", ["organisation_id", "number"], unique=False)
    op.create_index(op.f("ix_audit_event_subject"), "audit_event", ["subject"], unique=False)
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": BEGINNING}])
    op.add_column("organisation", sa.Column("log_months", sa.Integer(), nullable=False, server_default="12"))
    op.add_column("participation", sa.Column("answers_removed_at", sa.DateTime(timezone=True), nullable=True))
    for statement in POSTGRESQL if _postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    op.drop_column("participation", "answers_removed_at")
    op.drop_column("organisation", "log_months")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_event_subject"), table_name="audit_event")
    op.drop_index("ix_audit_event_organisation_number", table_name="audit_event")
    op.drop_table("audit_event")
    if _postgresql():
        op.execute("DROP FUNCTION audit_event_only_added()")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
