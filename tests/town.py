"""A small town for tests (fictitious): city 4403, district 440399, streets 001 and 002, grids of 0.01 degrees.

Street 001 lies at 114.30-114.34 E, street 002 east of it at 114.34-114.36 E; all at 22.70-22.72 N.
Alice dispatches, Bob works the grid, Carol works another street's desk; Dan handles, Erin is duty chief.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from governance.access.actor import Actor, actor_of
from governance.access.models import Post, Unit, User
from governance.access.roles import Role
from governance.access.second_factor.models import SecondFactor
from grids.models import Division, Grid
from incidents.actions.report import Report, report_incident
from incidents.models import Category, Incident, Responsibility, StageLimit, Standard
from incidents.workflow import State

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # Wednesday, 12:00 in Shanghai
DISTRICT, STREET, OTHER_STREET = "440399", "440399001", "440399002"
STEP = 0.01
WEST, SOUTH = 114.30, 22.70


def square(column: int, row: int) -> MultiPolygon:
    """The cell of a column and a row, as a MultiPolygon in WGS-84."""
    west, south = round(WEST + column * STEP, 6), round(SOUTH + row * STEP, 6)
    return MultiPolygon(Polygon.from_bbox((west, south, round(west + STEP, 6), round(south + STEP, 6))), srid=4326)


def inside(code: str) -> tuple[float, float]:
    """A point well inside a grid of the town: lon, lat."""
    column, row = CELLS[code]
    return round(WEST + (column + 0.5) * STEP, 6), round(SOUTH + (row + 0.5) * STEP, 6)


CELLS = {f"{STREET}001{n + 1:03d}": (n % 4, n // 4) for n in range(4)} | {
    f"{STREET}002{n + 1:03d}": (n % 4, 1) for n in range(4)
} | {f"{OTHER_STREET}001{n + 1:03d}": (4 + n % 2, n // 2) for n in range(4)}  # fmt: skip


@dataclass
class Town:
    """The town's people and things by name."""

    people: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    category: Category = field(default_factory=Category)
    standard: Standard = field(default_factory=Standard)
    at: datetime = NOON
    grid: str = f"{STREET}001001"
    other_grid: str = f"{OTHER_STREET}001001"

    def actor(self, name: str, at: datetime | None = None) -> Actor:
        """A person as an actor."""
        return actor_of(user=self.people[name], at=at or self.at)

    def proved(self, name: str, at: datetime | None = None) -> Actor:
        """The same person, who has just typed a right code."""
        now = at or self.at
        known = {"secret": b"x", "confirmed_at": now, "verified_at": now}
        SecondFactor.objects.update_or_create(user=self.people[name], defaults=known)
        return self.actor(name, now)

    def report(self, **changes: object) -> Report:
        """A plain report in Bob's grid."""
        lon, lat = inside(str(changes.pop("grid", self.grid)))
        given: dict[str, object] = {
            "category_id": self.category.pk, "captured_at": self.at, "lon": lon, "lat": lat, "text": "井盖破损，路人险些踩空", "place": "学院路88号",
        }  # fmt: skip
        return Report(**(given | changes))  # type: ignore[arg-type]

    def case(self, *, by: str = "bob", case_id: UUID | None = None, **changes: object) -> Incident:
        """A case that Bob (or another) reported."""
        incident, _new = report_incident(actor=self.actor(by), incident_id=case_id or uuid4(), report=self.report(**changes), at=self.at)
        return incident


def build_town(*, now: bool = False) -> Town:
    """Write the town's rows directly: tests of actions should not rest on other actions.

    `now` is for pages, which look at the real clock. Hundreds of tests build a town: few statements.
    """
    town = Town(at=timezone.now() if now else NOON)
    _areas()
    _catalogue(town)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    units = Unit.objects.bulk_create(Unit(name=name, kind=kind, codes=codes) for name, kind, codes in (
        ("第一街道办事处", "street_office", [STREET]), ("第二街道办事处", "street_office", [OTHER_STREET]),
        ("市政养护所", "department", [DISTRICT]), ("环卫公司", "contractor", [STREET]),
    ))  # fmt: skip
    town.units = {unit.name: unit for unit in units}
    users = [User(username=name, display_name=name.title(), fictitious=True) for name in PEOPLE]
    for user in users:
        user.set_unusable_password()
    town.people = {user.username: user for user in User.objects.bulk_create(users)}
    Post.objects.bulk_create(
        Post(user=town.people[name], role=role, unit=town.units[unit], code=code, starts_at=since)
        for name, posts in PEOPLE.items()
        for role, unit, code in posts
    )
    unit = town.units["市政养护所"]
    Responsibility.objects.create(kind="component", major_code="01", code=DISTRICT, unit=unit)
    return town


PEOPLE: dict[str, list[tuple[str, str, str]]] = {
    "alice": [(Role.DISPATCHER, "第一街道办事处", STREET), (Role.CLERK, "第一街道办事处", STREET)],
    "bob": [(Role.GRID_WORKER, "第一街道办事处", f"{STREET}001001")],
    "bea": [(Role.GRID_WORKER, "第一街道办事处", f"{STREET}001001")],
    "carol": [(Role.DISPATCHER, "第二街道办事处", OTHER_STREET), (Role.CLERK, "第二街道办事处", OTHER_STREET)],
    "dan": [(Role.HANDLER, "市政养护所", DISTRICT)],
    "dora": [(Role.HANDLER, "环卫公司", STREET)],
    "erin": [(Role.DUTY_CHIEF, "第一街道办事处", STREET)],
    "leo": [(Role.LEADER, "第一街道办事处", DISTRICT)],
    "sam": [(Role.SYSTEM_ADMIN, "第一街道办事处", DISTRICT)],
    "sue": [(Role.SECURITY_ADMIN, "第一街道办事处", DISTRICT)],
    "ann": [(Role.AUDIT_ADMIN, "第一街道办事处", DISTRICT)],
}


def _areas() -> None:
    divisions = [Division(code="4403", name="某市"), Division(code=DISTRICT, name="某区", parent_id="4403", area=_all())]
    for street, name in ((STREET, "第一街道"), (OTHER_STREET, "第二街道")):
        communities = (1, 2) if street == STREET else (1,)
        divisions.append(Division(code=street, name=name, parent_id=DISTRICT))
        divisions.extend(Division(code=f"{street}00{n}", name=f"{name}第{n}社区", parent_id=street) for n in communities)
    Division.objects.bulk_create(divisions)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    Grid.objects.bulk_create(
        Grid(code=code, name=f"第{code[-3:]}网格", community_id=code[:12], area=square(*cell), valid_from=since)
        for code, cell in CELLS.items()
    )


def _all() -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((WEST, SOUTH, round(WEST + 6 * STEP, 6), round(SOUTH + 2 * STEP, 6))), srid=4326)


def _catalogue(town: Town) -> None:
    town.category = Category.objects.create(
        kind="component", code="0101", name="上水井盖", name_en="Water-supply manhole cover", major_code="01", major_name="公用设施"
    )
    town.standard, _missing = Standard.objects.bulk_create([
        Standard(category=town.category, condition="damage", name="破损", limit="4 work_hour", is_default=True),
        Standard(category=town.category, condition="hazard_missing", name="缺失", limit="2 urgent_hour"),
    ])  # fmt: skip
    StageLimit.objects.bulk_create(
        StageLimit(state=state, minutes=minutes)
        for state, minutes in (
            (State.REPORTED, 15),
            (State.VERIFYING, 30),
            (State.FILED, 15),
            (State.FED_BACK, 15),
            (State.CHECKING, 30),
            (State.CHECKED, 15),
        )
    )
