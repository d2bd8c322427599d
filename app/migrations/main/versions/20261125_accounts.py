"""A second factor and invitations for staff accounts, sessions that end on the server, and counted tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_accounts"
down_revision = "20261124_keys"
branch_labels = None
depends_on = None

TEXTS = (("tf_primary_method", 64), ("totp_encrypted", 1000), ("fs_webauthn_user_handle", 64))
PROVIDER = (("oidc_issuer", 400), ("oidc_subject", 255))


def upgrade() -> None:
    """Add the tables and columns; what stands stays as it is."""
    for name, longest in (*TEXTS, *PROVIDER):
        op.add_column("staff_account", sa.Column(name, sa.String(length=longest), nullable=True))
    op.add_column("staff_account", sa.Column("totp_counter", sa.Integer(), nullable=True))
    op.add_column("staff_account", sa.Column("mf_recovery_codes", sa.JSON(), nullable=True))
    # indexes, not constraints: SQLite adds them without making the table anew
    op.create_index("ix_staff_account_user_handle", "staff_account", ["fs_webauthn_user_handle"], unique=True)
    op.create_index("ix_staff_account_oidc_subject", "staff_account", ["oidc_issuer", "oidc_subject"], unique=True)
    _make_passkeys()
    _make_invitations()
    _make_sessions()
    _make_tries()


def _make_passkeys() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("extensions", sa.String(length=255), nullable=True),
        sa.Column("usage", sa.String(length=64), nullable=False),
        sa.Column("create_datetime", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        _of_account("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"], unique=False)


def _make_invitations() -> None:
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_lookup", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        _of_account("staff_invitation"),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["staff_account.id"],
            name=op.f("fk_staff_invitation_made_by_id_staff_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("token_lookup", name=op.f("uq_staff_invitation_token_lookup")),
    )
    op.create_index(op.f("ix_staff_invitation_account_id"), "staff_invitation", ["account_id"], unique=False)


def _make_sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_lookup", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _of_account("staff_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("key_lookup", name=op.f("uq_staff_session_key_lookup")),
    )
    op.create_index(op.f("ix_staff_session_account_id"), "staff_session", ["account_id"], unique=False)


def _make_tries() -> None:
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_lookup", sa.String(length=64), nullable=False),
        sa.Column("address_lookup", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index("ix_sign_in_try_account_lookup_at", "sign_in_try", ["account_lookup", "at"], unique=False)
    op.create_index("ix_sign_in_try_address_lookup_at", "sign_in_try", ["address_lookup", "at"], unique=False)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"], ["staff_account.id"], name=op.f(f"fk_{table}_account_id_staff_account"), ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take them away."""
    for table in ("sign_in_try", "staff_session", "staff_invitation", "passkey"):
        op.drop_table(table)
    op.drop_index("ix_staff_account_oidc_subject", table_name="staff_account")
    op.drop_index("ix_staff_account_user_handle", table_name="staff_account")
    for name in (*dict(TEXTS), *dict(PROVIDER), "totp_counter", "mf_recovery_codes"):
        op.drop_column("staff_account", name)
