"""Staff accounts: sign-in by Flask-Security over our own tables, with a second step."""

from __future__ import annotations

import re
from typing import Any

import segno
from flask import Flask
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Security, Totp
from flask_security.datastore import FSQLALiteUserDatastore
from flask_security.utils import hash_password, verify_password
from itsdangerous import URLSafeTimedSerializer
from passlib.totp import TotpMatch

from app import extensions
from app.store.account_models import Passkey, is_keyed
from app.store.cipher import SealBroken
from app.store.models import Role, StaffAccount
from app.web.clocks import ForManyClocks
from app.web.context import current_work
from app.web.sign_in_log import write_second_step

_CODE = re.compile(r"recovery:[0-9a-f]{12}")


def attach(app: Flask) -> None:
    """Attach sign-in, by its forms alone. A request that never asks who is signed in runs no query for it."""
    datastore = FSQLALiteUserDatastore(extensions.db, StaffAccount, Role, Passkey)
    security = Security(app, datastore, totp_cls=SealedTotp, mf_recovery_codes_util_cls=HashedCodes)
    security.want_json(lambda _request: False)  # its answers in JSON would tell and give more than the pages do
    for signs in vars(security).values():  # what is begun on one host may be finished on another one
        if isinstance(signs, URLSafeTimedSerializer):
            signs.signer = ForManyClocks


def has_second_step(account: StaffAccount) -> bool:
    """Whether the account has an app with codes or a passkey."""
    return bool(account.tf_totp_secret or account.webauthn)


class SealedTotp(Totp):
    """Codes of an app: the secret is sealed and bound to its account, and each code works once."""

    def generate_totp_secret(self) -> str:
        """A new secret for who is signed in, sealed."""
        return current_work().texts.seal(self._totp.new().to_json(encrypt=False), _totp_row(current_user))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:  # noqa: ANN401 - as the library has it
        """Whether this is a code of this account that was not used yet."""
        try:
            return bool(super().verify_totp(token, _opened(totp_secret, user), user, window))
        except SealBroken:
            return False

    def get_totp_uri(self, username: str, totp_secret: str) -> str:
        """The address that an app reads from the square."""
        return str(super().get_totp_uri(username, _opened(totp_secret, current_user)))

    def get_totp_pretty_key(self, totp_secret: str) -> str:
        """The secret in groups, for who types it."""
        return str(super().get_totp_pretty_key(_opened(totp_secret, current_user)))

    def get_totp_b32_key(self, totp_secret: str) -> str:
        """The secret in base32."""
        return str(super().get_totp_b32_key(_opened(totp_secret, current_user)))

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The square as an address of an image."""
        return str(segno.make(self.get_totp_uri(username, totp), error="m").png_data_uri(scale=6, border=4))

    def get_last_counter(self, user: Any) -> int | None:  # noqa: ANN401 - as the library has it
        """The time step of the code that was used last."""
        counter: int | None = user.totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:  # noqa: ANN401 - as the library has it
        """Keep the time step of this code; the view commits."""
        user.totp_counter = tmatch.counter


class HashedCodes(MfRecoveryCodesUtil):
    """Recovery codes as hashes like those of passwords, which hang on no key: shown once, when they are made."""

    def create_recovery_codes(self, user: Any) -> list[str]:  # noqa: ANN401 - as the library has it
        """New ones in place of those from before; the view commits."""
        codes: list[str] = super().create_recovery_codes(user)
        write_second_step(user, "recovery_codes_made")
        return codes

    def get_recovery_codes(self, _user: Any) -> list[str]:  # noqa: ANN401 - as the library has it
        """None: nobody can read them again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:  # noqa: ANN401 - as the library has it
        """Whether this is one that was not used yet."""
        return _found(user, code) is not None

    def delete_recovery_code(self, user: Any, code: str) -> bool:  # noqa: ANN401 - as the library has it
        """Take a used one away; the view commits."""
        found = _found(user, code)
        user.mf_recovery_codes = [one for one in user.mf_recovery_codes or () if one != found]
        write_second_step(user, "recovery_code_used")
        return found is not None

    def _encrypt_codes(self, codes: list[str]) -> list[str]:
        return [hash_password(_named(code)) for code in codes]


def _found(user: StaffAccount, code: str) -> str | None:
    """The hash that is kept of this code; those from before are keyed. None: not a code of this account."""
    named = _named(code)
    if not _CODE.fullmatch(named):
        return None
    keyed = current_work().lookup.every(named)
    for kept in user.mf_recovery_codes or ():
        if kept in keyed if is_keyed(kept) else verify_password(named, kept):
            return kept
    return None


def _named(code: str) -> str:
    return "recovery:" + "".join(sign for sign in code.lower() if sign.isalnum())


def _opened(sealed: str, user: Any) -> str:  # noqa: ANN401 - an account or the proxy of one
    return current_work().texts.open(sealed, _totp_row(user))


def _totp_row(user: Any) -> str:  # noqa: ANN401 - an account or the proxy of one
    return f"staff_account:{user.id}:totp"
