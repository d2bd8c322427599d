"""Two languages on one screen, for whoever asks: the second stands under the first."""

from __future__ import annotations

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services.modes import show_second_locale
from app.services.sittings import Sitting
from app.web import steps
from app.web.context import current_library, current_work
from app.web.offered import released_locales
from app.web.participant.blueprint import bp
from app.web.participant.picture_cards import Card, option_cards
from app.web.participant.picture_screens import choose, chosen_in
from app.web.participant.sitting import answer_topbar, current_sitting, show

ONE = "one"
"""What the form sends for no second language."""


def _offered(sitting: Sitting) -> list[str]:
    """Every released language but that of the page, also those that the group session does not open in."""
    released = released_locales(sitting.instrument.id)
    return [code for code in released if code in sitting.wordings and code != g.locale]


def _back() -> str:
    step = steps.read(request.args.get("back"))
    return steps.address_of(step) if step else url_for("participant.go_on")


@bp.get("/<locale>/two-languages")
def two_languages() -> ResponseReturnValue:
    """Which language stands under the first."""
    sitting = current_sitting()
    if sitting.instrument.in_pictures:
        return choose(sitting, "two.question", _cards(sitting))
    library = current_library()
    return show(
        "participant/two_languages.html",
        sitting,
        offered=[library.locale(code) for code in _offered(sitting)],
        one=ONE,
        back_address=_back(),
    )


def _cards(sitting: Sitting) -> list[Card]:
    """The languages as the instrument shows them, each said in its own voice; what holds now is chosen."""
    item = sitting.instrument.items[sitting.instrument.roles["languages"]]
    offered = [option for option in item.options if option.id in _offered(sitting)]
    one = Card(ONE, "two.one", sign="x", chosen=sitting.second_locale is None)
    return [*option_cards(offered, [sitting.second_locale or ""]), one]


@bp.post("/<locale>/two-languages")
def choose_second_language() -> ResponseReturnValue:
    """Show it from now on, or show one language again."""
    sitting = current_sitting()
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    offered = (ONE, *_offered(sitting))
    chosen = request.form.get("second") or chosen_in(request.form, offered)
    if chosen in offered:
        show_second_locale(current_work(), sitting, "" if chosen == ONE else chosen)
    return redirect(_back(), 303)
