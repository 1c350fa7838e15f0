"""Parameters of requests (请求参数): read strictly, each refusal names the parameter."""

import re
from datetime import UTC, datetime

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.privacy import DirtyText, clean_text
from incidents.actions.submitting import LONGEST, Form
from incidents.open311.base import wrong
from incidents.queries.open311 import MOST, SPAN, Wanted

STATUSES = frozenset({"open", "closed"})
ATTRIBUTE = re.compile(r"attribute\[([A-Za-z0-9_-]{1,32})\](\[\])?")
IDS = 200


def wanted(data: QueryDict, jurisdiction: str) -> Wanted:
    """The filters of a list of requests."""
    start, end = moment(data, "start_date"), moment(data, "end_date")
    if start and end and start > end:
        raise wrong("end_date", _("早于 start_date。"))
    if start and end and end - start > SPAN:
        raise wrong("end_date", _("start_date 与 end_date 最多相隔 90 天。"))
    statuses = frozenset(one.lower() for one in words(data, "status"))
    if statuses - STATUSES:
        raise wrong("status", _("应为 open 或 closed。"))
    return Wanted(
        ids=words(data, "service_request_id"),
        services=words(data, "service_code"),
        start=start,
        end=end,
        statuses=statuses if len(statuses) == 1 else frozenset(),
        updated_after=moment(data, "updated_after"),
        jurisdiction=jurisdiction,
        page=number(data, "page", least=1, most=100_000, default=1),
        page_size=number(data, "page_size", least=1, most=MOST, default=MOST),
    )


def words(data: QueryDict, name: str) -> list[str]:
    """A list divided by commas."""
    found = [one.strip() for one in data.get(name, "").split(",") if one.strip()]
    if len(found) > IDS or any("\0" in one for one in found):
        raise wrong(name, _("最多 %(most)d 个。") % {"most": IDS})
    return found


def moment(data: QueryDict, name: str) -> datetime | None:
    """A W3C date and time with its zone, or a day (UTC). A plus that a client did not encode arrives as a blank."""
    given = data.get(name, "").strip()
    if not given:
        return None
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", given)
    try:
        day = parse_date(text)
        found = datetime.fromisoformat(text) if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise wrong(name, _("应为 W3C 日期时间，例如 2026-11-18T04:00:00Z。")) from error


def number(data: QueryDict, name: str, *, least: int, most: int, default: int) -> int:
    """A whole number within bounds."""
    given = data.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) <= 9 and least <= int(given) <= most):  # noqa: PLR2004 - digits of an int
        raise wrong(name, _("应为 %(least)d 到 %(most)d 的整数。") % {"least": least, "most": most})
    return int(given)


def form_of(data: QueryDict, *, language: str) -> Form:
    """What a client files. Refuses a place that is none: one of lat and long, address_string, address_id must be there."""
    lat, long = degrees(data, "lat", 90), degrees(data, "long", 180)
    if (lat is None) != (long is None):
        raise wrong("long" if long is None else "lat", _("lat 与 long 应同时提供。"))
    address, community = text(data, "address_string", 200), community_of(data)
    if lat is None and not address and not community:
        raise wrong("lat", _("请提供 lat 与 long，或 address_string，或 address_id。"))
    if not data.get("service_code", "").strip():
        raise wrong("service_code", _("没有提供 service_code。"))
    return Form(
        service_code=data.get("service_code", "").strip(),
        description=text(data, "description", LONGEST),
        lat=lat,
        long=long,
        address=address,
        community=community,
        answers=answers_of(data),
        phone=text(data, "phone", 40),
        email=text(data, "email", 200),
        client_id=text(data, "client_id", 64),
        language=language,
    )


def community_of(data: QueryDict) -> str:
    """`address_id` is the 12 digits of a community."""
    given = data.get("address_id", "").strip()
    if given and not (given.isascii() and given.isdigit() and len(given) == 12):  # noqa: PLR2004 - a community's code
        raise wrong("address_id", _("应为 12 位社区代码。"))
    return given


def degrees(data: QueryDict, name: str, most: float) -> float | None:
    """WGS-84 degrees within the globe."""
    given = data.get(name, "").strip()
    if not given:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,18})?", given, re.ASCII) or abs(float(given)) > most:
        raise wrong(name, _("应为 WGS-84 度数，绝对值不超过 %(most)d。") % {"most": most})
    return float(given)


def text(data: QueryDict, name: str, most: int) -> str:
    """A text that may be stored and shown."""
    try:
        return clean_text(data.get(name, "").strip(), max_length=most)
    except DirtyText as dirty:
        raise Invalid(fields={name: [str(dirty.message)]}) from dirty


def answers_of(data: QueryDict) -> dict[str, list[str]]:
    """`attribute[code]=value` and `attribute[code][]=value`, several times for lists."""
    found: dict[str, list[str]] = {}
    for name, values in data.lists():
        if matched := ATTRIBUTE.fullmatch(name):
            found.setdefault(matched[1], []).extend(str(value) for value in values)
        elif name.startswith("attribute"):
            raise wrong(name[:60], _("属性应写作 attribute[代码]。"))
    return found
