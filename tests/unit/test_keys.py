"""Which keys and secrets the settings take, and which they refuse."""

from __future__ import annotations

import base64
import re
import secrets

import pytest

from app import paths
from app.config import DEMO_SECRET, KEY_SETTINGS, Config, ConfigError
from app.keys import KEY_BYTES, Keys, KeysUnreadable, secret_weakness, weakness

ROOT = paths.APP.parent
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{43}=")


def in_base64(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def random_key() -> str:
    return in_base64(secrets.token_bytes(KEY_BYTES))


def settings(**changed: str) -> dict[str, str]:
    fresh = {name: random_key() for name in KEY_SETTINGS}
    return {"INBEELD_SECRET_KEY": secrets.token_urlsafe(48), **fresh, **changed}


def test_one_key_needs_no_id():
    key = secrets.token_bytes(KEY_BYTES)
    assert Keys.read(in_base64(key)) == Keys.only(key)


def test_several_keys_stand_in_order_and_the_first_is_current():
    new, old = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    keys = Keys.read(f"2026-11:{in_base64(new)}, 1:{base64.b64encode(old).decode()}")
    assert (keys.current_id, keys.current, keys.oldest) == ("2026-11", new, old)
    assert keys.by_id == {"2026-11": new, "1": old}
    assert in_base64(new) not in repr(keys)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "not 32", id="nothing"),
        pytest.param("not a key", "base64", id="no base64"),
        pytest.param(in_base64(b"short"), "not 32", id="too short"),
        pytest.param(in_base64(b"\0" * 32), "pattern", id="one byte"),
        pytest.param(in_base64(b"text" * 8), "pattern", id="repeated"),
        pytest.param(in_base64(bytes(range(32))), "pattern", id="counting"),
        pytest.param(in_base64(b"the quick brown fox jumps over d"), "typed", id="a sentence"),
        pytest.param(f"A B:{random_key()}", "id", id="id with a space"),
        pytest.param(f"{'a' * 21}:{random_key()}", "id", id="long id"),
        pytest.param(f"1:{random_key()},{random_key()}", "same id", id="the same id twice"),
    ],
)
def test_what_is_no_key_is_refused_with_a_reason(text, why):
    with pytest.raises(KeysUnreadable, match=why):
        Keys.read(text)


def test_random_keys_are_never_called_weak():
    assert not [key for key in (secrets.token_bytes(KEY_BYTES) for _ in range(5000)) if weakness(key)]
    assert not [one for one in (secrets.token_urlsafe(48) for _ in range(2000)) if secret_weakness(one)]


@pytest.mark.parametrize("secret", ["", "short", "a" * 60, DEMO_SECRET, "please-change-me-1234567890-abcdefgh"])
def test_secrets_that_can_be_guessed_are_refused(secret):
    with pytest.raises(ConfigError, match="INBEELD_SECRET_KEY"):
        Config.from_environment(settings(INBEELD_SECRET_KEY=secret))


@pytest.mark.parametrize("name", list(KEY_SETTINGS))
def test_every_key_of_a_demonstration_is_refused_outside_it(name):
    demonstration = in_base64(KEY_SETTINGS[name] * KEY_BYTES)
    with pytest.raises(ConfigError, match=name):
        Config.from_environment(settings(**{name: demonstration}))


def test_settings_without_weak_keys_start_and_hold_every_key():
    config = Config.from_environment(settings())
    assert len({config.text_key, config.care_key, config.lookup_key, config.backup_key, config.care_backup_key}) == 5


def test_only_backup_keys_may_be_left_out():
    wanted = settings(INBEELD_BACKUP_KEY="", INBEELD_CARE_BACKUP_KEY="")
    assert Config.from_environment(wanted).backup_key is None
    with pytest.raises(ConfigError) as caught:
        Config.from_environment({})
    for name in ("INBEELD_SECRET_KEY", "INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY"):
        assert name in str(caught.value)


def test_no_key_serves_twice_not_even_an_older_one():
    shared = random_key()
    with pytest.raises(ConfigError, match="every key must differ"):
        Config.from_environment(settings(INBEELD_TEXT_KEY=shared, INBEELD_CARE_KEY=shared))
    with pytest.raises(ConfigError, match="every key must differ"):
        Config.from_environment(
            settings(INBEELD_TEXT_KEY=f"2:{random_key()},1:{shared}", INBEELD_BACKUP_KEY=f"3:{shared}")
        )


def test_errors_hold_no_key():
    shared = random_key()
    with pytest.raises(ConfigError) as caught:
        Config.from_environment(settings(INBEELD_TEXT_KEY=shared, INBEELD_CARE_KEY=shared, INBEELD_LOOKUP_KEY="abc"))
    assert shared not in str(caught.value)


def test_no_document_shows_a_key_that_would_be_taken():
    readable = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "Makefile"]
    found = {match for file in readable for match in BASE64.findall(file.read_text("utf-8"))}
    assert not [text for text in found if weakness(base64.urlsafe_b64decode(text)) is None]
