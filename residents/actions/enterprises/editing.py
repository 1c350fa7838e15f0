"""Registers and changes an enterprise by hand (登记企业、变更企业): each value keeps who brought it and when."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from grids.models import Building
from residents.declaration.kinds import CONTROL, day
from residents.declaration.numbers import uscc_problem, written
from residents.declaration.reasons import Wrong, reason
from residents.models import Enterprise
from residents.queries.enterprises import enterprise_for
from residents.sheets.enterprises import LENGTHS, STAFF, day_of

KEYS = (
    "name", "uscc", "kind", "company_type", "industry", "registered_on", "capital", "staff_count", "address", "special", "business_scope",
)  # fmt: skip


@transaction.atomic
def register_enterprise(
    *, actor: Actor, enterprise_id: UUID, code: str, values: Mapping[str, str], source: str, at: datetime
) -> Enterprise:
    """Register an enterprise under an id made by the caller; the same id again is the same one.

    Refuses wrong values by field, a building outside the actor's area, and a code that is registered (Conflict).
    Records enterprise.registered with the names of the fields.
    """
    known = Enterprise.objects.filter(pk=enterprise_id).first()
    if known:
        return enterprise_for(actor=actor, enterprise_id=enterprise_id)
    building = building_at(actor, values.get("building", ""))
    place = building.grid_code if building else code
    policy.require(actor, "enterprise.add", place)
    kept = checked(values)
    if not kept.get("name"):
        raise Invalid(fields={"name": [reason("required")]})
    stamp = [source[:64], at.isoformat(timespec="seconds")]
    stamps = dict.fromkeys((key for key, value in kept.items() if value), stamp)
    made = Enterprise(pk=enterprise_id, code=place, building=building, provenance=stamps, **columns(kept))
    return saved(actor, made, "enterprise.registered", sorted(stamps), at)


@transaction.atomic
def edit_enterprise(*, actor: Actor, enterprise_id: UUID, version: int, values: Mapping[str, str], source: str, at: datetime) -> Enterprise:
    """Change values of an enterprise; what is equal keeps its source.

    Refuses a stale version. Records enterprise.edited with the names of the fields.
    """
    one = Enterprise.objects.select_for_update().get(pk=enterprise_for(actor=actor, enterprise_id=enterprise_id).pk)
    policy.require(actor, "enterprise.edit", one)
    if one.version != version:
        raise Conflict(version=one.version)
    kept = checked(values)
    if kept.get("name") == "":
        raise Invalid(fields={"name": [reason("required")]})
    changed = [key for key, value in columns(kept).items() if getattr(one, key) != value]
    for key in changed:
        setattr(one, key, columns(kept)[key])
        one.provenance[key] = [source[:64], at.isoformat(timespec="seconds")]
    building = building_at(actor, values.get("building", ""))
    if building and building.pk != one.building_id:
        one.building, one.code = building, building.grid_code
        one.provenance["building"] = [source[:64], at.isoformat(timespec="seconds")]
        changed.append("building")
    if not changed:
        return one
    one.version += 1
    return saved(actor, one, "enterprise.edited", sorted(changed), at)


def saved(actor: Actor, one: Enterprise, verb: str, fields: list[str], at: datetime) -> Enterprise:
    """Write it; the unique code decides between two (C2)."""
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        why = _("该统一社会信用代码已登记。")
        raise Conflict(why, fields={"uscc": [why]}) from None
    record(
        actor=actor,
        verb=verb,
        kind="enterprise",
        object_id=str(one.pk),
        code=one.code,
        at=at,
        version=one.version,
        detail={"fields": fields},
    )
    return one


def building_at(actor: Actor, code: str) -> Building | None:
    """The building of that code in the actor's areas; Invalid when there is none."""
    if not code.strip():
        return None
    found = Building.objects.filter(code=code.strip()).defer("footprint").first()
    if found is None or not policy.allowed(actor, "enterprise.add", found.grid_code):
        raise Invalid(fields={"building": [_("没有这栋楼，请核对楼栋编码。")]})
    return found


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept; Invalid names every wrong one."""
    kept = {key: values[key].strip() for key in KEYS if key in values}
    wrong: dict[str, str] = {key: "too_long" for key, most in LENGTHS.items() if len(kept.get(key, "")) > most}
    wrong |= {key: "control_characters" for key, text in kept.items() if CONTROL.search(text)}
    if kept.get("uscc"):
        kept["uscc"] = written(kept["uscc"])
        if problem := uscc_problem(kept["uscc"]):
            wrong["uscc"] = problem
    if kept.get("kind") and kept["kind"] not in Enterprise.Kind.values:
        wrong["kind"] = "code_unknown"
    if kept.get("staff_count") and not STAFF.fullmatch(kept["staff_count"]):
        wrong["staff_count"] = "integer_form"
    try:
        kept |= {"registered_on": day(kept["registered_on"])} if kept.get("registered_on") else {}
    except Wrong as refused:
        wrong["registered_on"] = refused.code
    if wrong:
        raise Invalid(fields={key: [reason(why)] for key, why in wrong.items()})
    return kept


def columns(kept: Mapping[str, str]) -> dict[str, object]:
    """Kept texts as the columns hold them."""
    found: dict[str, object] = dict(kept)
    if "kind" in kept:
        found["kind"] = kept["kind"] or Enterprise.Kind.FIRM
    if "uscc" in kept:
        found["uscc"] = kept["uscc"] or None
    if "staff_count" in kept:
        found["staff_count"] = int(kept["staff_count"]) if kept["staff_count"] else None
    if "registered_on" in kept:
        found["registered_on"] = day_of(kept["registered_on"])
    return found
