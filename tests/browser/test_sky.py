"""The map in three dimensions in a real browser: buildings stand, stay in the same place, and lead to their charts."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from playwright.sync_api import Page, expect

from grids import queries as grids
from grids.models import Building, Dwelling
from tests.browser.people import Door
from tests.town import Town, inside

SMALL = {"width": 960, "height": 540}
SEEN = "() => { const map = document.querySelector('.sky-map').sky; return map.loaded() ? map.queryRenderedFeatures({layers: ['buildings']}).length : 0; }"


@pytest.fixture
def building(town: Town) -> Building:
    """A house of six floors in the middle of Bob's grid, with a door."""
    lon, lat = inside(town.grid)
    box = Polygon.from_bbox((lon - 0.0004, lat - 0.0003, lon + 0.0004, lat + 0.0003))
    made = Building.objects.create(
        code="4403990010010010001",
        name="幸福里1栋",
        grid_code=town.grid,
        use="residential",
        floors=6,
        footprint=MultiPolygon(box, srid=4326),
    )
    Dwelling.objects.create(building=made, stairwell="1单元", floor=1, room="101")
    grids.forget()
    return made


def opened(door: Door, town: Town, path: str = "") -> Page:
    person = door.open(town.people["alice"])
    person.page.set_viewport_size(SMALL)
    lon, lat = inside(town.grid)
    return person.go(path or f"/desk/?map=17/{lat}/{lon}")


def stands(page: Page) -> None:
    expect(page.locator(".sky-map canvas")).to_be_visible()
    page.wait_for_function(SEEN, timeout=60_000)


def test_the_button_raises_the_buildings_and_a_click_leads_to_the_chart(door: Door, town: Town, building: Any) -> None:
    town.case()
    page = opened(door, town)
    page.get_by_role("button", name="三维").click()
    stands(page)
    assert "sky=use" in page.url
    page.locator(".sky-panel select").select_option("open")
    expect(page.locator(".sky-panel li").last).to_have_text("≥25")
    canvas = page.locator(".sky-map canvas").bounding_box()
    page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2 - 4)
    card = page.locator(".sky-card")
    expect(card).to_contain_text("幸福里1栋")
    expect(card).to_contain_text("1 件")
    card.get_by_role("link", name="楼栋图").click()
    expect(page.locator("h1")).to_contain_text("幸福里1栋")
    expect(page.locator(".doorplate")).to_have_count(1)


def test_an_address_opens_it_and_the_flat_map_has_the_same_place(door: Door, town: Town, building: Any) -> None:
    lon, lat = inside(town.grid)
    page = opened(door, town, f"/desk/?map=17/{lat}/{lon}&sky=people")
    stands(page)
    expect(page.locator(".sky-panel select")).to_have_value("people")
    page.get_by_role("button", name="二维").click()
    expect(page.locator(".sky")).to_be_hidden()
    assert "sky=" not in page.url
    assert f"map=17/{lat:.5f}"[:12] in page.url


def test_where_the_machine_cannot_the_flat_map_stays_and_says_so(door: Door, town: Town) -> None:
    person = door.open(town.people["alice"])
    person.context.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext = function (kind, ...given) { return kind === 'webgl2' ? null : real.call(this, kind, ...given); };"
    )
    page = person.go("/desk/")
    page.get_by_role("button", name="三维").click()
    expect(page.locator(".toast")).to_have_text("本机不支持三维")
    expect(page.locator(".sky")).to_be_hidden()
    expect(page.locator(".map .leaflet-pane").first).to_be_attached()


def test_nothing_of_it_is_fetched_before_somebody_asks(door: Door, town: Town) -> None:
    person = door.open(town.people["alice"])
    fetched: list[str] = []
    person.page.on("request", lambda request: fetched.append(request.url))
    person.go("/desk/")
    expect(person.page.locator(".map .leaflet-pane").first).to_be_attached()
    assert not [url for url in fetched if "maplibre" in url or "sky/view" in url]
    assert all(url.startswith((door.address, "data:", "blob:")) for url in fetched)
