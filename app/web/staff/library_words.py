"""What Flask-Security says by itself on staff pages, in our words and languages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext


def library_words() -> dict[str, Any]:
    """Its messages that can be seen on a page, as settings; all others stand in our templates."""
    again = lazy_gettext("That took too long or went wrong. Nothing was changed; begin once more.")
    passkey_unknown = lazy_gettext(
        "This passkey does not belong to this account. Take another one, or a recovery code."
    )
    return {
        "SECURITY_MSG_API_ERROR": (again, "error"),
        "SECURITY_MSG_WEBAUTHN_EXPIRED": (again, "error"),
        "SECURITY_MSG_TWO_FACTOR_SETUP_EXPIRED": (again, "error"),
        "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": (lazy_gettext("First sign in with your password."), "error"),
        "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
            lazy_gettext("This code does not fit. Scan the new square and write the code that the app shows then."),
            "error",
        ),
        "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": (lazy_gettext("You are signed in."), "success"),
        "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
            lazy_gettext("The app is kept. From now on you sign in with your password and a code."),
            "success",
        ),
        "SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL": (
            lazy_gettext("The passkey is kept. From now on you sign in with your password and this passkey."),
            "success",
        ),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED": (lazy_gettext("The passkey is taken away."), "success"),
        "SECURITY_MSG_WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (passkey_unknown, "error"),
        "SECURITY_MSG_WEBAUTHN_MISMATCH_USER_HANDLE": (passkey_unknown, "error"),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_WRONG_USAGE": (passkey_unknown, "error"),
        "SECURITY_MSG_WEBAUTHN_NO_VERIFY": (passkey_unknown, "error"),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_ID_INUSE": (
            lazy_gettext("This passkey belongs to an account already. Nothing was changed."),
            "error",
        ),
        "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": (
            lazy_gettext("Thank you. For half an hour you can change how you sign in."),
            "success",
        ),
        "SECURITY_MSG_UNAUTHENTICATED": (lazy_gettext("Sign in to go on."), "error"),
        "SECURITY_MSG_REAUTHENTICATION_REQUIRED": (
            lazy_gettext("Your password once more, before you change how you sign in."),
            "error",
        ),
        "SECURITY_MSG_UNAUTHORIZED": (lazy_gettext("Your role does not open this page"), "error"),
    }
