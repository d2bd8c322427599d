"""Who answered a version from before gets every report of now: what that version cannot say is said in words of now."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from app import paths
from app.instruments.snapshots import content_hash, dump_snapshot
from app.instruments.wording import OF_THE_FORM, ON_SCREENS_ALONE, Wording
from app.reporting import render
from app.services.care import YES, CareChoices, record_care_choices, work_item, work_list
from app.services.delivery import see_profile
from app.services.finishing import ask_for_changed_reports, finish_sitting
from app.services.reports import CONVERSATION, make_report, read_report, request_report
from app.services.reports.care_signal import care_signal_sources
from app.services.reports.editions import EDITIONS
from app.services.reports.keeping import opened_bytes
from app.services.sittings import open_sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Definitions
from app.store.care_models import CareReport
from app.store.models import InstrumentVersion, Participation, Report, WordingRelease
from tests.pictured import pictured
from tests.services.answering import answer_everything, option

GOAL, NEW_WORDS = "agreements.goal", "Mijn plan (test)"
KEPT = OF_THE_FORM | {"picture"}
HELP = {"z7": option("yes"), "p7.help_wish": option("yes")}


@pytest.fixture
def html_alone(monkeypatch):
    """Reports end as HTML: here the words count, not the paper."""
    monkeypatch.setattr(render, "pdf_of", lambda html, *_, **__: html.encode())
    monkeypatch.setattr(render, "pdf_on_one_page", lambda forms, *_, **__: forms[0].encode())


def only_questions(words: Wording) -> Wording:
    """The words of a form that was published before anything else was written."""
    return Wording(words.info, {key: text for key, text in words.texts.items() if key.partition(".")[0] in KEPT})


def publish_older(work, instrument_id):
    """Keep such a version, and give its hash."""
    words = {locale: only_questions(one) for locale, one in work.library.wordings(instrument_id).items()}
    instrument = replace(work.library.instrument(instrument_id), version="0.0.1")
    instrument = replace(instrument, content_hash=content_hash(instrument, words))
    row = {
        "content_hash": instrument.content_hash,
        "instrument_id": instrument_id,
        "version": instrument.version,
        "snapshot": dump_snapshot(instrument, words),
        "first_used_at": work.now(),
    }
    work.db.execute(insert(InstrumentVersion).values(**row))
    return instrument.content_hash


def answered_older(work, someone, locale):
    """Somebody who answered it all, wants a talk, and finished."""
    sitting = open_sitting(work, someone.token)
    older = publish_older(work, sitting.instrument.id)
    work.db.execute(
        update(Participation).where(Participation.id == someone.participation_id).values(content_hash=older)
    )
    work.db.commit()
    answer_everything(
        work, someone.token, locale, **{key: one for key, one in HELP.items() if key in sitting.instrument.items}
    )
    see_profile(work, open_sitting(work, someone.token), locale)
    record_care_choices(work, open_sitting(work, someone.token), CareChoices(ggd=YES), locale)
    finish_sitting(work, open_sitting(work, someone.token), locale)


@pytest.mark.usefixtures("html_alone")
@pytest.mark.parametrize("locale", ["nl", "ti"])
@pytest.mark.parametrize("in_pictures", [False, True], ids=["text", "pictures"])
def test_every_edition_is_made_of_a_version_that_holds_only_its_questions(work, sitting_factory, in_pictures, locale):
    someone = pictured(sitting_factory) if in_pictures else sitting_factory()
    answered_older(work, someone, locale)
    assert open_sitting(work, someone.token).instrument.version == "0.0.1"
    made = {edition: open_one(work, someone.token).pdf() for edition, open_one in EDITIONS.items()}
    [item] = work_list(work, someone.organisation_id)
    made["care_signal"] = care_signal_sources(work, work_item(work, someone.organisation_id, item.id)).pdf()
    assert all(page.lstrip().startswith(b"<!doctype html>") for page in made.values())
    newer = work.library.wording("profile", "nl").text("guide.newer_words")
    assert newer in made["conversation"].decode()


def test_the_words_of_the_questions_stay_as_they_were(work, sitting_factory):
    someone = sitting_factory()
    answered_older(work, someone, "nl")
    words = open_sitting(work, someone.token).wordings["nl"]
    assert {key.partition(".")[0] for key in words.lent}.isdisjoint(OF_THE_FORM)
    assert words.content_hash == only_questions(work.library.wording("profile", "nl")).content_hash
    assert words.printed_hash != words.content_hash


def test_newer_words_are_printed_without_reserve_once_they_are_released_too(work, sitting_factory):
    someone = sitting_factory()
    answered_older(work, someone, "ti")
    words = open_sitting(work, someone.token).wordings["ti"]
    for hash_ in (words.content_hash, words.lender):
        assert not words_may_be_printed(work, "profile", words)
        named = {"instrument_id": "profile", "locale": "ti", "released_by": "S. Test", "released_at": work.now()}
        work.db.execute(insert(WordingRelease).values(wording_hash=hash_, **named))
    assert words_may_be_printed(work, "profile", words)


def test_what_is_said_on_screens_alone_stands_in_no_report():
    printed = [
        *paths.REPORTS.rglob("*.html"),
        *(paths.APP / "core").rglob("*report*.py"),
        *(paths.APP / "reporting").rglob("*.py"),
    ]
    words = re.compile(rf"""["'](?:{"|".join(sorted(ON_SCREENS_ALONE))})\.""")
    apart = {"cards", "guide"}  # papers of the facilitator
    found = {
        file.name
        for file in printed
        if not apart & {file.stem, file.parent.name} and words.search(file.read_text("utf-8"))
    }
    assert found == set()


