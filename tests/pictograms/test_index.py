"""What the index knows of the pictures."""

import pytest

from app.pictograms.index import LOCALES, UnknownPicture, load_pictograms, stem

LONGEST = 160  # signs; an alternative text is heard, not read


@pytest.fixture(scope="module")
def known():
    return load_pictograms()


def test_the_file_of_a_key_has_dashes_for_dots():
    assert stem("picture.p1.cooking_serving.prompt") == "picture-p1-cooking_serving-prompt"


def test_a_picture_is_found_by_its_text(known):
    picture = known.picture("who_sees.2")
    assert picture.stem == "who_sees-2"
    assert picture.mirror
    assert picture.reviewed_by == "nobody yet"


def test_an_unknown_text_has_no_picture(known):
    with pytest.raises(UnknownPicture, match=r"who_sees\.99"):
        known.picture("who_sees.99")


def test_a_file_name_is_no_key(known):
    with pytest.raises(UnknownPicture):
        known.picture("who_sees-2")


def test_an_unknown_locale_has_no_text(known):
    with pytest.raises(UnknownPicture, match="in 'fr'"):
        known.alternative("who_sees.2", "fr")


def test_jars_of_one_filling_share_their_text(known):
    assert known.alternative("option.jar_skill.1", "nl") == "Een pot die half vol is."
    assert known.picture("option.jar_amount.1").alt == known.picture("option.jar_skill.1").alt


@pytest.mark.parametrize("locale", LOCALES)
def test_every_picture_has_a_short_text_in_each_language(known, locale):
    for picture in known.pictures.values():
        text = known.alternative(picture.keys[0], locale)
        assert 3 <= len(text) <= LONGEST, picture.stem


@pytest.mark.parametrize(("locale", "script"), [("ar", (0x0600, 0x06FF)), ("ti", (0x1200, 0x137F))])
def test_texts_are_in_the_script_of_their_language(known, locale, script):
    for name, text in known.alternatives[locale].items():
        letters = [sign for sign in text.text if sign.isalpha()]
        assert all(script[0] <= ord(sign) <= script[1] for sign in letters), name


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_texts_differ_where_pictures_differ(known, locale):
    texts = [text.text for text in known.alternatives[locale].values()]
    assert len(texts) == len(set(texts))


def test_nothing_is_said_to_be_reviewed_that_is_not(known):
    assert {picture.reviewed_by for picture in known.pictures.values()} == {"nobody yet"}
    drafts = {text.status for texts in known.alternatives.values() for text in texts.values()}
    assert drafts == {"source_draft", "machine_draft"}


@pytest.mark.parametrize(
    ("key", "mirrored"),
    [
        pytest.param("picture.intro.5", True, id="old and new picture"),
        pytest.param("picture.practice.jar.prompt", True, id="row of answers"),
        pytest.param("option.doors.2", True, id="years go up"),
        pytest.param("option.picture.yes", False, id="a nod has no side"),
        pytest.param("option.task.building.walls", False, id="work has no direction"),
        pytest.param("picture.intro.3", False, id="a tick is never turned"),
    ],
)
def test_only_pictures_with_a_meaning_in_their_direction_are_mirrored(known, key, mirrored):
    assert known.picture(key).mirror is mirrored
