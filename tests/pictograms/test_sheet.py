"""The contact sheet and the two commands."""

import re
import shutil

import pytest
from flask import Flask

from app import paths
from app.cli.pictograms import register, text_keys
from app.pictograms.sheet import SheetOptions, contact_sheet


@pytest.fixture
def cli():
    app = Flask("pictures")
    register(app)
    return app.test_cli_runner()


def test_the_sheet_shows_every_picture_in_both_sizes():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions())
    assert html.count('width="96" height="96"') == html.count('width="320" height="320"') == 176
    assert "<title>176 pictures</title>" in html


def test_the_sheet_needs_nothing_else():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions())
    assert not re.search(r'(src|href)=|url\((?!"data:)|@import|<script', html)


def test_the_sheet_says_each_text_in_its_own_direction():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions(), only="who_sees-1")
    assert '<p lang="ar" dir="rtl">' in html
    assert '<p lang="ti" dir="ltr">' in html
    assert "reviewed by: nobody yet" in html


def test_a_naming_round_shows_no_word_of_the_meaning():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions(sizes=(320,), named=False), only="who_sees-")
    assert re.findall(r"<p>(.*?)</p>", html) == [str(number) for number in range(1, 11)]
    assert "booklet" not in html
    assert "who_sees" not in html


def test_only_pictures_with_direction_are_turned():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions(sizes=(96,), mirrored=True), only="who_sees-")
    assert html.count('class="mirrored"') == 1


def test_grey_shows_the_black_and_white_print():
    html = contact_sheet(paths.PICTOGRAMS, SheetOptions(sizes=(96,), grey=True), only="option-path-")
    assert html.count('class="grey"') == 3


def test_check_says_how_many_pictures_there_are(cli):
    result = cli.invoke(args=["pictograms", "check"])
    assert result.exit_code == 0
    assert result.output.startswith("176 pictures, 14 mirrored from right to left")


def test_check_names_every_fault_and_fails(cli, tmp_path):
    copy = tmp_path / "pictograms"
    shutil.copytree(paths.PICTOGRAMS, copy)
    (copy / "svg" / "who_sees-1.svg").unlink()
    (copy / "svg" / "who_sees-3.svg").write_text("<svg", "utf-8")
    result = cli.invoke(args=["pictograms", "check", str(copy)])
    assert result.exit_code == 1
    assert "svg/who_sees-1.svg: is missing" in result.output
    assert "svg/who_sees-3.svg: is not XML" in result.output


def test_check_without_an_index_says_what_is_missing(cli, tmp_path):
    result = cli.invoke(args=["pictograms", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert "index.yaml: cannot be read" in result.output


def test_sheet_writes_one_file(cli, tmp_path):
    out = tmp_path / "sheet.html"
    result = cli.invoke(args=["pictograms", "sheet", "--out", str(out), "--size", "96", "--only", "option-path-"])
    assert result.exit_code == 0
    assert out.read_text("utf-8").count("<figure") == 3


def test_every_key_of_the_index_is_a_text():
    assert {"who_sees.1", "option.jar_count.2", "picture.intro.1"} <= text_keys(paths.QUESTIONNAIRES)
