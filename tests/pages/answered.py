"""Pages that answer, with somebody per language who answered everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from app.core.responses import Response
from app.services.work import Definitions, Work
from app.store.models import GroupSession
from tests.factories import Invited, SittingFactory
from tests.journeys.conftest import SOUND
from tests.journeys.site import serving
from tests.services.answering import answer_everything

LOCALES = ("nl", "en", "ar", "ti")


@dataclass(frozen=True, slots=True)
class Answered:
    """Where the pages are, and the code of somebody who answered everything, per language."""

    address: str
    codes: Mapping[str, str]

    def come_in(self, page: Page, locale: str) -> None:
        """Type the code."""
        page.goto(f"{self.address}/{locale}/code")
        page.fill("#code", self.codes[locale])
        page.keyboard.press("Enter")  # the default button of the form is "next"
        page.wait_for_url(lambda address: not address.endswith("/code"))


@contextmanager
def answered(
    stores: Path,
    folder: Path,
    definitions: Definitions,
    invite: Callable[[SittingFactory, GroupSession, int], Invited],
    afterwards: Callable[[Work, Invited], None] = lambda _work, _someone: None,
    **answers: Response,
) -> Iterator[Answered]:
    """Let people whom ``invite`` makes answer everything, fixed ``answers`` among them, and do ``afterwards`` for each.

    The sounds are those that ``make sound`` made.
    """
    with serving(stores, folder, definitions, sound=SOUND) as site:
        codes = {}
        with site.work() as work:
            factory = SittingFactory(work)
            session = factory.session()
            for seat, locale in enumerate(LOCALES, 1):
                someone = invite(factory, session, seat)
                answer_everything(work, someone.token, locale, **answers)
                afterwards(work, someone)
                codes[locale] = someone.code
        yield Answered(site.address, codes)
