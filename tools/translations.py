"""Keeps the gettext catalogues in step with the source: ``update``, ``check``, ``compile``, ``add``.

Catalogues carry no dates and no places in the source, so a difference shows changed words only.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
SOURCE_LOCALE = "en"  # the texts in the source are English, so an empty English text is complete
FOLDERS = ("app", "reports")
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}, "**.txt": {"silent": "false"}}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "N_": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Staff pages exist in these languages only; elsewhere their texts may stay empty.
STAFF_LOCALES = ("en", "nl")
STAFF_FOLDERS = ("app/web/staff/", "app/templates/staff/", "app/cli/")
USELESS_HEADERS = (
    '"POT-Creation-Date:',
    '"PO-Revision-Date:',
    '"Generated-By:',
    '"Project-Id-Version:',
    '"Report-Msgid-Bugs-To:',
    '"Last-Translator:',
    '"Language-Team:',
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")

TextKey = tuple[str | None, str | tuple[str, ...]]


def extract() -> Catalog:
    """Give all texts for translation that the source holds now."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Texts of the interface, gathered from the source by `make translations`."
    for folder in FOLDERS:
        if not (ROOT / folder).is_dir():
            continue
        found = extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for path, line, message, comments, context in found:
            place = (f"{folder}/{path}", line)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def plural_is_right(locale: Locale, rule: str, count: int) -> bool:
    """Tell whether the gettext rule puts whole numbers in the same groups as CLDR does."""
    choose: Callable[[int], int] = c2py(rule)
    groups = {(choose(n), locale.plural_form(n)) for n in range(1001)}
    return len(groups) == len({index for index, _ in groups}) == len({tag for _, tag in groups}) == count


def new_catalogue(locale: Locale) -> Catalog:
    """Give an empty catalogue with the plural rule of CLDR."""
    catalog = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    catalog.header_comment = f"# {locale.english_name}: texts of the interface."
    if not plural_is_right(locale, catalog.plural_expr, catalog.num_plurals):
        catalog.mime_headers = [("Plural-Forms", to_gettext(locale.plural_form))]
    return catalog


def catalogue_paths() -> list[Path]:
    """Give the path of every catalogue, sorted by locale."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue; its locale is the name of its folder."""
    with path.open("rb") as po:
        return read_po(po, locale=None if path == TEMPLATE else path.parts[-3])


def write(path: Path, catalog: Catalog) -> None:
    """Write one catalogue without the lines that change by themselves."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(x for x in lines if not x.startswith(USELESS_HEADERS)), "utf-8")


def update() -> None:
    """Write the template anew and bring every catalogue in step with it."""
    template = extract()
    write(TEMPLATE, template)
    for path in catalogue_paths():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        write(path, catalog)
        print(f"{path.relative_to(ROOT)}: {sum(map(is_empty, messages(catalog)))} texts to translate")


def add(locale: str) -> None:
    """Begin the catalogue of one more language; does nothing to a catalogue that exists."""
    path = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        write(path, new_catalogue(Locale.parse(locale)))
    update()


def compile_all() -> None:
    """Write a ``.mo`` beside each catalogue."""
    for path in catalogue_paths():
        unfinished = path.with_suffix(f".{os.getpid()}.mo")
        with unfinished.open("wb") as mo:
            write_mo(mo, read(path))
        unfinished.replace(path.with_suffix(".mo"))  # at once: a running application may be reading


def messages(catalog: Catalog) -> list[Message]:
    """Give the texts of a catalogue without its header."""
    return [message for message in catalog if message.id]


def key(message: Message) -> TextKey:
    """Give what makes a text one text: its context and its source (singular and plural)."""
    source = message.id if isinstance(message.id, str) else tuple(message.id)
    return message.context, source


def is_empty(message: Message) -> bool:
    """Tell whether the translation, or one of its plural forms, is missing."""
    if isinstance(message.string, str) or message.string is None:
        return not message.string
    return not all(message.string)


def placeholders_are_lost(message: Message) -> bool:
    """Tell whether the translation lacks a placeholder of its source; of plural forms the last, "other", counts."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    text = message.string if isinstance(message.string, str) else (message.string or ("",))[-1]
    return not set(PLACEHOLDER.findall(source)) <= set(PLACEHOLDER.findall(text))


def staff_only(template: Catalog) -> set[TextKey]:
    """Give the texts that the source uses for staff and nowhere else."""
    return {
        key(message)
        for message in messages(template)
        if all(path.startswith(STAFF_FOLDERS) for path, _ in message.locations)
    }


def differences(name: str, expected: Catalog, found: Catalog) -> Iterator[str]:
    """Say which texts one catalogue lacks or holds too many."""
    wanted = {key(message) for message in messages(expected)}
    present = {key(message) for message in messages(found)}
    for _, source in sorted(wanted - present, key=str):
        yield f"{name}: lacks {source!r}; run `make translations`"
    for _, source in sorted(present - wanted, key=str):
        yield f"{name}: {source!r} is no longer in the source; run `make translations`"


def faults(path: Path, template: Catalog) -> Iterator[str]:
    """Say what is wrong with one catalogue: its set of texts, its plural rule, each text."""
    name = str(path.relative_to(ROOT))
    catalog = read(path)
    locale = path.parts[-3]
    yield from differences(name, template, catalog)
    if not plural_is_right(Locale.parse(locale), catalog.plural_expr, catalog.num_plurals):
        yield f"{name}: Plural-Forms differs from CLDR"
    may_be_empty = set() if locale in STAFF_LOCALES else staff_only(template)
    for message in messages(catalog):
        if message.fuzzy:
            yield f"{name}: {message.id!r} is marked fuzzy, so people would see the source text"
        if not is_empty(message):
            yield from (f"{name}: {message.id!r}: {error}" for error in message.check(catalog))
            if placeholders_are_lost(message):
                yield f"{name}: {message.id!r}: the translation lacks a placeholder"
        elif locale != SOURCE_LOCALE and key(message) not in may_be_empty:
            yield f"{name}: {message.id!r} is not translated in every form"


def check() -> list[str]:
    """Give every fault of the template and the catalogues."""
    template = extract()
    if not messages(template) and not TEMPLATE.exists():
        return []
    found = read(TEMPLATE) if TEMPLATE.exists() else Catalog()
    errors = list(differences(str(TEMPLATE.relative_to(ROOT)), template, found))
    for path in catalogue_paths():
        errors += faults(path, template)
    return errors


def main() -> int:
    """Run one command; 1 when ``check`` found a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["update", "check", "compile", "add"])
    parser.add_argument("locale", nargs="?", help="for add: the new language, such as fr")
    arguments = parser.parse_args()
    if arguments.command == "check":
        errors = check()
        print("\n".join(errors) or f"{len(catalogue_paths())} catalogues match the source.")
        return 1 if errors else 0
    if arguments.command == "add":
        if not arguments.locale:
            parser.error("say which language to add, such as: add fr")
        add(arguments.locale)
    elif arguments.command == "update":
        update()
    else:
        compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
