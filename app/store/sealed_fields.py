"""Every sealed column of both stores: with which kind of key it is sealed and to what it is bound.

Whoever seals a field anew (another key, another installation) goes through this list; a test finds a column that is
missing in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.store.base import Base, CareBase
from app.store.care_models import CareContact, CareRelease, CareReport, CareResponse, CareSignalItem
from app.store.conversation_models import CaseOutcome, ConversationPart, ConversationVersion, HandOver
from app.store.models import Deviation, EligibilityCheck, Participant, PersonRequest, Response, StaffAccount

Values = Mapping[str, Any]
"""The columns of a row by name; for rows of a participation its ``token`` too."""


@dataclass(frozen=True, slots=True)
class SealedField:
    """``bound_to`` gives the name of the row that the field was sealed with."""

    model: type[Base | CareBase]
    column: str
    bound_to: Callable[[Values], str]

    @property
    def is_care(self) -> bool:
        """Whether the key of the care store seals it."""
        return issubclass(self.model, CareBase)


SEALED = (
    SealedField(Participant, "code_encrypted", lambda row: f"participant:{row['public_id']}:code"),
    SealedField(Participant, "name_encrypted", lambda row: f"participant:{row['public_id']}:name"),
    SealedField(
        Response, "text_encrypted", lambda row: f"response:{row['token']}:{row['item_id']}:{row['idempotency_key']}"
    ),
    SealedField(EligibilityCheck, "reason_encrypted", lambda row: f"eligibility_check:{row['id']}:reason"),
    SealedField(Deviation, "note_encrypted", lambda row: f"deviation:{row['id']}:note"),
    SealedField(PersonRequest, "words_encrypted", lambda row: f"person_request:{row['id']}:words"),
    SealedField(
        ConversationPart,
        "content_encrypted",
        lambda row: f"conversation_part:{row['participation_id']}:{row['part']}:{row['version']}",
    ),
    SealedField(
        ConversationVersion,
        "content_encrypted",
        lambda row: f"conversation_version:{row['participation_id']}:{row['number']}",
    ),
    SealedField(CaseOutcome, "note_encrypted", lambda row: f"case_outcome:{row['id']}:note"),
    SealedField(HandOver, "receipt_encrypted", lambda row: f"hand_over:{row['id']}:receipt"),
    SealedField(StaffAccount, "totp_encrypted", lambda row: f"staff_account:{row['id']}:totp"),
    SealedField(
        CareResponse,
        "value_encrypted",
        lambda row: f"care_response:{row['token']}:{row['item_id']}:{row['idempotency_key']}",
    ),
    SealedField(
        CareRelease, "choice_encrypted", lambda row: f"care_release:{row['token']}:{row['page']}:{row['recipient']}"
    ),
    SealedField(CareContact, "ways_encrypted", lambda row: f"care_contact:{row['token']}:ways"),
    SealedField(CareSignalItem, "context_encrypted", lambda row: f"care_signal_item:{row['token']}:context"),
    SealedField(CareSignalItem, "advice_encrypted", lambda row: f"care_signal_item:{row['token']}:advice"),
    SealedField(
        CareReport,
        "content_encrypted",
        lambda row: f"care_report:{row['token']}:{row['edition']}:{row['fingerprint']}",
    ),
)


def sealed_fields_of(model: type[Base | CareBase]) -> tuple[SealedField, ...]:
    """The sealed columns of one table."""
    return tuple(field for field in SEALED if field.model is model)
