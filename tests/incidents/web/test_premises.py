"""An enterprise with its cases: those its checks led to, those near its building, and a sentence where there is no building."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from governance.access.actor import actor_of
from governance.ledger.models import Entry
from grids.models import Building
from residents.actions.checking_spots import Seen, check_spot
from residents.actions.enterprises.charge import put_in_charge
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
    page = as_("bob").get(f"/registry/enterprises/{shop(house()).pk}/").content.decode()
    assert case.number in page
    assert "没有您可以看到的案件" in page


def test_a_case_that_a_check_led_to_names_the_shop_wherever_it_stands(as_, town) -> None:
    one, case = shop(), town.case()
    now = timezone.now()
    bob = actor_of(user=town.people["bob"], at=now)
    check_spot(actor=bob, check_id=uuid4(), seen=Seen(now - timedelta(minutes=1), enterprise_id=one.pk, case_id=case.pk), at=now)
    page = as_("bob").get(f"/registry/enterprises/{one.pk}/").content.decode()
    assert case.number in page
    assert "没有您可以看到的案件" not in page
    phone = as_("bob").get(f"/api/spots/enterprises/{one.pk}/").json()
    assert [row["number"] for row in phone["cases"]] == [case.number]
    link = f'href="/registry/enterprises/{one.pk}/"'
    assert link in as_("bob").get(f"/w/tasks/{case.pk}/").content.decode()
    assert link in as_("alice").get(f"/desk/cases/{case.pk}/").content.decode()
    Enterprise.objects.filter(pk=one.pk).update(code="440310999001001")
    assert link not in as_("alice").get(f"/desk/cases/{case.pk}/").content.decode()
    assert as_("bob").get(f"/api/incidents/{case.pk}/").json()["shop"] is None


def test_the_phone_shows_who_is_in_charge_masked_and_the_look_is_recorded(as_, town) -> None:
    one = shop()
    put_in_charge(one, {"charge": ("陈守业", "13900001111")}, source="市场监管登记", at=timezone.now())
    [row] = as_("bob").get(f"/api/spots/enterprises/{one.pk}/").json()["people_in_charge"]
    assert (row["label"], row["value"], row["source"]) == ("负责人", "陈** 139****1111", "市场监管登记")
    assert Entry.objects.get(verb="enterprise.read").detail["surface"] == "spot"


def test_without_a_building_the_page_says_so(as_, town) -> None:
    town.case()
    assert "尚未关联楼栋" in as_("bob").get(f"/registry/enterprises/{shop().pk}/").content.decode()


def test_whoever_may_not_see_the_shop_sees_no_page(as_) -> None:
    one = shop(house())
    answers = [as_(name).get(f"/registry/enterprises/{one.pk}/").status_code for name in ("", "carol", "sam")]
    assert answers == [302, 404, 403]
