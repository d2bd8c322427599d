"""Oral mode on the participant's screen: who reads a part aloud, and being alone for the health part (domain R8, R31).

Each question stands on a screen of its own before the part, in both languages; the answer is kept per part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.core.routing import Step, StepKind, next_step
from app.services.delivery import skip_block
from app.services.modes import INTERPRETER, READ_ALOUD, SELF, last_reader, modes_of, record_part_mode
from app.services.sittings import Sitting, UnknownItem, open_sitting
from app.web import steps
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_device import ALOUD_CARE, reads_on_own_device
from app.web.participant.picture_cards import Card, drawing_of
from app.web.participant.picture_practice import PRACTICE
from app.web.participant.picture_screens import CHOSEN, choose, chosen_in
from app.web.participant.sitting import AsksFirst, answer_topbar, answering, show, words_of

READERS = {
    "facilitator": (READ_ALOUD, ""),
    "phone": (INTERPRETER, "phone"),
    "room": (INTERPRETER, "room"),
    "family": (INTERPRETER, "family"),
    "self": (SELF, ""),
}
"""Who can read aloud, or nobody: what the form sends, to mode and kind of interpreter."""


SIGNS = {"facilitator": "hand-helping", "phone": "phone", "room": "users", "family": "heart", "self": "circle-dot"}
"""The icon of each in pictures."""
FEW = 3  # cards on one line
FIRST = "status.choose_first"
ALONE, TOGETHER, HERE, SKIP = "alone", "together", "here", "skip"


def ask_first(sitting: Sitting, block_id: str, here: Step) -> None:
    """Raises AsksFirst when a question of oral mode comes before this screen of this part; not for what is sent."""
    if request.method != "GET" or sitting.mode == SELF or block_id not in _blocks(sitting):
        return
    if block_id not in modes_of(current_work(), sitting.id):
        where = "participant.alone" if sitting.instrument.block(block_id).private else "participant.reader"
        raise AsksFirst(url_for(where, block_id=block_id, back=steps.written(here)))


def _blocks(sitting: Sitting) -> list[str]:
    """The parts on the path of this person; own words at the end belong to none."""
    on_path = {step.id for step in sitting.path}
    return [block.id for block in sitting.instrument.blocks if block.id in on_path or on_path & set(block.order)]


def _sitting(block_id: str, *, private: bool) -> Sitting:
    """Raises UnknownItem for a part that is not on the path, or of the other kind."""
    sitting = answering()
    if block_id not in {block.id for block in sitting.instrument.blocks} & set(_blocks(sitting)):
        raise UnknownItem(block_id)
    if sitting.instrument.block(block_id).private is not private:
        raise UnknownItem(block_id)
    return sitting


def _back(sitting: Sitting, block_id: str) -> str:
    """The screen that was asked for, else the first one of this part."""
    wanted = steps.read(request.args.get("back"))
    if wanted in sitting.path:
        return steps.address_of(wanted)
    return steps.address_of(_first_step(sitting, block_id))


def _first_step(sitting: Sitting, block_id: str) -> Step:
    items = set(sitting.instrument.block(block_id).order)
    return next(
        step for step in sitting.path if step.id in items or step in {Step(kind, block_id) for kind in _OPENINGS}
    )


_OPENINGS = (StepKind.BLOCK, StepKind.CARE_INTRO)


@bp.get("/<locale>/parts/<block_id>/reader")
def reader(block_id: str) -> ResponseReturnValue:
    """Who reads this part aloud; whoever read the last part is chosen already."""
    sitting = _sitting(block_id, private=False)
    work = current_work()
    row = modes_of(work, sitting.id).get(block_id)
    said = (row.mode, row.interpreter) if row else last_reader(work, sitting.id)
    chosen = next(name for name, value in READERS.items() if value == said)
    return _reader_page(sitting, block_id, "" if _only_by_practice(sitting) else chosen)


def _readers() -> list[str]:
    """On a device of the facilitator somebody reads: who goes on alone does so on another device."""
    return [name for name in READERS if name != "self" or not reads_on_own_device()]


def _only_by_practice(sitting: Sitting) -> bool:
    """Whether the practice alone switched reading aloud on: then nobody is chosen beforehand."""
    return set(modes_of(current_work(), sitting.id)) == {PRACTICE}


def _reader_page(sitting: Sitting, block_id: str, chosen: str, *, missed: bool = False) -> ResponseReturnValue:
    status = 422 if missed else 200
    problem = FIRST if missed else ""
    if sitting.instrument.in_pictures:
        cards = [Card(name, f"oral.who.{name}", sign=SIGNS[name], chosen=name == chosen) for name in _readers()]
        look = "four" if len(cards) > FEW else "few"
        return choose(sitting, "oral.who.title", cards, status=status, problem=problem, cards_look=look, back="")
    return show(
        "participant/reader.html",
        sitting,
        status=status,
        block=sitting.instrument.block(block_id),
        readers=_readers(),
        chosen=chosen,
        problem=problem,
        back_address="",
    )


@bp.post("/<locale>/parts/<block_id>/reader")
def choose_reader(block_id: str) -> ResponseReturnValue:
    """Keep who reads, and on with the part."""
    sitting = _sitting(block_id, private=False)
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    chosen = request.form.get(CHOSEN if sitting.instrument.in_pictures else "reader", "")
    if chosen not in _readers():
        return _reader_page(sitting, block_id, "", missed=True)
    mode, interpreter = READERS[chosen]
    record_part_mode(current_work(), sitting, block_id, mode, interpreter)
    return redirect(_back(sitting, block_id), 303)


@bp.get("/<locale>/parts/<block_id>/alone")
def alone(block_id: str) -> ResponseReturnValue:
    """Before the health part: whether the interpreter or helper leaves."""
    return _alone_page(_sitting(block_id, private=True))


def _alone_page(sitting: Sitting, problem: str = "") -> ResponseReturnValue:
    if not sitting.instrument.in_pictures:
        return show("participant/alone.html", sitting, private=True)
    cards = [
        Card(ALONE, "oral.alone.yes", drawing_of("picture.p6.intro.1")),
        Card(TOGETHER, "oral.alone.no", drawing_of("acute.not_alone")),
    ]
    return _ask_in_pictures(sitting, "oral.alone.question", cards, problem, cross="care.intro.skip")


def _ask_in_pictures(
    sitting: Sitting,
    statement: str,
    cards: Sequence[Card],
    problem: str,
    **values: Any,  # noqa: ANN401 - what the template shows
) -> ResponseReturnValue:
    """A question before the health part; ``problem``: text key of what is said when nothing was chosen."""
    status = 422 if problem else 200
    values |= {"before": "oral.alone.title", "back": "", "private": True, "choose_first": FIRST}
    return choose(sitting, statement, cards, problem=problem, status=status, **values)


def _missed(sitting: Sitting, page: Callable[[Sitting, str], ResponseReturnValue]) -> ResponseReturnValue:
    """The same question once more, because nothing was chosen."""
    if sitting.instrument.in_pictures and request.form.get("go") == "next":
        return page(sitting, FIRST)
    return redirect(request.full_path.rstrip("?"), 303)


@bp.post("/<locale>/parts/<block_id>/alone")
def choose_alone(block_id: str) -> ResponseReturnValue:
    """Keep the choice for the whole health part; it can be left out as well."""
    sitting = _sitting(block_id, private=True)
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    said = chosen_in(request.form, (ALONE, TOGETHER)) or request.form.get("go")
    if said == SKIP:
        return redirect(_leave_out(sitting, block_id), 303)
    if said not in {ALONE, TOGETHER}:
        return _missed(sitting, _alone_page)
    work = current_work()
    mode, interpreter = (SELF, "") if said == ALONE else last_reader(work, sitting.id)
    for private in _private_blocks(sitting):
        record_part_mode(work, sitting, private, mode, interpreter, interpreter_left=said == ALONE)
    return redirect(_back(sitting, block_id), 303)


def _private_blocks(sitting: Sitting) -> list[str]:
    return [block_id for block_id in _blocks(sitting) if sitting.instrument.block(block_id).private]


def _leave_out(sitting: Sitting, block_id: str) -> str:
    """Skip the health part; gives the address of the screen after it."""
    work = current_work()
    opening = next((step for step in sitting.path if step.kind is StepKind.CARE_INTRO), None)
    if opening is None:
        raise UnknownItem(block_id)
    skip_block(work, sitting, opening.id, words_of(sitting).locale, skip=True)
    after = open_sitting(work, sitting.token)
    return steps.address_of(next_step(after.path, opening))


@bp.get("/<locale>/parts/<block_id>/here")
def health_here(block_id: str) -> ResponseReturnValue:
    """Before the health part on a device of the facilitator: the person says whether that is good."""
    return _here_page(_sitting(block_id, private=True))


def _here_page(sitting: Sitting, problem: str = "") -> ResponseReturnValue:
    if not sitting.instrument.in_pictures:
        return show("participant/here.html", sitting, private=True)
    cards = [
        Card(HERE, "oral.here.yes", drawing_of("picture.practice.help")),
        Card(SKIP, "care.intro.skip", drawing_of("picture.p6.intro.2")),
    ]
    return _ask_in_pictures(sitting, "oral.here.1", cards, problem, more=("oral.here.2",))


@bp.post("/<locale>/parts/<block_id>/here")
def agree_health_here(block_id: str) -> ResponseReturnValue:
    """On with the health part on this device, or past it."""
    sitting = _sitting(block_id, private=True)
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    said = chosen_in(request.form, (HERE, SKIP)) or request.form.get("go")
    if said == SKIP:
        return redirect(_leave_out(sitting, block_id), 303)
    if said == HERE and reads_on_own_device():
        cookie_session[ALOUD_CARE] = sitting.token
        return redirect(_back(sitting, block_id), 303)
    return _missed(sitting, _here_page)
