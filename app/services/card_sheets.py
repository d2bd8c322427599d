"""The sheet of access cards of a group session as a PDF, made when somebody asks for it and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import tzinfo

from app.reporting.cards import Occasion, PrintedCard, render_cards
from app.services.access_codes import cards
from app.services.accounts import Staff
from app.services.codes import grouped
from app.services.work import Work


def card_sheets(  # noqa: PLR0913 - what a sheet depends on
    work: Work,
    staff: Staff,
    public_id: str,
    *,
    heading: str,
    zone: tzinfo,
    address_of: Callable[[str, str], str],
    locales: Mapping[int, str],
    seats: Collection[int] = (),
) -> bytes:
    """The cards of these seats, or of all; ``address_of``: locale and code to the address in the square.

    ``heading`` names the file in the language of the staff; ``zone`` is that of the day. Raises as
    ``access_codes.cards``, and ReportFault.
    """
    session, found = cards(work, staff, public_id, locales, seats)
    occasion = Occasion(
        heading=heading,
        title=session.title,
        place=session.location.name,
        on=session.starts_at.astimezone(zone).date(),
        locale=staff.locale,
    )
    printed = [
        PrintedCard(card.seat, grouped(card.code), address_of(card.locale, card.code), card.locale) for card in found
    ]
    return render_cards(printed, occasion, work.library.wordings(session.instrument_id))
