"""Every page can be used by everybody: no finding of axe-core (WCAG 2.0-2.2 A and AA, and its best practices).

Words do not depend on colours nor colours on words, so two passes see everything: Chinese in light, English in dark.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.pages import pages_of
from tests.browser.people import PHONE, Door
from tests.browser.readers import Readers
from tests.browser.test_phones import misfits
from tests.town import Town

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = PHONE | {"height": 2400}
"""So long that the bar at the foot covers nothing: what it covers on a phone is reached by scrolling."""
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"


@pytest.mark.parametrize(("language", "scheme"), [("zh-hans", "light"), ("en", "dark")])
def test_no_page_has_a_finding_and_each_fits_a_phone_and_a_thumb(door: Door, town: Town, language: str, scheme: str) -> None:
    readers = Readers(door, town, language, scheme)
    found = []
    for page in pages_of(town):
        tab = readers.at(page)
        if page.phone:
            tab.set_viewport_size(LONG)
        found += findings(tab, page.name)
        if page.phone:
            found += misfits(tab, page.name)
    assert not found, "\n".join(found)


def findings(tab: Page, name: str) -> list[str]:
    """What axe says about a page as it stands."""
    return [f"{name}: {fault}" for fault in findings_on(tab)]


def findings_on(tab: Page) -> list[str]:
    """What axe says about whatever is open."""
    tab.evaluate(AXE)
    violations = tab.evaluate(RUN, TAGS)
    return [
        f"{one['id']} {one['help']}: {node['html'][:160]} {node['failureSummary'][:200]}" for one in violations for node in one["nodes"]
    ]


def test_a_planted_fault_is_found(door: Door, town: Town) -> None:
    person = door.open()
    page = person.go("/sign-in/")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate(AXE)
    assert "label" in {one["id"] for one in page.evaluate(RUN, TAGS)}


def test_planted_inline_code_breaks_the_policy_and_is_noticed(door: Door, town: Town) -> None:
    person = door.open()
    page = person.go("/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    assert any("style-src" in fault for fault in person.collect())
    person.faults.clear()
