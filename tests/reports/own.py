"""Own reports and summaries of the invented people, each made once per test run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pypdfium2

from app.cli.sample_own import make_own_text_sample
from app.cli.sample_summary import make_summary_sample
from app.core.conversation import Agreement, Conversation
from app.core.responses import Response
from app.reporting.own import render_own_html
from app.reporting.render import pdf_of, pdf_on_one_page
from app.reporting.summary import summary_forms
from app.reporting.templates import OWN, SUMMARY
from tests.reports.conftest import Listening, definitions, red_light

LOCALES = ("nl", "en", "ar", "ti")
LONG = "Ik werk graag met hout en ik wil een eigen werkplaats beginnen in de stad. " * 27
"""More than 2,000 signs."""
TALK = Conversation(
    held_on=date(2026, 12, 1),
    number=1,
    made_on=date(2026, 12, 1),
    agreements=(
        Agreement("Taalles op dinsdag en donderdag", "Omar", date(2027, 1, 12)),
        Agreement("Kijken in een bakkerij", "klantmanager"),
    ),
)


@dataclass(frozen=True)
class MadeOwn:
    """One report with everything it was made from; ``sample``: an OwnTextSample or a SummarySample."""

    sample: Any
    html: str
    pdf: bytes
    own: Listening
    nl: Listening

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(pypdfium2.PdfDocument(self.pdf))


@cache
def own_report(name: str) -> MadeOwn:
    """The own report in words by name: ``ar``; ``ar-approved``; ``nl-red``."""
    locale, _, state = name.partition("-")
    changes = red_light(definitions()) if state == "red" else None
    sample = make_own_text_sample(definitions(), locale, approved=state == "approved", changes=changes)
    own = Listening(sample.wording)
    html = render_own_html(sample.content, own, sample.meta)
    return MadeOwn(sample, html, pdf_of(html, OWN), own, own)


@cache
def summary(name: str) -> MadeOwn:
    """The summary by name: ``ar``; ``ar-approved``; ``nl-red``; ``nl-talk``; ``ti-long``; ``ar-pictures``."""
    locale, _, state = name.partition("-")
    sample = make_summary_sample(
        definitions(),
        locale,
        pictures=state == "pictures",
        approved=state in {"approved", "long"},
        changes=_changes(state),
        talk=TALK if state == "talk" else None,
    )
    own, nl = Listening(sample.wording), Listening(sample.wording_nl)
    forms = summary_forms(sample.content, own, nl, sample.meta)
    return MadeOwn(sample, forms[0], pdf_on_one_page(forms, SUMMARY), own, nl)


def _changes(state: str) -> dict[str, Response] | None:
    if state == "red":
        return red_light(definitions())
    if state == "long":
        fields = Response(options=("clothes_craft",), text=LONG)
        return {"own_words": Response(text=LONG), "closing.going_well": Response(text=LONG), "work.wish": fields}
    return None
