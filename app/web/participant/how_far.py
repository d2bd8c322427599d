"""How far somebody is, as a page of a question says it: written apart, so that the rest is the same for everybody."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.core.instrument import Item
from app.core.routing import Step, StepKind
from app.services.sittings import Sitting
from app.web.participant.sitting import progress_at, words_of

_MOST = 2000
_WORDS, _PICTURES = "participant/progress.html", "participant/picture/progress.html"
_bars: dict[tuple[object, ...], Markup] = {}


def how_far(sitting: Sitting, item: Item) -> dict[str, str]:
    """``title`` and ``bar`` of the page of this question for this person."""
    wording = words_of(sitting)
    progress, finished = progress_at(sitting, Step(StepKind.ITEM, item.id))
    title = wording.text(item.text_key)
    if item.counted:
        title = wording.text("status.progress", n=progress.number, total=progress.total)
    named = sitting.instrument.in_pictures and not item.counted  # the dots say the question, as there is no number
    place = (sitting.instrument.content_hash, wording.locales, progress, finished, item.id if named else "")
    if place not in _bars:
        if len(_bars) >= _MOST:
            _bars.clear()
        template = (
            "participant/picture/progress.html" if sitting.instrument.in_pictures else "participant/progress.html"
        )
        written = render_template(
            template, wording=wording, progress=progress, finished=finished, title=title, counted=item.counted
        )
        _bars[place] = Markup(written)  # noqa: S704 - our template, escaped
    return {"title": title, "bar": _bars[place]}
