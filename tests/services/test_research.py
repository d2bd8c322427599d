"""Answers for research: of people who said yes, without names, own words or health; not of small groups."""

from __future__ import annotations

import csv
import io
import stat

import pytest
from sqlalchemy import update

from app.cli.research import research
from app.core.instrument import ItemKind, Store
from app.core.responses import Missing, Response
from app.services import research as service
from app.services.audit import AuditKind
from app.services.delivery import finish
from app.services.research import ABOUT_A_PERSON, OF_THE_CODEBOOK, answer_rows, codebook_rows, research_tables
from app.services.sittings import open_sitting
from app.store.models import Organisation, Participation
from tests.logged import logged
from tests.services.answering import answer, answer_everything, option

FEW = 2
OWN_WORDS = "dit staat nergens in een tabel"


@pytest.fixture(autouse=True)
def small_groups(monkeypatch):
    monkeypatch.setattr(service, "SMALLEST_GROUP", FEW)


def finished(work, someone, locale="nl", *, yes=True, **chosen):
    answer_everything(work, someone.token, locale, own_words=Response(text=OWN_WORDS), **chosen)
    end(work, someone, locale, yes=yes)


def end(work, someone, locale="nl", *, yes=True):
    finish(work, open_sitting(work, someone.token), locale)
    said = update(Participation).where(Participation.id == someone.participation_id)
    work.db.execute(said.values(research_consent=yes, research_care_consent=yes))
    work.db.commit()


def people(work, sitting_factory, number, locale="nl", session=None, **more):
    session = session or sitting_factory.session()
    everyone = [sitting_factory(session) for _ in range(number)]
    for one in everyone:
        finished(work, one, locale, **more)
    return everyone


def rows(lines):
    return [dict(zip(head, row, strict=True)) for head, *found in [list(lines)] for row in found]


def only_table(work, organisation_id):
    (table,) = research_tables(work, organisation_id)
    return table


def test_it_holds_what_was_chosen_and_nothing_that_says_who(work, sitting_factory):
    one, other = people(work, sitting_factory, 2, c1a=Response(missing=Missing.NOT_UNDERSTOOD), c2a=option("4"))
    table = only_table(work, one.organisation_id)
    found = rows(answer_rows(work, table))
    assert len(found) == 2
    assert {row["c1a"] for row in found} == {"missing:not_understood"}
    assert {row["c2a"] for row in found} == {"4"}
    assert {row["education.years"] for row in found} == {"7"}
    assert len({row["person"] for row in found}) == 2
    text = str(found)
    for someone in (one, other):
        assert not [secret for secret in (someone.code, someone.token, someone.public_id) if secret in text]
    assert OWN_WORDS not in text


def test_nothing_of_health_and_no_own_words_has_a_column(work, sitting_factory):
    someone = people(work, sitting_factory, FEW)[0]
    table = only_table(work, someone.organisation_id)
    heads = next(iter(answer_rows(work, table)))
    items = work.library.instrument("profile").items
    assert heads[: len(ABOUT_A_PERSON)] == ABOUT_A_PERSON
    assert [item for item in heads[len(ABOUT_A_PERSON) :] if items[item].store is Store.CARE] == []
    assert [item for item in heads[len(ABOUT_A_PERSON) :] if items[item].kind is ItemKind.TEXT] == []


def test_the_last_choice_stands(work, sitting_factory):
    session = sitting_factory.session()
    someone, _ = sitting_factory(session), people(work, sitting_factory, FEW, session=session)
    answer_everything(work, someone.token, "nl", c1a=option("0"))
    answer(work, someone.token, "c1a", option("3"))
    end(work, someone)
    assert {row["c1a"] for row in rows(answer_rows(work, only_table(work, someone.organisation_id)))} == {"2", "3"}


def test_who_did_not_say_yes_or_is_not_finished_or_is_elsewhere_is_not_in_it(work, sitting_factory):
    session = sitting_factory.session()
    people(work, sitting_factory, FEW, session=session)
    people(work, sitting_factory, 1, session=session, yes=False)
    unfinished = sitting_factory(session, research_consent=True, locale="nl")
    people(work, sitting_factory, FEW, session=sitting_factory.session(sitting_factory.organisation(name="Elders")))
    assert only_table(work, unfinished.organisation_id).people == FEW


