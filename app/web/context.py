"""What a request or command works with: the two stores, the definitions kept once per process, the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from inspect import iscoroutinefunction
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session, sessionmaker

from app import extensions
from app.config import Config
from app.instruments.library import Library, load_library
from app.instruments.pseudo import PSEUDO
from app.services.work import Definitions, Work
from app.store.base import Base, CareBase
from app.store.cipher import Cipher, Lookup
from app.store.engine import engine_options, follow_rules, make_folder

NAME = "inbeeld"
INSTRUMENT = "profile"
"""The instrument that people answer."""
SOURCE_OF_INTERFACE = "en"


@cache
def kept_definitions() -> Definitions:
    """Those of all applications of a process: definitions never change while it runs. Raises DefinitionErrors."""
    return Definitions(load_library())


@dataclass(frozen=True, slots=True)
class Released:
    """Locales in which people may meet our words, in the order of the library: per instrument, and of any of them."""

    by_instrument: Mapping[str, tuple[str, ...]]
    anywhere: tuple[str, ...]


@dataclass
class Inbeeld:
    """What one process keeps: settings, sessions of the care store, keys, and what was asked for once.

    ``released``: languages of people, as ``app.web.offered`` found them at ``released_at``.
    """

    config: Config
    care_sessions: sessionmaker[Session]
    texts: Cipher
    cares: Cipher
    lookup: Lookup
    released: Released | None = None
    released_at: float = 0.0

    @cached_property
    def definitions(self) -> Definitions:
        """Instruments and wordings, read and checked at the first call. Raises DefinitionErrors."""
        return kept_definitions()


def attach_stores(app: Flask, config: Config) -> None:
    """Open both stores with the rules of ``app.store.engine``; the sessions of one never reach the other."""
    make_folder(config.database_url)
    make_folder(config.care_database_url)
    app.config["SQLALCHEMY_ENGINES"] = {
        "default": engine_options(config.database_url),
        "care": engine_options(config.care_database_url),
    }
    extensions.db.init_app(app)
    # The extension also closes asynchronous sessions; there are none, and that alone would start a thread a request.
    app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]
    with app.app_context():
        main, care = extensions.db.get_engine("default"), extensions.db.get_engine("care")
        follow_rules(main)
        follow_rules(care)
        extensions.db.sessionmaker.configure(bind=None, binds={Base: main})
    app.extensions[NAME] = Inbeeld(
        config=config,
        care_sessions=sessionmaker(binds={CareBase: care}),
        texts=Cipher.of(config.text_key),
        cares=Cipher.of(config.care_key),
        lookup=Lookup.by(config.lookup_key),
    )
    app.teardown_appcontext(_end_work)


def this_application() -> Flask:
    """The application itself, for what outlives the command or request at hand."""
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - Flask's own way


def inbeeld() -> Inbeeld:
    """What this process keeps."""
    return cast("Inbeeld", current_app.extensions[NAME])


def current_library() -> Library:
    """The current definitions, without opening a store."""
    return inbeeld().definitions.library


def interface_locale() -> str | None:
    """The locale of this request's interface texts, as ``g.locale`` says; None takes the default.

    A pseudo-language has no catalogue: its interface texts are those of the source, which tests accent.
    """
    locale = g.get("locale")
    return SOURCE_OF_INTERFACE if locale in PSEUDO else locale and locale.replace("-", "_")


def current_work() -> Work:
    """The unit of work of this request or command; the stores are reached when a use case asks them something."""
    if "work" not in g:
        kept = inbeeld()
        g.care_session = kept.care_sessions()
        g.work = Work(
            db=extensions.db.session,
            care=g.care_session,
            definitions=kept.definitions,
            config=kept.config,
            texts=kept.texts,
            cares=kept.cares,
            lookup=kept.lookup,
        )
    return cast("Work", g.work)


def outside_address() -> str:
    """How devices reach this installation, as set or as the page at hand was asked for, without a stroke at the end."""
    return inbeeld().config.address or request.host_url.rstrip("/")


def _end_work(_error: BaseException | None) -> None:
    """A file that is sent in pieces goes on in the same context: it takes sessions of its own, which end with it."""
    g.pop("work", None)
    session = g.pop("care_session", None)
    if session is not None:
        session.close()
