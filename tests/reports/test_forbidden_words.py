"""No edition adds people up, ranks them, sends them somewhere or names an illness (domain R35-R38), in any language.

Every text of the text bank is read, printed or not, the alternative texts of the pictograms, the labels, the guide of
the facilitator, and the words that stand in the templates themselves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pytest

from app import paths
from app.instruments.library import load_library
from app.instruments.wording import PLACE
from app.pictograms.index import load_pictograms
from app.reporting import guide, words
from app.reporting.voice import VOWEL_SIGNS
from tests.reports.conftest import LOCALES
from tests.reports.matrix import PICTURES, WORDS

FORBIDDEN = {
    "total": {
        "nl": r"\w*tota(?:al|le)\w*|\beindscore\w*|\bsom(?:score)?\b|\bopgeteld",
        "en": r"\btotals?\b|\bsums?\b|\boverall score",
        "ar": r"\b[بك]?المجموع\b|مجموع (?:النقاط|الدرجات)|إجمالي|الدرجة الكلية",
        "ti": r"ድምር|ጠቕላላ|ጠቅላላ",
    },
    "ranking": {
        "nl": r"\b(?:ge)?rang\w*|\b(?:beter|slechter) dan\b",
        "en": r"\brank(?:ed|ings?|s)?\b|\b(?:better|worse) than\b",
        "ar": r"ترتيب|تصنيف|أفضل من|أسوأ من",
        "ti": r"ደረጃ ምሃብ|(?:መበል \d+|ቀዳማይ) ደረጃ|ካብ ካልኦት (?:ሰባት )?[ይዝ](?:በልጽ|በለጸ|ሓይሽ|ሓሸ|ሕምቕ|ሓመቐ)",
    },
    "percentile": {
        "nl": r"\w*percentiel\w*|\bstanine\w*",
        "en": r"\bpercentiles?\b|\bstanines?\b",
        "ar": r"مئين|(?:الرتبة|النسبة) المئوية|تساعي",
        "ti": r"ፐርሰንታይል|ሚእታዊ|ስታናይን",
    },
    "route": {
        "nl": r"\w*routes?\b",
        "en": r"\w*routes?\b",
        "ar": r"مسار",
        "ti": r"ትምህርቲ መንገዲ|መንገዲ ትምህርቲ|መስመር ትምህርቲ|መንገዲ (?:B1|Z)\b",
    },
    "distance to work": {
        "nl": r"\bafstand(?:en)? tot\b|\barbeidsafstand|\bver van de arbeidsmarkt",
        "en": r"\bdistance (?:to|from) (?:the )?(?:work|labou?r|job)|\bfar from the labou?r",
        "ar": r"(?:البعد|المسافة|بعيدة?) (?:عن|إلى) (?:سوق )?العمل",
        "ti": r"ርሕቀት[^።]*ስራሕ|ስራሕ[^።]*ርሕቀት|ርሑቕ[^።]*ዕዳጋ ስራሕ|ዕዳጋ ስራሕ[^።]*ርሑቕ",
    },
    "diagnosis": {
        "nl": r"\w*diagnos\w*",
        "en": r"\w*diagnos\w*",
        "ar": r"تشخيص|[يت]شخص\b|مشخص",
        "ti": r"ምርመራ ሕማም|ዲያግኖ|ዳያግኖ",
    },
    "depression": {
        "nl": r"\w*depressi\w*",
        "en": r"\w*depress\w*",
        "ar": r"كتئاب|مكتئب",
        "ti": r"ጭንቀት ሕማም|ሕማም ጭንቀት|ዲፕረ[ሽስ]|ድብርት",
    },
    "ptsd": {
        "nl": r"\bpts[sd]\b|\bposttraumati\w*",
        "en": r"\bpts[sd]\b|\bpost-?traumatic\w*",
        "ar": r"\bpts[sd]\b|بعد الصدم|\bكرب",
        "ti": r"\bpts[sd]\b|ፒቲኤስዲ|ድሕ[ሪረ][- ]?(?:ስንባደ|ትራውማ|መውጋእቲ)",
    },
    "trauma": {
        "nl": r"\w*trauma\w*",
        "en": r"\w*trauma\w*",
        "ar": r"صدم[ةاي]",
        "ti": r"ትራውማ|ስንባደ|መውጋእቲ ኣእምሮ",
    },
    "disorder": {
        "nl": r"\w*stoornis\w*|\w*psychiatr\w*|\bgeestesziek\w*",
        "en": r"\bdisorders?\b|\w*psychiatr\w*|\bmental(?:ly)? ill",
        "ar": r"اضطراب|(?:مرض|أمراض|الطب|طبيب) (?:ال)?نفس",
        "ti": r"መንፈሳዊ ሕማም|ሕማም ኣእምሮ|ኣእምሮኣዊ ሕማም|ስንብራት",
    },
    "verdict": {
        "nl": r"\bgeschikt voor\b|\bongeschikt\w*|\bonbetrouwba\w*|\bzelfredzaam\w*",
        "en": r"\bsuitable for\b|\bunsuitable\b|\bunreliable\b|\bself-sufficien\w*",
        "ar": r"غير موثوق|غير مؤهل|مؤهل ل|الاعتماد على (?:ال)?نفس",
        "ti": r"ዘይእመን|ዘይእሙን|ዘይተኣማማን|ዘይብቑዕ|ብቑዕ ን",
    },
}
"""What no report may say, by kind and language. Compared without the signs of Arabic vowels and without case."""

EXAMPLES: dict[str, dict[str, tuple[str, ...]]] = {
    "total": {
        "nl": ("Uw totaal is 12.", "De totale score is 12.", "Alles opgeteld: 12.", "Het eindtotaal."),
        "en": ("In total: 12.", "The sum is 12.", "Overall score: 12."),
        "ar": ("المجموع 12", "مجموع النقاط 12", "الدرجة الكلّية"),
        "ti": ("ጠቕላላ ነጥቢ 12", "ድምር ነጥቢ 12"),
    },
    "ranking": {
        "nl": ("In rangorde: 3.", "Gerangschikt op score.", "Beter dan 8 van de 10."),
        "en": ("Ranked 3rd of 12.", "Your ranking", "Better than most."),
        "ar": ("الترتيب الثالث", "تصنيف المشاركين", "أفضل من الآخرين"),
        "ti": ("መበል 3 ደረጃ", "ካብ ካልኦት ይበልጽ", "ካብ ካልኦት ሰባት ዝሓሸ"),
    },
    "percentile": {
        "nl": ("percentielscore 80", "stanine 7"),
        "en": ("The 80th percentile", "Stanine 7"),
        "ar": ("المئين 80", "الرتبة المئوية"),
        "ti": ("መበል 80 ፐርሰንታይል", "80 ሚእታዊት"),
    },
    "route": {
        "nl": ("Leerroute: B1", "de onderwijsroute", "Z-route"),
        "en": ("the B1 route", "Learning routes"),
        "ar": ("مسار التعلّم", "المسار B1"),
        "ti": ("ናይ ትምህርቲ መንገዲ", "መንገዲ B1"),
    },
    "distance to work": {
        "nl": ("Een grote afstand tot de arbeidsmarkt.", "Afstand tot werk: 3"),
        "en": ("Distance to work: 3", "a large distance from the labour market"),
        "ar": ("البعد عن سوق العمل", "بعيد عن العمل"),
        "ti": ("ርሕቀት ካብ ስራሕ", "ካብ ዕዳጋ ስራሕ ዘለዎም ርሕቀት"),
    },
    "diagnosis": {
        "nl": ("De diagnose volgt.", "gediagnosticeerd"),
        "en": ("a diagnosis", "undiagnosed"),
        "ar": ("التشخيص", "الطبيب يشخّص الحالة"),
        "ti": ("ምርመራ ሕማም", "ዲያግኖሲስ"),
    },
    "depression": {
        "nl": ("een depressie", "depressief", "antidepressiva"),
        "en": ("depression", "depressed"),
        "ar": ("الاكتئاب", "أنت مكتئب"),
        "ti": ("ሕማም ጭንቀት", "ዲፕረሽን"),
    },
    "ptsd": {
        "nl": ("PTSS", "posttraumatische stress"),
        "en": ("PTSD", "post-traumatic stress"),
        "ar": ("اضطراب ما بعد الصدمة", "PTSD"),
        "ti": ("ድሕሪ ስንባደ ዝመጽእ ጭንቀት", "PTSD"),
    },
    "trauma": {
        "nl": ("een trauma", "getraumatiseerd", "oorlogstrauma", "posttraumatisch"),
        "en": ("trauma", "traumatised", "retraumatising"),
        "ar": ("صدمة نفسية", "الصدمات"),
        "ti": ("ትራውማ", "ናይ ኣእምሮ ስንባደ", "ስነ ኣእምሮኣዊ ስንባደ"),
    },
    "disorder": {
        "nl": ("een stoornis", "angststoornis", "persoonlijkheidsstoornissen", "psychiatrisch"),
        "en": ("an anxiety disorder", "psychiatric", "a mental illness"),
        "ar": ("اضطراب القلق", "مرض نفسي", "الطب النفسي"),
        "ti": ("ሕማም ኣእምሮ", "ስነ ኣእምሮኣዊ ሕማም", "ስንብራት"),
    },
    "verdict": {
        "nl": ("Geschikt voor de bouw.", "ongeschikte kandidaat", "onbetrouwbaar", "zelfredzaam"),
        "en": ("Suitable for building.", "unsuitable", "unreliable", "self-sufficient"),
        "ar": ("غير مؤهّل", "إجابات غير موثوقة"),
        "ti": ("ዘይብቑዕ", "ዘይእመን መልሲ"),
    },
}
"""At least one sentence for each kind and language that has to be seen."""


class Exempt(NamedTuple):
    """Why a text may hold a word of this kind, in these languages and in no other."""

    kind: str
    locales: tuple[str, ...]
    reason: str


HARMLESS = {
    "item.education.years": Exempt("total", LOCALES, "asks for all years at school together; no score"),
    "item.c3a": Exempt("ranking", ("ar",), "the order of steps at work"),
    "item.c8d": Exempt("ranking", ("ar",), "tidying things up after work"),
    "option.task.shop_market.stock": Exempt("ranking", ("ar",), "putting goods in order in a shop"),
    "picture.p3.c3.prompt": Exempt("ranking", ("ar",), "the order of steps at work"),
    "why.item.situation.child_care": Exempt("ranking", ("ar",), "arranging care for children"),
    "scale.z4.name": Exempt("trauma", ("ti",), "the everyday word for a fright, where Dutch says 'schrik'"),
}
"""Texts in which the word means something else."""
DENIALS = {
    "guide.8": Exempt("route", LOCALES, "says that the report chooses no learning route"),
    "disclaimer.3": Exempt("route", LOCALES, "says not to decide on a learning route with this report"),
}
"""Texts that name such a thing to say that it is not there, or must not be done."""
EXEMPT = HARMLESS | DENIALS
NO = {
    "nl": r"\b(?:geen|niet|nooit)\b",
    "en": r"\b(?:no|not|never)\b",
    "ar": r"\b(?:لا|ليس|ليست|لن)\b",
    "ti": r"\bኣይ\w+|\bየለን\b",
}
"""How each language denies."""
ENDS = re.compile("[.!?؟።፧]")


@cache
def texts_of(locale: str) -> dict[str, str]:
    """Key to words, of every text that there is, with its places."""
    library = load_library()
    found: dict[str, str] = {}
    for instrument in (WORDS, PICTURES):
        known = library.wording(instrument, locale).texts
        found |= {key: ". ".join(text.forms.values()) for key, text in known.items()}
    found |= {f"picture: {key}": one.text for key, one in load_pictograms().alternatives[locale].items()}
    labels = [label for name, label in vars(words).items() if name.isupper() and isinstance(label, str)]
    labels += [meaning for _, meaning in (*words.SYMBOLS, *words.INDICES)]
    found |= {f"label: {label}": words.word(locale, label) for label in labels if label != words.SOURCE_LOCALE}
    return found | (guide_of(locale) if locale in guide.LOCALES else {})


def guide_of(locale: str) -> dict[str, str]:
    """Place in the facilitator's guide to words; its texts from the text bank are read there."""
    said = guide.load_guide(locale)
    found = {"guide: title": said.title, "guide: intro": said.intro}
    for part in said.sections:
        found[f"guide: {part.id}"] = part.title
        found |= {f"guide: {part.id} {at}": item.sentence for at, item in enumerate(part.items, 1)}
    return found


