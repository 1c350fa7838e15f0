"""A case in parts (分办): sub-cases with numbers of their own under the main one, which waits for all of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Conflict, Invalid
from governance.ledger.record import record
from incidents.actions.desk import dispatch_incident, told
from incidents.actions.move import Change, _move
from incidents.actions.timing import turn
from incidents.models import Incident
from incidents.queries import reference
from incidents.triage import propose
from incidents.workflow import State

MOST = 9


@transaction.atomic
def split_case(
    *, actor: Actor, incident_id: UUID, version: int | None, at: datetime, parts: Sequence[str], units: Sequence[int] = ()
) -> Incident:
    """Make sub-cases, one for each text, filed each (分办). Records incident.split and incident.split_off on each.

    `units` stand beside the parts, 0 for none: a part with a unit is dispatched to it at once, as a step of its own; the others
    wait for their dispatch with proposals. A sub-case is not split again; at most MOST belong to one case.
    """
    texts = [told("parts", part) for part in parts]
    if len(units) > len(texts):
        raise Invalid(fields={"units": [_("单位比分案多。")]})

    def prepare(incident: Incident) -> Change:
        if incident.parent_id is not None:
            raise Conflict(_("分案不能再分。"))
        if not texts or incident.split + len(texts) > MOST:
            raise Invalid(fields={"parts": [_("请写明 1 到 %(most)d 个分案，每行一个。") % {"most": MOST}]})
        made = [_sub_case(incident, incident.split + place, text, at) for place, text in enumerate(texts, 1)]
        return Change(incident.state, {"split": incident.split + len(made)}, {"parts": [one.number for one in made]})

    whole = _move(actor=actor, verb="split", incident_id=incident_id, version=version, at=at, prepare=prepare)
    made = [part_id(whole, place) for place in range(whole.split - len(texts) + 1, whole.split + 1)]
    for child in Incident.objects.filter(pk__in=made).order_by("number"):
        detail = {"state": child.state, "parent": whole.number, "category": child.category_id}
        record(
            actor=actor, verb="incident.split_off", kind="incident", object_id=str(child.pk), code=child.code, at=at, version=1,
            detail=detail,
        )  # fmt: skip
    _give(actor, made, units, at)
    return whole


def _give(actor: Actor, made: Sequence[UUID], units: Sequence[int], at: datetime) -> None:
    """Dispatch the new parts that have a unit; a refusal names the field and undoes the split."""
    for part, unit in zip(made, units, strict=False):
        if unit:
            try:
                dispatch_incident(actor=actor, incident_id=part, version=1, at=at, unit_id=unit)
            except Invalid as refused:
                raise Invalid(fields={"units": refused.fields.get("unit", [])}) from refused


def part_id(whole: Incident, place: int) -> UUID:
    """The id of the part at that place: the same split sent again makes the same parts."""
    return uuid5(whole.pk, f"part {place}")


def _sub_case(whole: Incident, place: int, text: str, at: datetime) -> Incident:
    child_id = part_id(whole, place)
    proposals = list(propose(category=reference.categories()[whole.category_id], code=whole.code))
    child = Incident(
        id=child_id, number=f"{whole.number}-{place}", state=State.FILED, code=whole.code, category_id=whole.category_id,
        standard_id=whole.standard_id, source=whole.source, nature=whole.nature, text=text, place=whole.place, point=whole.point,
        accuracy_m=whole.accuracy_m, placing=whole.placing, captured_at=min(whole.captured_at, at), received_at=at,
        reporter_id=whole.reporter_id, body_digest=child_id.bytes * 2, proposals=proposals, parent_id=whole.pk, desk=whole.desk,
    )  # fmt: skip
    turn(child, came_from="", at=at)
    child.save(force_insert=True)
    return child
