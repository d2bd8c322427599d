"""Signing in with the provider of the municipality (OpenID Connect): code flow with PKCE, state and nonce."""

from __future__ import annotations

from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security.utils import login_user
from requests import RequestException

from app.config import Provider
from app.services.audit import AuditKind
from app.services.provider_accounts import NotWelcome, account_for, both_steps_asserted, vouched_for
from app.web.context import current_work, outside_address
from app.web.rules import Door, opens
from app.web.sign_in_log import write_failed
from app.web.staff.blueprint import bp

NAME = "municipality"
EXTENSION = "inbeeld-provider"
SECONDS = 10


def attach(app: Flask, provider: Provider | None) -> None:
    """Know the provider of the settings; its addresses are asked for at the first sign-in."""
    if provider is None:
        return
    oauth = OAuth(app)
    oauth.register(
        NAME,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": provider.scope, "code_challenge_method": "S256", "timeout": SECONDS},
    )
    app.extensions[EXTENSION] = oauth


def has_provider() -> bool:
    """Whether people can sign in elsewhere."""
    return EXTENSION in current_app.extensions


@bp.get("/sign-in/provider")
@opens(Door.ANYBODY)
def to_provider() -> ResponseReturnValue:
    """Send the browser to the provider."""
    try:
        answer = _client().authorize_redirect(outside_address() + url_for("staff.from_provider"))
    except (RequestException, AuthlibBaseError):
        return _refused()
    return cast("ResponseReturnValue", answer)


@bp.get("/sign-in/provider/back")
@opens(Door.ANYBODY)
def from_provider() -> ResponseReturnValue:
    """Take in what the provider says; state, nonce, PKCE and signature are checked before anything is read."""
    client = _client()
    provider = cast("Provider", current_work().config.provider)
    try:
        claims = client.authorize_access_token()["userinfo"]
        account = account_for(current_work(), vouched_for(claims, provider))
    except NotWelcome:
        current_work().db.rollback()
        write_failed(AuditKind.SIGN_IN, "", "provider")
        return _refused()
    except (AuthlibBaseError, RequestException, KeyError, ValueError):
        return _refused()
    g.provider_vouches = both_steps_asserted(claims, provider.second_step)
    if current_work().config.second_step and not g.provider_vouches:
        write_failed(AuditKind.SIGN_IN, account.email, "provider")
        return _refused()
    login_user(account, remember=False, authn_via=["oidc"])
    return redirect(url_for("staff.start"), 303)


def _client() -> Any:  # noqa: ANN401 - Authlib states no type
    if not has_provider():
        abort(404)
    return current_app.extensions[EXTENSION].create_client(NAME)


def _refused() -> ResponseReturnValue:
    page = render_template(
        "staff/error.html",
        title=gettext("The sign-in of your organisation did not let you in here"),
        sentence=gettext(
            "Your account there has no role in Inbeeld, or the sign-in was broken off. "
            "Nothing was changed. Ask your administrator."
        ),
    )
    return page, 403