def test_a_group_that_is_too_small_is_left_out_and_said(work, sitting_factory):
    session = sitting_factory.session()
    people(work, sitting_factory, FEW, "nl", session)
    people(work, sitting_factory, FEW - 1, "ar", session)
    table = only_table(work, session.organisation_id)
    assert (table.locales, table.people, table.left_out) == (("nl",), FEW, FEW - 1)
    assert {row["language"] for row in rows(answer_rows(work, table))} == {"nl"}


def test_names_and_order_are_others_in_each_export(work, sitting_factory, monkeypatch):
    session = sitting_factory.session()
    everyone = [people(work, sitting_factory, 1, session=session, c2a=option(str(1 + n % 5)))[0] for n in range(5)]
    table = only_table(work, everyone[0].organisation_id)
    orders = []
    for key in (b"one", b"two", b"three"):
        monkeypatch.setattr("secrets.token_bytes", lambda _, key=key: key)
        orders.append([(row["person"], row["c2a"]) for row in rows(answer_rows(work, table))])
    names = [{person for person, _ in order} for order in orders]
    assert not names[0] & names[1]
    assert len({tuple(answer for _, answer in order) for order in orders}) > 1
    assert all(sorted(answer for _, answer in order) == list("12345") for order in orders)


def test_the_codebook_says_what_each_answer_means(work, sitting_factory):
    someone = people(work, sitting_factory, FEW)[0]
    found = rows(codebook_rows(only_table(work, someone.organisation_id)))
    assert tuple(found[0]) == OF_THE_CODEBOOK
    instrument, words = work.library.instrument("profile"), work.library.wordings("profile")["nl"]
    of_one = [row for row in found if row["item"] == "c3d"]
    item = instrument.items["c3d"]
    assert [(row["option"], row["points"]) for row in of_one] == [(one.id, str(one.value)) for one in item.options]
    assert {row["reverse_keyed"] for row in of_one} == {"1" if item.reverse_keyed else "0"}
    assert {row["question"] for row in of_one} == {words.text(item.text_key)}
    assert [row["option"] for row in found if row["item"] == "education.years"] == [""]


def test_that_it_was_asked_for_is_written_down_with_how_many(work, sitting_factory):
    someone = people(work, sitting_factory, FEW)[0]
    research_tables(work, someone.organisation_id)
    assert logged(work, AuditKind.EXPORT) == [("done", "system", f"research:{FEW}")]


def test_the_command_writes_files_that_a_spreadsheet_opens(app, work, sitting_factory, tmp_path):
    someone = people(work, sitting_factory, FEW)[0]
    out = tmp_path / "out"
    done = app.test_cli_runner().invoke(research, [str(someone.organisation_id), "--out", str(out)])
    assert done.exit_code == 0, done.output
    answers, codebook = sorted(out.iterdir())
    assert answers.name.startswith("answers-profile-")
    assert codebook.name.startswith("codebook-profile-")
    assert f"{FEW} people in nl" in done.output
    assert len(list(csv.DictReader(io.StringIO(answers.read_text("utf-8"))))) == FEW
    assert {stat.S_IMODE(file.stat().st_mode) for file in (answers, codebook)} == {0o600}


@pytest.mark.parametrize(("organisation", "said"), [("999", "no organisation 999"), ("1", "not empty")])
def test_the_command_refuses_in_one_sentence_and_overwrites_nothing(app, work, tmp_path, organisation, said):
    kept = tmp_path / "kept"
    kept.write_text("mine")
    work.db.add(Organisation(id=1, name="Hier", privacy_contact="privacy@hier.example", legal_basis="x"))
    work.db.commit()
    done = app.test_cli_runner().invoke(research, [organisation, "--out", str(tmp_path)])
    assert (done.exit_code, said in done.stderr, kept.read_text()) == (2, True, "mine")
    assert logged(work, AuditKind.EXPORT) == []
