"""Settings of Flask and its extensions, made from ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app import paths
from app.config import Config

LARGEST_FORM = 4 * 1024 * 1024  # bytes; a megabyte of own words, percent-encoded, still reaches the form, which says so
ONE_YEAR = 365 * 24 * 3600


def flask_settings(config: Config) -> dict[str, Any]:
    """The whole mapping for ``app.config``."""
    return {
        "TESTING": config.testing,
        "SECRET_KEY": config.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "SESSION_COOKIE_NAME": "inbeeld",
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
        "BABEL_DEFAULT_LOCALE": "nl",
        "BABEL_TRANSLATION_DIRECTORIES": str(paths.TRANSLATIONS),
        "RATELIMIT_STORAGE_URI": config.jobs_url if config.jobs_url.startswith("redis") else "memory://",
        "RATELIMIT_HEADERS_ENABLED": False,
        **_account_settings(),
    }


def _account_settings() -> dict[str, Any]:
    """Sign in with a password; no registration, no recovery by e-mail."""
    return {
        "SECURITY_URL_PREFIX": "/staff",
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGIN_USER_TEMPLATE": "staff/sign_in.html",
        "SECURITY_POST_LOGIN_VIEW": "/staff/",
        "SECURITY_POST_LOGOUT_VIEW": "/staff/sign-in",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": "argon2 salts each password itself",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no page that asks for the password once more
        "SECURITY_RECOVERABLE": False,
        "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
    }
