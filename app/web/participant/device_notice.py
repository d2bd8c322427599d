"""What a device tells about itself while somebody answers; the person sees nothing of it."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.services.devices import DeviceProblem, note_device
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.sitting import current_sitting

KINDS = frozenset(DeviceProblem)


@bp.post("/<locale>/device")
def device() -> ResponseReturnValue:
    """Remember what the device of this sitting cannot do: ``kind``, and nothing else."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400)
    note_device(current_work(), current_sitting(), DeviceProblem(kind))
    return "", 204