def after_an_update(work, locale):
    """The same installation once the text of the goal says something else in one language."""
    words = dict(work.library.wordings("profile"))
    texts = words[locale].texts
    words[locale] = Wording(words[locale].info, {**texts, GOAL: replace(texts[GOAL], forms={"": NEW_WORDS})})
    instrument = work.library.instrument("profile")
    instrument = replace(instrument, content_hash=content_hash(instrument, words))
    library = replace(work.library, instruments={"profile": instrument}, _wordings={"profile": words})
    return replace(work, definitions=Definitions(library))


def made_now(work, someone):
    """The report of the client manager, made: its fingerprint, and what it says."""
    assert make_report(work, request_report(work, someone.participation_id))
    return reports_of(work)[-1], read_report(work, someone.participation_id).decode()


def reports_of(work):
    """Fingerprints of the reports for the client manager that were asked for, oldest first."""
    return work.db.scalars(select(Report.fingerprint).filter_by(edition=CONVERSATION).order_by(Report.id)).all()


@pytest.mark.usefixtures("html_alone")
@pytest.mark.parametrize("changed", ["nl", "ti"])
def test_a_report_whose_lent_words_changed_is_made_anew_once_and_the_older_one_still_opens(
    work, sitting_factory, changed
):
    someone, old_words = sitting_factory(), work.library.wording("profile", changed).text(GOAL)
    answered_older(work, someone, "ti")
    older, said = made_now(work, someone)
    assert ask_for_changed_reports(work) == 0
    updated = after_an_update(work, changed)
    assert ask_for_changed_reports(updated) == 1
    ask_for_changed_reports(updated)  # another night, before a worker came to it
    assert len(reports_of(work)) == 2
    newer, says = made_now(updated, someone)
    assert ask_for_changed_reports(updated) == 0
    assert reports_of(work) == [older, newer]
    assert (old_words in said, NEW_WORDS in said) == (True, False)
    assert (old_words in says, NEW_WORDS in says) == (False, True)
    kept = {"token": someone.token, "edition": CONVERSATION}
    assert opened_bytes(updated, CareReport(**kept, fingerprint=older)) == said.encode()
    assert opened_bytes(updated, CareReport(**kept, fingerprint=newer)) == says.encode()


@pytest.mark.usefixtures("html_alone")
def test_words_that_the_answered_version_has_itself_make_no_other_report(work, sitting_factory):
    someone = sitting_factory(locale="nl")
    answer_everything(work, someone.token, "nl")
    finish_sitting(work, open_sitting(work, someone.token), "nl")
    made_now(work, someone)
    updated = after_an_update(work, "nl")
    current = updated.library.instrument("profile").content_hash
    assert open_sitting(updated, someone.token).instrument.content_hash != current
    assert ask_for_changed_reports(updated) == 0
    assert len(reports_of(work)) == 1
