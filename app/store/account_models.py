"""What signing in needs besides a password: second factors, sessions, invitations and counted tries."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from flask_security import WebAuthnMixin
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.store.base import Base


class SignInColumns:
    """Columns of a staff account for its second factor; names as Flask-Security knows them.

    ``totp_encrypted`` is sealed and bound to the account; ``totp_counter``: the last time step that was used, so that a
    code works once. ``mf_recovery_codes`` are hashes (see ``is_keyed``), gone when used. ``oidc_subject`` is who this
    is for the provider named in ``oidc_issuer``; such an account may have no password.
    """

    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column("totp_encrypted", String(1000))
    totp_counter: Mapped[int | None]
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))
    oidc_issuer: Mapped[str | None] = mapped_column(String(400))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    tf_phone_number: ClassVar[str | None] = None  # no codes by telephone

    @declared_attr
    def webauthn(cls) -> Mapped[list[Passkey]]:  # noqa: N805 - SQLAlchemy calls it on the class
        """The passkeys of this account."""
        return relationship("Passkey", back_populates="user", cascade="all, delete-orphan")


ACCOUNT_INDEXES = (
    Index("ix_staff_account_user_handle", "fs_webauthn_user_handle", unique=True),
    Index("ix_staff_account_oidc_subject", "oidc_issuer", "oidc_subject", unique=True),
)
"""For the table of accounts."""


def is_keyed(recovery_code: str) -> bool:
    """Whether this hash of a recovery code was made with a lookup key, as all were once; new ones are argon2."""
    return not recovery_code.startswith("$argon2")


class Passkey(Base, WebAuthnMixin):
    """A passkey of an account: its public half."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    usage: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime | None]
    lastuse_datetime: Mapped[datetime]

    user: Mapped[Any] = relationship("StaffAccount", back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        """How the account of this passkey is found."""
        return {"id": self.account_id}


class StaffInvitation(Base):
    """A link that lets somebody choose a password, once; only its keyed hash is kept."""

    __tablename__ = "staff_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), index=True)
    token_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_account.id", ondelete="SET NULL"))


class StaffSession(Base):
    """One time that somebody is signed in on one browser; the cookie holds the key whose hash stands here.

    ``browser``: its kind and that of the machine, never an address; ``used_at``: when a page was last asked for.
    """

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), index=True)
    key_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(60))
    began_at: Mapped[datetime]
    used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInTry(Base):
    """One try to sign in: for which account (known or not) and from which address, both as keyed hashes."""

    __tablename__ = "sign_in_try"
    __table_args__ = (
        Index("ix_sign_in_try_account_lookup_at", "account_lookup", "at"),
        Index("ix_sign_in_try_address_lookup_at", "address_lookup", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_lookup: Mapped[str] = mapped_column(String(64))
    address_lookup: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    succeeded: Mapped[bool]
