"""A response as it stands in a column: JSON with short keys, own words apart."""

from __future__ import annotations

import json

from app.core.responses import Missing, Response


def encode(response: Response) -> str:
    """Everything but the own words."""
    content: dict[str, object] = {}
    if response.options:
        content["options"] = list(response.options)
    if response.number is not None:
        content["number"] = response.number
    if response.missing is not None:
        content["missing"] = response.missing.value
    return json.dumps(content, separators=(",", ":"))


def decode(value: str, text: str | None = None) -> Response:
    """The response again."""
    content = json.loads(value)
    missing = content.get("missing")
    return Response(
        options=tuple(content.get("options", ())),
        number=content.get("number"),
        text=text,
        missing=Missing(missing) if missing else None,
    )


def encode_whole(response: Response) -> str:
    """With the own words: for the care store, where the whole choice is sealed."""
    return json.dumps({"value": encode(response), "text": response.text}, ensure_ascii=False)


def decode_whole(content: str) -> Response:
    """The reverse of ``encode_whole``."""
    parts = json.loads(content)
    return decode(parts["value"], parts["text"])
