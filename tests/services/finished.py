"""People who finished and saw their profile, the client manager who goes on with them, and reports as if made."""

from __future__ import annotations

from dataclasses import replace

from app.core.responses import Response
from app.services.accounts import Staff
from app.services.care import CareChoices, record_care_choices
from app.services.delivery import finish, see_profile
from app.services.reports import CONVERSATION, READY, request_report
from app.services.reports.keeping import keep_bytes
from app.services.reports.person import token_of
from app.services.sittings import open_sitting
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.models import Participant, Report, RoleName
from tests.factories import Invited, SittingFactory
from tests.services.answering import answer_everything
from tests.services.leading import leader_of


def finished(factory: SittingFactory, choices: CareChoices | None = None, **chosen: Response) -> Invited:
    """Somebody who answered everything, saw the profile and finished. ``choices``: what of health is shared."""
    work, invited = factory.work, factory(locale="nl")
    answer_everything(work, invited.token, **chosen)
    see_profile(work, open_sitting(work, invited.token), "nl")
    if choices is not None:
        record_care_choices(work, open_sitting(work, invited.token), choices, "nl")
    finish(work, open_sitting(work, invited.token), "nl")
    return invited


def managed(work: Work, invited: Invited) -> Staff:
    """The client manager of somebody, in whose caseload the person stands from now."""
    leader = replace(leader_of(work, invited), roles=frozenset({RoleName.CLIENT_MANAGER}))
    work.db.get_one(Participant, invited.participant_id).client_manager_id = leader.id
    work.db.commit()
    return leader


def as_if_made(work: Work, participation_id: int, content: bytes, edition: str = CONVERSATION) -> None:
    """A report that is ready, without the seconds that making one takes."""
    row = work.db.get_one(Report, request_report(work, participation_id, edition))
    kept = CareReport(token=token_of(work, participation_id), edition=edition, fingerprint=row.fingerprint)
    keep_bytes(work, kept, content)
    row.state, row.made_at = READY, work.now()
    work.db.commit()
