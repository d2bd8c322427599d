"""From text to pictures and sound, or back, in the middle: the person's own choice, as often as wanted."""

from __future__ import annotations

from flask import g, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.services.delivery import ParticipationClosed
from app.services.sittings import Sitting
from app.services.variants import PICTOGRAM, TEXT, FormNotOffered, change_variant, form_is_offered
from app.web import steps
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.picture_cards import Card
from app.web.participant.picture_screens import choose, chosen_in
from app.web.participant.sitting import TOKEN, answer_topbar, current_sitting, show, words_of

SIGNS = {TEXT: "file-text", PICTOGRAM: "image"}


def other_form(sitting: Sitting) -> str:
    """The form that this sitting is not in."""
    return TEXT if sitting.variant == PICTOGRAM else PICTOGRAM


def _open_sitting() -> Sitting:
    sitting = current_sitting()
    if sitting.closed:
        raise ParticipationClosed
    return sitting


def _back() -> str:
    step = steps.read(request.args.get("back"))
    return steps.address_of(step) if step else url_for("participant.go_on")


@bp.get("/<locale>/form")
def change_form() -> ResponseReturnValue:
    """Asks whether to go on in the other form; what was answered stays."""
    return _page(_open_sitting())


def _page(sitting: Sitting, *, status: int = 200) -> ResponseReturnValue:
    other = other_form(sitting)
    offered = form_is_offered(current_work(), other, g.locale)
    statement = f"form.question.{other}" if offered else "form.refused"
    if sitting.variant == PICTOGRAM:
        cards = [Card("yes", "form.yes", sign=SIGNS[other]), Card("no", "form.no", sign=SIGNS[sitting.variant])]
        return choose(
            sitting, statement, cards if offered else [], more=["form.kept"] if offered else [], status=status
        )
    return show(
        "participant/change_form.html",
        sitting,
        status=status,
        other=other,
        offered=offered,
        sign=SIGNS[other],
        back_address=_back(),
    )


@bp.post("/<locale>/form")
def choose_form() -> ResponseReturnValue:
    """On in the other form, where it begins or was left; or stay."""
    sitting = _open_sitting()
    go = request.form.get("go")
    chosen = chosen_in(request.form, ("yes", "no")) or go
    if chosen in {"no", "back"}:
        return redirect(_back(), 303)
    if chosen != "yes":
        return answer_topbar(sitting) or (_page(sitting, status=422) if go == "next" else redirect(_back(), 303))
    try:
        token = change_variant(current_work(), sitting.token, other_form(sitting))
    except FormNotOffered:
        return _page(sitting, status=422)
    cookie_session[TOKEN] = token
    return redirect(url_for("participant.go_on", locale=words_of(sitting).locale), 303)
