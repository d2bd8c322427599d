"""The report for machines: of the shape that its schema states, inside the PDF, saying nothing more than the paper."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pikepdf
import pytest

from app.cli.sample_pictures import make_picture_sample
from app.cli.sample_report import make_sample
from app.core.conversation import Agreement, Conversation, Evidence, Fit, Observation, Party, Present, TopicNotes
from app.core.profile import CareSignal
from app.core.report import CareRelease, care_part
from app.core.responses import Missing, Response
from app.reporting.report_file import FILE_NAME, SCHEMA, SCHEMA_NAME, attachments, document
from tests.reports.conftest import LOCALES, definitions, made, red_light

MAKERS = pytest.mark.parametrize("make", [make_sample, make_picture_sample])
TALK = Conversation(
    held_on=date(2026, 11, 24),
    number=2,
    made_on=date(2026, 11, 25),
    present=(Present.PARTICIPANT, Present.CLIENT_MANAGER),
    topics={
        "c1": TopicNotes(
            Fit.DIFFERENT, "Meestal", (Observation(Evidence.DOCUMENT, "Diploma", "S. Y.", date(2026, 1, 2)),)
        )
    },
    goal="Werken in een bakkerij",
    agreements=(Agreement("Bellen", "Omar", date(2026, 12, 1), "telefoon"),),
    remarks={Party.PARTICIPANT: "Goed gesprek"},
    next_talk=datetime(2027, 1, 5, 9, 30, tzinfo=UTC),
)
ALL_RELEASED = CareRelease(wish="later", account="Rust", signals={"z1": CareSignal.STRONG, "z5": CareSignal.NONE})


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def errors(validator, found):
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(found)]


def document_of(sample, **changes):
    """As a machine reads it: through JSON."""
    return json.loads(json.dumps(document(replace(sample.content, **changes), sample.meta), allow_nan=False))


@MAKERS
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("approved", [False, True])
def test_it_has_the_shape_that_the_schema_states(validator, make, locale, approved):
    assert errors(validator, document_of(make(definitions(), locale, approved=approved))) == []


def test_so_it_has_with_a_red_light_or_hardly_an_answer(validator):
    library = definitions()
    every = library.instrument("profile").items
    nothing = dict.fromkeys(every, Response(missing=Missing.RATHER_NOT_SAY))
    for changes in (red_light(library), nothing):
        assert errors(validator, document_of(make_sample(library, "nl", changes=changes))) == []


@MAKERS
def test_so_it_has_with_everything_released_and_a_talk_held(validator, make):
    sample = make(definitions(), "ar")
    sample = replace(sample, meta=replace(sample.meta, conversation=TALK))
    found = document_of(sample, care=care_part(ALL_RELEASED))
    assert errors(validator, found) == []
    assert found["talk"]["agreements"] == [{"what": "Bellen", "who": "Omar", "on": "2026-12-01", "needs": "telefoon"}]
    assert found["care"]["account"] == "Rust"


def test_no_score_stands_without_its_interval(validator):
    found = document_of(make_sample(definitions(), "nl"))
    scored = [scale for scale in found["scales"] if scale["score"]]
    assert len(scored) == 12  # eight competencies and four motivations
    for scale in scored:
        low, high = scale["score"]["interval"]
        assert low <= scale["score"]["percentage"] <= high
    del scored[0]["score"]["interval"]
    assert errors(validator, found)


def test_too_few_answers_give_no_score():
    gone = dict.fromkeys(("c1a", "c1b"), Response(missing=Missing.NOT_UNDERSTOOD))
    found = document_of(make_sample(definitions(), "nl", changes=gone))
    [one] = [scale for scale in found["scales"] if scale["id"] == "c1"]
    assert one["score"] is None
    assert one["word"] == {"key": "band.too_few_answers"}
    assert [item["counted"] for item in one["items"]] == [False, False, True, True]


@MAKERS
def test_of_health_it_holds_what_was_released_and_no_more(make):
    sample = make(definitions(), "nl")
    words = json.dumps(document_of(sample, care=care_part(CareRelease())))
    for never in ("z1", "z7", "p6", "p7", "p8", "band.care", "option.face", sample.meta.name):
        assert never not in words
    released = document_of(sample, care=care_part(CareRelease(signals={"z1": CareSignal.STRONG})))
    assert [one["theme"] for one in released["care"]["signals"]] == ["scale.z1.name"]
    assert "z2" not in json.dumps(released)


def test_words_that_are_withheld_on_paper_are_withheld_here():
    found = document_of(make_sample(definitions(), "ar"))
    assert found["report"]["words_withheld"] == "translation"
    assert not [scale["word"] for scale in found["scales"] if scale["word"]]
    assert all(scale["mark"] is None for scale in found["scales"])


def test_no_total_ranking_or_advice_has_a_place_in_the_shape():
    words = SCHEMA.read_text("utf-8").partition('"properties"')[2]
    for never in ('"total"', '"rank"', '"route"', '"distance"', '"advice"', '"percentile"', '"name_of_person"'):
        assert never not in words


@pytest.mark.parametrize("locale", ["nl", "ar"])
def test_it_lies_in_the_pdf_with_its_schema_and_says_what_it_is(locale):
    report = made(locale)
    with pikepdf.open(io.BytesIO(report.pdf)) as pdf:
        inside = {name: pdf.attachments[name] for name in pdf.attachments}
        assert set(inside) == {FILE_NAME, SCHEMA_NAME}
        relations = {str(one.F): str(one.AFRelationship) for one in pdf.Root.AF}
        assert relations == {FILE_NAME: "/Data", SCHEMA_NAME: "/Supplement"}
        for one in inside.values():
            assert one.get_file().mime_type == "application/json"
            assert one.description
        found = json.loads(inside[FILE_NAME].get_file().read_bytes())
        schema = json.loads(inside[SCHEMA_NAME].get_file().read_bytes())
    assert errors(jsonschema.Draft202012Validator(schema), found) == []
    assert found == json.loads(json.dumps(document(report.sample.content, report.sample.meta)))


def test_both_files_weigh_little():
    sample = make_sample(definitions(), "ar")
    weights = [len(zlib.compress(one.content.encode())) for one in attachments(sample.content, sample.meta)]
    assert sum(weights) <= 6_500  # of the 120 kB that a report should not pass
