"""Every page of the portal: no finding of axe in two languages and schemes, and no text that runs."""

import pytest

from tests.browser.payloads import PAYLOADS
from tests.browser.people import Door
from tests.browser.portaltown import furnished
from tests.browser.readers import Readers
from tests.browser.test_accessibility import findings
from tests.browser.test_texts_never_run import nothing_ran
from tests.town import Town


@pytest.mark.parametrize(("language", "scheme"), [("zh-hans", "light"), ("en", "dark")])
def test_no_page_of_the_portal_has_a_finding(door: Door, town: Town, language: str, scheme: str) -> None:
    readers = Readers(door, town, language, scheme)
    found = [fault for page in furnished(town).pages for fault in findings(readers.at(page), page.name)]
    assert not found, "\n".join(found)


def test_e1_sixty_payloads_in_every_place_of_the_portal(door: Door, town: Town) -> None:
    readers, seen = Readers(door, town), ""
    for page in furnished(town, PAYLOADS).pages:
        tab = readers.at(page)
        assert nothing_ran(tab), page.name
        seen += tab.locator("body").inner_text()
    assert seen.count("window.ran=1") > len(PAYLOADS)


def test_e1_feeds_and_cap_hold_texts_as_texts(door: Door, town: Town) -> None:
    from xml.etree.ElementTree import fromstring

    from bulletins.models import Alert

    furnished(town, PAYLOADS)
    page = door.open().page
    for path in ("/bulletins/feed.atom", "/around/feed.atom", "/alerts/cap.atom", f"/alerts/{Alert.objects.get().pk}/cap.xml"):
        answer = page.request.get(door.address + path)
        assert answer.ok
        tags = {element.tag.rpartition("}")[2] for element in fromstring(answer.body()).iter()}
        assert not tags & {"script", "img", "svg", "iframe", "object"}, path
