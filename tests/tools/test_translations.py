"""The program for catalogues finds what is wrong with one."""

import pytest
from babel import Locale
from babel.messages.catalog import Catalog

from tools import translations


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_a_new_catalogue_has_the_plural_rule_of_cldr(locale):
    catalog = translations.new_catalogue(Locale.parse(locale))
    assert translations.plural_is_right(Locale.parse(locale), catalog.plural_expr, catalog.num_plurals)


def test_the_rule_that_babel_gives_tigrinya_is_wrong():
    assert not translations.plural_is_right(Locale.parse("ti"), "(n != 1)", 2)


@pytest.fixture
def template():
    catalog = Catalog()
    catalog.add("Next", locations=[("app/templates/participant/item.html", 1)])
    catalog.add("Group session", locations=[("app/templates/staff/session.html", 1)])
    catalog.add(("%(n)s day", "%(n)s days"), locations=[("app/web/participant/views.py", 1)])
    return catalog


@pytest.fixture
def checked(template, tmp_path, monkeypatch):
    """Give a function that writes a Dutch or Tigrinya catalogue and says its faults."""
    monkeypatch.setattr(translations, "ROOT", tmp_path)

    def check(locale, texts):
        path = tmp_path / "translations" / locale / "LC_MESSAGES" / "messages.po"
        catalog = translations.new_catalogue(Locale.parse(locale))
        for source, text in texts.items():
            catalog.add(source, text)
        translations.write(path, catalog)
        return [fault.partition(": ")[2] for fault in translations.faults(path, template)]

    return check


Texts = dict[str | tuple[str, str], str | tuple[str, str]]
DAY = ("%(n)s day", "%(n)s days")
DAYS: Texts = {DAY: ("%(n)s dag", "%(n)s dagen")}


def test_a_complete_catalogue_has_no_fault(checked):
    texts: Texts = {"Next": "Verder", "Group session": "Groepssessie"}
    assert checked("nl", texts | DAYS) == []


def test_texts_for_staff_may_be_empty_where_staff_do_not_read_the_language(checked):
    days = {DAY: ("%(n)s መዓልቲ", "%(n)s መዓልታት")}
    assert checked("ti", {"Next": "ቀጽል", "Group session": ""} | days) == []


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        pytest.param({"Next": ""}, "'Next' is not translated in every form", id="empty"),
        pytest.param({"Old": "Oud"}, "'Old' is no longer in the source", id="stale"),
        pytest.param({DAY: ("%(n)s dag", "%(m)s dagen")}, "unknown named placeholder", id="strange placeholder"),
        pytest.param({DAY: ("een dag", "meer dagen")}, "lacks a placeholder", id="lost placeholder"),
        pytest.param({DAY: ("%(n)s dag", "")}, "is not translated in every form", id="empty plural"),
    ],
)
def test_a_fault_is_named(checked, texts, fault):
    complete: Texts = {"Next": "Verder", "Group session": "Groepssessie"}
    assert any(fault in found for found in checked("nl", complete | DAYS | texts))


def test_a_missing_text_is_named(checked):
    assert checked("nl", {"Next": "Verder"} | DAYS) == ["lacks 'Group session'; run `make translations`"]
