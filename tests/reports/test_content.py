"""What a report may say: labels, strengths, care, and the trail of each number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.cli.sample_pictures import make_picture_sample
from app.cli.sample_report import make_sample, read_sample, sample_responses
from app.core.conversation import Conversation, TopicNotes, topic_name, topics_of
from app.core.instrument import Store
from app.core.profile import CareSignal
from app.core.profile_maker import make_profile
from app.core.report import CareRelease, Phrase, Withheld, conversation_content
from app.core.responses import Missing, Response
from app.core.routing import Modules
from app.core.uncertainty import Z
from app.reporting.voice import Voice

BLOCKS = frozenset("abcdefg")


@pytest.fixture(scope="module")
def person(library):
    instrument = library.instrument("profile")
    return instrument, sample_responses(instrument, read_sample("conversation"), "nl")


def content_of(person, *, released=True, blocks=BLOCKS, care=None, changes=None):
    instrument, answers = person
    answers = {**answers, **(changes or {})}
    modules = Modules(blocks)
    profile = make_profile(instrument, answers, modules)
    main = {name: one for name, one in answers.items() if instrument.items[name].store is Store.MAIN}
    return conversation_content(instrument, modules, main, profile, released=released, care=care), profile


def words(rows):
    return {row.scale: row.word.key if row.word else None for row in rows}


def test_labels_follow_the_profile(person):
    content, profile = content_of(person)
    rows = {row.scale: row for row in content.competence}
    assert rows["c1"].word == Phrase(
        "band.between", {"low": Phrase("band.competence.3"), "high": Phrase("band.competence.4")}
    )
    assert rows["c6"].word == Phrase("band.not_certain")
    assert rows["c6"].dashed
    assert [row.scale for row in content.competence if row.mark == "label.strength"] == sorted(profile.strengths)
    assert all(row.interval == profile.competence[row.scale].interval for row in content.competence)


def test_an_unreleased_translation_carries_no_label_and_no_strength(person):
    content, _ = content_of(person, released=False)
    assert content.withheld is Withheld.TRANSLATION
    assert set(words((*content.competence, *content.motivation)).values()) == {None}
    assert not any(row.mark for row in content.competence)
    assert (content.strengths, content.discuss, content.uncertain) == ((), (), ())
    assert len(content.open_questions) == 8
    assert content.figural.word is None
    assert all(row.interval for row in content.competence)


def test_red_light_withholds_words_but_not_intervals(person):
    instrument, _ = person
    scored = [item.id for item in instrument.items.values() if item.scale and item.block in "ef"]
    changes = {name: Response(missing=Missing.RATHER_NOT_SAY) for name in scored[::3]}
    content, profile = content_of(person, changes=changes)
    assert profile.withheld
    assert content.withheld is Withheld.QUALITY
    assert set(words((*content.competence, *content.motivation)).values()) <= {"band.withheld", "band.too_few_answers"}
    assert content.strengths == ()
    assert any(row.interval for row in content.competence)


def test_too_few_answers_have_no_bar(person):
    changes = {name: Response(missing=Missing.NOT_UNDERSTOOD) for name in ("c2a", "c2b")}
    content, _ = content_of(person, changes=changes)
    row = next(row for row in content.competence if row.scale == "c2")
    assert (row.word, row.interval, row.dashed) == (Phrase("band.too_few_answers"), None, False)


def test_a_label_that_depends_on_style_says_so(person):
    content, profile = content_of(person)
    sensitive = [name for name, one in {**profile.competence, **profile.motivation}.items() if one.sensitive]
    assert sensitive
    said = words((*content.competence, *content.motivation))
    assert {said[name] for name in sensitive} == {"band.depends_on_style"}


def test_two_questions_for_each_highlighted_scale(person):
    content, profile = content_of(person)
    highlighted = (*content.strengths, *content.discuss, *content.uncertain)
    assert {one.scale for one in highlighted} >= {*profile.strengths, *profile.discuss, "c6"}
    for one in highlighted:
        assert [question.key for question in one.questions] == [
            f"scale.{one.scale}.question.1",
            f"scale.{one.scale}.question.2",
        ]


def test_little_opportunity_is_said_before_any_motivation(person):
    content, _ = content_of(person)
    assert content.actions.no_opportunity
    content, _ = content_of(person, changes={"situation.job_search_opportunity": Response(options=("yes",))})
    assert not content.actions.no_opportunity


def test_health_is_silent_unless_shared(person):
    content, _ = content_of(person)
    assert content.care.sentences == (Phrase("report.care_released.nothing"),)
    without_block, _ = content_of(person, blocks=BLOCKS - {"g"})
    assert without_block.care == content.care
    care = CareRelease(wish="later", account="rust", signals={"z1": CareSignal.STRONG})
    content, _ = content_of(person, care=care)
    assert content.care.sentences == (Phrase("report.care_released.wish_later"),)
    assert content.care.signals == ((Phrase("scale.z1.name"), Phrase("band.care.2")),)


def test_no_care_answer_reaches_the_report(report):
    for key in report("nl").nl.said:
        assert not key.startswith(("item.z", "option.t4", "option.z", "scale.z"))


def test_no_single_answer_of_the_profiles_is_printed(report):
    """The case manager sees the profile, not each answer (domain 7.1); job-search actions are told beforehand."""
    printed = {key for key in report("nl").nl.said if key.startswith("item.")}
    assert not [key for key in printed if key[5:6] in "cm" and key[6:7].isdigit() and not key.startswith("item.m4")]


def test_each_number_can_be_computed_again(person):
    content, profile = content_of(person)
    for trace in content.annex.scales:
        scale = {**profile.competence, **profile.motivation}[trace.scale]
        assert trace.percentage == pytest.approx(100 * trace.points / (trace.answered * trace.maximum))
        assert trace.standard_error == max(trace.group_error, trace.own_error)
        assert trace.interval == scale.interval
        assert sum(trace.probabilities) == pytest.approx(1)
        backwards = sum(item.reverse_keyed for item in trace.items)
        style = content.annex.quality.acquiescence * (len(trace.items) - 2 * backwards) / len(trace.items)
        assert trace.adjusted == pytest.approx(trace.percentage - 100 * style)
        assert sum(item.counted for item in trace.items) == trace.answered
    skipped = next(trace for trace in content.annex.scales if trace.scale == "c3")
    assert [item.item for item in skipped.items if not item.counted] == ["c3c"]


def test_marks_follow_from_the_distances_in_the_annex(person):
    content, _ = content_of(person)
    own = [trace for trace in content.annex.scales if trace.scale.startswith("c")]
    mean = sum(trace.percentage for trace in own) / len(own)
    for trace in own:
        assert trace.distance.points == pytest.approx(trace.percentage - mean)
        of_all = sum(one.standard_error**2 for one in own) / len(own) ** 2
        assert trace.distance.error == pytest.approx((trace.standard_error**2 * (1 - 2 / len(own)) + of_all) ** 0.5)
    far = {trace.scale for trace in own if abs(trace.distance.points) >= Z * trace.distance.error}
    assert far == {one.scale for one in (*content.strengths, *content.discuss)}
    assert {trace.distance for trace in content.annex.scales if trace not in own} == {None}


def test_sleep_and_tension_stand_beside_the_figures_only_when_they_were_shared(person):
    shared = {"z1": CareSignal.STRONG, "z2": CareSignal.NONE, "z3": CareSignal.ATTENTION}
    content, _ = content_of(person, care=CareRelease(signals=shared))
    assert [(name.key, word.key) for name, word in content.strain] == [
        ("scale.z1.name", "band.care.2"),
        ("scale.z2.name", "band.care.0"),
    ]
    assert content_of(person)[0].strain == ()


def test_parts_that_were_off_are_left_out(person):
    content, _ = content_of(person, blocks=frozenset("abc"))
    assert content.competence == ()
    assert content.motivation == ()
    assert content.actions is None
    assert content.figural is None


def test_nothing_answered_still_makes_a_report(library):
    instrument = library.instrument("profile")
    modules = Modules(BLOCKS)
    profile = make_profile(instrument, {}, modules)
    content = conversation_content(instrument, modules, {}, profile, released=True)
    assert all(fact.missing for fact in content.situation)
    assert {row.word.key for row in content.competence if row.word} <= {"band.too_few_answers", "band.withheld"}


def test_sentence_needs_a_label_that_carries_it(person):
    content, _ = content_of(person)
    said = {one.scale: one.sentence.key for one in (*content.strengths, *content.discuss)}
    assert said["c1"] == "scale.c1.sentence.high"
    assert said["c4"] == "scale.c4.definition"


def test_names_codes_and_dates_are_isolated(library):
    arabic = Voice(library.wording("profile", "ar"))
    line = str(arabic.say("report.who_saw_line", recipient="Omar H.", part="1–9", date="x <b>"))
    assert "<bdi>Omar H.\u200e</bdi>" in line
    assert "<bdi>x &lt;b&gt;</bdi>" in line


@pytest.mark.parametrize(
    ("locale", "day"),
    [("nl", "17 november 2026"), ("en", "17 November 2026"), ("ar", "17 نوفمبر 2026"), ("ti", "17 ሕዳር 2026")],
)
def test_dates_are_day_month_in_words_year(library, locale, day):
    sample = make_sample(library, locale)
    assert Voice(sample.wording_own).day(sample.meta.on) == f'<bdi class="day">{day}</bdi>'


def test_a_final_report_says_when_it_was_discussed(library):
    from app.reporting.conversation import render_html  # noqa: PLC0415 - only here

    sample = make_sample(library, "nl")
    meta = replace(sample.meta, conversation=Conversation(held_on=sample.meta.on), who_saw=(), name=None, demo=False)
    html = render_html(sample.content, sample.wording_nl, sample.wording_own, meta)
    assert 'Besproken op <bdi class="day">17 november 2026</bdi>' in html
    assert "Nog niemand anders heeft dit gezien." in html
    assert "Demonstratie" not in html


@pytest.mark.parametrize("make", [make_sample, make_picture_sample])
def test_what_was_said_of_a_topic_that_is_none_any_more_is_printed_all_the_same(library, make):
    from app.reporting.conversation import render_html  # noqa: PLC0415 - only here

    sample = make(library, "ti")
    now = {topic.id for topic in topics_of(sample.content)}
    gone = next(topic for topic in ("competence", "p4") if topic not in now)
    talk = Conversation(topics={topic: TopicNotes(words=f"Gezegd over {topic}.") for topic in (*now, gone)})
    meta = replace(sample.meta, conversation=replace(talk, held_on=sample.meta.on, made_on=sample.meta.on))
    html = render_html(sample.content, sample.wording_nl, sample.wording_own, meta)
    assert {topic: html.count(f"Gezegd over {topic}.") for topic in talk.topics} == dict.fromkeys(talk.topics, 1)
    assert Voice(sample.wording_nl).say(topic_name(gone)) in html


@pytest.mark.parametrize(("step", "said"), [("0", "band.language.none"), ("2", "band.language.line")])
def test_no_dutch_yet_is_not_called_about_none(person, step, said):
    lowest = {f"language.dutch_{skill}": Response(options=(step,)) for skill in ("understand", "read")}
    higher = {f"language.dutch_{skill}": Response(options=("4",)) for skill in ("speak", "write")}
    content, _ = content_of(person, changes={**lowest, **higher})
    assert [level.key for _, level in content.language] == [said, said]


def test_each_scale_that_is_shown_says_how_habits_may_colour_it(person, library):
    content, _ = content_of(person)
    rows = [*content.competence, *content.motivation]
    noted = [note.key.removesuffix(".culture_note") for _, note in content.culture_notes]
    assert noted[: len(rows)] == [f"scale.{row.scale}" for row in rows]
    said = [note for _, note in content.culture_notes] + [one.culture_note for one in content.strengths]
    for locale in library.locales:
        assert all(library.wording("profile", locale).text(note.key) for note in said)
