"""Imports enterprises (导入企业): checked line by line, matched by their code, the rest refused with line and column."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.codes import LENGTHS, within
from governance.ledger.record import record
from grids.models import Building, Division
from residents.actions.enterprises.charge import put_in_charge
from residents.actions.enterprises.doubting import stamped, take_in
from residents.models import Enterprise
from residents.sheets.enterprises import CHARGE, Line, day_of, read_enterprises

TEXTS = ("name", "company_type", "industry", "business_scope", "capital", "address", "special")


@dataclass(slots=True)
class Outcome:
    """What came of a file."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    doubted: int = 0
    """Values that another source holds otherwise."""
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, column, reason."""


def import_enterprises(*, actor: Actor, path: Path, code: str, source: str, at: datetime, dry_run: bool = False) -> Outcome:
    """Take the enterprises of a file into an area; what another source holds otherwise becomes a doubt.

    Run twice it changes nothing. Records enterprises.imported if anything changed.

    A row's area is its own column, else the community or street whose name its address tells, else the area given.
    """
    policy.require(actor, "enterprise.import", code)
    sheet, _header, lines = read_enterprises(path)
    found = Outcome()
    places = areas_in(code)
    with transaction.atomic():
        seen: dict[str, int] = {}
        for line in lines:
            found.rows += 1
            take(found, line, code=code, places=places, source=source, at=at, seen=seen)
        if dry_run:
            transaction.set_rollback(True)
        elif found.added or found.changed or found.doubted:
            record(
                actor=actor, verb="enterprises.imported", kind="import", object_id=sheet.digest.hex()[:40], code=code, at=at,
                detail={"added": found.added, "changed": found.changed, "same": found.same, "doubted": found.doubted,
                        "refused": len(found.refused)},
            )  # fmt: skip
    return found


def take(found: Outcome, line: Line, *, code: str, places: list[tuple[str, str]], source: str, at: datetime, seen: dict[str, int]) -> None:
    """One row: refused, added, changed or the same."""
    values = line.values
    place = values.get("code") or area_of(values.get("address", ""), places) or code
    wrong = list(line.wrong)
    if not (place.isdigit() and len(place) in LENGTHS and within(place, code)):
        wrong.append(("code", "area_outside"))
    if values.get("building") and not Building.objects.filter(code=values["building"], grid_code__startswith=code).exists():
        wrong.append(("building", "building_unknown"))
    key = values.get("uscc") or f"{values.get('name')}|{values.get('address')}"
    if key in seen and not wrong:
        wrong.append(("uscc", "same_person_in_file"))
    if wrong:
        found.refused += [(line.line, column, why) for column, why in wrong]
        return
    seen[key] = line.line
    known = enterprise_of(values)
    if known is not None and not within(known.code, code):
        found.refused.append((line.line, "uscc", "registered_elsewhere"))
        return
    made = known is None
    changed, doubted = enter(known, values, place=place, source=source, at=at)
    found.added, found.changed, found.same = found.added + made, found.changed + (changed and not made), found.same + (not changed)
    found.doubted += doubted


def enter(known: Enterprise | None, values: dict[str, str], *, place: str, source: str, at: datetime) -> tuple[bool, int]:
    """Write what one row says; whether anything changed, and how many doubts were raised."""
    wanted: dict[str, object] = {name: values[name] for name in (*TEXTS, "kind") if values.get(name)}
    if values.get("registered_on"):
        wanted["registered_on"] = day_of(values["registered_on"])
    if values.get("staff_count"):
        wanted["staff_count"] = int(values["staff_count"])
    building = Building.objects.filter(code=values["building"]).defer("footprint").first() if values.get("building") else None
    wanted |= {"building": building} if building else {}
    people = {role: (values[f"{role}_name"], values.get(f"{role}_phone", "")) for role in CHARGE if values.get(f"{role}_name")}
    if known is not None:
        return take_in(known, wanted, people, source=source, at=at)
    wanted |= {"uscc": values["uscc"]} if values.get("uscc") else {}
    one = Enterprise.objects.create(code=building.grid_code if building else place, provenance=stamped(wanted, source, at), **wanted)
    put_in_charge(one, people, source=source, at=at)
    return True, 0


def enterprise_of(values: dict[str, str]) -> Enterprise | None:
    """The enterprise with that code; one without code by its name and address."""
    rows = Enterprise.objects.select_for_update(of=("self",)).select_related("building").defer("building__footprint")
    if values.get("uscc"):
        return rows.filter(uscc=values["uscc"]).first()
    return rows.filter(uscc__isnull=True, name=values["name"], address=values.get("address", "")).first()


def areas_in(code: str) -> list[tuple[str, str]]:
    """Communities and streets of an area by the name that addresses use, longest code first."""
    rows = Division.objects.filter(code__startswith=code).values_list("code", "name")
    short = [(place, name.removesuffix("居委会").removesuffix("社区")) for place, name in rows if len(place) == 12]  # noqa: PLR2004
    streets = [(place, name) for place, name in rows if len(place) == 9]  # noqa: PLR2004
    return [(place, f"{name}社区") for place, name in short] + streets


def area_of(address: str, places: list[tuple[str, str]]) -> str:
    """The area that an address names, or nothing; two different communities in one address name none."""
    found = {place for place, name in places if name in address}
    narrow = sorted(found, key=len, reverse=True)
    if not narrow:
        return ""
    first = narrow[0]
    return first if all(within(first, other) for other in narrow) else ""
