"""What a worker's phone gets of what is to be looked at (上门核实): values in doubt side by side, captains' words, declarations; masked."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.access.actor import Actor
from residents.disclosure.pairs import doubts_shown, firm_doubts_shown, reports_shown
from residents.disclosure.visits import PURPOSE, own_grids, timing, where
from residents.models import ChangeTask
from residents.queries.captains import open_tasks
from residents.queries.reports import open_reports

Row = dict[str, Any]


@transaction.atomic
def change_list(*, actor: Actor, at: datetime) -> Row:
    """The open change tasks of the actor's areas. `keep` says whether the phone may keep them for a day: own grids only.

    Records one look at all these people and at those in charge of firms (surface offline or list).
    """
    keep, today = own_grids(actor), timezone.localdate(at)
    shown = tasks_shown(actor=actor, purpose=PURPOSE, at=at, surface="offline" if keep else "list")
    return {"now": at, "keep": keep, "tasks": [about(*one) | timing(one[0].due_on, today) for one in shown]}


def tasks_shown(*, actor: Actor, purpose: str, at: datetime, surface: str = "list") -> list[tuple[ChangeTask, Row | None, Row | None]]:
    """Each open task of the actor's areas with its doubt about a person or about a firm, masked; the look at all of them is recorded."""
    tasks = open_tasks(actor=actor)
    doubts = [task.doubt for task in tasks if task.doubt is not None]
    firms = [task.firm_doubt for task in tasks if task.firm_doubt is not None]
    people = {one["doubt"].pk: one for one in doubts_shown(actor=actor, doubts=doubts, purpose=purpose, at=at, surface=surface)}
    shops = {one["doubt"].pk: one for one in firm_doubts_shown(actor=actor, doubts=firms, at=at, surface=surface)}
    return [(task, people.get(task.doubt_id), shops.get(task.firm_doubt_id)) for task in tasks]


def about(task: ChangeTask, person: Row | None, shop: Row | None) -> Row:
    """One task: of whom or what, where, and what is said. `two` values are asked about, or one word of a captain."""
    row = {"id": str(task.pk), "kind_label": str(task.get_kind_display()), "two": task.dwelling_id is None}
    if person is not None:
        kept, card = person["kept"], person["card"]
        said = kept.origin if kept and kept.origin else ("", "", "", "", "")
        return row | {
            "title": card.text("name"), "place": card.text("residence_address"), "label": str(person["label"]),
            "kept": kept.text if kept else "", "kept_source": said[1], "kept_on": said[3][:10], "claimed": person["claimed"],
            "claimed_source": person["doubt"].source,
        }  # fmt: skip
    if shop is not None:
        return row | {
            "title": shop["firm"].name, "place": shop["firm"].address, "label": str(shop["label"]),
            "kept": shop["kept"], "kept_source": shop["source"], "kept_on": str(shop["on"])[:10],
            "claimed": shop["claimed"], "claimed_source": shop["doubt"].source,
        }  # fmt: skip
    return row | {"title": where(task.dwelling) if task.dwelling else "", "place": "", "people": task.people, "note": task.note}


def report_list(*, actor: Actor, at: datetime) -> Row:
    """The declarations that wait for a check in the actor's communities, with the grid that somebody would be taken into.

    Never kept on a phone: whoever declared may live in a neighbour's grid. Records report.read.
    """
    rows = reports_shown(actor=actor, reports=open_reports(actor=actor), at=at)
    found = [
        {
            "id": str(row["report"].pk), "kind_label": str(row["report"].get_kind_display()), "area": row["area"],
            "sent_at": row["report"].sent_at, "rows": [{"label": str(one["label"]), "text": str(one["text"])} for one in row["rows"]],
        }
        for row in rows
    ]  # fmt: skip
    return {"now": at, "reports": found}
