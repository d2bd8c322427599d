"""What PostgreSQL does not take where SQLite does: a page that says so, and no error of ours."""

from __future__ import annotations

import pytest

from app.store.models import RoleName
from tests.demonstration_stores import sign_in


@pytest.mark.grown
def test_a_sign_that_postgresql_does_not_take_is_a_page_that_is_not_there(demo_app):
    officer = sign_in(demo_app, RoleName.PROTECTION_OFFICER)
    assert officer.get("/staff/log?actor=%00").status_code == 404
    assert officer.get("/staff/log").status_code == 200
