"""Own words and names that would be code somewhere else stay words: on pages, in lists, in print."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.core.responses import Response
from app.services.accounts import staff_of
from app.services.caseload import set_name
from app.store.models import GroupSession, Participant, RoleName, StaffAccount
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, sign_in
from tests.services.answering import answer
from tests.web.person import Person

HOSTILE = (
    (
        "{{ 7919*104729 }} {% raw %} ${7919*104729} <%= 7919*104729 %> #{7919*104729} "
        "{{ config.SECRET_KEY }} {{ self.__init__.__globals__ }}"
    ),
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>' onmouseover='alert(1)",
    "</textarea></p><base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    '=HYPERLINK("http://evil.example")',
    "%(name)s {name} {0.__class__} %n%s",
)
MARKUP = re.compile(r"<script>alert|<img src=x|<svg/onload|<base|<meta http-equiv=refresh| onmouseover='alert")


def holds_only_words(page, typed):
    assert str(7919 * 104729) not in page.text
    assert not MARKUP.search(page.text)
    assert "a secret of a test" not in page.text
    assert "evil.example" not in page.headers.get("Location", "")
    return typed


@pytest.mark.parametrize("typed", HOSTILE)
def test_own_words_are_shown_as_they_were_typed(client, work, sitting_factory, typed):
    person = Person(client)
    someone = sitting_factory()
    person.begin(someone.code)
    person.open("items/own_words")
    person.post(text=typed)
    answer(work, someone.token, "c1a", Response(options=("1",)))
    shown = 0
    for path in ("items/own_words", "review", "go-on", "stop"):
        page = person.open(path)
        assert page.status_code == 200
        holds_only_words(page, typed)
        shown += typed in person.form.fields.get("text", [""])[0]
    assert shown, "the words were never shown back, so nothing is proved"


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_as_a_code_is_shown_as_words(client, typed):
    person = Person(client)
    holds_only_words(person.enter(typed), typed)
    assert person.form.fields["code"] == [typed[:40]]


@pytest.mark.parametrize("typed", HOSTILE)
def test_names_and_titles_are_words_on_pages_of_staff(demo_app, typed):
    with demo_app.app_context():
        work = current_work()
        manager = work.db.scalars(
            select(StaffAccount).where(StaffAccount.email == EMAILS[RoleName.CLIENT_MANAGER])
        ).one()
        mine = select(Participant.public_id).where(Participant.client_manager_id == manager.id)
        public_id = work.db.scalars(mine.where(Participant.name_encrypted.is_not(None)).limit(1)).one()
        set_name(work, staff_of(manager), public_id, typed)
        session = work.db.scalars(select(GroupSession).where(GroupSession.opened_at.is_not(None)).limit(1)).one()
        session.title = typed[:200]
        work.db.commit()
        session_id = session.public_id
    reader, facilitator = (sign_in(demo_app, role) for role in (RoleName.CLIENT_MANAGER, RoleName.FACILITATOR))
    pages = [
        reader.get("/staff/participants"),
        reader.get(f"/staff/participants/{public_id}"),
        reader.get("/staff/participants", query_string={"search": typed}),
        facilitator.get("/staff/sessions"),
        facilitator.get(f"/staff/sessions/{session_id}"),
    ]
    assert [page.status_code for page in pages] == [200] * len(pages)
    for page in pages:
        holds_only_words(page, typed)
