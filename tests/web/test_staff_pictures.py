"""What a client manager sees of somebody who answered in pictures, and when."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.services.finishing import finish_sitting
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.models import Participant, Participation, RoleName, SittingState, WhoSaw
from app.web.context import current_work
from tests.demonstration_stores import sign_in
from tests.services.answering import answer_everything, option

HEALTH = {f"p6.z{n}": option("2") for n in range(1, 6)} | {"p7.help_wish": option("yes"), "p8.acute": option("no")}


@pytest.fixture
def somebody(demo_app):
    """Public id and token of somebody of the client manager who went on in pictures and finished."""
    with demo_app.app_context():
        work = current_work()
        row = work.db.execute(
            select(Participant.public_id, Participation.token)
            .join(Participation, Participation.participant_id == Participant.id)
            .where(
                Participation.state == SittingState.STARTED,
                Participation.variant == "text",
                Participation.set_aside_at.is_(None),
            )
            .order_by(Participation.id)
            .limit(1)
        ).one()
        token = change_variant(work, row.token, "pictogram")
        answer_everything(work, token, **HEALTH, **{"p3.c1": option("2")})
        finish_sitting(work, open_sitting(work, token), "nl")
    return row.public_id, token


@pytest.fixture
def page(demo_app, somebody):
    def look(*, seen=True):
        with demo_app.app_context():
            work = current_work()
            values = {"profile_seen_at": work.now() if seen else None}
            work.db.execute(update(Participation).where(Participation.token == somebody[1]).values(**values))
            work.db.commit()
        manager = sign_in(demo_app, RoleName.CLIENT_MANAGER)
        return manager.get(f"/staff/participants/{somebody[0]}").get_data(as_text=True)

    return look


def test_each_scene_stands_with_the_chosen_jar_and_no_bar(page):
    text = page()
    assert text.count('class="inb-scene"') > 25
    assert text.count('class="inb-scene inb-scene--small"') > 20
    assert 'class="inb-scene" src="/assets/pictures/picture-p3-c1-prompt.' in text
    assert 'alt=""' not in text.split('id="p1"')[1].split("<aside")[0]
    assert "inb-band" not in text
    assert "Kunt u vertellen over een keer dat u met anderen werkte?" in text
    assert "noemt zelf: veel" in text
    assert "op een andere manier gegeven" in text  # the answers in words


def test_nothing_about_health_is_shown(page):
    text = page()
    assert "option-face" not in text
    assert "picture-p6" not in text
    assert "Slaapt u slecht?" not in text


def test_before_the_person_saw_the_pictures_nobody_else_does(page, demo_app, somebody):
    text = page(seen=False)
    assert "inb-scene" not in text
    assert "De deelnemer heeft de plaatjes nog niet bekeken." in text
    with demo_app.app_context():
        work = current_work()
        looked = select(WhoSaw.part).join(Participation, Participation.id == WhoSaw.participation_id)
        assert work.db.scalars(looked.where(Participation.token == somebody[1])).all() == []
