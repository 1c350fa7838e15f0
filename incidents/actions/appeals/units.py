"""Units by name within the district (导入单位); unknown ones are made and marked as imported."""

import re
from collections import defaultdict
from datetime import datetime

from governance.access.actions import add_unit
from governance.access.actor import Actor
from governance.access.models import Unit, UnitKind
from governance.codes import Level, within
from incidents.actions.appeals.cleaning import half
from incidents.actions.appeals.places import Places, plain_name

KINDS = (
    (re.compile(r"社区(工作站|居委会)?$"), UnitKind.COMMUNITY_COMMITTEE),
    (re.compile(r"公司|营业中心|供电局|物业"), UnitKind.CONTRACTOR),
    (re.compile(r"街道办事处$"), UnitKind.STREET_OFFICE),
    (re.compile(r"指挥中心"), UnitKind.CENTRE),
)


class Units:
    """The units of the district by name, made as they are met."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.known: dict[str, list[Unit]] = {}
        self.refresh()
        self._before = self._count()

    def refresh(self) -> None:
        """Read anew what the database has: after a transaction that was undone."""
        self.known = defaultdict(list)
        for unit in Unit.objects.order_by("pk"):
            if any(within(code, self.places.district) or within(self.places.district, code) for code in unit.codes):
                self.known[half(unit.name)].append(unit)

    @property
    def made(self) -> int:
        """How many are new since the beginning."""
        return self._count() - self._before

    def _count(self) -> int:
        return sum(map(len, self.known.values()))

    def find(self, name: str, code: str) -> Unit | None:
        """The unit of that name that serves the place, else any of that name in the district."""
        named = self.known.get(half(name), [])
        serving = [unit for unit in named if any(within(code, own) for own in unit.codes)]
        return next(iter(serving or named), None)

    def ensure(self, name: str, code: str, *, actor: Actor, at: datetime) -> Unit:
        """The unit, made when there is none. Records unit.added."""
        if (found := self.find(name, code)) is not None:
            return found
        area = self.places.area_of_unit(name)
        unit = add_unit(actor=actor, name=name, kind=kind_of(name, area), codes=[area], at=at, imported=True)
        self.known[half(name)].append(unit)
        return unit


def kind_of(name: str, area: str) -> UnitKind:
    """What its name says it is; offices of a street are part of the street office."""
    own = plain_name(name)
    for pattern, kind in KINDS:
        if pattern.search(own):
            return kind
    return UnitKind.STREET_OFFICE if len(area) == Level.STREET else UnitKind.DEPARTMENT
