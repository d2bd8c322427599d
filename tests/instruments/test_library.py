"""The library: newest and older versions, snapshots, locales, and the command that checks a folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import FrozenInstanceError

import pytest
from flask import Flask

from app.cli.instruments import register
from app.instruments.errors import DefinitionErrors
from app.instruments.library import UnknownVersion, load_library, load_snapshot
from tests.instruments.definitions import FIXTURES, copied


@pytest.fixture
def command():
    app = Flask("test")
    register(app)
    return app.test_cli_runner()


def test_a_snapshot_comes_back_as_the_same_version(tmp_path):
    library = load_library(copied("care_part", tmp_path))
    snapshot = library.snapshot("care_part")
    instrument, wordings = load_snapshot(snapshot)
    assert instrument == library.instrument("care_part")
    assert list(instrument.items) == list(library.instrument("care_part").items)
    assert {locale: wording.content_hash for locale, wording in wordings.items()} == {
        locale: wording.content_hash for locale, wording in library.wordings("care_part").items()
    }
    assert wordings["nl"].status("item.tired") == "source_draft"
    assert library.snapshot("care_part") == snapshot


@pytest.mark.parametrize("changed", ["minutes", "text"])
def test_a_changed_snapshot_is_refused(changed, tmp_path):
    held = json.loads(load_library(copied("plain", tmp_path)).snapshot("plain"))
    if changed == "minutes":
        held["instrument"]["minutes"] = 9
    else:
        held["wordings"]["nl"]["texts"]["item.t1"]["forms"][""] = "Iets anders."
    with pytest.raises(ValueError, match=r"The snapshot of instrument 'plain' 1\.0\.0 was changed"):
        load_snapshot(json.dumps(held))


def test_a_snapshot_without_a_field_that_came_later_stays_loadable(tmp_path):
    held = json.loads(load_library(copied("plain", tmp_path)).snapshot("plain"))
    del held["instrument"]["purpose"]
    before = json.dumps(held)
    with pytest.raises(ValueError, match="was changed"):
        load_snapshot(before)  # its hash was made with the field
    from app.instruments.snapshots import _hash_of  # noqa: PLC0415 - what an older program would have written

    wordings = load_library(tmp_path / "plain").wordings("plain")
    held["instrument"]["content_hash"] = _hash_of(held["instrument"], wordings)
    assert load_snapshot(json.dumps(held))[0].purpose == ""


def test_older_versions_come_from_the_store_or_from_the_folder(tmp_path):
    folder = copied("plain", tmp_path)
    old = load_library(folder)
    kept, old_hash = old.snapshot("plain"), old.instrument("plain").content_hash
    text = (folder / "wording.nl.yaml").read_text("utf-8")
    (folder / "wording.nl.yaml").write_text(text.replace("Welke kleur?", "Welke kleur is het?"), "utf-8")
    new = load_library(folder)
    assert new.instrument("plain").content_hash != old_hash
    with pytest.raises(UnknownVersion, match=f"no version {old_hash[:12]} of instrument 'plain' is kept"):
        new.instrument("plain", old_hash)

    asked = []

    def source(instrument_id, content_hash):
        asked.append((instrument_id, content_hash))
        return kept

    with_store = new.with_snapshots(source)
    assert with_store.instrument("plain", old_hash) == old.instrument("plain")
    assert with_store.wording("plain", "nl", old_hash).text("item.colour") == "Welke kleur?"
    assert with_store.wording("plain", "nl").text("item.colour") == "Welke kleur is het?"
    assert asked == [("plain", old_hash)]

    (folder / "versions").mkdir()
    (folder / "versions" / "1.0.0.json").write_text(kept, "utf-8")
    assert load_library(folder).instrument("plain", old_hash) == old.instrument("plain")


def test_the_hash_follows_structure_and_words_but_not_statuses(tmp_path):
    def hash_of(name, *changes):
        return load_library(copied("plain", tmp_path / name, *changes)).instrument("plain").content_hash

    same = hash_of("same")
    assert hash_of("again") == same
    assert hash_of("status", ("wording.nl.yaml", "source_draft", "approved")) == same
    assert hash_of("structure", ("instrument.yaml", "minutes: 5", "minutes: 6")) != same
    assert hash_of("words", ("wording.nl.yaml", "Zin U1.", "Zin U één.")) != same


def test_unknown_instruments_and_locales_are_named(tmp_path):
    library = load_library(copied("plain", tmp_path))
    with pytest.raises(UnknownVersion, match="no instrument 'other'; defined: plain"):
        library.instrument("other")
    with pytest.raises(KeyError, match="instrument 'plain' has no locale 'xx'; it has nl, en"):
        library.wording("plain", "xx")


def test_pseudo_languages_work_but_are_not_offered(tmp_path):
    library = load_library(copied("plain", tmp_path))
    assert list(library.locales) == ["nl", "en"]
    assert library.locale("x-pseudo-rtl").direction == "rtl"
    assert library.wording("plain", "x-pseudo").text("item.t1").startswith("Ž")
    assert library.wording("plain", "x-pseudo") is library.wording("plain", "x-pseudo")


def test_values_cannot_be_changed(tmp_path):
    instrument = load_library(copied("plain", tmp_path)).instrument("plain")
    with pytest.raises(TypeError):
        instrument.items["t1"] = instrument.items["t2"]  # type: ignore[index]  # the error is what is tested
    with pytest.raises(FrozenInstanceError):
        instrument.minutes = 1  # type: ignore[misc]  # the error is what is tested


def test_a_broken_folder_raises_all_errors():
    with pytest.raises(DefinitionErrors, match=r"unaccounted/instrument\.yaml, line 21, items\.colour"):
        load_library(FIXTURES / "broken" / "unaccounted")


def test_the_command_prints_a_line_per_instrument(command):
    result = command.invoke(args=["instruments", "check", str(FIXTURES / "tiny" / "shared_texts")])
    assert result.exit_code == 0
    line = result.output.strip()
    assert line.startswith("one 1.0.0: 5 items; nl 100 % of 22 texts (22 source_draft), en 100 % of 22 texts")
    assert "ti 100 % of 21 texts (21 machine_draft); hash " in line
    assert len(line.rpartition(" ")[2]) == 12


def test_the_command_warns_of_outdated_texts(command):
    result = command.invoke(args=["instruments", "check", str(FIXTURES / "tiny" / "outdated")])
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: outdated/wording.en.yaml, line 17, texts.option.colour.red.source: ")
    assert "en 95 % of 20 texts (1 outdated, 19 source_draft)" in result.stdout


def test_the_command_prints_all_errors_and_fails(command, tmp_path):
    shutil.copytree(FIXTURES / "broken" / "min_answered", tmp_path / "min_answered")
    result = command.invoke(args=["instruments", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "min_answered/instrument.yaml, line 31, scales.t: 't' needs 3 answered items of 2. Allowed: 1 to 2.",
        "min_answered/instrument.yaml, line 32, scales.u: 'u' needs 3 answered items of 2. Allowed: 1 to 2.",
        "2 errors.",
    ]


def test_the_command_checks_what_the_application_ships(command):
    result = command.invoke(args=["instruments", "check"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split(" 100 % of ")[0] for line in result.stdout.splitlines()] == [
        "picture-profile 1.0.0: 36 items and 1 uncounted; nl",
        "profile 1.0.0: 108 items and 2 uncounted; nl",
    ]
