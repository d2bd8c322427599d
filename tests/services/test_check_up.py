"""What the doctor finds: good news while all is well, and one sentence with what to do for each thing that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.extensions import db
from app.keys import Keys
from app.services import check_up, retention
from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.check_up import Finding
from app.services.health import beat
from app.services.reports import request_report
from app.store import migrate, pace
from app.store.care_models import CareReport
from app.store.models import Report
from tests.services.answering import answer, option


@pytest.fixture
def find(work):
    engines = {"main": db.get_engine("default"), "care": db.get_engine("care")}

    def found(subject: str, changed=work) -> Finding:
        return next(one for one in check_up.check_up(changed, engines) if one.subject == subject)

    return found


@pytest.mark.parametrize(
    "subject", ["main store", "care store", "keys", "disk", "fonts", "clock", "queue", "reports", "deletions", "pace"]
)
def test_a_new_installation_is_well(find, subject):
    assert find(subject).well, find(subject).sentence


def test_a_store_behind_is_told_and_nothing_after_it_is_looked_at(work):
    engines = {"main": db.get_engine("default"), "care": db.get_engine("care")}
    migrate.downgrade({"care": engines["care"]}, "-1")
    findings = list(check_up.check_up(work, engines))
    [behind] = [one for one in findings if one.subject == "care store"]
    assert "flask db upgrade" in behind.sentence
    assert "reports" not in {one.subject for one in findings}


def test_a_demonstration_says_so(find):
    assert "no real person" in find("settings").sentence


def test_settings_of_a_real_installation(work):
    real = replace(work, config=replace(work.config, demo=False, backup_key=None))
    told = [one.sentence for one in check_up._settings(real)]
    assert [sentence.split(" ")[0] for sentence in told] == [
        "INBEELD_ADDRESS",
        "INBEELD_COOKIE_SECURE",
        "INBEELD_BACKUP_KEY",
    ]


def test_a_proxy_in_front_that_nobody_trusts_is_told(work):
    real = replace(work, config=replace(work.config, demo=False, address="https://inbeeld.example", cookie_secure=True))
    assert [one.sentence.split(" ")[0] for one in check_up._settings(real)] == ["INBEELD_TRUSTED_PROXIES"]
    behind_one = replace(real, config=replace(real.config, trusted_proxies=1))
    assert list(check_up._settings(behind_one)) == []


@pytest.mark.parametrize(("revision", "said"), [("moved-away", "flask move --back"), ("moving-here", "once more")])
def test_a_store_that_moves_says_so(work, find, revision, said):
    with work.care.get_bind(CareReport).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})
    assert said in find("care store").sentence


def test_clocks_that_differ_are_told(find, monkeypatch):
    monkeypatch.setattr("app.services.work.shared_moment", lambda _, here: here() - timedelta(seconds=90))
    assert "-90 seconds from this one" in find("clock").sentence


def test_a_queue_that_is_away_is_told(work, find):
    away = replace(work, config=replace(work.config, jobs_url="redis://127.0.0.1:1/0"))
    assert "cannot be reached" in find("queue", away).sentence


def test_what_should_be_gone_and_is_not(work, find, sitting_factory):
    invited = sitting_factory(locale="nl", finished_at=work.now())
    answer_late = replace(work, now=lambda: work.now() + timedelta(days=200))
    answer(work, invited.token, "c1a", option("3"))
    assert find("deletions").well
    assert "days too long" in find("deletions", answer_late).sentence
    retention.run(answer_late)
    assert find("deletions", answer_late).well


def test_backups_that_were_never_made_and_old_ones(work, find):
    assert "None was ever made" in find("backups").sentence
    record(work, Event(AuditKind.BACKUP_MADE, SYSTEM))
    work.db.commit()
    assert find("backups").well
    assert "3 days ago" in find("backups", replace(work, now=lambda: work.now() + timedelta(days=3))).sentence


def test_older_keys_are_named(work, find):
    keys = Keys((*work.config.text_key.pairs, ("old", b"an older key of a test" + b"." * 10)))
    found = find("keys", replace(work, config=replace(work.config, text_key=keys)))
    assert not found.well
    assert "INBEELD_TEXT_KEY" in found.sentence


def test_a_full_disk_is_told(find, monkeypatch):
    monkeypatch.setattr(check_up, "LEAST_FREE", 10**18)
    assert "Make room" in find("disk").sentence


def test_a_missing_font_is_told(find, monkeypatch, tmp_path):
    sheet = tmp_path / "fonts.css"
    sheet.write_text('@font-face { src: url("../fonts/noto-klingon-400.ttf"); }')
    monkeypatch.setattr(check_up, "FONT_SHEET", sheet)
    assert "noto-klingon-400.ttf" in find("fonts").sentence


def test_a_clock_that_went_back_is_told(work, find, sitting_factory, monkeypatch):
    monkeypatch.setattr("app.services.work.shared_moment", lambda _, here: here())  # that of the database went as well
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "c1a", option("3"))
    assert find("clock").well
    earlier = replace(work, now=lambda: work.now() - timedelta(hours=1))
    assert "60 minutes from now" in find("clock", earlier).sentence


def test_a_worker_that_was_never_there_and_one_that_fell_silent(work, find):
    assert "never been seen" in find("worker").sentence
    beat(work)
    assert find("worker").well
    later = replace(work, now=lambda: work.now() + timedelta(minutes=10))
    assert "silent" in find("worker", later).sentence


def test_a_report_that_waits_for_long(work, find, sitting_factory):
    request_report(work, sitting_factory(locale="nl").participation_id)
    assert find("reports").well
    later = replace(work, now=lambda: work.now() + timedelta(hours=1))
    assert find("reports", later).sentence.startswith("1 wait")
    work.db.query(Report).update({"state": "failed", "failure": "The report could not be made (KeyError)."})
    assert "1 could not be made" in find("reports").sentence


def test_texts_that_nobody_can_hear_are_counted(find):
    assert "cannot be heard" in find("sound").sentence


@pytest.mark.embedded
def test_the_moment_to_grow(work, find, sitting_factory, monkeypatch):
    monkeypatch.setattr(check_up, "durable_commits", lambda _: 0.01)
    assert find("pace").well, "nobody answered yet"
    answer(work, sitting_factory(locale="nl").token, "c1a", option("3"))
    assert "Move to PostgreSQL" in find("pace").sentence


@pytest.mark.embedded
def test_a_disk_takes_a_number_of_commits(app):
    with app.app_context():
        assert pace.durable_commits(db.get_engine("default")) > 0


def test_the_busiest_minute(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    assert pace.busiest_minute(work.db, work.now()) == 0
    answer(work, invited.token, "c1a", option("3"))
    assert pace.busiest_minute(work.db, work.now()) == 1
    assert pace.busiest_minute(work.db, work.now() + timedelta(days=31)) == 0


def test_the_command_exits_with_an_error_while_something_is_to_do(app):
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "TO DO  worker: " in result.output
    assert "good   disk: " in result.output
