"""A group session in which everybody finished, and asking for all their reports. Called by ``bench_report_session.py``.

``python session_of_reports.py people SEATS``: make the stores and let everybody answer everything; prints the session
``python session_of_reports.py wait SECONDS``: until no report is waiting; prints how many there are, and seconds
``python session_of_reports.py again SESSION SECONDS``: ask for the conversation reports as after a change of words
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from people import LOCALES, open_session, place
from sqlalchemy import delete, func, select, update

from app import create_app
from app.core.instrument import Item
from app.core.routing import Step, StepKind, items_on_path
from app.extensions import db
from app.services.accounts import Staff, staff_of
from app.services.delivery import Shown, pass_step, record_response, see_profile, take_part
from app.services.demonstration_answers import Answerer
from app.services.demonstration_people import Invented, Meeting, Stage
from app.services.finishing import finish_sitting
from app.services.instrument_versions import keep_version
from app.services.reports import CONVERSATION, FAILED, WAITING
from app.services.session_reports import ask_for_all, reports_of_session
from app.services.sittings import Sitting, Standing, open_sitting
from app.services.work import Work
from app.store import migrate
from app.store.models import GroupSession, Participation, Report, RoleName, StaffAccount
from app.web.context import current_work

IN_PICTURES = "picture-profile"
LOOK_SECONDS = 0.05


def main() -> None:
    """Do what was asked for."""
    kind, *arguments = sys.argv[1:]
    kinds: dict[str, Callable[..., dict[str, Any]]] = {"people": people, "wait": wait, "again": again}
    with create_app().app_context():
        print(json.dumps(kinds[kind](current_work(), *arguments)))


# --- everybody answers ---


def people(work: Work, seats: str) -> dict[str, Any]:
    """Every third person answers in pictures; languages in turn. Their reports are asked for, as at the end of any."""
    migrate.upgrade({"main": db.get_engine("default"), "care": db.get_engine("care")})
    staff, location_id = place(work, RoleName.CLIENT_MANAGER)
    opened = open_session(work, staff, location_id, int(seats), client_manager_id=staff.id)
    for seat, token in enumerate(_tokens(work, opened.public_id)):
        pictures = seat % 3 == 2  # noqa: PLR2004 - the third of three
        if pictures:
            _in_pictures(work, token)
        _answer_everything(work, token, _somebody(seat, pictures=pictures))
    return {"session": opened.public_id}


def _tokens(work: Work, session_id: str) -> list[str]:
    of_session = select(Participation.token).join(GroupSession).where(GroupSession.public_id == session_id)
    return list(work.db.scalars(of_session.order_by(Participation.seat)))


def _in_pictures(work: Work, token: str) -> None:
    pictures = work.library.instrument(IN_PICTURES)
    keep_version(work, pictures)
    form = {"instrument_id": pictures.id, "variant": pictures.variant, "content_hash": pictures.content_hash}
    work.db.execute(update(Participation).where(Participation.token == token).values(**form))
    work.db.commit()


def _somebody(seat: int, *, pictures: bool) -> Invented:
    locale = LOCALES[seat % len(LOCALES)]
    return Invented(f"BENCH{seat:04}", None, locale, Meeting.TODAY, Stage.SEEN, pictures=pictures)


def _answer_everything(work: Work, token: str, person: Invented) -> None:
    locale = person.locale
    take_part(work, open_sitting(work, token), locale, yes=True, research=False, research_care=False)
    sitting = open_sitting(work, token, None)
    answerer, direction = Answerer(person, sitting.instrument), sitting.wordings[locale].info.direction
    while (item := _next_item(sitting)) is not None:
        value = answerer.answer(item, sitting.responses)
        shown = Shown(locale, direction, f"bench-{len(sitting.standing):03}", work.now())
        record_response(work, sitting, item.id, value, shown)
        sitting = replace(sitting, standing={**sitting.standing, item.id: Standing(value, 0, {shown.key: value})})
    see_profile(work, open_sitting(work, token), locale)
    pass_step(work, open_sitting(work, token), Step(StepKind.REVIEW), locale)
    finish_sitting(work, open_sitting(work, token), locale)


def _next_item(sitting: Sitting) -> Item | None:
    on_path = items_on_path(sitting.instrument, sitting.modules, sitting.responses)
    return next((item for item in on_path if item.id not in sitting.standing), None)


# --- their reports ---


def wait(work: Work, most_seconds: str) -> dict[str, Any]:
    """Wait until every report that was asked for is made, or could not be."""
    begin = time.monotonic()
    while (waiting := _count(work, Report.state == WAITING)) and time.monotonic() < begin + float(most_seconds):
        time.sleep(LOOK_SECONDS)
    return {
        "seconds": time.monotonic() - begin,
        "reports": _count(work),
        "waiting": waiting,
        "failed": _count(work, Report.state == FAILED),
    }


def _count(work: Work, *which: Any) -> int:  # noqa: ANN401 - any condition
    number = work.db.scalar(select(func.count(Report.id)).where(*which))
    work.db.rollback()
    return number or 0


def again(work: Work, session_id: str, most_seconds: str) -> dict[str, Any]:
    """All conversation reports of the session, none of which stands as it would be made now."""
    staff = _manager(work)
    work.db.execute(delete(Report).where(Report.edition == CONVERSATION))
    work.db.commit()
    begin = time.monotonic()
    asked = ask_for_all(work, staff, session_id)
    asking = time.monotonic() - begin
    done = wait(work, most_seconds)
    ready = len(reports_of_session(work, staff, session_id).ready)
    return {**done, "asked": asked, "ready": ready, "asking": asking, "seconds": asking + done["seconds"]}


def _manager(work: Work) -> Staff:
    return staff_of(work.db.scalars(select(StaffAccount)).one())


if __name__ == "__main__":
    main()
