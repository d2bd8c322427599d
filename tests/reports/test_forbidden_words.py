"""No edition adds people up, ranks them, sends them somewhere or names an illness (domain R35-R38), in any language.

The words of every text that a report may say are read, and those that stand in the templates themselves.
"""

from __future__ import annotations

import re

import pytest

from app import paths
from app.instruments.library import load_library
from app.instruments.wording import PLACE
from app.reporting import words
from tests.reports.conftest import LOCALES
from tests.reports.matrix import PICTURES, WORDS

SPOKEN = re.compile(
    r"^(band|label|scale|light|guide|method|report|agreements|fit|evidence|disclaimer|mode|care_signal|summary|rights)\."
)
"""What reports are made of. Questions and answers are not theirs: a person may be asked for a diploma or a route."""

FORBIDDEN = {
    "nl": (
        r"\btotaal\w*|\beindscore\w*|\bsom(score)?\b|\brang\w*|\bbeter dan\b|\bslechter dan\b|\bpercentiel\w*|\bstanine"
        r"|\bafstand tot\b|\bonderwijsroute\b|\bb1-route\b|\bz-route\b|\bdiagnos\w*|\bdepressi\w*|\bptss\b|\btrauma\w*"
        r"|\bstoornis\w*|\bpsychiatri\w*|\bgeschikt voor\b|\bongeschikt\b|\bonbetrouwbaar\w*|\bzelfredzaam\w*"
    ),
    "en": (
        r"\btotals?\b|\btotal score|\brank(ed|ing)?s?\b|\bbetter than\b|\bworse than\b|\bpercentiles?\b|\bstanine"
        r"|\bdistance to work\b|\bb1 route\b|\bz-route\b|\beducation route\b|\bdiagnos\w*|\bdepress\w*"
        r"|\bptsd\b|\btrauma\w*"
        r"|\bdisorders?\b|\bpsychiatr\w*|\bunsuitable\b|\bsuitable for\b|\bunreliable\b"
    ),
    "ar": (
        r"\bالمجموع\b|الدرجة الكلية|ترتيب|تصنيف|أفضل من|أسوأ من|تشخيص|اكتئاب|صدمة|اضطراب|غير موثوق"
        r"|البعد عن سوق العمل"
    ),
    "ti": r"ድምር ነጥቢ|ደረጃ ምሃብ|ካብ ካልኦት ይበልጽ|ምርመራ ሕማም|ጭንቀት ሕማም|መንፈሳዊ ሕማም|ስንብራት|ዘይእመን",
}
ON_PURPOSE = {
    "disclaimer.3": "says what the report must not be used for",
    "guide.8": "says that the report chooses no route",
    "guide.picture_edition": "says that there is no total",
}
"""Texts that name such a thing to say that it is not there."""


def texts_of(locale: str) -> dict[str, str]:
    """Key to words, of every text that a report may say."""
    library = load_library()
    found: dict[str, str] = {}
    for instrument in (WORDS, PICTURES):
        known = library.wording(instrument, locale).texts
        found |= {key: PLACE.sub("", " ".join(text.forms.values())) for key, text in known.items() if SPOKEN.match(key)}
    labels = [label for name, label in vars(words).items() if name.isupper() and isinstance(label, str)]
    labels += [meaning for _, meaning in (*words.SYMBOLS, *words.INDICES)]
    return found | {f"label: {label}": words.word(locale, label) for label in labels if label != words.SOURCE_LOCALE}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_of_a_report_holds_a_forbidden_word(locale):
    texts = texts_of(locale)
    assert len(texts) > 250
    found = {
        key: match[0]
        for key, text in texts.items()
        if key not in ON_PURPOSE and (match := re.search(FORBIDDEN[locale], text, re.IGNORECASE))
    }
    assert found == {}


def test_no_template_brings_such_a_word_itself():
    every = re.compile("|".join(FORBIDDEN.values()), re.IGNORECASE)
    found = {}
    for file in paths.REPORTS.rglob("*.html"):
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", file.read_text("utf-8"), flags=re.DOTALL)
        if match := every.search(bare):
            found[file.name] = match[0]
    assert found == {}


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("nl", "Uw totaal is 12."), ("en", "Ranked 3rd of 12."), ("ar", "المجموع 12"), ("nl", "een depressie")],
)
def test_the_words_would_be_seen(locale, sentence):
    assert re.search(FORBIDDEN[locale], sentence, re.IGNORECASE)
