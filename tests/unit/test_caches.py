"""What a process keeps in memory holds nothing of anybody: nothing of who was removed lives on there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from app import paths
from app.core.responses import Response
from app.core.routing import _deciding, routing_items
from app.instruments.library import load_library

KEEPING = {"cache", "lru_cache", "cached_property"}
BY = frozenset(
    {
        "code", "draft", "demo", "edition", "file", "first", "folder", "item_id", "jobs_url", "lan", "large", "locale",
        "mirrored", "modules", "name", "picture", "root", "second", "seed", "series_id", "store",
    }
)  # fmt: skip
"""By what results are kept: languages, wordings, our own files, drawings and items, parts of a session, settings."""
DECIDING = {("core/routing.py", "definition"), ("core/routing.py", "deciding")}
"""The chosen options on which the way depends, of nobody: without token, words or moment."""
ASKED = {("services/sittings.py", "items"), ("services/delivery.py", "row"), ("services/delivery.py", "moved")}
"""How many items a question asks for, and the names of columns that a statement fills: values are bound later."""
FILES = {("web/lasting.py", "text")}
"""What a file of ours says, the same for everybody. Pages are squeezed elsewhere, and kept by nothing."""
KEPT_WITH = {("instruments/sources.py", "_marked"), ("web/context.py", "definitions")}
"""Properties that are kept with a definition, or with all of them."""


def kept() -> Iterator[tuple[Path, ast.FunctionDef, str]]:
    """Every function whose results are kept, with the way of keeping."""
    for file in sorted(paths.APP.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for mark in node.decorator_list:
                called = mark.func if isinstance(mark, ast.Call) else mark
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                if name in KEEPING:
                    yield file.relative_to(paths.APP), node, name


def test_results_are_kept_by_nothing_that_belongs_to_a_person():
    """Whoever keeps results by something new says here what it is; tokens, ids and words of people never are."""
    found = list(kept())
    assert len(found) > 30
    properties = {(str(file), node.name) for file, node, name in found if name == "cached_property"}
    assert properties == KEPT_WITH
    by = {
        (str(file), argument.arg)
        for file, node, name in found
        if name != "cached_property"
        for argument in (*node.args.args, *node.args.kwonlyargs)
    }
    assert {one for one in by if one[1] not in BY} == DECIDING | ASKED | FILES


def test_of_own_words_the_way_keeps_only_that_there_are_some():
    for instrument in load_library().instruments.values():
        typed = {item_id: Response(options=("x",), text="zonnebloem") for item_id in routing_items(instrument)}
        deciding = _deciding(instrument, typed)
        assert len(deciding) == len(typed)
        assert "zonnebloem" not in repr(deciding)
