"""The page of accounts for the administrator, and the page of a link where somebody chooses a password."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security.utils import hash_password

from app.services import team as service
from app.services.passwords import normalised, password_problem
from app.services.rights import Information
from app.services.staff_sessions import how_many_open
from app.services.team import AccountUnknown, InvitationGone, TeamProblem, TeamRefused
from app.store.models import RoleName
from app.web.context import current_work, outside_address
from app.web.rules import Door, opens, shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp
from app.web.staff.password_words import problem_words

LONGEST = {"name": 200, "email": 255}


@bp.get("/accounts")
@shows(Information.ACCOUNTS)
def team() -> ResponseReturnValue:
    """The accounts of the organisation."""
    return render_template("staff/team.html", members=service.team(current_work(), current_staff()))


@bp.get("/accounts/new")
@shows(Information.ACCOUNTS)
def new_account() -> ResponseReturnValue:
    """An empty invitation."""
    return _invitation({}, ())


@bp.post("/accounts/new")
@shows(Information.ACCOUNTS)
def invite_colleague() -> ResponseReturnValue:
    """Make the account and show its link, once."""
    name, email = (request.form.get(field, "")[:most] for field, most in LONGEST.items())
    try:
        account_id, token = service.invite(current_work(), current_staff(), name, email, _roles())
    except TeamRefused as refused:
        return _invitation(request.form, refused.problems), 422
    return _link_page(account_id, token)


def _invitation(form: object, problems: tuple[TeamProblem, ...]) -> str:
    words = {problem: _sentence(problem) for problem in problems}
    return render_template(
        "staff/account_new.html", form=form, problems=words, chosen=_roles(), longest=LONGEST, Problem=TeamProblem
    )


@bp.get("/accounts/<int:account_id>")
@shows(Information.ACCOUNTS)
def account(account_id: int) -> ResponseReturnValue:
    """One account and what can be done with it."""
    return _account_page(account_id)


@bp.post("/accounts/<int:account_id>/roles")
@shows(Information.ACCOUNTS)
def change_roles(account_id: int) -> ResponseReturnValue:
    """Keep which roles are held."""
    return _change(
        account_id,
        lambda: service.change_roles(current_work(), current_staff(), account_id, _roles()),
        gettext("The roles are kept. They hold from the next page on."),
    )


@bp.post("/accounts/<int:account_id>/off")
@shows(Information.ACCOUNTS)
def switch_off(account_id: int) -> ResponseReturnValue:
    """Let nobody in with this account."""
    return _change(
        account_id,
        lambda: service.switch_off(current_work(), current_staff(), account_id),
        gettext("The account is switched off. Nobody is signed in with it any more; what was written stays."),
    )


@bp.post("/accounts/<int:account_id>/sign-out")
@shows(Information.ACCOUNTS)
def sign_out_everywhere(account_id: int) -> ResponseReturnValue:
    """End every session of an account."""
    return _change(
        account_id,
        lambda: service.sign_out_everywhere(current_work(), current_staff(), account_id),
        gettext("Nobody is signed in with this account any more."),
    )


@bp.post("/accounts/<int:account_id>/on")
@shows(Information.ACCOUNTS)
def switch_on(account_id: int) -> ResponseReturnValue:
    """Let somebody in again."""
    return _change(
        account_id,
        lambda: service.switch_on(current_work(), current_staff(), account_id),
        gettext("The account is switched on again."),
    )


@bp.post("/accounts/<int:account_id>/second-step")
@shows(Information.ACCOUNTS)
def forget_second_step(account_id: int) -> ResponseReturnValue:
    """Take the second step away, for who lost a phone."""
    return _change(
        account_id,
        lambda: service.forget_second_step(current_work(), current_staff(), account_id),
        gettext("The second step is taken away. The next sign-in sets up a new one."),
    )


@bp.post("/accounts/<int:account_id>/link")
@shows(Information.ACCOUNTS)
def make_link(account_id: int) -> ResponseReturnValue:
    """A new link to choose a password, shown once."""
    try:
        token = service.new_link(current_work(), current_staff(), account_id)
    except AccountUnknown:
        abort(404)
    except TeamRefused as refused:
        return _account_page(account_id, _sentence(refused.problems[0])), 422
    return _link_page(account_id, token)


def _change(account_id: int, act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
    except AccountUnknown:
        abort(404)
    except TeamRefused as refused:
        return _account_page(account_id, _sentence(refused.problems[0])), 422
    flash(done)
    return redirect(url_for("staff.account", account_id=account_id), 303)


def _account_page(account_id: int, problem: str = "") -> str:
    browsers = how_many_open(current_work(), account_id)
    return render_template("staff/account_of.html", member=_member(account_id), browsers=browsers, problem=problem)


def _member(account_id: int) -> service.Member:
    try:
        return service.find_member(current_work(), current_staff(), account_id)
    except AccountUnknown:
        abort(404)


def _roles() -> tuple[RoleName, ...]:
    chosen = set(request.form.getlist("roles"))
    return tuple(role for role in RoleName if role.value in chosen)


def _link_page(account_id: int, token: str) -> str:
    address = outside_address() + url_for("staff.invitation", token=token)
    return render_template(
        "staff/account_link.html", member=_member(account_id), address=address, days=service.LINK_DAYS
    )


def _sentence(problem: TeamProblem) -> str:
    words: dict[TeamProblem, str] = {
        TeamProblem.NAME_MISSING: gettext("Write the name by which colleagues know this person."),
        TeamProblem.EMAIL_WRONG: gettext("Write an e-mail address such as name@municipality.example."),
        TeamProblem.EMAIL_TAKEN: gettext("There is an account with this e-mail address already."),
        TeamProblem.ROLE_MISSING: gettext("Choose at least one role: without one nothing opens. Nothing was changed."),
        TeamProblem.LAST_ADMINISTRATOR: gettext(
            "This is the only administrator. Give a colleague this role first. Nothing was changed."
        ),
        TeamProblem.NO_LINK: gettext(
            "Nobody signs in to this account with a password of Inbeeld, so there is no link to make."
        ),
    }
    return words[problem]


@bp.get("/invitation/<token>")
@opens(Door.ANYBODY)
def invitation(token: str) -> ResponseReturnValue:
    """Choose a password with a link that works once."""
    return _password_page(token)


@bp.post("/invitation/<token>")
@opens(Door.ANYBODY)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Keep the password; then sign in with it."""
    password, again = request.form.get("password", "")[:1000], request.form.get("again", "")[:1000]
    try:
        held = service.account_of_link(current_work(), token)
        problem = password_problem(password, (held.name, held.email))
        if problem is not None:
            return _password_page(token, problem_words(problem), 422)
        if normalised(password) != normalised(again):
            return _password_page(token, gettext("The two are not the same. Type the password once more."), 422)
        service.use_link(current_work(), token, hash_password(normalised(password)))
    except InvitationGone:
        return _gone()
    flash(gettext("Your password is kept. Sign in with it."))
    return redirect(url_for("security.login"), 303)


def _password_page(token: str, problem: str = "", status: int = 200) -> ResponseReturnValue:
    try:
        held = service.account_of_link(current_work(), token)
    except InvitationGone:
        return _gone()
    return render_template("staff/invitation.html", account=held, problem=problem), status


def _gone() -> ResponseReturnValue:
    page = render_template(
        "staff/error.html",
        title=gettext("This link does not work any more"),
        sentence=gettext("It works once, for seven days. Ask your administrator for a new one."),
    )
    return page, 410
