"""``flask explain``: every number of a report can be computed again from what it prints; reading it is written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.cli.sample_pictures import make_picture_sample
from app.cli.sample_report import make_sample
from app.core.report import ReportContent
from app.core.uncertainty import Z
from app.reporting.explained import NOTHING_COUNTED, NoSuchScale, explained
from app.reporting.voice import Voice
from app.services.audit import SYSTEM, AuditKind, person_of
from app.store.models import AuditEvent
from tests.services.answering import answer_everything, option

SCALE = re.compile(
    r"^(?P<id>[cm]\d)  .*\n  items   (?P<items>.*)\n"
    r"  n = (?P<n>\d), k = (?P<k>\d), points = (?P<points>\d+), M = (?P<M>\d)\n"
    r"  m = .* = (?P<m>[\d.]+)\n  P = .* = (?P<P>[\d.]+)\n"
    r"  SE = max\((?P<group>[\d.]+), (?P<own>[\d.]+)\) = (?P<SE>[\d.]+).*\n"
    r"  80 %: (?P<low>[\d.]+) to (?P<high>[\d.]+)\n"
    r"  P_A = (?P<PA>-?[\d.]+)\n(?:  d = (?P<d>-?[\d.]+), SE_d = (?P<SEd>[\d.]+)\n)?",
    re.MULTILINE,
)


def lines_of(sample, scale=None):
    return "\n".join(explained(sample.content, sample.meta, Voice(sample.wording_nl), scale)) + "\n"


def test_every_number_follows_from_the_ones_before_it(work):
    sample = make_sample(work.library, "nl")
    assert isinstance(sample.content, ReportContent)
    traces = {one.scale: one for one in sample.content.annex.scales}
    printed = {found["id"]: found for found in SCALE.finditer(lines_of(sample))}
    assert printed.keys() == traces.keys()
    for scale, found in printed.items():
        n, k, points, most = (int(found[sign]) for sign in ("n", "k", "points", "M"))
        mean, place, error = (float(found[sign]) for sign in ("m", "P", "SE"))
        assert n == k - found["items"].count("×")
        assert mean == pytest.approx(points / n, abs=1e-4)
        assert place == pytest.approx(100 * mean / most, abs=0.01)
        assert error == max(float(found["group"]), float(found["own"]))
        assert float(found["low"]) == pytest.approx(max(0, place - Z * error), abs=0.02)
        assert float(found["high"]) == pytest.approx(min(100, place + Z * error), abs=0.02)
        assert place == pytest.approx(traces[scale].percentage, abs=0.01)  # as the annex has it
        assert float(found["PA"]) == pytest.approx(traces[scale].adjusted, abs=0.01)
    apart = {scale: float(found["d"]) for scale, found in printed.items() if found["d"]}
    assert apart.keys() == {scale for scale in traces if scale.startswith("c")}
    assert sum(apart.values()) == pytest.approx(0, abs=0.1)  # from their own mean


def test_series_and_the_way_of_answering_are_explained_too(work):
    sample = make_sample(work.library, "nl")
    assert isinstance(sample.content, ReportContent)
    assert sample.content.figural
    text = lines_of(sample)
    figural, quality = sample.content.figural, sample.content.annex.quality
    assert f"p = {figural.solved_count} / {figural.series}, N = {figural.series}" in text
    assert f"80 %: {figural.interval[0]:.2f} to {figural.interval[1]:.2f} of 100" in text
    assert f"Agreeing whatever the sentence says: {quality.acquiescence:.4g}  (limit: < -0.2, > 0.2)" in text
    assert f"Longest run of the same answer: {quality.longstring}" in text
    assert sample.meta.wording_hashes["nl"] in text


def test_it_names_what_counts_backwards_and_what_did_not_count(work):
    text = lines_of(make_sample(work.library, "nl"), "c3")
    assert "items   c3a c3b c3c×(not_understood) c3d*" in text
    assert "c1a" not in text


def test_pictures_have_no_numbers_to_explain(work):
    assert NOTHING_COUNTED in lines_of(make_picture_sample(work.library, "nl"))


@pytest.mark.parametrize("scale", ["z1", "m4", "nonsense"])
def test_other_scales_are_not_there(work, scale):
    with pytest.raises(NoSuchScale):
        lines_of(make_sample(work.library, "nl"), scale)


@pytest.fixture
def invited(work, sitting_factory):
    invited = sitting_factory()
    answer_everything(work, invited.token, z1a=option("3"), z1b=option("3"))
    return invited


def events(work):
    return work.db.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.PERSON_READ)).all()


def test_the_command_prints_it_and_writes_down_that_it_was_read(app, work, invited):
    run = app.test_cli_runner().invoke(args=["explain", str(invited.participation_id)])
    assert run.exit_code == 0, run.output
    assert len(SCALE.findall(run.output)) == 12
    assert "z1" not in run.output
    assert invited.code not in run.output
    [event] = events(work)
    assert (event.actor, event.detail, event.outcome) == (SYSTEM, "explained", "done")
    assert event.subject == person_of(work, invited.participation_id)


@pytest.mark.parametrize("arguments", [["--scale", "z1"], ["--scale", "nonsense"]])
def test_the_command_refuses_the_care_part_and_what_is_not_there(app, work, invited, arguments):
    run = app.test_cli_runner().invoke(args=["explain", str(invited.participation_id), *arguments])
    assert run.exit_code == 2
    assert "P = " not in run.output
    assert events(work) == []


def test_the_command_says_that_there_is_no_such_participation(app, work):
    run = app.test_cli_runner().invoke(args=["explain", "98765"])
    assert run.exit_code == 2
    assert "There is no participation 98765." in run.output
    assert events(work) == []
