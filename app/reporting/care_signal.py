"""The care signal for the GGD: Dutch, with the person's own language where they may read together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.care_signal import AXIS, BORDERS, CareRow, CareSignalContent
from app.reporting.templates import common_values, html_of
from app.reporting.voice import Voice, Wording, voices_of

CARE_SIGNAL = "care_signal"
"""Folder of ``reports/``."""


@dataclass(frozen=True, slots=True)
class AskedToday:
    """Help asked for on the day itself. ``at``, ``helped_at``: times of day, "10:42"; ``open``: nobody closed it yet.

    ``same_day``: the care signal is made on that day. ``mistake``: the person said later that it was one.
    """

    on: date
    at: str
    open: bool
    same_day: bool
    helped_at: str | None = None
    mistake: bool = False


@dataclass(frozen=True, slots=True)
class CareSignalMeta:
    """What the care signal says beside the answers. ``on``: day of the last answer; it dates the file too.

    ``place``: location and seat. ``variant``, ``discuss_before`` and ``released_locale`` as in ``ReportMeta``.
    """

    code: str
    on: date
    locale: str
    version: str
    place: str
    mode: str
    variant: str
    discuss_before: date
    name: str | None = None
    today: AskedToday | None = None
    released_locale: bool = False
    demo: bool = False


def finding(voice: Voice, row: CareRow) -> str:
    """The alternative text of a bar: scale, signal and interval."""
    words = [voice.plain(row.word)] if row.word else []
    bar = [f"{row.interval[0]:.0f}–{row.interval[1]:.0f} / 100"] if row.interval else []
    unsure = [voice.plain("band.not_certain")] if row.dashed else []
    return f"{voice.plain(row.name)}: {', '.join([*words, *unsure, *bar])}"


def render_care_signal_html(
    content: CareSignalContent, wording_nl: Wording, wording_own: Wording, meta: CareSignalMeta
) -> str:
    """The care signal as HTML. Raises KeyError when a wording lacks a text, MissingWord when a catalogue lacks one."""
    dutch, own = voices_of(wording_nl, wording_own, released=meta.released_locale)
    return html_of(
        f"{CARE_SIGNAL}/report.html",
        **common_values(own or dutch),
        content=content,
        meta=meta,
        nl=dutch,
        own=own,
        voices=[dutch],
        draft=own is not None and own.draft,
        axis=AXIS,
        borders=(0, *BORDERS, 100),
        unsure=any(row.dashed for row in content.rows),
        finding=finding,
    )


def render_care_signal(
    content: CareSignalContent, wording_nl: Wording, wording_own: Wording, meta: CareSignalMeta, *, large: bool = False
) -> bytes:
    """The care signal as a PDF; the same input gives the same bytes. Raises ReportFault too."""
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    return pdf_of(render_care_signal_html(content, wording_nl, wording_own, meta), CARE_SIGNAL, large=large)
