"""What runs before and after each request, and that hooks of sign-in run on the pages of staff alone."""

from __future__ import annotations

from inspect import iscoroutinefunction

import pytest
from flask import Flask

from app.web.application import hooks_only
from app.web.staff.blueprint import PREFIX


def hooks_of(app: Flask):
    """Every hook of a request, of the application and of its blueprints."""
    kinds = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.url_value_preprocessors,
        app.template_context_processors,
    )
    return [hook for kind in kinds for hooks in kind.values() for hook in hooks] + app.teardown_appcontext_funcs


def test_no_view_and_no_hook_is_asynchronous(app):
    """Nothing looks at them before each call: an asynchronous one would never run."""
    functions = [*app.view_functions.values(), *hooks_of(app)]
    assert len(functions) > 100
    assert [one for one in functions if iscoroutinefunction(one)] == []


def test_every_page_of_sign_in_is_a_page_of_staff(app):
    """Hooks of signing in run under this address alone."""
    found = [
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("security.", "staff.", "provider."))
    ]
    assert len(found) > 50
    assert [rule for rule in found if not rule.startswith(f"{PREFIX}/")] == []


@pytest.mark.parametrize("there", [True, False])
def test_hooks_run_only_where_they_are_wanted(there):
    app, called = Flask(__name__), []

    def before():
        called.append("before")
        return "stopped"

    def after(response):
        called.append("after")
        response.headers["X-After"] = "1"
        return response

    with hooks_only(app, lambda: there):
        app.before_request(before)
        app.after_request(after)
        app.teardown_request(lambda _error: called.append("end"))
    app.add_url_rule("/", view_func=lambda: "page")
    answer = app.test_client().get("/")
    assert called == (["before", "after", "end"] if there else [])
    assert answer.text == ("stopped" if there else "page")
    assert ("X-After" in answer.headers) is there


def test_hooks_that_nobody_wants_are_left_out():
    app = Flask(__name__)
    app.before_request(lambda: None)
    with hooks_only(app, None):
        app.before_request(lambda: "never")
    app.add_url_rule("/", view_func=lambda: "page")
    assert app.test_client().get("/").text == "page"
    assert len(app.before_request_funcs[None]) == 1


@pytest.mark.parametrize("where", [None, lambda: True])
def test_an_asynchronous_hook_of_a_library_is_refused(where):
    async def hook():
        pass

    app = Flask(__name__)
    with pytest.raises(TypeError, match="write it without async"), hooks_only(app, where):
        app.before_request(hook)
