"""The browser starts, stays on this machine, and axe sees what is wrong on a page."""

import pytest
from playwright.sync_api import Error

from tests.tools.axe import violations

GOOD = '<html lang="en"><head><title>Good</title></head><body><main><h1>Good</h1></main></body></html>'
NO_LABEL = GOOD.replace("</main>", '<input type="text"></main>')
PALE = GOOD.replace("<h1>", '<h1 style="color: #ddd; background: #fff">')

pytestmark = pytest.mark.browser


@pytest.fixture
def page(windowless):
    page = windowless.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("html", "rules"),
    [
        pytest.param(GOOD, [], id="nothing wrong"),
        pytest.param(NO_LABEL, ["label"], id="a field without label"),
        pytest.param(PALE, ["color-contrast"], id="pale text"),
    ],
)
def test_axe_names_the_rule(page, html, rules):
    page.set_content(html)
    assert [violation.split(":")[0] for violation in violations(page)] == rules


def test_the_browser_reaches_no_other_machine(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://inbeeld.example/")
