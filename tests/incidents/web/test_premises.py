"""Cases around an enterprise: those near its building that the reader may see, and a sentence where there is no building."""

from uuid import uuid4

from django.contrib.gis.geos import MultiPolygon, Polygon

from grids.models import Building
from residents.models import Enterprise
from tests.town import STREET, inside

GRID = f"{STREET}001001"


def shop(building=None):
    return Enterprise.objects.create(pk=uuid4(), name="面馆", code=GRID, building=building)


def house():
    lon, lat = inside(GRID)
    around = Polygon.from_bbox((lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4))
    return Building.objects.create(code="b1", name="1栋", grid_code=GRID, footprint=MultiPolygon(around, srid=4326))


def test_a_case_at_the_building_stands_on_the_page_of_its_shop(as_, town) -> None:
    case = town.case()
    one = shop(house())
    page = as_("bob").get(f"/registry/enterprises/{one.pk}/cases/")
    assert page.status_code == 200
    assert case.number in page.content.decode()
    assert f"/registry/enterprises/{one.pk}/cases/" in as_("bob").get(f"/registry/enterprises/{one.pk}/").content.decode()


def test_without_a_building_the_page_says_so(as_, town) -> None:
    town.case()
    assert "尚未关联楼栋" in as_("bob").get(f"/registry/enterprises/{shop().pk}/cases/").content.decode()


def test_whoever_may_not_see_the_shop_sees_no_page(as_) -> None:
    one = shop(house())
    answers = [as_(name).get(f"/registry/enterprises/{one.pk}/cases/").status_code for name in ("", "carol", "sam")]
    assert answers == [302, 404, 403]
