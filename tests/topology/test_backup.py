"""A backup of stores in PostgreSQL is one like any other, and comes back whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.config import Config
from app.core.responses import Response
from app.services.backups import STORES, make_backup
from app.services.key_rotation import standing
from app.services.restoring import restore
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.migrate import METADATA
from app.store.models import Participation
from tests.demonstration_stores import working
from tests.factories import Invited
from tests.journeys.writer import Sent, check
from tests.services.answering import answer
from tests.topology.hosts import Country

pytestmark = pytest.mark.slow

GIVEN = (
    Sent("c1a", "first", Response(options=("2",))),
    Sent("own_words", "words", Response(text="woorden")),
    Sent("z1a", "care", Response(options=("1",))),
)


def answered(stores: Country) -> Invited:
    """Somebody with answers in both stores."""
    [invited] = stores.invite()
    with stores.work() as work:
        for one in GIVEN:
            answer(work, invited.token, one.item_id, one.response, one.key)
    return invited


def rows(work: Work) -> dict[str, dict[str, int]]:
    """Table to number of rows, for each store."""
    connections = {
        "main": work.db.connection({"mapper": Participation}),
        "care": work.care.connection({"mapper": CareReport}),
    }
    return {
        store: {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA[store].tables.items()
        }
        for store, connection in connections.items()
    }


def test_a_backup_made_while_people_are_at_work_comes_back_as_embedded_stores(stores, tmp_path):
    invited = answered(stores)
    config = Config.from_environment(stores.settings)
    with stores.work() as work:
        before = rows(work)
        folder = make_backup(work, tmp_path / "backups")
    assert {file.name for file in folder.iterdir()} == {"main.sealed", "care.sealed", "removals.sealed"}
    assert not list(Path(config.data).rglob("*.sqlite"))
    with working(back_in(config, tmp_path / "empty"), stores.definitions) as work:
        restore(work, folder)
        after = rows(work)
        del before["main"]["audit_event"], after["main"]["audit_event"]  # the two events are about the backup
        assert after == before
        check(work, invited.token, invited.participation_id, GIVEN)
        assert [column for column in standing(work) if column.unknown] == []


def back_in(config: Config, folder: Path) -> Config:
    """The same keys, and embedded stores in a folder."""
    urls = {name: f"sqlite:///{folder / name}.sqlite" for name in STORES}
    return replace(config, data=folder, database_url=urls["main"], care_database_url=urls["care"])
