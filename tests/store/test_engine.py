"""The rules for SQLite, and the wall between the two stores."""

from __future__ import annotations

import pytest
from sqlalchemy import QueuePool, select, text
from sqlalchemy.exc import IntegrityError, UnboundExecutionError

from app import create_app
from app.extensions import db
from app.store.base import Base, CareBase
from app.store.care_models import CareResponse
from app.store.models import Response
from app.web.context import current_work
from tests.conftest import close_stores
from tests.factories import make_config


@pytest.mark.embedded
@pytest.mark.parametrize("store", ["default", "care"])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_every_connection_follows_the_rules(app, store, pragma, value):
    with app.app_context(), db.get_engine(store).connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("store", ["default", "care"])
def test_connections_are_pooled(app, store):
    with app.app_context():
        assert isinstance(db.get_engine(store).pool, QueuePool)


@pytest.mark.embedded
def test_reading_opens_no_transaction(work):
    work.db.execute(select(Response.id)).all()
    driver = work.db.connection(bind_arguments={"mapper": Response}).connection.driver_connection
    assert not driver.in_transaction


def test_no_table_is_in_both_stores():
    assert not set(Base.metadata.tables) & set(CareBase.metadata.tables)


def test_the_two_stores_never_share_an_engine(app, work):
    with app.app_context():
        assert work.db.get_bind(Response) is db.get_engine("default")
        assert work.care.get_bind(CareResponse) is db.get_engine("care")
        assert db.get_engine("default") is not db.get_engine("care")
        assert db.get_engine("default").url.database != db.get_engine("care").url.database


def test_a_session_cannot_reach_the_other_store(work):
    with pytest.raises(UnboundExecutionError):
        work.db.execute(select(CareResponse.id))
    with pytest.raises(UnboundExecutionError):
        work.care.execute(select(Response.id))


def test_a_second_application_has_its_own_stores(app, tmp_path):
    other = create_app(make_config(tmp_path / "other"))
    with app.app_context():
        first = current_work().care.get_bind(CareResponse)
    with other.app_context():
        assert current_work().care.get_bind(CareResponse) is not first
    close_stores(other)


def test_errors_of_a_store_do_not_carry_values(work, sitting_factory):
    invited = sitting_factory()
    with pytest.raises(IntegrityError) as caught:
        sitting_factory(seat=2, token=invited.token)
    work.db.rollback()
    assert invited.token not in str(caught.value)
