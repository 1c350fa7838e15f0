"""Subscriptions to an area or a circle: confirmed by a link, told once, ended at any time; nothing sensitive goes out."""

import pytest

from governance.errors import Invalid, NotFound
from governance.limits.actions import TooOften
from governance.notices.actions.addresses import end_gone
from governance.notices.models import Address, Notice
from governance.notices.sealing import unseal
from incidents.actions.portal.subscribing import confirm, link_of, subscribe, unsubscribe
from incidents.models import Category, Subscription
from incidents.queries import reference
from tests.incidents.portal.test_around import resident_case
from tests.town import STREET, inside

MAIL = {"address": "lin@example.org"}


def subscribed(town, **changes) -> Subscription:
    given = {"channel": "email", "target": MAIL, "network": "10.0.0.1", "at": town.at, "code": f"{STREET}001"}
    row = subscribe(**(given | changes))
    return confirm(subscription_id=row.pk, at=town.at)


def told() -> int:
    return Notice.objects.filter(event="area.case").count()


def test_nothing_but_a_link_goes_to_an_address_before_it_is_opened(as_, town) -> None:
    row = subscribe(channel="email", target=MAIL, network="10.0.0.1", at=town.at, code=f"{STREET}001")
    resident_case(town)
    assert (told(), Address.objects.count(), Notice.objects.filter(event="subscription.asked").count()) == (0, 0, 1)
    assert "确认订阅" in as_("").get(link_of(row.pk)).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    assert as_("").post(link_of(row.pk), {"confirm": "1"}).status_code == 302
    assert Subscription.objects.get().confirmed_at is not None
    resident_case(town)
    assert told() == 1


def test_a_circle_hears_of_what_happens_in_it_only(town) -> None:
    lon, lat = inside(town.grid)
    subscribed(town, code="", lon=lon, lat=lat, metres=300)
    resident_case(town)
    assert told() == 1
    resident_case(town, lon=lon + 0.005, lat=lat)
    assert told() == 1


def test_the_grid_of_a_position_hears_of_what_happens_in_it_only(as_, town) -> None:
    lon, lat = inside(town.grid)
    given = {"channel": "email", "metres": "grid", "lon": lon, "lat": lat, "address": MAIL["address"]}
    assert "确认链接已发往" in as_("").post("/subscribe/", given).content.decode()
    row = Subscription.objects.get()
    assert (row.code, row.metres) == (town.grid, None)
    confirm(subscription_id=row.pk, at=town.at)
    resident_case(town)
    assert told() == 1
    lon, lat = inside(f"{STREET}001002")
    resident_case(town, lon=lon, lat=lat)
    assert told() == 1
    assert as_("").post("/subscribe/", given | {"lon": "", "lat": ""}).status_code == 400


def test_another_area_hears_nothing(town) -> None:
    subscribed(town, code=f"{STREET}002")
    resident_case(town)
    assert told() == 0


def test_g7_a_private_case_is_told_without_its_place_and_a_coarse_one_not_at_all(town) -> None:
    subscribed(town)
    resident_case(town)
    [open_case] = Notice.objects.filter(event="area.case")
    assert "学院路" in str(unseal(open_case.pk, bytes(open_case.sealed)))
    resident_case(town, private=True)
    assert told() == 2
    private = Notice.objects.filter(event="area.case").exclude(pk=open_case.pk).get()
    assert "学院路" not in str(unseal(private.pk, bytes(private.sealed)))
    Category.objects.filter(pk=town.category.pk).update(publicity="coarse")
    reference.forget_all()
    resident_case(town)
    assert told() == 2


def test_it_ends_and_the_address_is_erased(as_, town) -> None:
    row = subscribed(town)
    assert as_("").post(link_of(row.pk), {"end": "1"}).status_code == 302
    assert Address.objects.get().sealed is None
    resident_case(town)
    assert as_("").get(link_of(row.pk)).status_code == 404
    with pytest.raises(NotFound):
        unsubscribe(subscription_id=row.pk, at=town.at)


def test_one_whose_address_is_gone_reads_as_ended(as_, town) -> None:
    row = subscribed(town)
    assert "已订阅" in as_("").get(link_of(row.pk)).content.decode()
    address = Address.objects.get()
    end_gone(channel=address.channel, key=bytes(address.digest), at=town.at)
    page = as_("").get(link_of(row.pk)).content.decode()
    assert "订阅已失效" in page
    assert "已订阅" not in page


def test_the_link_cannot_be_guessed(as_, town) -> None:
    row = subscribed(town)
    assert as_("").get(f"/subscribe/{row.pk}/{'0' * 32}/").status_code == 404


def test_wrong_input_is_named_and_too_many_are_refused(as_, town) -> None:
    for wrong in ({"target": {"address": "nobody"}}, {"code": "999999999999"}, {"channel": "sms"}):
        with pytest.raises(Invalid):
            subscribed(town, **wrong)
    for _ in range(5):
        subscribed(town)
    with pytest.raises(TooOften):
        subscribed(town)
    assert as_("").post("/subscribe/", {"channel": "fax"}).status_code == 400


def test_the_page_asks_and_says_the_same_for_every_address(as_, town) -> None:
    answer = as_("").post("/subscribe/", {"channel": "email", "code": f"{STREET}001", "address": "lin@example.org"})
    assert "确认链接已发往" in answer.content.decode()
    assert "lin@example.org" not in answer.content.decode()


def test_bulletins_and_alerts_reach_the_subscribers_of_their_area(town) -> None:
    from datetime import timedelta
    from uuid import uuid4

    from bulletins.actions.warning import Warned, send_alert
    from bulletins.actions.writing import publish_bulletin, write_bulletin
    from tests.town import OTHER_STREET

    subscribed(town)
    subscribed(town, code=OTHER_STREET, target={"address": "other@example.org"})
    one = write_bulletin(actor=town.actor("alice"), bulletin_id=uuid4(), title="停水", body="周六", code=STREET, at=town.at)
    publish_bulletin(actor=town.actor("alice"), bulletin_id=one.pk, at=town.at)
    warned = Warned(event="暴雨", headline="暴雨", description="雨大", code=f"{STREET}002", expires_at=town.at + timedelta(hours=2))
    send_alert(actor=town.actor("erin"), alert_id=uuid4(), warned=warned, at=town.at)
    from governance.notices.sealing import unseal

    told_ = [str(unseal(notice.pk, bytes(notice.sealed))) for notice in Notice.objects.filter(event="area.bulletin")]
    assert len(told_) == 1
    assert f"area:{STREET}001:" in told_[0]
    assert OTHER_STREET not in told_[0]
