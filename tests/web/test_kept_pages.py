"""Pages kept ready for everybody hold nothing of anybody."""

from app.web.participant import kept_pages


def page_of(marks):
    return f'<input value="{marks["csrf"]}"><input value="{marks["key"]}"><time>{marks["shown"]}</time>'


def test_each_showing_has_its_own_values_and_the_page_is_made_once():
    made = []

    def make(marks):
        made.append(marks)
        return page_of(marks)

    first = kept_pages.filled_in("a place", make, {"csrf": "one", "key": "k1", "shown": "1"})
    second = kept_pages.filled_in("a place", make, {"csrf": "two", "key": "k2", "shown": "2"})
    assert first == page_of({"csrf": "one", "key": "k1", "shown": "1"})
    assert second == page_of({"csrf": "two", "key": "k2", "shown": "2"})
    assert len(made) == 1


def test_another_place_is_another_page():
    values = {"csrf": "c", "key": "k", "shown": "1"}
    assert kept_pages.filled_in("here", lambda _: "one page", values) == "one page"
    assert kept_pages.filled_in("there", lambda _: "another", values) == "another"


def test_a_value_cannot_bring_tags_into_the_page():
    values = {"csrf": "c", "key": '"><b>', "shown": "1"}
    assert "<b>" not in kept_pages.filled_in("with tags", page_of, values)


def test_no_more_pages_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST_PAGES", 3)
    monkeypatch.setattr(kept_pages, "_pages", {})
    for place in range(10):
        kept_pages.filled_in(place, page_of, {"csrf": "c", "key": "k", "shown": "1"})
    assert 0 < len(kept_pages._pages) <= 3
