"""A quick reader for regular YAML: nested mappings, a key and at most one plain value on a line.

The wording files are written that way. Reading their four thousand texts with a whole YAML reader takes seconds at
each start; this one takes milliseconds. It reads a small part of YAML exactly as YAML 1.2 does and gives up (None)
at the first line that is anything else, so that the whole reader takes over.
"""

from __future__ import annotations

import json
import re

Regular = dict[str, "Regular | str | bool | list[str]"]

_LINE = re.compile(r'( *)([A-Za-z_][A-Za-z0-9_.-]*|"[^"\\]*"):(?: (.+))?')
_QUOTED = re.compile(r'"(?:[^"\\]|\\["\\/bfnrt])*"')
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")
_LIST = re.compile(r"\[(?:[a-z_-]+(?:, [a-z_-]+)*)?\]")
_SPECIAL = {"true": True, "false": False}
_RESERVED = re.compile(r"null|true|false", re.IGNORECASE)
_STRANGE = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\ufeff]")
INDENT = 2


def read_regular(text: str) -> Regular | None:
    """The mapping in ``text``, or None when the text is not regular or names a key twice."""
    if _STRANGE.search(text):
        return None
    root: Regular = {}
    open_mappings = [root]
    opened = True  # the line before opened a mapping that must be filled
    for line in text.split("\n"):
        if not line or line.lstrip(" ").startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        depth, odd = divmod(len(match[1]), INDENT)
        deepest = len(open_mappings) - 1
        if odd or depth > deepest or (opened and depth != deepest):
            return None
        del open_mappings[depth + 1 :]
        mapping, key = open_mappings[depth], match[2].strip('"')
        if key in mapping or _RESERVED.fullmatch(key):
            return None
        opened = match[3] is None
        if opened:
            child: Regular = {}
            mapping[key] = child
            open_mappings.append(child)
            continue
        value = _value(match[3])
        if value is None:
            return None
        mapping[key] = value
    return None if opened else root


def _value(text: str) -> str | bool | list[str] | None:
    if _QUOTED.fullmatch(text):
        return str(json.loads(text))
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _LIST.fullmatch(text):
        words = text[1:-1].split(", ") if text != "[]" else []
        return None if any(_RESERVED.fullmatch(word) for word in words) else words
    if _WORD.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    return None
