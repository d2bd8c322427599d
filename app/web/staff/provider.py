"""Signing in with the provider of the municipality (OpenID Connect): code flow with PKCE, state and nonce."""

from __future__ import annotations

from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, abort, current_app, g, redirect, render_template, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security.utils import login_user
from requests import RequestException

from app.config import Provider
from app.services.audit import AuditKind
from app.services.provider_accounts import (
    NotWelcome,
    OtherAddress,
    account_for,
    both_steps_asserted,
    known_account,
    vouched_for,
)
from app.web.context import current_work, outside_address
from app.web.rules import Door, opens
from app.web.sign_in_log import write_failed
from app.web.staff.blueprint import bp

NAME = "municipality"
EXTENSION = "inbeeld-provider"
LINK = "staff_joining"
"""In the cookie: the link of an invitation, until the provider sends the browser back."""
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
    cookie_session.pop(LINK, None)
    return _sent_there()


@bp.get("/invitation/<token>/provider")
@opens(Door.ANYBODY)
def join_by_provider(token: str) -> ResponseReturnValue:
    """The same for somebody with an invitation, who comes back to the account of that link.

    A link, as a form may not lead to another site (form-action); whoever is lured here has to have its address too.
    """
    cookie_session[LINK] = token
    return _sent_there()


def _sent_there() -> ResponseReturnValue:
    try:
        answer = _client().authorize_redirect(outside_address() + url_for("staff.from_provider"))
    except (RequestException, AuthlibBaseError):
        return _refused()
    return cast("ResponseReturnValue", answer)


@bp.get("/sign-in/provider/back")
@opens(Door.ANYBODY)
def from_provider() -> ResponseReturnValue:
    """Take in what the provider says; state, nonce, PKCE and signature are checked before anything is read."""
    client, work = _client(), current_work()
    provider, link = cast("Provider", work.config.provider), cookie_session.pop(LINK, "")
    try:
        claims = client.authorize_access_token()["userinfo"]
        vouched = vouched_for(claims, provider)
        g.provider_vouches = both_steps_asserted(claims, provider.second_step)
        if work.config.second_step and not g.provider_vouches:
            known = known_account(work, vouched)
            return _not_welcome(known.email if known else "")
        account = account_for(work, vouched, link)
    except OtherAddress:
        return _not_welcome("", other_address=True)
    except NotWelcome:
        return _not_welcome("")
    except (AuthlibBaseError, RequestException, KeyError, ValueError):
        return _refused()
    login_user(account, remember=False, authn_via=["oidc"])
    return redirect(url_for("staff.start"), 303)


def _not_welcome(email: str, *, other_address: bool = False) -> ResponseReturnValue:
    """The provider vouched for somebody to whom nothing opens here: that is written down."""
    current_work().db.rollback()
    write_failed(AuditKind.SIGN_IN, email, "provider")
    return _refused(other_address=other_address)


def _client() -> Any:  # noqa: ANN401 - Authlib states no type
    if not has_provider():
        abort(404)
    return current_app.extensions[EXTENSION].create_client(NAME)


def _refused(*, other_address: bool = False) -> ResponseReturnValue:
    sentence = gettext(
        "Your account there has no role in Inbeeld, or the sign-in was broken off. "
        "Nothing was changed. Ask your administrator."
    )
    if other_address:
        sentence = gettext(
            "Your account there has another e-mail address than the invitation. Nothing was changed. "
            "Choose a password with the link, or ask your administrator to invite the other address."
        )
    title = gettext("The sign-in of your organisation did not let you in here")
    return render_template("staff/error.html", title=title, sentence=sentence), 403
