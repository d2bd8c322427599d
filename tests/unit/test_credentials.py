"""Settings that stand in files of a folder of credentials."""

from __future__ import annotations

import pytest

from app.config import Config, ConfigError
from app.credentials import with_credentials


def test_a_file_is_a_setting_without_the_line_break_at_its_end(tmp_path):
    (tmp_path / "INBEELD_ADDRESS").write_text("https://inbeeld.example\n", "utf-8")
    (tmp_path / "main_password").write_text("of somebody else", "utf-8")
    found, errors = with_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path), "PORT": "8001"})
    assert errors == []
    assert found == {
        "CREDENTIALS_DIRECTORY": str(tmp_path), "PORT": "8001", "INBEELD_ADDRESS": "https://inbeeld.example"
    }  # fmt: skip


def test_what_stands_in_the_environment_goes_first(tmp_path):
    (tmp_path / "INBEELD_HOST").write_text("::1", "utf-8")
    found, _ = with_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path), "INBEELD_HOST": "127.0.0.1"})
    assert found["INBEELD_HOST"] == "127.0.0.1"


def test_without_such_a_folder_nothing_changes():
    assert with_credentials({"PORT": "8001"}) == ({"PORT": "8001"}, [])


def test_a_file_that_cannot_be_read_is_named_among_all_that_is_wrong_and_shows_nothing(tmp_path):
    (tmp_path / "INBEELD_TEXT_KEY").write_bytes(b"\xff\xfe secret")
    with pytest.raises(ConfigError) as caught:
        Config.from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert "INBEELD_TEXT_KEY in CREDENTIALS_DIRECTORY cannot be read" in str(caught.value)
    assert "INBEELD_CARE_KEY is missing" in str(caught.value)
    assert "secret" not in str(caught.value).replace("INBEELD_SECRET_KEY", "")
