"""What Flask-Security can say on a page is said in our words, in Dutch and in English."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import flask_security
import pytest
from flask_babel import force_locale
from flask_security import core
from flask_security.utils import get_message

from app.paths import APP
from app.web.staff.library_words import SETTING

LIBRARY = Path(flask_security.__file__).parent
TEMPLATES = APP / "templates" / "staff"
OFF = {
    "change_email.py": "CHANGE_EMAIL",
    "change_username.py": "USERNAME_ENABLE",
    "oauth_glue.py": "OAUTH_ENABLE",
    "oauth_provider.py": "OAUTH_ENABLE",
    "phone_util.py": "UNIFIED_SIGNIN",
    "registerable.py": "REGISTERABLE",
    "tokens.py": "REFRESH_TOKEN",
    "unified_signin.py": "UNIFIED_SIGNIN",
    "username_util.py": "USERNAME_ENABLE",
}
"""Modules that are not in use, with the setting that would bring them in."""
NOT_ASKED = {
    # accounts are made, and passwords chosen, on pages of our own
    *("ChangePasswordForm", "ConfirmRegisterForm", "RegisterForm", "_build_register_form", "PasswordConfirmFormMixin"),
    *("ForgotPasswordForm", "SendConfirmationForm", "PasswordlessLoginForm", "_confirm_redirect"),
    *("unique_user_email", "unique_identity_attribute", "_unique_username", "_build_username_field"),
    *("password_breached_validator", "password_complexity_validator", "password_length_validator"),
    # codes are sent by nobody
    *("UserMixin", "tf_send_security_token"),
}
"""Forms and functions of the other modules that no address of ours comes to."""
SHOWN_BY_THE_LIBRARY = re.compile(r"\w_form\.(\w+\(|\w+\.label)|\{\{[^}]*\berrors\b|for \w+ in \w+_form\b")


def messages_said(app):
    """The messages in the code of the library that some address of ours can come to."""
    addresses = {rule.endpoint.removeprefix("security.") for rule in app.url_map.iter_rules()}
    known = set(core._default_messages)
    said: set[object] = set()
    for module in LIBRARY.glob("*.py"):
        for node in ast.parse(module.read_text("utf-8")).body:
            name = getattr(node, "name", "")
            no_address = module.name == "views.py" and not name.startswith("_") and name not in addresses
            if name and module.name not in OFF and name not in NOT_ASKED and not no_address:
                said |= known & {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    return said


def test_what_is_off_is_off(app):
    for module, setting in OFF.items():
        assert (LIBRARY / module).exists()
        assert not app.config.get(f"SECURITY_{setting}"), setting
    for setting in ("RECOVERABLE", "CONFIRMABLE", "PASSWORDLESS", "CHANGEABLE", "USERNAME_RECOVERY"):
        assert not app.config.get(f"SECURITY_{setting}"), setting


def test_every_message_has_words_of_ours_in_both_languages(app):
    said = messages_said(app)
    assert {"GENERIC_AUTHN_FAILED", "WEBAUTHN_NAME_INUSE", "INVALID_RECOVERY_CODE", "UNAUTHORIZED"} <= said
    for name in sorted(said):
        words = {}
        for locale in ("nl", "en"):
            with app.test_request_context("/staff/sign-in"), force_locale(locale):
                words[locale] = str(app.config[f"{SETTING}{name}"][0])
        assert words["en"] != str(core._default_messages[name][0]), name
        assert words["nl"] != words["en"], name


def test_the_library_says_them_in_the_language_of_the_page(app):
    with app.test_request_context("/staff/sign-in"), force_locale("nl"):
        assert get_message("TWO_FACTOR_PERMISSION_DENIED") == ("Log eerst in met uw wachtwoord.", "error")


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_shows_a_label_or_a_sentence_of_a_form_of_the_library(template):
    assert not SHOWN_BY_THE_LIBRARY.search(template.read_text("utf-8"))
