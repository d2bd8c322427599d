"""Flask as this application uses it: no views of its own kind, and hooks of libraries only where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask


class Application(Flask):
    """Flask whose views and hooks are all ordinary functions: none of them is looked at before each call."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is; ``tests/web/test_hooks.py`` and ``hooks_only`` refuse an asynchronous one."""
        return func


@contextmanager
def hooks_only(app: Flask, where: Callable[[], bool] | None) -> Iterator[None]:
    """Run the hooks that are attached inside for the whole application only where ``where`` says so (None: nowhere).

    Their order stays. A library that hangs itself on every request would else be asked for each answer of a person.
    Raises TypeError for an asynchronous hook, which would never run.
    """
    kinds = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    lists: list[list[Any]] = [kept.setdefault(None, []) for kept in kinds]
    there = [len(hooks) for hooks in lists]
    yield
    for hooks, number in zip(lists, there, strict=True):
        for hook in hooks[number:]:
            if iscoroutinefunction(hook):
                msg = f"{hook!r} is asynchronous and would never run: write it without async"
                raise TypeError(msg)
        hooks[number:] = [] if where is None else [_narrowed(hook, where) for hook in hooks[number:]]


def _narrowed(hook: Callable[..., Any], where: Callable[[], bool]) -> Callable[..., Any]:
    def there_only(*given: Any) -> Any:  # noqa: ANN401 - whatever the hook takes and gives
        if where():
            return hook(*given)
        return given[0] if given else None  # an answer goes on as it is

    return there_only
