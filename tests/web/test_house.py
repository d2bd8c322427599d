"""What holds for every page: health, headers, logs, and no query for staff where nobody of the staff asks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import request, url_for
from sqlalchemy import update

from app import create_app
from app.config import Config, ConfigError
from app.extensions import db
from app.services.audit import AuditKind
from app.services.health import WORKER_SILENT_AFTER, beat
from app.services.wording_releases import offered_locales, released
from app.store.models import RoleName, WordingRelease, WorkerBeat
from app.web.assets import picture_address, sheet_address
from app.web.scripts import script_address
from tests.demonstration_stores import sign_in
from tests.logged import logged
from tests.services.answering import Statements


def test_health_tells_of_both_stores_and_an_absent_worker(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json["database"] == "ok"
    assert answer.json["stores"] == {"main": "ok", "care": "ok"}
    assert answer.json["worker"] == {"state": "absent", "seconds_since_beat": None}


def test_health_knows_a_running_worker_from_a_silent_one(client, work):
    beat(work)
    assert client.get("/healthz").json["worker"]["state"] == "running"
    row = work.db.get_one(WorkerBeat, "worker")
    row.at = row.at.replace(year=row.at.year - 1)
    work.db.commit()
    health = client.get("/healthz").json["worker"]
    assert health["state"] == "silent"
    assert health["seconds_since_beat"] > WORKER_SILENT_AFTER


@pytest.mark.parametrize("store", ["default", "care"])
def test_health_is_503_while_a_store_is_away(app, client, store):
    with app.app_context(), db.get_engine(store).begin() as connection:
        for table in ("worker_beat",) if store == "default" else ("care_signal_step", "care_signal_item"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["database"] == "away"


def test_every_page_has_the_headers(client):
    for path in ("/healthz", "/", "/no/such/page", "/staff/sign-in"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_an_address_of_their_own(app, client):
    with app.test_request_context():
        address = url_for("static", filename="fonts/fonts.css")
    assert "?v=" in address
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer.close()
    missing = client.get("/static/no-such-file.css?v=1")
    assert missing.headers["Cache-Control"] == "no-store"


def test_a_file_that_lasts_does_not_depend_on_the_cookie(demo_app):
    with demo_app.test_request_context():
        addresses = [
            url_for("static", filename="fonts/fonts.css"), sheet_address("participant"), script_address("participant"),
            picture_address("picture-p1-building-prompt"),
        ]  # fmt: skip
    client = sign_in(demo_app, RoleName.FACILITATOR)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers
        answer.close()
    assert "Cookie" in client.get("/staff/sessions").headers["Vary"]


def test_a_page_of_a_participant_asks_nothing_about_staff(app, client):
    with app.app_context():
        engines = db.get_engine("default"), db.get_engine("care")
    client.get("/nl/code")
    with Statements(*engines) as statements:
        assert client.get("/nl/code").status_code == 200
    assert not any("staff_account" in text or "role" in text for text in statements.texts)


def test_logs_name_the_endpoint_and_no_address(config, capfd):
    app = create_app(replace(config, testing=False))
    app.test_client().get("/no/such/page?code=K7M4XR9TQA")
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line["event"] == "request"]
    assert line["status"] == 404
    assert set(line) == {"event", "method", "endpoint", "status", "milliseconds", "level", "timestamp", "request_id"}
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def test_session_cookies_are_out_of_reach_of_scripts(app):
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_without_settings_every_missing_one_is_named(monkeypatch):
    monkeypatch.delenv("FLASK_RUN_FROM_CLI", raising=False)
    for name in ("INBEELD_SECRET_KEY", "INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY", "INBEELD_DEMO"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError) as caught:
        create_app()
    for name in ("INBEELD_SECRET_KEY", "INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY"):
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("proxies", "address", "host", "scheme"),
    [
        pytest.param(0, "127.0.0.1", "localhost", "http", id="nobody is believed"),
        pytest.param(1, "203.0.113.7", "inbeeld.example", "https", id="the one in front"),
    ],
)
def test_the_word_of_a_proxy_counts_only_when_it_is_trusted(config, proxies, address, host, scheme):
    app = create_app(replace(config, trusted_proxies=proxies))
    told = {
        "X-Forwarded-For": "198.51.100.9, 203.0.113.7",  # the visitor can write the first one
        "X-Forwarded-Host": "inbeeld.example",
        "X-Forwarded-Proto": "https",
    }
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.host, request.scheme)))
    app.test_client().get("/healthz", headers=told)
    assert seen == [(address, host, scheme)]
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.mark.parametrize(("text", "proxies"), [("", 0), ("0", 0), ("2", 2)])
def test_the_number_of_proxies_is_a_setting(text, proxies):
    settings = {"INBEELD_DEMO": "1", "INBEELD_TRUSTED_PROXIES": text}
    assert Config.from_environment(settings).trusted_proxies == proxies


@pytest.mark.parametrize("text", ["-1", "one", "1.5"])
def test_a_number_of_proxies_that_is_none_is_named(text):
    with pytest.raises(ConfigError, match="INBEELD_TRUSTED_PROXIES"):
        Config.from_environment({"INBEELD_DEMO": "1", "INBEELD_TRUSTED_PROXIES": text})


# --- commands ---


def test_fresh_keys_are_settings_that_work(app):
    printed = app.test_cli_runner().invoke(args=["keys", "make"]).output
    settings = dict(line.split("=", 1) for line in printed.splitlines())
    config = Config.from_environment(settings)
    assert len({config.text_key, config.care_key, config.lookup_key}) == 3


def test_the_tables_are_checked_and_brought_forward(app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["db", "check"]).exit_code == 0
    assert runner.invoke(args=["db", "downgrade", "base", "--store", "care"]).exit_code == 0
    behind = runner.invoke(args=["db", "check"])
    assert behind.exit_code == 1
    assert "care: no tables" in behind.output
    assert runner.invoke(args=["db", "upgrade"]).exit_code == 0
    assert runner.invoke(args=["db", "check"]).exit_code == 0


def test_words_are_released_by_name_and_a_change_takes_it_away(app, work):
    runner = app.test_cli_runner()
    assert "not released" in runner.invoke(args=["wording", "status", "profile"]).output
    done = runner.invoke(args=["wording", "release", "profile", "--locale", "ar", "--by", "A. Proef"])
    assert done.exit_code == 0, done.output
    assert released(work, "profile", "ar")
    assert not released(work, "profile", "ti")
    assert [actor for _, actor, _ in logged(work, AuditKind.WORDING_RELEASED)] == ["system"]
    assert "released by A. Proef" in runner.invoke(args=["wording", "status", "profile"]).output
    assert set(offered_locales(work, "profile")) == {"nl", "en", "ar", "ti"}  # demonstration mode offers all
    work.db.execute(update(WordingRelease).values(wording_hash="0" * 64))
    work.db.commit()
    assert not released(work, "profile", "ar")
    assert "changed since A. Proef" in runner.invoke(args=["wording", "status", "profile"]).output


def test_unknown_words_and_nameless_releases_are_refused(app):
    runner = app.test_cli_runner()
    for arguments in (["profile", "--locale", "fr", "--by", "A"], ["profile", "--locale", "ar", "--by", " "]):
        assert runner.invoke(args=["wording", "release", *arguments]).exit_code == 1
