"""Proposals from the responsibility list (权责清单): the most specific line wins and the proposal says why."""

from typing import TypedDict

from governance.codes import within
from incidents.models import Category
from incidents.queries import reference

MOST = 3


class Proposal(TypedDict):
    """A unit and the reason: `why` is category or major, and `code` the area of the line that matched."""

    unit_id: int
    why: str
    code: str


def propose(*, category: Category, code: str) -> list[Proposal]:
    """Up to three units, best first: a line for the category before one for its major, a narrow area before a wide one."""
    matching = []
    for duty in reference.duties():
        if not within(code, duty.code):
            continue
        if duty.category_id == category.pk:
            matching.append((0, -len(duty.code), duty, "category"))
        elif duty.category_id is None and (duty.kind, duty.major_code) == (category.kind, category.major_code):
            matching.append((1, -len(duty.code), duty, "major"))
    matching.sort(key=lambda row: (row[0], row[1], row[2].unit_id))
    chosen: dict[int, Proposal] = {}
    for _rank, _width, duty, why in matching:
        chosen.setdefault(duty.unit_id, Proposal(unit_id=duty.unit_id, why=why, code=duty.code))
    return list(chosen.values())[:MOST]
