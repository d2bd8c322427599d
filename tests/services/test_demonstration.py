"""The demonstration data: everybody, every stage, never beside real data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask_security.utils import hash_password, verify_password
from sqlalchemy import func, select

from app import create_app
from app.core.profile import Light
from app.services import demonstration
from app.services.access import find_participation
from app.services.codes import normalise_code
from app.services.demonstration import ACCOUNTS, PASSWORD, OnlyInDemonstration, fill, reset, summary
from app.services.demonstration_people import PEOPLE, Meeting, Stage, Style
from app.services.own_profile import open_without_care, profile_from
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse, CareSignalItem
from app.store.models import Organisation, Participant, Participation, Response, RoleName, StaffAccount
from app.web.context import current_work
from tests.conftest import close_stores


@pytest.fixture
def demo_work(demo_app):
    with demo_app.app_context():
        yield current_work()


def token_of(work, person):
    return work.db.scalar(
        select(Participation.token)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participant.code_lookup == work.lookup.of(person.code))
    )


def test_there_are_26_people_with_invented_names_and_codes_in_four_languages():
    assert len(PEOPLE) == 26
    assert {person.locale for person in PEOPLE} == {"nl", "en", "ar", "ti"}
    assert {person.stage for person in PEOPLE} == set(Stage)
    assert {person.style for person in PEOPLE} == set(Style)
    assert all(person.name is None or person.name.startswith(("Voorbeeld ", "Demo ")) for person in PEOPLE)
    codes = [person.code for person in PEOPLE]
    assert len({code[-4:] for code in codes}) == 26
    assert all(normalise_code(code) == code for code in codes)


def test_everybody_stands_where_the_plan_says(demo_work):
    states = {
        Stage.NEW: "new",
        Stage.DECLINED: "declined",
        Stage.PAUSED: "paused",
        Stage.STOPPED: "stopped",
        Stage.DELETED: "deleted",
        Stage.FINISHED: "finished",
        Stage.SEEN: "finished",
        Stage.TALK: "finished",
    }
    for person in PEOPLE:
        state = demo_work.db.scalar(
            select(Participation.state).where(Participation.token == token_of(demo_work, person))
        )
        assert state == states.get(person.stage, "started"), person.name


def test_every_role_has_an_account_with_the_printed_password(demo_work):
    accounts = demo_work.db.scalars(select(StaffAccount)).all()
    assert {role.name for account in accounts for role in account.roles} == {role.value for role in RoleName}
    assert all(verify_password(PASSWORD, account.password) for account in accounts)
    assert all(account.password.startswith("$argon2") for account in accounts)


def test_a_fresh_code_of_each_language_starts_a_new_sitting(demo_work):
    fresh = [person for person in PEOPLE if person.stage is Stage.NEW and person.meeting is Meeting.TODAY]
    assert {person.locale for person in fresh} == {"nl", "en", "ar", "ti"}
    for person in fresh:
        sitting = open_sitting(demo_work, find_participation(demo_work, person.code), None)
        assert sitting.started_at is None
        assert not sitting.standing


def test_two_people_answer_in_pictures_one_halfway_and_one_to_the_end(demo_work):
    states = demo_work.db.execute(
        select(Participation.state, Participation.instrument_id).where(Participation.variant == "pictogram")
    )
    assert sorted(map(tuple, states)) == [("finished", "picture-profile"), ("started", "picture-profile")]


def test_care_answers_stand_in_their_own_store_alone(demo_work):
    instruments = demo_work.library.instruments.values()
    private = {item.id for instrument in instruments for item in instrument.items.values() if item.store == "care"}
    main = set(demo_work.db.scalars(select(Response.item_id).distinct()))
    care = set(demo_work.care.scalars(select(CareResponse.item_id).distinct()))
    assert not main & private
    assert care == private
    skipped = next(person for person in PEOPLE if person.care is None)
    rows = demo_work.care.scalar(
        select(func.count(CareResponse.id)).where(CareResponse.token == token_of(demo_work, skipped))
    )
    assert rows == 0
    assert demo_work.care.scalar(select(func.count(CareSignalItem.id)).where(CareSignalItem.today)) == 1


def test_who_had_the_answers_deleted_left_none(demo_work):
    person = next(person for person in PEOPLE if person.stage is Stage.DELETED)
    participation = select(Participation.id).where(Participation.token == token_of(demo_work, person))
    rows = select(func.count(Response.id)).where(Response.participation_id.in_(participation))
    assert demo_work.db.scalar(rows) == 0


def test_answering_styles_show_in_the_quality_of_the_answers(demo_work):
    found: dict[str, Any] = {}
    for person in PEOPLE:
        if person.stage in {Stage.SEEN, Stage.TALK, Stage.FINISHED} and not person.pictures:
            profile = profile_from(demo_work, open_without_care(demo_work, token_of(demo_work, person)))
            found.setdefault(person.style, []).append(profile.quality)
    assert all(quality.acquiescence > 0.2 for quality in found[Style.YES_SAYING])
    plain = max(quality.extreme for quality in found[Style.PLAIN])
    assert all(quality.extreme > plain for quality in found[Style.EXTREME])
    assert all(quality.missing > 0.1 for quality in found[Style.MANY_MISSING])
    assert all(quality.light is Light.GREEN for quality in found[Style.PLAIN])


def answers(work):
    rows = work.db.execute(
        select(Participant.code_lookup, Response.item_id, Response.value)
        .join(Participation, Participation.participant_id == Participant.id)
        .join(Response, Response.participation_id == Participation.id)
    )
    return sorted(tuple(row) for row in rows)


def test_filling_again_changes_nothing(demo_work):
    before = answers(demo_work)
    assert fill(demo_work, hash_password) is False
    assert answers(demo_work) == before


def test_renewing_gives_the_same_answers_to_the_same_people(demo_work):
    before = answers(demo_work)
    reset(demo_work, hash_password)
    assert answers(demo_work) == before
    assert demo_work.db.scalar(select(func.count(Participant.id))) == 26
    assert demo_work.db.scalar(select(func.count(Organisation.id))) == 1


def test_data_that_were_left_half_made_are_made_anew(demo_work, monkeypatch):
    whole = answers(demo_work)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(demonstration, "_sit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reset(demo_work, hash_password)
    demo_work.db.rollback()
    assert summary(demo_work) == ""
    monkeypatch.undo()
    assert fill(demo_work, hash_password) is True
    assert answers(demo_work) == whole


@pytest.mark.parametrize("command", [["demo"], ["demo", "--reset"]])
def test_a_database_that_holds_others_is_refused(demo_app, command):
    with demo_app.app_context():
        work = current_work()
        work.db.add(Organisation(name="Echte stad", privacy_contact="p@stad.example", legal_basis="test"))
        work.db.commit()
        before = answers(work)
    result = demo_app.test_cli_runner().invoke(args=command)
    assert result.exit_code == 1
    assert "not a demonstration, so nothing was changed" in result.output
    with demo_app.app_context():
        assert answers(current_work()) == before


def test_outside_demonstration_mode_nothing_is_filled(config):
    app = create_app(replace(config, demo=False))
    with app.app_context():
        for act in (fill, reset):
            with pytest.raises(OnlyInDemonstration):
                act(current_work(), hash_password)
        assert current_work().db.scalar(select(func.count(Organisation.id))) == 0
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "INBEELD_DEMO=1" in result.output
    close_stores(app)


def test_the_summary_names_address_accounts_password_and_a_code_per_language(demo_work):
    text = summary(demo_work, "http://localhost:9000")
    assert "http://localhost:9000/staff/sign-in" in text
    assert PASSWORD in text
    assert all(email in text for email, _, _ in ACCOUNTS)
    for endonym in ("Nederlands", "English", "العربية", "ትግርኛ"):
        assert endonym in text
    assert "DEM NEW NDN3" in text


def test_an_empty_store_has_no_summary(work):
    assert summary(work) == ""
