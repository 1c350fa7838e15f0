"""On a phone: nothing scrolls sideways, and every target is large enough for a thumb; test_accessibility looks at each page so."""

from playwright.sync_api import Page, expect

from tests.browser.people import PHONE, Door
from tests.town import Town

SMALLEST = 48
CHEAP = {"width": 360, "height": 740}
MEASURE = """smallest => {
  document.querySelectorAll("details").forEach((closed) => (closed.open = true));
  const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  const small = targets.filter(seen).filter((element) => !element.closest(".desk .leaflet-control-container")).filter((element) => {
    const boxes = [element, element.closest("label")].filter(Boolean).map((one) => one.getBoundingClientRect());
    return !boxes.some((box) => box.height >= smallest - 0.5);
  });
  return { width: document.documentElement.scrollWidth, small: small.map((element) => element.outerHTML.slice(0, 120)) };
}"""


def misfits(tab: Page, name: str) -> list[str]:
    """Targets that are too small for a thumb, also of what lies behind a line, and whether the page is wider than a cheap phone."""
    tab.set_viewport_size(CHEAP)
    found = tab.evaluate(MEASURE, SMALLEST)
    tab.set_viewport_size(PHONE)
    wide = [f"{name} is {found['width']} px wide"] if found["width"] > CHEAP["width"] else []
    return [f"{name}: {target}" for target in found["small"]] + wide


def test_a_planted_misfit_is_found(door: Door, town: Town) -> None:
    tab = door.open(phone=True).go("/sign-in/")
    assert misfits(tab, "sign-in") == []
    tab.evaluate(
        "() => { const at = document.querySelector('h1'); at.innerHTML = '<button>x</button>'; at.firstChild.className = 'planted'; }"
    )
    tab.evaluate("() => { document.querySelector('.planted').style.cssText = 'min-height:0;height:20px;padding:0;width:900px'; }")
    assert len(misfits(tab, "sign-in")) == 2


def test_the_board_on_a_small_screen_shows_the_list_and_then_the_case(door: Door, town: Town) -> None:
    town.case(text="在手机上看")
    page = door.open(town.people["alice"], phone=True).go("/desk/")
    page.locator("#main li[data-id]").click()
    expect(page.locator(".detail article")).to_contain_text("在手机上看")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="关闭详情").click()
    expect(page.locator("#main li[data-id]")).to_be_visible()
