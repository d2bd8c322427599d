"""The processing register and the DPIA are made from what the application does, complete and in Dutch."""

from __future__ import annotations

import pytest

from app.services import dpia_words as words
from app.services.dpia import HEALTH_BASIS_MISSING, document
from app.services.removal import about_people
from app.services.retention import SESSION_LOGS
from app.services.rights import RIGHTS, Condition, Information
from app.store.base import Base, CareBase
from app.store.sealed_fields import SEALED


@pytest.fixture
def organisation(sitting_factory):
    return sitting_factory.organisation(name="Test|dorp <b>", answers_months=7, log_months=13)


def rows_of(text: str, title: str) -> list[str]:
    part = text.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]
    return [line for line in part.splitlines() if line.startswith("| ")][2:]


def test_every_item_stands_in_it_with_purpose_recipients_and_period(work, organisation):
    text = document(work, organisation)
    for instrument in work.library.instruments.values():
        rows = rows_of(text, f"Vragen van {instrument.id}")
        assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == list(instrument.items)
        for row, item in zip(rows, instrument.items.values(), strict=True):
            assert words.PURPOSES[item.purpose] in row
            assert ("zorgopslag" in row) == (item.store.value == "care")
            assert "GGD" in row if item.retention == "care" else "GGD" not in row.rsplit("|", 4)[2]


def test_periods_basis_and_contact_are_those_of_the_organisation(work, organisation):
    text = document(work, organisation)
    assert "| antwoorden | 7 maanden na afronden |" in text
    assert "| verloop van sessies | 13 maanden na de sessie |" in text
    assert organisation.legal_basis in text
    assert f"| grondslag voor gegevens over gezondheid | {HEALTH_BASIS_MISSING} |" in text
    organisation.legal_basis_health = "artikel 9 (test)"
    assert "| grondslag voor gegevens over gezondheid | artikel 9 (test) |" in document(work, organisation)
    assert organisation.privacy_contact in text


def test_who_sees_what_is_the_table_of_rights(work, organisation):
    rows = rows_of(document(work, organisation), "Wie ziet wat")
    assert len(rows) == sum(len(readers) for readers in RIGHTS.values())


def test_every_table_of_both_stores_stands_in_it_with_what_is_sealed_and_its_period(work, organisation):
    tables = {name for base in (Base, CareBase) for name in base.metadata.tables}
    assert tables == {*words.TABLES, *words.NO_PEOPLE}
    text = document(work, organisation)
    rows = {row.split(" | ")[0].removeprefix("| "): row for row in rows_of(text, "Opslagplaatsen")}
    assert set(words.TABLES) <= set(rows)
    for field in SEALED:
        assert field.column in rows[field.model.__tablename__]
    assert rows["response"].endswith("| 7 maanden |")
    assert rows["deviation"].endswith("| 13 maanden |")
    assert "eigen sleutel" in rows["care_response"]
    assert f"| {work.config.backup_days} dagen |" in text


def test_periods_in_it_are_those_that_the_night_applies():
    by_period = {period: {name for name, (_, of) in words.TABLES.items() if of == period} for period in
                 (words.ANSWERS, words.PERSON, words.SESSION)}  # fmt: skip
    logs = {model.__tablename__ for model in SESSION_LOGS}
    about = {model.__tablename__ for model in about_people()}
    assert by_period[words.ANSWERS] == {"response"}
    assert by_period[words.SESSION] == logs | {"care_export"}
    assert by_period[words.PERSON] == about - logs - {"response"} | {"participant", "participation", "care_report"}


def test_what_an_administrator_typed_stays_in_its_cell(work, organisation):
    text = document(work, organisation)
    assert "Test\\|dorp &lt;b>" in text
    assert "<b>" not in text


def test_no_dutch_word_is_missing(work):
    instruments = work.library.instruments.values()
    assert {item.purpose for one in instruments for item in one.items.values()} == set(words.PURPOSES)
    assert {use for one in instruments for use in one.not_intended} == set(words.NOT_INTENDED)
    assert {to for one in instruments for item in one.items.values() for to in item.recipients} <= set(words.RECIPIENTS)
    assert set(words.INFORMATION) == set(Information)
    assert set(words.CONDITIONS) == set(Condition)


def test_the_command_writes_the_file_and_asks_which_organisation(app, work, organisation, sitting_factory, tmp_path):
    out = tmp_path / "dpia.md"
    runner = app.test_cli_runner()
    assert runner.invoke(args=["dpia", "--out", str(out)]).exit_code == 0
    assert out.read_text("utf-8") == document(work, organisation)
    sitting_factory.organisation(name="Buurdorp")
    refused = runner.invoke(args=["dpia", "--out", str(out)])
    assert refused.exit_code == 1
    assert "Buurdorp" in refused.output
    assert runner.invoke(args=["dpia", "--out", str(out), "--organisation", "Buurdorp"]).exit_code == 0