def kinds_in(text: str, locale: str) -> dict[str, str]:
    """Kind to the first word of it in this text."""
    bare = PLACE.sub("", text).translate(VOWEL_SIGNS)
    seen = {kind: re.search(patterns[locale], bare, re.IGNORECASE) for kind, patterns in FORBIDDEN.items()}
    return {kind: match[0] for kind, match in seen.items() if match}


def bare_words(template: str) -> str:
    """What a template says by itself: without what Jinja fills in, comments and tags."""
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", template, flags=re.DOTALL)


def is_exempt(key: str, kind: str, locale: str) -> bool:
    """Whether this text may hold a word of this kind."""
    return key in EXEMPT and kind == EXEMPT[key].kind and locale in EXEMPT[key].locales


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_of_a_report_holds_a_forbidden_word(locale):
    texts = texts_of(locale)
    assert len(texts) > 1200
    found = {
        f"{key}, {kind}": word
        for key, text in texts.items()
        for kind, word in kinds_in(text, locale).items()
        if not is_exempt(key, kind, locale)
    }
    assert found == {}


def keys_named_by_templates() -> set[str]:
    """Keys of texts that stand whole in a template."""
    jinja, key = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL), re.compile(r"[\"']([a-z_]+(?:\.[a-z0-9_]+)+)[\"']")
    templates = "".join(file.read_text("utf-8") for file in paths.REPORTS.rglob("*.html"))
    return {name for said in jinja.findall(templates) for name in key.findall(said)}


