"""What a client manager and VluchtelingenWerk see, and when."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from app.core.report import ReportContent
from app.reporting.voice import Voice
from app.services.accounts import staff_of
from app.services.care import CareChoices, raise_acute, record_care_choices, set_status, work_list
from app.services.caseload import find_person, open_person
from app.services.demonstration_people import PEOPLE, Stage
from app.services.reports import CONVERSATION, FOR_VLUCHTELINGENWERK, conversation_of, make_report, waiting_reports
from app.services.sittings import open_sitting
from app.store.care_models import SignalStatus
from app.store.models import Participant, Participation, Report, Role, RoleName, StaffAccount, WhoSaw
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, post, sign_in

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")

CODES = {person.name or person.signs: person.code for person in PEOPLE}
AMIR = "Voorbeeld Amir"


@pytest.fixture
def manager(demo_app):
    return sign_in(demo_app, RoleName.CLIENT_MANAGER)


def row_of(app, name):
    with app.app_context():
        work = current_work()
        return work.db.execute(
            select(Participant.public_id, Participation.id)
            .join(Participation, Participation.participant_id == Participant.id)
            .where(Participant.code_lookup == work.lookup.of(CODES[name]))
        ).one()


def address(app, name):
    return f"/staff/participants/{row_of(app, name).public_id}"


def listed(page):
    return re.findall(r'<div class="inb-list__who"><a[^>]*><bdi>(.*?)</bdi>', page)


def test_people_stand_by_next_step_and_date(manager):
    page = manager.get("/staff/participants").get_data(as_text=True)
    assert len(listed(page)) == len(PEOPLE)
    assert listed(page)[:3] == ["Voorbeeld Omar", "Demo Selam", AMIR]
    headings = re.findall(r'class="inb-group__title">([^<]+) <span>(\d+)', page)
    assert headings == [
        ("Gesprek gepland", "3"),
        ("Rapport wordt gemaakt", "5"),
        ("Gesproken: afspraken lopen", "1"),
        ("Klaar voor de volgende stap", "1"),
        ("Klaar, nog niet gezien door de deelnemer", "2"),
        ("Wacht op de deelnemer", "11"),
        ("Plan een gewoon gesprek", "3"),
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("amir", [AMIR]),
        (CODES[AMIR], [AMIR]),
        (CODES[AMIR].lower(), [AMIR]),
        (CODES[AMIR][-4:], [AMIR]),
        ("nobody at all", []),
    ],
)
def test_search_by_name_or_code(manager, search, found):
    page = manager.get("/staff/participants", query_string={"search": search}).get_data(as_text=True)
    assert listed(page) == found


def test_nobody_sees_a_whole_code_on_screen(demo_app, manager):
    pages = [manager.get("/staff/participants"), manager.get(address(demo_app, AMIR))]
    for page in pages:
        for code in CODES.values():
            assert code not in re.sub(r"[ -]", "", page.get_data(as_text=True))


def test_the_profile_says_what_the_report_says(demo_app, manager):
    page = manager.get(address(demo_app, AMIR)).get_data(as_text=True)
    with demo_app.app_context():
        work = current_work()
        content = conversation_of(work, row_of(demo_app, AMIR).id)
        assert isinstance(content, ReportContent)
        voice = Voice(work.library.wording("profile", "nl"))
        for row in (*content.competence, *content.motivation):
            assert row.word is not None
            assert row.interval is not None
            assert voice.say(row.word) in page
            low, high = row.interval
            assert f"tussen {round(low)} en {round(high)} op een lijn" in page
        for highlight in (*content.strengths, *content.discuss):
            assert all(voice.say(question) in page for question in highlight.questions)
        for sentence in content.quality.sentences:
            assert voice.say(sentence) in page


def test_no_label_stands_where_nobody_released_the_translation(demo_app, manager):
    page = manager.get(address(demo_app, "Voorbeeld Huda")).get_data(as_text=True)
    assert "Deze vertaling is nog niet goedgekeurd" in page
    assert "inb-band__range" in page
    assert "relatief sterk" not in page
    assert not re.search(r'inb-profile__word">\s*tussen', page)


def test_facts_come_before_the_profile_was_seen_and_profiles_after(demo_app, manager):
    unseen = manager.get(address(demo_app, "Demo Rahwa")).get_data(as_text=True)
    assert "Situatie en praktische zaken" in unseen
    assert "inb-band__range" not in unseen
    assert "Hoe duidelijk zijn de antwoorden" not in unseen
    assert "De deelnemer leest het in het rapport" in unseen
    unfinished = manager.get(
        address(demo_app, next(one.name for one in PEOPLE if one.stage is Stage.STARTED and one.name))
    )
    assert "staat in het logboek" in unfinished.get_data(as_text=True)
    assert manager.get(f"{address(demo_app, 'Demo Rahwa')}/report").status_code == 409
    with demo_app.app_context():
        work = current_work()
        work.db.execute(
            update(Participation)
            .where(Participation.id == row_of(demo_app, "Demo Rahwa").id)
            .values(profile_seen_at=work.now())
        )
        work.db.commit()
    assert "inb-band__range" in manager.get(address(demo_app, "Demo Rahwa")).get_data(as_text=True)


@pytest.mark.parametrize("name", ["Demo Tesfay", "Demo Ahmad", "Voorbeeld Hanna", "Demo Samuel", "Voorbeeld Salma"])
def test_nothing_is_seen_of_who_has_not_finished(demo_app, manager, name):
    page = manager.get(address(demo_app, name)).get_data(as_text=True)
    assert "Situatie en praktische zaken" not in page
    assert "inb-band__range" not in page


def test_no_care_answer_reaches_the_client_manager_unless_released(demo_app, manager):
    released = manager.get(address(demo_app, "Voorbeeld Omar")).get_data(as_text=True)
    assert "U wilt een gesprek met de gezondheidszorg" in released
    for name in ("Demo Selam", "Demo Mariam", AMIR):
        page = manager.get(address(demo_app, name)).get_data(as_text=True)
        assert "Over gezondheid is niets gedeeld" in page
    everything = " ".join(
        manager.get(address(demo_app, person.name)).get_data(as_text=True) for person in PEOPLE if person.name
    )
    for word in ("Slaap en energie", "Herinneringen en schrik", "sterk signaal", "Vandaag hulp", "vandaag hulp"):
        assert word not in everything


@pytest.mark.parametrize(
    ("ggd_status", "shown"),
    [
        pytest.param(True, True, id="yes"),
        pytest.param(False, False, id="no"),
        pytest.param(None, False, id="no choice"),
    ],
)
def test_where_the_ggd_stands_is_shown_only_if_the_person_said_yes(demo_app, manager, ggd_status, shown):
    with demo_app.app_context():
        work = current_work()
        item = next(item for item in work_list(work, _organisation(work)) if not item.today)
        set_status(work, _organisation(work), item.id, SignalStatus.APPOINTMENT, account_id=1)
        sitting = open_sitting(work, item.token)
        record_care_choices(work, sitting, CareChoices(ggd_status=ggd_status), "nl")
        raise_acute(work, sitting, "nl")
        person = select(Participation.participant_id).where(Participation.token == item.token)
        public_id = work.db.scalar(select(Participant.public_id).where(Participant.id == person.scalar_subquery()))
        work.db.execute(
            update(Participation).where(Participation.token == item.token).values(profile_seen_at=work.now())
        )
        work.db.commit()
    page = manager.get(f"/staff/participants/{public_id}").get_data(as_text=True)
    assert ("Contact met de GGD: afspraak gemaakt" in page) is shown
    assert ("Contact met de GGD" in page) is shown
    assert not (shown and "Over gezondheid is niets gedeeld" in page)
    for word in ("Hulp voor vandaag gevraagd", "contact gezocht"):
        assert word not in page


def _organisation(work):
    return work.db.scalars(select(StaffAccount.organisation_id)).first()


def test_each_opening_is_written_down_once_a_day_and_printed(demo_app, manager):
    for _ in range(2):
        manager.get(address(demo_app, "Demo Grace"))
    with demo_app.app_context():
        work = current_work()
        row = row_of(demo_app, "Demo Grace")
        rows = work.db.scalars(select(WhoSaw).where(WhoSaw.participation_id == row.id)).all()
        assert [(one.role, one.part) for one in rows] == [("client_manager", "profile")]


def test_the_report_comes_as_a_file_without_a_name(demo_app, manager):
    row = row_of(demo_app, AMIR)
    with demo_app.app_context():
        work = current_work()
        report_id = work.db.scalars(
            select(Report.id).where(Report.participation_id == row.id, Report.edition == CONVERSATION)
        ).one()
        assert report_id in waiting_reports(work)
        make_report(work, report_id)
    answer = manager.get(f"{address(demo_app, AMIR)}/report")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="report-{row.public_id[:8]}.pdf"'
    assert "Gespreksrapport (pdf)" in manager.get(address(demo_app, AMIR)).get_data(as_text=True)
    again = post(manager, f"{address(demo_app, AMIR)}/report")
    assert again.status_code == 303
    with demo_app.app_context():
        work = current_work()
        wanted = (
            select(Report.state)
            .where(Report.participation_id == row.id, Report.edition == CONVERSATION)
            .order_by(Report.id)
        )
        states = work.db.scalars(wanted).all()
        assert states == ["ready", "waiting"]  # who read it since is printed in the new one


def test_a_report_that_is_not_ready_says_so(demo_app, manager):
    answer = manager.get(f"{address(demo_app, 'Demo Eva')}/report", follow_redirects=True)
    assert "nog niet klaar" in answer.get_data(as_text=True)


def test_a_report_that_failed_can_be_made_again(demo_app, manager):
    row = row_of(demo_app, "Demo Eva")
    with demo_app.app_context():
        work = current_work()
        work.db.execute(update(Report).where(Report.participation_id == row.id).values(state="failed"))
        work.db.commit()
    assert "kon niet worden gemaakt" in manager.get(address(demo_app, "Demo Eva")).get_data(as_text=True)
    post(manager, f"{address(demo_app, 'Demo Eva')}/report")
    with demo_app.app_context():
        states = current_work().db.scalars(select(Report.state).where(Report.participation_id == row.id)).all()
        assert "waiting" in states


def test_a_talk_is_planned_and_a_name_is_kept_sealed(demo_app, manager):
    where = address(demo_app, "Demo Grace")
    post(manager, f"{where}/talk", date="2031-05-06", time="14:00")
    post(manager, f"{where}/name", name="  Proef   Naam ")
    page = manager.get(where).get_data(as_text=True)
    assert "6 mei 2031, 14:00" in page
    assert "Proef Naam" in page
    with demo_app.app_context():
        sealed = current_work().db.scalar(
            select(Participant.name_encrypted).where(Participant.public_id == where.rsplit("/", 1)[1])
        )
        assert sealed is not None
        assert "Proef" not in sealed
    post(manager, f"{where}/name", name="")
    assert "Deelnemer" in manager.get(where).get_data(as_text=True)


def test_a_talk_without_a_day_changes_nothing(demo_app, manager):
    where = address(demo_app, "Demo Grace")
    answer = post(manager, f"{where}/talk", date="soon", time="")
    assert answer.status_code == 303
    assert "Er is niets veranderd" in manager.get(where).get_data(as_text=True)


def test_with_both_roles_the_profiles_of_own_people_alone_are_open(demo_app):
    public_id = row_of(demo_app, "Demo Selam").public_id
    with demo_app.app_context():
        work = current_work()
        manager = work.db.scalars(
            select(StaffAccount).where(StaffAccount.email == EMAILS[RoleName.CLIENT_MANAGER])
        ).one()
        both = replace(staff_of(manager), roles=frozenset({RoleName.CLIENT_MANAGER, RoleName.VLUCHTELINGENWERK}))
        assert open_person(work, both, public_id).profiles
        other = replace(both, id=both.id + 1000)
        assert find_person(work, other, public_id).edition == FOR_VLUCHTELINGENWERK


def test_with_both_roles_a_shared_report_is_read_and_nothing_else_is_done_with_that_person(demo_app):
    row = row_of(demo_app, "Demo Selam")
    with demo_app.app_context():
        work = current_work()
        visitor = work.db.scalars(
            select(StaffAccount).where(StaffAccount.email == EMAILS[RoleName.VLUCHTELINGENWERK])
        ).one()
        visitor.roles.append(work.db.scalars(select(Role).where(Role.name == RoleName.CLIENT_MANAGER.value)).one())
        work.db.commit()
    client, where = sign_in(demo_app, RoleName.VLUCHTELINGENWERK), address(demo_app, "Demo Selam")
    before = states_and_plans(demo_app, row)
    for page in (where, f"{where}/session", f"{where}/hand-over"):
        assert client.get(page).status_code == 404
    for page, form in {
        "talk": {"date": "2031-05-06", "time": "14:00"},
        "name": {"name": "Proef"},
        "report": {},
        "session": {"session": "x"},
        "conversation-held": {"held_on": "2020-01-31", "present": "participant", "interpreter": "", "number": "0"},
    }.items():
        assert post(client, f"{where}/{page}", **form).status_code == 404, page
    assert states_and_plans(demo_app, row) == before
    assert client.get(f"{where}/report").location == "/staff/shared"
    assert client.get(f"{where}/conversation").status_code == 200


def states_and_plans(app, row):
    """What is known of the reports of a person, when the talk is, and under which name."""
    with app.app_context():
        work = current_work()
        reports = work.db.execute(
            select(Report.edition, Report.requested_at).where(Report.participation_id == row.id)
        ).all()
        plan = select(Participation.conversation_at, Participant.name_encrypted).join(
            Participant, Participant.id == Participation.participant_id
        )
        return reports, work.db.execute(plan.where(Participation.id == row.id)).one()


def test_vluchtelingenwerk_sees_who_shared_and_nobody_else(demo_app):
    client = sign_in(demo_app, RoleName.VLUCHTELINGENWERK)
    page = client.get("/staff/shared").get_data(as_text=True)
    shared = {person.name for person in PEOPLE if person.vluchtelingenwerk}
    assert {name for name in CODES if name in page} == shared
    assert client.get(f"{address(demo_app, AMIR)}/report").status_code == 404
    assert client.get(f"{address(demo_app, 'Demo Selam')}/report").status_code == 303  # shared, not ready yet
