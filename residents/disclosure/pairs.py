"""Values side by side (并排比较): two records of a likely pair, a kept value and the one held against it. The door's own masks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from governance.access.actor import Actor
from governance.ledger.record import record
from grids.queries import names
from residents.declaration.field import Declaration
from residents.declaration.masks import masked
from residents.disclosure.cards import Card, shown, worded
from residents.disclosure.charge import ROLES, InCharge, doubted_person, people_in_charge
from residents.disclosure.door import Looking, disclose
from residents.disclosure.kept import doubted_value, words_of
from residents.models import Doubt, Enterprise, EnterpriseDoubt, Likeness, SelfReport
from residents.queries.declaration import declaration

CHARGE = {"charge_name": (gettext_lazy("负责人"), "name"), "charge_phone": (gettext_lazy("负责人电话"), "phone")}
COMPARED = (
    "name", "sex", "birth_date", "id_number_enc", "phone", "residence_address", "building_name", "employer", "hukou_address", "need_tags",
)  # fmt: skip


def pairs_shown(*, actor: Actor, pairs: Sequence[Likeness], at: datetime) -> list[dict[str, Any]]:
    """Each pair with both cards, masked, and for each field whether the two say the same; one look is recorded for all."""
    ids = [pk for pair in pairs for pk in (pair.first_id, pair.second_id)]
    cards = {card.id: card for card in disclose(actor=actor, ids=ids, looking=Looking("registry", "list", keys=COMPARED), at=at)}
    found = []
    for pair in pairs:
        first, second = cards[pair.first_id], cards[pair.second_id]
        rows = [
            {"label": (first.shown.get(key) or second.shown[key]).label, "first": first.text(key), "second": second.text(key)}
            for key in COMPARED
            if key in first.shown or key in second.shown
        ]
        found.append({"pair": pair, "first": first, "second": second, "rows": rows})
    return found


def doubts_shown(*, actor: Actor, doubts: Sequence[Doubt], purpose: str, at: datetime, surface: str = "list") -> list[dict[str, Any]]:
    """Each doubt with the kept value, its source and date, and the value held against it; both masked as the door masks them."""
    keys = {"name", "residence_address", *(doubt.field for doubt in doubts)}
    ids = list(dict.fromkeys(doubt.resident_id for doubt in doubts))
    cards = {card.id: card for card in disclose(actor=actor, ids=ids, looking=Looking(purpose, surface, keys=keys), at=at)}
    return [doubt_row(doubt, cards[doubt.resident_id], at) for doubt in doubts]


def doubt_row(doubt: Doubt, card: Card, at: datetime) -> dict[str, Any]:
    """One doubt beside what is kept."""
    field = declaration(code=card.code).by_key.get(doubt.field)
    claimed = shown(field, doubted_value(doubt), whole=False, minor=card.minor, origin=None, at=at).text if field else ""
    return {
        "doubt": doubt,
        "card": card,
        "label": field.named if field else doubt.field,
        "kept": card.shown.get(doubt.field),
        "claimed": claimed,
    }


def firm_doubts_shown(*, actor: Actor, doubts: Sequence[EnterpriseDoubt], at: datetime, surface: str = "list") -> list[dict[str, Any]]:
    """Each doubt about an enterprise with what is kept and its source; who is in charge is masked, and the look recorded."""
    firms = {one.enterprise_id: one.enterprise for one in doubts if one.field in ROLES}
    people = {
        (pk, one.role): one for pk, firm in firms.items() for one in people_in_charge(actor=actor, enterprise=firm, at=at, surface=surface)
    }
    return [
        charge_doubt_row(one, people.get((one.enterprise_id, one.field))) if one.field in ROLES else firm_doubt_row(one) for one in doubts
    ]


def charge_doubt_row(doubt: EnterpriseDoubt, kept: InCharge | None) -> dict[str, Any]:
    """Whom another source names beside who is kept, both masked."""
    name, phone = doubted_person(doubt.enterprise, doubt)
    return {
        "doubt": doubt, "firm": doubt.enterprise, "label": ROLES[doubt.field], "kept": f"{kept.name} {kept.phone}".strip() if kept else "",
        "source": kept.source if kept else "", "on": kept.at if kept else "",
        "claimed": f"{masked('name', name)} {masked('phone', phone) if phone else ''}".strip(),
    }  # fmt: skip


def firm_doubt_row(doubt: EnterpriseDoubt) -> dict[str, Any]:
    """What another source says of an enterprise beside what is kept."""
    source, when = doubt.enterprise.provenance.get(doubt.field, ["", ""])
    said, kept = firm_row(doubt.field, doubt.value), firm_row(doubt.field, str(getattr(doubt.enterprise, doubt.field)))
    return {
        "doubt": doubt, "firm": doubt.enterprise, "label": said["label"], "kept": kept["text"], "source": source, "on": when[:10],
        "claimed": said["text"],
    }  # fmt: skip


@transaction.atomic
def reports_shown(*, actor: Actor, reports: Sequence[SelfReport], at: datetime) -> list[dict[str, Any]]:
    """Self-declarations as a worker checks them, with the name of their area: masked as the same fields of a person.

    Records report.read for all at once.
    """
    found, areas = [], names(report.code for report in reports)
    for report in reports:
        words, declared = words_of(report), declaration(code=report.code)
        rows = []
        for key, value in words.items():
            rows.append(firm_row(key, value) if report.kind == SelfReport.Kind.FIRM else person_row(declared, key, value))
        found.append({"report": report, "area": areas[report.code], "rows": rows})
    if reports:
        record(
            actor=actor, verb="report.read", kind="self_report", object_id="", code=reports[0].code, at=at,
            detail={"reports": [str(one.pk) for one in reports]},
        )  # fmt: skip
    return found


def person_row(declared: Declaration, key: str, value: str) -> dict[str, str]:
    """One word of a resident, masked as the same field of a person."""
    field = declared.by_key.get(key)
    if field is None:
        return {"key": key, "label": key, "text": ""}
    text = masked(field.mask, value) if field.mask else worded(field, value)
    return {"key": key, "label": field.named, "text": text}


def firm_row(key: str, value: str) -> dict[str, str]:
    """One word of a firm, with the name that the register has for it; who is in charge is masked."""
    if key in CHARGE:
        named, mask = CHARGE[key]
        return {"key": key, "label": str(named), "text": masked(mask, value)}
    label = str(getattr(Enterprise._meta.get_field(key), "verbose_name", key))  # noqa: SLF001  (Django's own interface)
    return {"key": key, "label": label, "text": str(dict(Enterprise.Kind.choices).get(value, value)) if key == "kind" else value}
