"""Places: listed by the office, rated and missed by residents (场所评分与增设建议)."""

from datetime import datetime, timedelta

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.models import Facility, FacilityKind, Moderated, Rating, Wish
from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from governance.limits.actions import Limit, require
from governance.privacy import clean_text
from grids import queries as grids

PER_PHONE = Limit("facility.device", 30, timedelta(hours=1))
PER_ADDRESS = Limit("facility.address", 300, timedelta(hours=1))
STARS = range(1, 6)
WORDS = 300


@transaction.atomic
def keep_facility(
    *, actor: Actor, kind: str, name: str, code: str, at: datetime, address: str = "", lon: float | None = None, lat: float | None = None
) -> Facility:
    """List a place, or change what is listed of it. Records facility.kept."""
    policy.require(actor, "facility.keep", code)
    if kind not in FacilityKind.values or not name.strip():
        raise Invalid(fields={"name": [_("请填写类别和名称。")]})
    point = None if lon is None or lat is None else Point(lon, lat, srid=4326)
    found, _new = Facility.objects.update_or_create(kind=kind, name=name.strip(), code=code, defaults={"address": address, "point": point})
    record(actor=actor, verb="facility.kept", kind="facility", object_id=str(found.pk), code=code, at=at, detail={"name": found.name})
    return found


def rate_facility(
    *, facility_id: int, device: bytes, address: str, stars: int, at: datetime, text: str = "", actor: Actor = PUBLIC
) -> Rating:
    """One to five stars of a phone; again replaces the earlier. Words wait for a reader. Records facility.rated, without the words."""
    require([(PER_PHONE, device.hex()), (PER_ADDRESS, address)], at=at)
    policy.require(actor, "facility.rate", None)
    if stars not in STARS:
        raise Invalid(fields={"stars": [_("请点 1 至 5 颗星。")]})
    words = clean_text(text, max_length=WORDS).strip()
    with transaction.atomic():
        facility = Facility.objects.filter(pk=facility_id, closed_at__isnull=True).first()
        if facility is None:
            raise NotFound
        fresh = {"stars": stars, "text": words, "at": at, "verdict": Moderated.WAITING}
        rating, _new = Rating.objects.update_or_create(facility=facility, device=device, defaults=fresh)
        record(
            actor=actor, verb="facility.rated", kind="facility", object_id=str(facility.pk), code=facility.code, at=at,
            detail={"stars": stars},
        )  # fmt: skip
    return rating


def wish_facility(
    *, kind: str, device: bytes, address: str, community: str, at: datetime, lon: float | None = None, lat: float | None = None,
    text: str = "", actor: Actor = PUBLIC,
) -> Wish:  # fmt: skip
    """Say that a kind of place is missing: at a point, or in a community. Once for each phone, kind and area; again replaces the words.

    Refuses (Invalid) an unknown kind and an area that is none. Records facility.wished, without the words.
    """
    require([(PER_PHONE, device.hex()), (PER_ADDRESS, address)], at=at)
    policy.require(actor, "facility.wish", None)
    words = clean_text(text, max_length=WORDS).strip()
    if kind not in FacilityKind.values:
        raise Invalid(fields={"kind": [_("请选择希望增设的场所。")]})
    code, point = community, None
    if lon is not None and lat is not None:
        found = grids.locate(lon=lon, lat=lat)
        code, point = (found.code or community)[:12], Point(lon, lat, srid=4326)
    if grids.community_by_code(code) is None:
        raise Invalid(fields={"community": [_("请在地图上选点，或选择社区。")]})
    with transaction.atomic():
        wish, _new = Wish.objects.update_or_create(kind=kind, device=device, code=code, defaults={"point": point, "text": words, "at": at})
        record(actor=actor, verb="facility.wished", kind="facility", object_id="", code=code, at=at, detail={"kind": kind})
    return wish
