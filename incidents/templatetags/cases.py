"""Words for templates that show cards (模板用语)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from governance.access.roles import Role
from governance.codes import Level
from grids import queries as grids
from incidents.clock import Limit
from incidents.models import Stage, UrgeKind
from incidents.web.buttons import RESULTS
from incidents.wording import category_name

register = template.Library()
register.filter("category_name", category_name)

KILOMETRE = 1000
OURS = frozenset({"reported", "filed", "fed_back", "checked"})
WHY: Mapping[str, str | Promise] = {"category": _("按类别权责"), "major": _("按大类权责"), "learned": _("按以往办理")}


@register.filter
def moment(stamp: str | None) -> datetime | None:
    """A card's time as a datetime, for the `date` filter."""
    return datetime.fromisoformat(stamp) if stamp else None


@register.filter
def when(moment: datetime | None) -> str:
    """A time as people write it: the day and the minute, with the year when it is another one."""
    if moment is None:
        return ""
    here = timezone.localtime(moment)
    year = "" if here.year == timezone.localtime().year else f"{here.year}-"
    return f"{year}{here.month}-{here.day} {here:%H:%M}"


@register.filter
def tone(state: str) -> str:
    """The look of a state's tag: coloured when the desk must act."""
    if state in OURS:
        return "info"
    return "fine" if state == "closed" else ""


@register.filter
def stage_label(stage: str) -> str:
    """处置前, 处置后, ..."""
    return str(Stage(stage).label) if stage in Stage.values else stage


@register.filter
def post_label(post: str) -> str:
    """The role of a ledger entry's post, without the code."""
    role = post.partition("@")[0]
    if role in Role.values:
        return str(Role(role).label)
    return {"resident": str(_("居民")), "public": str(_("居民")), "system": str(_("系统"))}.get(role, "")


@register.filter
def result_label(result: str) -> str:
    """What a look found, in words."""
    words = {value: label for choices in RESULTS.values() for value, label in choices}
    return str(words.get(result, result))


@register.filter
def why_label(why: str) -> str:
    """Why a unit is proposed."""
    return str(WHY.get(why, why))


@register.filter
def past_label(past: Mapping[str, Any] | None) -> str:
    """How such cases went so far: 本社区同类 40 件中 36 件（90%）. Empty where nothing was learned."""
    if not past:
        return ""
    kind = _("同类") if "sub" in past["alike"] else _("同大类") if "main" in past["alike"] else _("案件")
    area = _("本社区") if "community" in past["alike"] else _("本街道") if "street" in past["alike"] else ""
    words = {"area": area, "kind": kind, "of": past["of"], "n": past["n"], "share": percent(past["share"])}
    return now("%(area)s以往%(kind)s %(of)d 件中 %(n)d 件（%(share)s）") % words


@register.filter
def metres(away: float) -> str:
    """A distance as people say it: 350 m, 1.2 km."""
    return f"{away:.0f} m" if away < KILOMETRE else f"{away / KILOMETRE:.1f} km"


@register.filter
def limit_label(limit: str) -> str:
    """A limit in words: 4 个工作时."""
    return str(Limit.parse(limit).label)


@register.filter
def percent(share: float | None) -> str:
    """A share as people write it; a dash for no data, which is not 0."""
    return "–" if share is None else f"{share:.0%}" if share in {0, 1} else f"{share * 100:.3g}%"


@register.filter
def results_of(verb: str) -> tuple[tuple[str, Any], ...]:
    """The results that a look may have."""
    return RESULTS.get(verb, ())


@register.filter
def kinds_of(verb: str) -> list[tuple[str, Any]]:
    """The kinds that a step may have."""
    return list(UrgeKind.choices) if verb == "urge" else []


@register.filter
def desks_near(code: str) -> list[tuple[str, str]]:
    """The district, its streets, and the communities of the case's own street: where it may be transferred to."""
    district, street = code[: Level.DISTRICT], code[: Level.STREET]
    found = [(one.code, one.name) for one in grids.divisions_in(code=district) if len(one.code) <= Level.STREET]
    if len(street) == Level.STREET:
        found += [(one.code, f"— {one.name}") for one in grids.divisions_in(code=street, level=Level.COMMUNITY)]
    return found


@register.filter
def staged(photos: list[dict[str, Any]], stage: str) -> list[dict[str, Any]]:
    """The photos of one stage."""
    return [photo for photo in photos if photo["stage"] == stage]
