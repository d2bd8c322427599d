"""Words that nobody released: not at the bars of a profile, and outside a demonstration nowhere."""

from __future__ import annotations

import pytest

from app.services.wording_releases import release
from tests.services.answering import answer_everything, option
from tests.web.person import Person

WITHHELD = "report.labels_withheld_translation"


@pytest.mark.parametrize(
    ("locale", "approved", "labelled"), [("nl", False, True), ("ar", False, False), ("ar", True, True)]
)
def test_the_own_profile_has_words_at_the_bars_as_the_report_has(
    client, work, sitting_factory, locale, approved, labelled
):
    someone = sitting_factory()
    if approved:
        release(work, "profile", locale, "Test Mens")
    person = Person(client, locale)
    person.begin(someone.code)
    answer_everything(work, someone.token, locale, z8=option("no"))
    person.open("review")
    words = work.library.wording("profile", locale)
    assert "inb-band__range" in person.text
    assert (words.text(WITHHELD) in person.text) is not labelled
    bare = [word for word in ("scale.c1.name",) if words.has(word)]
    assert all(words.text(word) in person.text for word in bare)
