"""What another host signed while its clock ran ahead of ours: a cookie of a person who goes on here a moment later."""

from __future__ import annotations

from typing import Any

from itsdangerous import SignatureExpired, TimestampSigner

AHEAD_SECONDS = 300
"""So far the clock of another host may be ahead; more than that, and it signed nothing that can be believed."""


class ForManyClocks(TimestampSigner):
    """A signer that takes what was signed a little later than now.

    The bare one refuses a signature that is one second "younger than now": where two hosts serve in turn and their
    clocks differ by so little, everybody would be asked for the code at every second page.
    """

    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,  # noqa: FBT001, FBT002 - as the parent has it
    ) -> Any:  # noqa: ANN401 - bytes, or bytes and a moment, as the parent has it
        """The value, and with ``return_timestamp`` when it was signed. ``max_age``: in seconds.

        Raises BadSignature, and SignatureExpired for what is too old or of a clock too far ahead.
        """
        value, signed_at = super().unsign(signed_value, return_timestamp=True)
        age = self.get_timestamp() - int(signed_at.timestamp())
        if max_age is not None and not -AHEAD_SECONDS <= age <= max_age:
            raise SignatureExpired(f"signed {age} seconds ago", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value
