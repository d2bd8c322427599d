"""The check finds each fault, and the pictures of the project have none."""

import re
import shutil

import pytest

from app import paths
from app.cli.pictograms import text_keys
from app.pictograms.check import check_folder, drawing_faults
from app.pictograms.index import BadPictograms, load_pictograms

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 144" fill="none" stroke="#14242A" '
    'stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
)


def drawing(inner, head=HEAD):
    return f"{head}{inner}</svg>\n".encode()


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "pictograms"
    shutil.copytree(paths.PICTOGRAMS, copy)
    return copy


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_pictures_of_the_project_have_no_fault():
    assert check_folder(paths.PICTOGRAMS, text_keys(paths.QUESTIONNAIRES)) == []


def test_a_plain_drawing_has_no_fault():
    assert list(drawing_faults(drawing('<path d="M0 0L5 5" fill="#F5B92E"/>'))) == []


@pytest.mark.parametrize(
    ("svg", "fault"),
    [
        pytest.param(drawing("<text>A</text>"), "holds the element 'text'", id="text element"),
        pytest.param(drawing("<g>stop</g>"), "holds text", id="letters in a group"),
        pytest.param(drawing('<image href="http://example.org/a.png"/>'), "holds the attribute 'href'", id="reference"),
        pytest.param(drawing('<path d="M0 0" style="fill:red"/>'), "holds the attribute 'style'", id="style"),
        pytest.param(drawing("<script/>"), "holds the element 'script'", id="script"),
        pytest.param(drawing('<circle r="3" fill="#FF0000"/>'), "uses the colour '#FF0000'", id="colour"),
        pytest.param(drawing('<circle r="3" fill="url(#a)"/>'), r"uses the colour 'url\(#a\)'", id="gradient"),
        pytest.param(drawing('<path d="M0 0" stroke-width="1"/>'), "an ink line of 1.0 units", id="thin line"),
        pytest.param(
            drawing('<g transform="scale(.4)"><path d="M0 0"/></g>'),
            "an ink line of 1.2 units",
            id="thin after shrinking",
        ),
        pytest.param(drawing("", HEAD.replace("144 144", "100 100")), "viewBox of the whole", id="view box"),
        pytest.param(drawing("", HEAD.replace('width="3"', 'width="2"')), "stroke-width of the whole", id="outline"),
        pytest.param(drawing("", HEAD.replace("#14242A", "#000000")), "stroke of the whole", id="ink"),
        pytest.param(b"<svg", "is not XML", id="broken"),
        pytest.param(drawing("<!-- note -->"), "holds a comment", id="comment"),
        pytest.param(drawing('<path d="' + "M0 0" * 2000 + '"/>'), "must stay under 8000", id="too large"),
    ],
)
def test_a_fault_of_a_drawing_is_named(svg, fault):
    assert re.search(fault, "\n".join(drawing_faults(svg)))


def test_lines_in_another_colour_than_ink_may_be_thin():
    assert list(drawing_faults(drawing('<path d="M0 0" stroke="#FFFFFF" stroke-width="1.2"/>'))) == []


def test_a_missing_and_a_foreign_file_are_named(folder):
    (folder / "svg" / "who_sees-1.svg").rename(folder / "svg" / "stray.svg")
    assert check_folder(folder) == [
        "svg/who_sees-1.svg: is missing, but index.yaml names it.",
        "svg/stray.svg: is not in index.yaml.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"who_sees.1"', '"who_sees.11"', "belongs to the file who_sees-11.svg"),
        ('alt: "who_sees-1"', 'alt: "nothing"', "has no text 'nothing'"),
        ('licence: "CC-BY-4.0"', 'licence: "CC-BY-NC-4.0"', "is 'CC-BY-NC-4.0'; allowed: CC-BY-4.0"),
        ('author: "Inbeeld"', 'author: "Somebody"', "is 'Somebody'"),
    ],
)
def test_a_fault_of_the_index_is_named(folder, old, new, fault):
    change(folder / "index.yaml", old, new)
    assert any(fault in found for found in check_folder(folder))


def test_a_picture_of_a_text_that_is_gone_is_named():
    faults = check_folder(paths.PICTOGRAMS, frozenset({"who_sees.1"}))
    assert "index.yaml, pictures.who_sees-2.keys: there is no text 'who_sees.2'." in faults
    assert not any("'who_sees.1'" in fault for fault in faults)


def test_a_text_older_than_its_source_is_named(folder):
    change(folder / "alt.nl.yaml", "Een persoon zit en leest", "Iemand zit en leest")
    assert check_folder(folder) == [
        f"alt.{locale}.yaml, texts.who_sees-1: is older than the text it was made from."
        for locale in ("en", "ar", "ti")
    ]


def test_a_text_that_no_picture_uses_is_named(folder):
    change(folder / "alt.nl.yaml", "  who_sees-1:", "  who_sees-99:")
    faults = check_folder(folder)
    assert "alt.nl.yaml, texts.who_sees-99: no picture uses it." in faults


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    mirror: false\n", "", "missing or unknown: mirror"),
        ("    mirror: false\n", '    mirror: "no"\n', "must be true or false"),
        ("    mirror: false\n", "    mirror: false\n    size: true\n", "missing or unknown: size"),
        ('concept: "Touch the ear to listen."', 'concept: " "', "concept: is missing or empty"),
        ("pictures:", "- pictures:", "is not written as"),
        ("pictures:", "drawings:", "index.yaml, pictures: is missing"),
    ],
)
def test_an_index_that_cannot_be_read_says_where(folder, old, new, message):
    change(folder / "index.yaml", old, new)
    with pytest.raises(BadPictograms, match=message):
        load_pictograms(folder)


def test_a_missing_index_says_so(tmp_path):
    with pytest.raises(BadPictograms, match=r"index\.yaml: cannot be read"):
        load_pictograms(tmp_path)
