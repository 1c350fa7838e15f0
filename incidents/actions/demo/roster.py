"""Who works in the demonstration (演示人员名册): each with a sign-in name, posts, and whether somebody may sign in as them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from governance.access.roles import Role
from governance.codes import Level
from incidents.actions.demo.units import UnitRow, unit_rows

DISTRICT = "440310"
CENTRE = "区指挥中心"
CITY = "4403"
CITY_CENTRE = "市指挥中心"
FEATURED = "440310001"
"""The street whose people bear the short names: 坪山街道."""

BUSY = frozenset({"enforcement", "municipal", "department"})
DESK = ((Role.DISPATCHER, "dispatcher"), (Role.CLERK, "clerk"), (Role.DUTY_CHIEF, "chief"), (Role.REGISTRAR, "registrar"))
ABOVE = ((Role.LEADER, "leader"), (Role.EVALUATOR, "evaluator"))
ADMINISTRATORS = ((Role.SYSTEM_ADMIN, "sysadmin"), (Role.SECURITY_ADMIN, "secadmin"), (Role.AUDIT_ADMIN, "auditadmin"))
HANDLERS = {"坪山街道综合执法队": "handler", "城市管理局": "handler2"}


@dataclass(frozen=True, slots=True)
class Place:
    """A post to be held: role, unit by name, area code."""

    role: str
    unit: str
    code: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff. Only those who sign in get a password."""

    username: str
    places: tuple[Place, ...]
    signs_in: bool = False


def roster(grids: Sequence[str]) -> list[Member]:
    """Everybody, those who sign in first among their like. `grids` are the codes of the district's grids in force."""
    return [*_district(), *_streets(), *_field(sorted(grids)), *_handlers(), *_district_desk(), *_city()]


def _district() -> Iterator[Member]:
    for role, name in (*ABOVE, *ADMINISTRATORS):
        yield Member(name, (Place(role, CENTRE, DISTRICT),), signs_in=True)


def _district_desk() -> Iterator[Member]:
    """Who takes what lies in no street: a question of a resident who named no community. Last, so that nobody else's name changes."""
    posts = tuple(Place(role, CENTRE, DISTRICT) for role in (Role.DISPATCHER, Role.CLERK, Role.DUTY_CHIEF))
    yield Member("dispatcher.district", posts, signs_in=True)


def _city() -> Iterator[Member]:
    """Who looks on from above the district, so that the command centre is gone down from its top. After all others for the same reason."""
    yield Member("leader.city", (Place(Role.LEADER, CITY_CENTRE, CITY),), signs_in=True)


def _streets() -> Iterator[Member]:
    for row in unit_rows():
        if row.role != "office":
            continue
        featured = row.code == FEATURED
        slug = "".join(lazy_pinyin(row.name.removesuffix("街道办事处")))
        for role, name in DESK:
            posts = [Place(role, row.name, row.code)]
            if featured and role == Role.DISPATCHER:  # so that one person can take a case through the desk
                posts.append(Place(Role.CLERK, row.name, row.code))
            yield Member(name if featured else f"{name}.{slug}", tuple(posts), signs_in=featured or role == Role.DISPATCHER)
        if featured:  # an export needs a second one
            yield Member("registrar2", (Place(Role.REGISTRAR, row.name, row.code),), signs_in=True)
        for role, name in ABOVE:
            yield Member(f"{name}.{slug}", (Place(role, row.name, row.code),))


def _field(grids: Sequence[str]) -> Iterator[Member]:
    committees = {row.code: row for row in unit_rows() if row.role == "community"}
    for community in sorted({grid[: Level.COMMUNITY] for grid in grids} & committees.keys()):
        first = community == min(code for code in committees if code.startswith(FEATURED))
        unit = committees[community].name
        leader = "gridleader" if first else f"gridleader.{community[6:]}"
        yield Member(leader, (Place(Role.GRID_LEADER, unit, community),), signs_in=first)
        for number, grid in enumerate(code for code in grids if code.startswith(community)):
            featured = first and number < 2  # noqa: PLR2004  (two, so that one can check what the other did)
            name = ("worker", "worker2")[number] if featured else f"worker.{grid[6:]}"
            yield Member(name, (Place(Role.GRID_WORKER, unit, grid),), signs_in=featured)


def _handlers() -> Iterator[Member]:
    for number, row in enumerate((row for row in unit_rows() if row.code != CITY), 1):
        for letter in "ab"[: _handlers_of(row)]:
            own = HANDLERS.get(row.name) if letter == "a" else None
            yield Member(own or f"handler.{number:02d}{letter}", (Place(Role.HANDLER, row.name, row.code),), signs_in=own is not None)


def _handlers_of(row: UnitRow) -> int:
    return 2 if row.role in BUSY else 1
