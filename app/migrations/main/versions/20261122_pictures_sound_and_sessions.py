"""The second way in, sound, and what a group session needs: modes, devices, deviations, transfers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261122_pictures_sound_and_sessions"
down_revision = "20261121_main_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""
    op.create_table(
        "session_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_session_transfer_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_transfer")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_session_transfer_transfer_id")),
    )
    op.create_index(op.f("ix_session_transfer_organisation_id"), "session_transfer", ["organisation_id"], unique=False)

    op.create_table(
        "sound_recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("text_key", sa.String(length=120), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("permission", sa.String(length=400), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("opus", sa.LargeBinary(), nullable=False),
        sa.Column("mp3", sa.LargeBinary(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["staff_account.id"],
            name=op.f("fk_sound_recording_added_by_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sound_recording")),
    )
    op.create_index("ix_sound_recording_locale_text_key", "sound_recording", ["locale", "text_key"], unique=False)

    op.create_table(
        "deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note_encrypted", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_deviation_account_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_session_id"],
            ["group_session.id"],
            name=op.f("fk_deviation_group_session_id_group_session"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_deviation_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_index(op.f("ix_deviation_group_session_id"), "deviation", ["group_session_id"], unique=False)
    op.create_index(op.f("ix_deviation_participation_id"), "deviation", ["participation_id"], unique=False)

    op.create_table(
        "device_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_device_notice_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_notice")),
        sa.UniqueConstraint("participation_id", "kind", name="uq_device_notice_kind"),
    )
    op.create_index(op.f("ix_device_notice_participation_id"), "device_notice", ["participation_id"], unique=False)

    op.create_table(
        "eligibility_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("age", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("literacy", sa.String(length=10), nullable=False),
        sa.Column("computer", sa.String(length=10), nullable=False),
        sa.Column("proposed", sa.String(length=20), nullable=False),
        sa.Column("chosen", sa.String(length=20), nullable=False),
        sa.Column("reason_encrypted", sa.String(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_eligibility_check_account_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_eligibility_check_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_check")),
    )
    op.create_index(
        op.f("ix_eligibility_check_participation_id"), "eligibility_check", ["participation_id"], unique=False
    )

    op.create_table(
        "part_mode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("interpreter", sa.String(length=20), nullable=False),
        sa.Column("interpreter_left", sa.Boolean(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_part_mode_account_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_part_mode_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_mode")),
    )
    op.create_index(op.f("ix_part_mode_participation_id"), "part_mode", ["participation_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("storage", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_presence_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("participation_id", "device", name="uq_presence_participation_device"),
    )
    op.create_index(op.f("ix_presence_participation_id"), "presence", ["participation_id"], unique=False)

    op.create_table(
        "variant_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_participation_id", sa.Integer(), nullable=False),
        sa.Column("to_participation_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_account.id"],
            name=op.f("fk_variant_change_account_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["from_participation_id"],
            ["participation.id"],
            name=op.f("fk_variant_change_from_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_participation_id"],
            ["participation.id"],
            name=op.f("fk_variant_change_to_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant_change")),
    )
    op.create_index(
        op.f("ix_variant_change_from_participation_id"), "variant_change", ["from_participation_id"], unique=False
    )
    op.create_index(
        op.f("ix_variant_change_to_participation_id"), "variant_change", ["to_participation_id"], unique=False
    )

    op.add_column("group_session", sa.Column("minutes", sa.Integer(), nullable=False, server_default="90"))
    op.add_column("group_session", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("participation", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("participation", sa.Column("second_locale", sa.String(length=20), nullable=True))
    op.add_column("participation", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))

    op.create_index(
        "ix_participation_once", "participation", ["participant_id", "group_session_id", "instrument_id"], unique=True
    )
    op.create_index(
        "ix_participation_seat", "participation", ["group_session_id", "seat", "instrument_id"], unique=True
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_participation_seat", table_name="participation")
    op.drop_index("ix_participation_once", table_name="participation")

    op.drop_column("participation", "paused_at")
    op.drop_column("participation", "second_locale")
    op.drop_column("participation", "set_aside_at")

    op.drop_column("group_session", "paused_at")
    op.drop_column("group_session", "minutes")

    op.drop_index(op.f("ix_variant_change_to_participation_id"), table_name="variant_change")
    op.drop_index(op.f("ix_variant_change_from_participation_id"), table_name="variant_change")

    op.drop_table("variant_change")
    op.drop_index(op.f("ix_presence_participation_id"), table_name="presence")

    op.drop_table("presence")
    op.drop_index(op.f("ix_part_mode_participation_id"), table_name="part_mode")

    op.drop_table("part_mode")
    op.drop_index(op.f("ix_eligibility_check_participation_id"), table_name="eligibility_check")

    op.drop_table("eligibility_check")
    op.drop_index(op.f("ix_device_notice_participation_id"), table_name="device_notice")

    op.drop_table("device_notice")
    op.drop_index(op.f("ix_deviation_participation_id"), table_name="deviation")
    op.drop_index(op.f("ix_deviation_group_session_id"), table_name="deviation")

    op.drop_table("deviation")
    op.drop_index("ix_sound_recording_locale_text_key", table_name="sound_recording")

    op.drop_table("sound_recording")
    op.drop_index(op.f("ix_session_transfer_organisation_id"), table_name="session_transfer")

    op.drop_table("session_transfer")
