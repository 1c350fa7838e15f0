"""On a phone: nothing scrolls sideways, and every target is large enough for a thumb."""

from playwright.sync_api import expect

from tests.browser.pages import pages_of
from tests.browser.people import PHONE, Door, Person
from tests.town import Town

SMALLEST = 48
CHEAP = {"width": 360, "height": 740}
MEASURE = """smallest => {
  const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  const small = targets.filter(seen).filter((element) => !element.closest(".desk .leaflet-control-container")).filter((element) => {
    const boxes = [element, element.closest("label")].filter(Boolean).map((one) => one.getBoundingClientRect());
    return !boxes.some((box) => box.height >= smallest - 0.5);
  });
  return { width: document.documentElement.scrollWidth, small: small.map((element) => element.outerHTML.slice(0, 120)) };
}"""


def test_no_page_scrolls_sideways_and_every_target_fits_a_thumb(door: Door, town: Town) -> None:
    readers: dict[str, Person] = {}
    faults = []
    for page in pages_of(town):
        if not page.phone:
            continue
        person = readers.setdefault(page.reader, door.open(town.people.get(page.reader), phone=True))
        person.page.set_viewport_size(CHEAP)
        tab = person.go(page.path)
        expect(tab.locator(page.there).first).to_be_visible()
        found = tab.evaluate(MEASURE, SMALLEST)
        faults += [f"{page.name}: {target}" for target in found["small"]]
        if found["width"] > CHEAP["width"]:
            faults.append(f"{page.name} is {found['width']} px wide")
    assert not faults, "\n".join(faults)


def test_the_board_on_a_small_screen_shows_the_list_and_then_the_case(door: Door, town: Town) -> None:
    town.case(text="在手机上看")
    page = door.open(town.people["alice"], phone=True).go("/desk/")
    page.locator("#main li[data-id]").click()
    expect(page.locator(".detail article")).to_contain_text("在手机上看")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="关闭详情").click()
    expect(page.locator("#main li[data-id]")).to_be_visible()
