"""What Flask-Security says by itself on staff pages, in our words and languages.

The sentences beside a form, its labels and its buttons stand in our templates, which show none of the library's.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

SETTING = "SECURITY_MSG_"


def library_words() -> dict[str, Any]:
    """Every message of the parts of it that are in use, as settings."""
    sentences = {**_signing_in(), **_second_step(), **_passkeys()}
    return {f"{SETTING}{name}": said for names, said in sentences.items() for name in names.split()}


def _signing_in() -> dict[str, tuple[Any, str]]:
    again = lazy_gettext("That took too long or went wrong. Nothing was changed; begin once more.")
    together = lazy_gettext(
        "This e-mail address and password do not go together. Look at both once more: capitals count in a password."
    )
    wrong = (
        "GENERIC_AUTHN_FAILED USER_DOES_NOT_EXIST INVALID_PASSWORD DISABLED_ACCOUNT CONFIRMATION_REQUIRED "
        "EMAIL_NOT_PROVIDED PASSWORD_NOT_PROVIDED INVALID_EMAIL_ADDRESS"
    )
    return {
        "API_ERROR INVALID_INPUT INVALID_REDIRECT WEBAUTHN_EXPIRED TWO_FACTOR_SETUP_EXPIRED": (again, "error"),
        wrong: (together, "error"),
        "FORGOT_PASSWORD": (lazy_gettext("Forgot your password? Your administrator makes a new one."), "info"),
        "ANONYMOUS_USER_REQUIRED": (lazy_gettext("You are signed in already."), "info"),
        "UNAUTHENTICATED": (lazy_gettext("Sign in to go on."), "error"),
        "UNAUTHORIZED": (lazy_gettext("Your role does not open this page"), "error"),
        "REAUTHENTICATION_REQUIRED": (
            lazy_gettext("Your password once more, before you change how you sign in."),
            "error",
        ),
        "REAUTHENTICATION_SUCCESSFUL": (
            lazy_gettext("Thank you. For half an hour you can change how you sign in."),
            "success",
        ),
    }


def _second_step() -> dict[str, tuple[Any, str]]:
    return {
        "TWO_FACTOR_PERMISSION_DENIED": (lazy_gettext("First sign in with your password."), "error"),
        "TWO_FACTOR_INVALID_TOKEN": (
            lazy_gettext("This code does not fit. Scan the new square and write the code that the app shows then."),
            "error",
        ),
        "TWO_FACTOR_METHOD_NOT_AVAILABLE PHONE_INVALID": (
            lazy_gettext("Take an app with codes, or a passkey. Nothing was changed."),
            "error",
        ),
        "TWO_FACTOR_LOGIN_SUCCESSFUL": (lazy_gettext("You are signed in."), "success"),
        "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
            lazy_gettext("The app is kept. From now on you sign in with your password and a code."),
            "success",
        ),
        "TWO_FACTOR_DISABLED": (
            lazy_gettext("The app is taken away. Without a passkey you set up a second step at the next sign-in."),
            "success",
        ),
        "INVALID_RECOVERY_CODE": (
            lazy_gettext("This is no recovery code of yours, or it was used before. Take the next one of your list."),
            "error",
        ),
        "NO_RECOVERY_CODES_SETUP": (lazy_gettext("You have no recovery codes yet."), "info"),
    }


def _passkeys() -> dict[str, tuple[Any, str]]:
    unknown = lazy_gettext("This passkey does not belong to this account. Take another one, or a recovery code.")
    name = lazy_gettext("Take letters, digits and spaces, and a name that you have not used yet.")
    not_this_one = (
        "WEBAUTHN_UNKNOWN_CREDENTIAL_ID WEBAUTHN_ORPHAN_CREDENTIAL_ID WEBAUTHN_MISMATCH_USER_HANDLE "
        "WEBAUTHN_CREDENTIAL_WRONG_USAGE WEBAUTHN_NO_VERIFY"
    )
    other_name = "WEBAUTHN_NAME_REQUIRED WEBAUTHN_NAME_INUSE WEBAUTHN_NAME_DISALLOWED_CHARACTERS INVALID_INPUT_LENGTH"
    return {
        not_this_one: (unknown, "error"),
        other_name: (name, "error"),
        "WEBAUTHN_NAME_NOT_FOUND": (lazy_gettext("There is no passkey with this name any more."), "error"),
        "WEBAUTHN_CREDENTIAL_ID_INUSE": (
            lazy_gettext("This passkey belongs to an account already. Nothing was changed."),
            "error",
        ),
        "WEBAUTHN_REGISTER_SUCCESSFUL": (
            lazy_gettext("The passkey is kept. From now on you sign in with your password and this passkey."),
            "success",
        ),
        "WEBAUTHN_CREDENTIAL_DELETED": (lazy_gettext("The passkey is taken away."), "success"),
    }
