"""The tables of the main store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261121_main_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "code_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_lookup", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_attempt")),
    )
    op.create_index("ix_code_attempt_address_lookup_at", "code_attempt", ["address_lookup", "at"], unique=False)
    op.create_table(
        "instrument_version",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_instrument_version")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("privacy_contact", sa.String(length=200), nullable=False),
        sa.Column("legal_basis", sa.String(length=400), nullable=False),
        sa.Column("ggd_phone", sa.String(length=60), nullable=False),
        sa.Column("vluchtelingenwerk_phone", sa.String(length=60), nullable=False),
        sa.Column("answers_months", sa.Integer(), nullable=False),
        sa.Column("report_months", sa.Integer(), nullable=False),
        sa.Column("care_months", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "wording_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("wording_hash", sa.String(length=64), nullable=False),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_release")),
    )
    op.create_index(
        "ix_wording_release_instrument_locale", "wording_release", ["instrument_id", "locale"], unique=False
    )
    op.create_table(
        "worker_beat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("care_contact", sa.String(length=200), nullable=False),
        sa.Column("care_phone", sa.String(length=60), nullable=False),
        sa.Column("out_of_hours_phone", sa.String(length=60), nullable=False),
        sa.Column("emergency_phone", sa.String(length=20), nullable=False),
        sa.Column("crisis_phone", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_location_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
    )
    op.create_index(op.f("ix_location_organisation_id"), "location", ["organisation_id"], unique=False)
    op.create_table(
        "staff_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_staff_account_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_account")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_staff_account_fs_uniquifier")),
    )
    op.create_index(op.f("ix_staff_account_organisation_id"), "staff_account", ["organisation_id"], unique=False)
    op.create_table(
        "group_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("client_manager_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("locales", sa.JSON(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("items_off", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("duty_officer_name", sa.String(length=200), nullable=False),
        sa.Column("duty_officer_phone", sa.String(length=60), nullable=False),
        sa.CheckConstraint("seats BETWEEN 1 AND 60", name=op.f("ck_group_session_seats")),
        sa.ForeignKeyConstraint(
            ["client_manager_id"],
            ["staff_account.id"],
            name=op.f("fk_group_session_client_manager_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["facilitator_id"],
            ["staff_account.id"],
            name=op.f("fk_group_session_facilitator_id_staff_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_group_session_location_id_location"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_group_session_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_session_public_id")),
    )
    op.create_index(op.f("ix_group_session_facilitator_id"), "group_session", ["facilitator_id"], unique=False)
    op.create_index(op.f("ix_group_session_location_id"), "group_session", ["location_id"], unique=False)
    op.create_index(op.f("ix_group_session_organisation_id"), "group_session", ["organisation_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("client_manager_id", sa.Integer(), nullable=True),
        sa.Column("code_lookup", sa.String(length=64), nullable=False),
        sa.Column("code_encrypted", sa.String(), nullable=False),
        sa.Column("name_encrypted", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_manager_id"],
            ["staff_account.id"],
            name=op.f("fk_participant_client_manager_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participant_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("code_lookup", name=op.f("uq_participant_code_lookup")),
        sa.UniqueConstraint("public_id", name=op.f("uq_participant_public_id")),
    )
    op.create_index(op.f("ix_participant_client_manager_id"), "participant", ["client_manager_id"], unique=False)
    op.create_index(op.f("ix_participant_organisation_id"), "participant", ["organisation_id"], unique=False)
    op.create_table(
        "staff_role",
        sa.Column("staff_account_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_staff_role_role_id_role"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["staff_account_id"],
            ["staff_account.id"],
            name=op.f("fk_staff_role_staff_account_id_staff_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("staff_account_id", "role_id", name=op.f("pk_staff_role")),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.String(length=80), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("variant", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("skipped_blocks", sa.JSON(), nullable=False),
        sa.Column("passed", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("profile_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conversation_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("research_consent", sa.Boolean(), nullable=False),
        sa.Column("research_care_consent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_hash"],
            ["instrument_version.content_hash"],
            name=op.f("fk_participation_content_hash_instrument_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_session_id"],
            ["group_session.id"],
            name=op.f("fk_participation_group_session_id_group_session"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_participation_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("token", name=op.f("uq_participation_token")),
    )
    op.create_index(op.f("ix_participation_group_session_id"), "participation", ["group_session_id"], unique=False)
    op.create_index(op.f("ix_participation_participant_id"), "participation", ["participant_id"], unique=False)
    op.create_table(
        "help_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("helped_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["helped_by_id"],
            ["staff_account.id"],
            name=op.f("fk_help_request_helped_by_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_help_request_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
    )
    op.create_index(op.f("ix_help_request_participation_id"), "help_request", ["participation_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_release_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("participation_id", "page", "recipient", name="uq_release_page_recipient"),
    )
    op.create_index(op.f("ix_release_participation_id"), "release", ["participation_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_report_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("participation_id", "edition", "fingerprint", name="uq_report_fingerprint"),
    )
    op.create_index(op.f("ix_report_participation_id"), "report", ["participation_id"], unique=False)
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=False),
        sa.Column("text_encrypted", sa.String(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audio_used", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_response_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("participation_id", "idempotency_key", name="uq_response_participation_key"),
    )
    op.create_index(op.f("ix_response_participation_id"), "response", ["participation_id"], unique=False)
    op.create_table(
        "who_saw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("staff_account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_who_saw_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_account_id"],
            ["staff_account.id"],
            name=op.f("fk_who_saw_staff_account_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_who_saw")),
    )
    op.create_index(op.f("ix_who_saw_participation_id"), "who_saw", ["participation_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f("ix_who_saw_participation_id"), table_name="who_saw")
    op.drop_table("who_saw")
    op.drop_index(op.f("ix_response_participation_id"), table_name="response")
    op.drop_table("response")
    op.drop_index(op.f("ix_report_participation_id"), table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_release_participation_id"), table_name="release")
    op.drop_table("release")
    op.drop_index(op.f("ix_help_request_participation_id"), table_name="help_request")
    op.drop_table("help_request")
    op.drop_index(op.f("ix_participation_participant_id"), table_name="participation")
    op.drop_index(op.f("ix_participation_group_session_id"), table_name="participation")
    op.drop_table("participation")
    op.drop_table("staff_role")
    op.drop_index(op.f("ix_participant_organisation_id"), table_name="participant")
    op.drop_index(op.f("ix_participant_client_manager_id"), table_name="participant")
    op.drop_table("participant")
    op.drop_index(op.f("ix_group_session_organisation_id"), table_name="group_session")
    op.drop_index(op.f("ix_group_session_location_id"), table_name="group_session")
    op.drop_index(op.f("ix_group_session_facilitator_id"), table_name="group_session")
    op.drop_table("group_session")
    op.drop_index(op.f("ix_staff_account_organisation_id"), table_name="staff_account")
    op.drop_table("staff_account")
    op.drop_index(op.f("ix_location_organisation_id"), table_name="location")
    op.drop_table("location")
    op.drop_table("worker_beat")
    op.drop_index("ix_wording_release_instrument_locale", table_name="wording_release")
    op.drop_table("wording_release")
    op.drop_table("role")
    op.drop_table("organisation")
    op.drop_table("instrument_version")
    op.drop_index("ix_code_attempt_address_lookup_at", table_name="code_attempt")
    op.drop_table("code_attempt")
