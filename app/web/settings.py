"""Settings of Flask and its extensions, made from ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app import paths
from app.config import Config
from app.services.passwords import SHORTEST
from app.services.work import utc_now

LARGEST_FORM = 4 * 1024 * 1024  # bytes; a megabyte of own words, percent-encoded, still reaches the form, which says so
MOST_PARTS = 500  # fields of a form; the largest has some 150
ONE_YEAR = 365 * 24 * 3600


def flask_settings(config: Config) -> dict[str, Any]:
    """The whole mapping for ``app.config``."""
    return {
        "TESTING": config.testing,
        "SECRET_KEY": config.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": MOST_PARTS,
        "SESSION_COOKIE_NAME": "__Host-inbeeld" if config.cookie_secure else "inbeeld",  # of this host alone
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.cookie_secure,
        "SESSION_REFRESH_EACH_REQUEST": False,
        # Flask-Login would write into the cookie of everybody at any request, also one for a sound: sent beside the
        # code, its answer would come last and take the sitting out of the cookie again.
        "SESSION_PROTECTION": None,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=config.sitting_hours),
        "WTF_I18N_ENABLED": False,
        "WTF_CSRF_TIME_LIMIT": None,
        # Over https the library would ask for the address of the page before, which ours tell nobody. Its token is
        # bound to the cookie of this host alone (``__Host-``), which no other page can set.
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": "nl",
        "BABEL_TRANSLATION_DIRECTORIES": str(paths.TRANSLATIONS),
        **_limits_settings(config),
        **_account_settings(),
        **_second_step_settings(),
    }


def _limits_settings(config: Config) -> dict[str, Any]:
    """Throttles are counted in Valkey, where many processes see them; while it is away or stands still, in each."""
    shared = config.jobs_url.startswith("redis")
    return {
        "RATELIMIT_STORAGE_URI": config.jobs_url if shared else "memory://",
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1} if shared else {},
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "RATELIMIT_HEADERS_ENABLED": False,
    }


def _account_settings() -> dict[str, Any]:
    """Sign in with a password; no registration, no recovery by e-mail: accounts are made by invitation."""
    return {
        "SECURITY_URL_PREFIX": "/staff",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGIN_USER_TEMPLATE": "staff/sign_in.html",
        "SECURITY_POST_LOGIN_VIEW": "/staff/",
        "SECURITY_POST_LOGOUT_VIEW": "/staff/sign-in",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": "argon2 salts each password itself",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_CLI_USERS_NAME": None,  # its commands change accounts and roles without a word in the audit log
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_DATETIME_FACTORY": utc_now,
        "SECURITY_FRESHNESS": timedelta(minutes=30),  # before the second step is changed the password is asked again
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "SECURITY_VERIFY_URL": "/password-again",
        "SECURITY_VERIFY_TEMPLATE": "staff/password_again.html",
        "SECURITY_POST_VERIFY_VIEW": "/staff/account",
        "SECURITY_RECOVERABLE": False,
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
    }


def _second_step_settings() -> dict[str, Any]:
    """An app with codes or a passkey, and codes for when neither is at hand."""
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds that a clock may be off
        "SECURITY_TOTP_SECRETS": {"1": "each secret is sealed with the key of texts"},
        "SECURITY_TOTP_ISSUER": "Inbeeld",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/second-step/app",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-step",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/second-step/help",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/second-step/which",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "staff.second_step_kept",
        "SECURITY_TWO_FACTOR_ERROR_VIEW": "security.login",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "staff/second_step_app.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "staff/second_step.html",
        "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "staff/second_step_which.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/second-step/codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "staff/recovery_codes.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/second-step/code",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "staff/recovery.html",
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,
        "SECURITY_WAN_RP_NAME": "Inbeeld",
        "SECURITY_WAN_REGISTER_URL": "/passkeys",
        "SECURITY_WAN_REGISTER_TEMPLATE": "staff/passkey_new.html",
        "SECURITY_WAN_POST_REGISTER_VIEW": "staff.second_step_kept",
        "SECURITY_WAN_SIGNIN_URL": "/second-step/passkey",
        "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
        "SECURITY_WAN_SIGNIN_TEMPLATE": "staff/passkey.html",
        "SECURITY_WAN_DELETE_URL": "/passkeys/remove",
        "SECURITY_WAN_ALLOW_AS_VERIFY": None,
    }