@pytest.mark.parametrize("locale", guide.LOCALES)
def test_every_text_that_a_template_names_is_read(locale):
    """In the languages that have every text; what only the GGD reads is not in the others."""
    named = keys_named_by_templates()
    assert {"acute", "care", "consent", "finish", "help", "start", "who_sees"} < {key.split(".")[0] for key in named}
    assert named <= texts_of(locale).keys()


def test_no_template_brings_such_a_word_itself():
    found = {
        f"{file.name}, {locale}": kinds
        for file in paths.REPORTS.rglob("*.html")
        for locale in LOCALES
        if (kinds := kinds_in(bare_words(file.read_text("utf-8")), locale))
    }
    assert found == {}


def test_a_word_in_a_template_would_be_seen():
    template = '{# no total #}<p class="totaal">{{ voice.say("guide.8") }} <b>Totaal</b></p>'
    assert kinds_in(bare_words(template), "nl") == {"total": "Totaal"}
    assert not kinds_in(bare_words(template.replace("<b>Totaal</b>", "")), "nl")


def test_every_kind_has_an_example_in_each_language():
    assert {kind: set(examples) for kind, examples in EXAMPLES.items()} == {kind: set(LOCALES) for kind in FORBIDDEN}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", FORBIDDEN)
def test_the_words_would_be_seen(kind, locale):
    assert EXAMPLES[kind][locale]
    assert [sentence for sentence in EXAMPLES[kind][locale] if kind not in kinds_in(sentence, locale)] == []


