"""Of many workers one does what is done once a night."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app import jobs
from app.services import retention
from app.services.turns import give_turn_back, take_turn

NIGHT = timedelta(hours=12)


def later(work, hours: int):
    return replace(work, now=lambda: work.now() + timedelta(hours=hours))


def test_one_of_two_workers_takes_the_turn(work):
    assert take_turn(work, "sweep", NIGHT)
    assert not take_turn(work, "sweep", NIGHT)
    assert not take_turn(later(work, 11), "sweep", NIGHT)


def test_the_next_night_somebody_takes_it_again(work):
    assert take_turn(work, "sweep", NIGHT)
    assert take_turn(later(work, 24), "sweep", NIGHT)


def test_turns_have_names(work):
    assert take_turn(work, "sweep", NIGHT)
    assert take_turn(work, "dust", NIGHT)


def test_a_turn_that_went_wrong_is_given_back(work):
    assert take_turn(work, "sweep", NIGHT)
    give_turn_back(work, "sweep")
    assert take_turn(work, "sweep", NIGHT)


def test_a_night_that_went_wrong_is_tried_again_by_another_worker(app, monkeypatch):
    done: list[object] = []

    def fail(_work):
        raise ConnectionError

    monkeypatch.setattr(jobs, "_worker_app", [app])
    monkeypatch.setattr(retention, "run", fail)
    with pytest.raises(ConnectionError):
        jobs._remove_what_is_over()
    monkeypatch.setattr(retention, "run", done.append)
    jobs._remove_what_is_over()
    jobs._remove_what_is_over()
    assert len(done) == 1
