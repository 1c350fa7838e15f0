"""The office's map of what is missing: the list and the map are one, by key too."""

from playwright.sync_api import expect

from bulletins.actions.facilities import wish_facility
from tests.browser.people import Door
from tests.town import STREET, Town, inside


def test_a_cell_is_chosen_by_key_and_shown_on_the_map(door: Door, town: Town) -> None:
    for sign, grid in enumerate((town.grid, town.grid, f"{STREET}002003")):
        lon, lat = inside(grid)
        wish_facility(kind="park", device=bytes([sign]) * 32, address="a", community="", lon=lon, lat=lat, text="没处乘凉", at=town.at)
    wish_facility(kind="toilet", device=b"t" * 32, address="a", community=f"{STREET}001", at=town.at)
    page = door.open(town.people["alice"]).go("/newsroom/wishes/")
    cells = page.locator(".cell")
    expect(cells).to_have_count(3)
    expect(page.locator(".wish-map canvas")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.cells > li').layer")
    for n in (1, 0):
        cells.nth(n).focus()
        page.keyboard.press("Enter")
        expect(cells.nth(n)).to_have_attribute("aria-pressed", "true")
        assert page.locator('.cell[aria-pressed="true"]').count() == 1
    expect(page.locator("#wish-told")).to_contain_text("2 条建议")
