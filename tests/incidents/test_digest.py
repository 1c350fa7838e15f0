"""The daily digest of what is old."""

from datetime import timedelta

from governance.access.actor import SYSTEM_ACTOR
from governance.notices.actions import add_address, load_notice_templates
from governance.notices.models import Delivery, Notice
from incidents.actions.digest import tell_digest
from tests.governance.notices.running import run_notices
from tests.town import Town


def test_each_desk_hears_once_a_day_of_its_own_street_only(town: Town):
    load_notice_templates(actor=SYSTEM_ACTOR, at=town.at)
    town.case()
    town.case(grid=town.other_grid)
    assert tell_digest(at=town.at) == 0, "nothing is late yet"
    add_address(actor=town.actor("alice"), channel="sms", address={"address": "13900000001"}, at=town.at, user_id=town.people["alice"].pk)
    later = town.at + timedelta(hours=6)
    assert tell_digest(at=later) == 2
    assert tell_digest(at=later + timedelta(hours=1)) == 0
    run_notices(later)
    assert Notice.objects.filter(event="incident.digest").count() == 2
    assert [("超时 1 件" in one.shown, one.hint) for one in Delivery.objects.filter(notice__event="incident.digest")] == [
        (True, "139****0001")
    ]
