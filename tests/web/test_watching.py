"""What whoever watches an installation gets: whether it can take work, figures of all processes, ids of requests."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import replace

import pytest
from flask import g
from sqlalchemy import select, text

from app import jobs, metrics
from app.extensions import db
from app.services.codes import make_code
from app.services.reports import SUMMARY, request_report
from app.store import migrate
from app.store.models import Report
from app.web.context import current_work
from app.web.request_log import LibraryLines, set_up_logs
from tests.conftest import close_stores
from tests.demonstration_stores import app_with
from tests.factories import SittingFactory
from tests.web.person import Person

TOKEN = "a token of a test for figures, long enough"
ASKED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(config, definitions, tmp_path):
    """An application that counts."""
    app = app_with(replace(config, metrics_token=TOKEN, metrics=tmp_path / "metrics"), definitions)
    yield app
    metrics.stop()
    close_stores(app)


@pytest.fixture
def log(capsys):
    set_up_logs(testing=False)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    set_up_logs(testing=True)


def told(client):
    return {
        name: float(value)
        for line in client.get("/metrics", headers=ASKED).get_data(as_text=True).splitlines()
        if not line.startswith("#")
        for name, value in [line.rsplit(" ", 1)]
    }


# --- ready ---


def test_ready_when_both_stores_and_the_queue_are(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "main store": "ready", "care store": "ready", "queue": "ready"}


@pytest.mark.parametrize(
    ("revision", "status", "said"),
    [
        ("20261121_care_tables", 503, "its tables are not those of this version: flask db upgrade"),
        ("29991231_of_later", 200, "ready; its tables are those of a newer version"),
        ("moving-here", 503, "it moved away, or is being moved here: flask doctor"),
        (None, 503, "its tables are not those of this version: flask db upgrade"),
    ],
)
def test_a_store_at_other_tables(app, client, revision, status, said):
    with app.app_context(), db.get_engine("care").begin() as connection:
        if revision is None:
            connection.exec_driver_sql("DROP TABLE alembic_version")
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json["care store"] == said
    assert answer.json["main store"] == "ready"


@pytest.mark.parametrize("part", ["care store", "queue"])
def test_a_part_that_is_away_is_named_and_nothing_of_its_address(config, definitions, part):
    away = {
        "care store": {"care_database_url": "postgresql+psycopg://app:geheim@127.0.0.1:1/elsewhere"},
        "queue": {"jobs_url": "redis://:geheim@127.0.0.1:1/0"},
    }
    app = app_with(replace(config, **away[part]), definitions)
    answer = app.test_client().get("/readyz")
    told = answer.get_json()
    close_stores(app)
    assert answer.status_code == 503
    assert told["status"] == "not ready"
    assert {name for name, said in told.items() if said == "cannot be reached"} == {part}
    assert not any(word in answer.text for word in ("geheim", "127.0.0.1", "elsewhere"))


def test_tables_that_were_taken_back_are_not_ready(app, client):
    with app.app_context():
        migrate.downgrade({"main": db.get_engine("default")}, "-1")
    assert client.get("/readyz").status_code == 503


# --- figures ---


def test_there_is_no_page_of_figures_without_a_token(client):
    assert client.get("/metrics", headers=ASKED).status_code == 404


@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer", f"Bearer {TOKEN}x", "Bearer ümlaut"])
def test_whoever_does_not_show_the_token_gets_no_figures(watched, shown):
    answer = watched.test_client().get("/metrics", headers={"Authorization": shown})
    assert answer.status_code == 401
    assert "inbeeld_" not in answer.text


def test_requests_are_counted_by_the_name_of_the_page(watched):
    client = watched.test_client()
    client.get("/nl/code")
    client.get("/nl/items/c1a")
    client.get("/no/such/page")
    client.open("/nl/code", method="BREW")
    found = told(client)
    assert found['inbeeld_request_seconds_count{endpoint="participant.code",method="GET",status="200"}'] == 1
    assert found['inbeeld_request_seconds_count{endpoint="participant.item",method="GET",status="303"}'] == 1
    assert found['inbeeld_request_seconds_count{endpoint="other",method="GET",status="404"}'] == 1
    assert found['inbeeld_request_seconds_count{endpoint="other",method="other",status="405"}'] == 1
    assert not any("c1a" in name or "BREW" in name or "such" in name for name in found)


def test_answers_and_refused_codes_are_counted(watched):
    with watched.app_context():
        invited = SittingFactory(current_work())()
    person = Person(watched.test_client())
    person.enter("AAAA AAAA AA")
    person.enter(make_code())
    person.begin(invited.code)
    person.open("items/situation.hours_available")
    field = person.form.fields
    person.post(option="none")
    person.send("/nl/items/situation.hours_available", {**field, "option": "none", "go": "next"})
    found = told(watched.test_client())
    assert found["inbeeld_answers_stored_total"] == 1
    assert found['inbeeld_codes_refused_total{reason="slip"}'] == 1
    assert found['inbeeld_codes_refused_total{reason="wrong"}'] == 1


def test_figures_of_the_stores(watched):
    found = told(watched.test_client())
    assert found['inbeeld_ready{part="main_store"}'] == found['inbeeld_ready{part="queue"}'] == 1
    assert found["inbeeld_reports_waiting"] == found["inbeeld_ggd_signals_untouched"] == 0
    assert "inbeeld_backup_age_seconds" not in found, "no backup was ever made"


def test_a_store_that_is_away_is_told_and_the_counts_are_still_given(watched):
    with watched.app_context(), db.get_engine("default").begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        connection.exec_driver_sql("DROP TABLE report")
    found = told(watched.test_client())
    assert found['inbeeld_ready{part="main_store"}'] == 0
    assert "inbeeld_answers_stored_total" in found
    assert "inbeeld_deletion_lag_seconds" not in found


COUNTING = """
import os, signal, sys
from pathlib import Path
from app import metrics
metrics.begin(Path(sys.argv[1]))
metrics.answer_stored()
child = os.fork()
metrics.answer_stored()
if not child:
    metrics.answer_stored()
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(child, 0)
"""


def test_all_processes_of_a_host_count_together_also_those_that_were_killed(tmp_path):
    for _ in range(2):
        subprocess.run([sys.executable, "-c", COUNTING, str(tmp_path)], check=True)
    assert b"inbeeld_answers_stored_total 8.0" in metrics.as_text(tmp_path)
    assert sorted(file.name for file in tmp_path.glob("counter_*.db")) == ["counter_0.db", "counter_1.db"]


def test_a_place_that_cannot_be_written_to_is_told_and_people_go_on(config, definitions, tmp_path, capsys):
    (tmp_path / "metrics").write_text("no folder")
    app = app_with(replace(config, metrics_token=TOKEN, metrics=tmp_path / "metrics"), definitions)
    assert app.test_client().get("/nl/code").status_code == 200
    assert "nothing is counted" in capsys.readouterr().err
    close_stores(app)


def test_the_command_prints_the_same_figures(watched, tmp_path):
    watched.test_client().get("/nl/code")
    runner, file = watched.test_cli_runner(), tmp_path / "inbeeld.prom"
    printed = runner.invoke(args=["metrics"]).output
    assert 'endpoint="participant.code"' in printed
    assert runner.invoke(args=["metrics", "--out", str(file)]).exit_code == 0
    assert file.read_text("utf-8").splitlines()[0] == printed.splitlines()[0]
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


# --- ids of requests ---


def test_every_answer_names_its_request_and_files_that_last_do_not(client):
    first, second = (client.get("/nl/code").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 16  # each byte of every answer goes over bad wifi
    with client.get("/static/icon.svg") as lasting:
        assert "X-Request-ID" not in lasting.headers


@pytest.mark.parametrize(
    ("shown", "taken"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("01234567-89ab-cdef-0123-456789abcdef", True),
        ("Fatima", False),
        ("0123456789abcdef", False),
        ('0123456789abcdef0123456789abcdef"}', False),
        ("0123456789ABCDEF0123456789ABCDEF", False),
    ],
)
def test_an_id_is_taken_from_a_proxy_alone_and_only_if_it_looks_like_one(config, definitions, shown, taken):
    for proxies in (0, 1):
        app = app_with(replace(config, trusted_proxies=proxies), definitions)
        answer = app.test_client().get("/nl/code", headers={"X-Request-ID": shown})
        assert (answer.headers["X-Request-ID"] == shown) is (taken and proxies > 0)
        close_stores(app)


def test_lines_of_a_request_name_it_and_later_ones_do_not(app, log):
    client = app.test_client()
    asked = client.get("/nl/code").headers["X-Request-ID"]
    with app.app_context():
        jobs._log.info("of nobody")
    lines = log()
    assert [line["request_id"] for line in lines if line["event"] == "request"] == [asked]
    assert all("request_id" not in line for line in lines if line["event"] == "of nobody")


def test_the_line_of_a_report_names_the_request_that_asked_for_it(app, work, sitting_factory, log):
    asked_for = sitting_factory(locale="nl").participation_id
    with app.test_request_context("/nl/finish"):
        app.preprocess_request()
        request_report(work, asked_for, SUMMARY)
        asked = g.request_id
    huey = jobs.queue(work.config.jobs_url).huey
    task = huey.dequeue()
    assert task is not None
    assert task.args[1] == asked
    jobs.work_in(app)
    huey.execute(task)
    assert work.db.scalars(select(Report.state)).one() == "ready"
    assert [line["request_id"] for line in log() if line["event"] == "report made"] == [asked]


def test_what_a_library_says_is_a_line_without_its_values(log):
    speaker = logging.getLogger("huey.of.a.test")
    speaker.addHandler(LibraryLines())
    speaker.propagate = False
    try:
        int("Fatima")
    except ValueError:
        speaker.exception("Unhandled exception in task %s.", "Fatima")
    [line] = log()
    assert (line["name"], line["kind"], line["level"]) == ("huey.of.a.test", "ValueError", "error")
    assert "Fatima" not in json.dumps(line)
