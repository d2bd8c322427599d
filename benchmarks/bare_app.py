"""The least that an item page can be on the same ground: Flask, SQLAlchemy, Flask-WTF and Flask-Babel, nothing else.

Reads the participant and the response that stands, appends one response and answers 303: what the application does for
an item, without its instrument, its routing, its languages and its safeguards. Two ways of reading the page:

``/lean/<item>``   Core SQL, the CSRF field alone: about the fastest page that this ground carries
``/form/<item>``   ORM and a form object: the page as it is usually written

``BARE_DATABASE``: the address of its store as SQLAlchemy takes it. ``python bare_app.py PEOPLE`` makes its tables anew,
with so many participants.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import UTC, datetime

from flask import Flask, abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import generate_csrf
from jinja2 import DictLoader
from markupsafe import Markup
from sqlalchemy import ForeignKey, QueuePool, create_engine, event, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wtforms import RadioField
from wtforms.validators import InputRequired

ITEMS = 32
OPTIONS = [("0", "لا"), ("1", "قليلا"), ("2", "أحيانا"), ("3", "غالبا"), ("4", "دائما")]
LANGUAGES = [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("ti", "ትግርኛ")]
PAGE = """<!doctype html>
<html lang="{{ person.locale }}" dir="rtl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ _("Item") }} {{ number }}</title>
<link rel="stylesheet" href="{{ url_for('static', filename='page.css') }}"></head>
<body><a href="#main">{{ _("To the content") }}</a>
<nav aria-label="{{ _('Language') }}">
{%- for code, name in languages %}<a href="?locale={{ code }}" lang="{{ code }}">{{ name }}</a>{% endfor -%}
</nav>
<main id="main"><progress max="{{ items }}" value="{{ number }}"></progress>
<form method="post">{{ csrf_field }}
<fieldset><legend>{{ text }}</legend>
{% for value, label in options %}
<label><input type="radio" name="option" value="{{ value }}"{% if value == standing %} checked{% endif %}>
<span>{{ label }}</span></label>
{% endfor %}
</fieldset>
{% if number > 1 %}<a href="{{ url_for(request.endpoint, number=number - 1) }}">{{ _("Back") }}</a>{% endif %}
<button>{{ _("Next") }}</button></form></main>
<footer>{{ _("Each answer is saved at once.") }}</footer></body></html>
"""


class Base(DeclarativeBase):
    """The two tables."""


class Participant(Base):
    """A person."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    locale: Mapped[str]


class Response(Base):
    """One choice; the newest one stands."""

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    item: Mapped[int]
    option: Mapped[str]
    answered_at: Mapped[datetime]


class ItemForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """One choice."""

    option = RadioField(choices=OPTIONS, validators=[InputRequired()])


def _set_rules(connection: sqlite3.Connection, _record: object) -> None:
    for rule in ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {rule}").close()


engine = create_engine(os.environ["BARE_DATABASE"], poolclass=QueuePool)
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", _set_rules)

app = Flask(__name__)
app.config.update(SECRET_KEY="bare " * 8, WTF_CSRF_TIME_LIMIT=None, WTF_I18N_ENABLED=False, BABEL_DEFAULT_LOCALE="ar")
app.jinja_loader = DictLoader({"page.html": PAGE})
Babel(app)
CSRFProtect(app)


@app.get("/enter/<token>")
def enter(token: str) -> ResponseReturnValue:
    """Keep who this is in the cookie."""
    session["token"] = token
    return redirect(url_for("lean_page", number=1), 303)


@app.get("/lean/<int:number>")
def lean_page(number: int) -> ResponseReturnValue:
    """The page without ORM and without a form object."""
    with engine.connect() as connection:
        wanted = select(Participant.id, Participant.locale).where(Participant.token == session.get("token", ""))
        person = connection.execute(wanted).one_or_none()
        if person is None:
            abort(404)
        standing = connection.scalar(_standing(person.id, number))
    field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    return _page(person, number, standing, field)


@app.get("/form/<int:number>")
def form_page(number: int) -> ResponseReturnValue:
    """The page with ORM and form object."""
    with Session(engine) as db_session:
        person = _person(db_session)
        standing = db_session.scalar(_standing(person.id, number))
        return _page(person, number, standing, ItemForm().csrf_token)


@app.post("/lean/<int:number>")
@app.post("/form/<int:number>")
def save(number: int) -> ResponseReturnValue:
    """Check, append, commit, go on."""
    form = ItemForm()
    if not form.validate():
        abort(422)
    with Session(engine) as db_session:
        person = _person(db_session)
        values = {"item": number, "option": form.option.data, "answered_at": datetime.now(UTC)}
        db_session.execute(insert(Response).values(participant_id=person.id, **values))
        db_session.commit()
    return redirect(url_for("lean_page", number=number % ITEMS + 1), 303)


def _person(db_session: Session) -> Participant:
    person = db_session.scalar(select(Participant).where(Participant.token == session.get("token", "")))
    return person or abort(404)


def _standing(person_id: int, number: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a select of one column
    newest = select(Response.option).where(Response.participant_id == person_id, Response.item == number)
    return newest.order_by(Response.id.desc()).limit(1)


def _page(person: object, number: int, standing: str | None, csrf_field: object) -> str:
    return render_template(
        "page.html",
        person=person,
        number=number,
        standing=standing,
        csrf_field=csrf_field,
        text=f"أعمل جيدا مع الآخرين في مجموعة، حتى عندما يكون العمل صعبا ({number})",
        items=ITEMS,
        options=OPTIONS,
        languages=LANGUAGES,
    )


def make_people(number: int) -> None:
    """Make the tables anew, with participants ``p0``, ``p1``, and so on."""
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as db_session:
        db_session.add_all(Participant(token=f"p{person}", locale="ar") for person in range(number))
        db_session.commit()


if __name__ == "__main__":
    make_people(int(sys.argv[1]))