@pytest.mark.parametrize("key", EXEMPT)
def test_every_exemption_is_still_needed(key):
    kind, locales, reason = EXEMPT[key]
    assert [locale for locale in locales if kind not in kinds_in(texts_of(locale)[key], locale)] == []
    assert reason


def sentences_that_say_so(text: str, kind: str, locale: str) -> list[str]:
    """The sentences with a word of this kind that deny nothing."""
    bare = ENDS.split(text.translate(VOWEL_SIGNS))
    return [one for one in bare if kind in kinds_in(one, locale) and not re.search(NO[locale], one, re.IGNORECASE)]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", DENIALS)
def test_a_text_that_may_name_such_a_thing_denies_it(key, locale):
    assert sentences_that_say_so(texts_of(locale)[key], DENIALS[key].kind, locale) == []


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("nl", "Het is geen examen. Dit rapport kiest een leerroute."),
        ("en", "It is not an exam. This report chooses a route."),
        ("ar", "لا يوجد امتحان. هذا التقرير يختار مسار التعلّم."),
        ("ti", "እዚ ፈተና ኣይኮነን። እዚ ጸብጻብ ናይ ትምህርቲ መንገዲ ይመርጽ።"),
    ],
)
def test_a_denial_in_the_sentence_before_is_none(locale, text):
    assert len(sentences_that_say_so(text, "route", locale)) == 1
