"""Loading the demonstration (装入演示数据)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access.actor import SYSTEM_ACTOR
from governance.codes import Level
from governance.errors import Invalid
from governance.ledger.models import Entry
from governance.ledger.record import record
from grids import queries as grids
from grids.actions.demo import load_demo_district
from grids.demo import SEED
from incidents.actions.catalogue import load_responsibilities
from incidents.actions.catalogue.shipped import DATA, NATIONAL
from incidents.actions.demo.cast import Cast
from incidents.actions.demo.clocks import load_demo_clocks
from incidents.actions.demo.fieldwork import load_fieldwork
from incidents.actions.demo.history import MANY, write_history
from incidents.actions.demo.mix import shipped_mix
from incidents.actions.demo.neighbour import ensure_resident
from incidents.actions.demo.plan import DAYS
from incidents.actions.demo.portal import load_demo_portal
from incidents.actions.demo.prints import kept_prints
from incidents.actions.demo.rating import rate_some
from incidents.actions.demo.roster import DISTRICT, FEATURED, roster
from incidents.actions.demo.scenery import Scenery
from incidents.actions.demo.special import Special
from incidents.actions.demo.staff import check_password, ensure_staff
from incidents.actions.demo.teller import Setting
from incidents.actions.demo.units import ensure_units
from incidents.models import Category
from incidents.queries import reference
from residents.actions.demo import load_demo_people

RESPONSIBILITIES = DATA / "demo_responsibilities.csv"
CASES = 3000
LOADED = "demo.loaded"


@dataclass(frozen=True, slots=True)
class Demo:
    """What was added; zeros when it was all there."""

    grids: int = 0
    buildings: int = 0
    units: int = 0
    people: int = 0
    responsibilities: int = 0
    cases: int = 0
    open_cases: int = 0
    residents: int = 0

    def payload(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def load_demo(*, at: datetime, password: str, seed: int = SEED, count: int = CASES) -> Demo:
    """Have the demo district with its units, staff, responsibilities and DAYS days of cases that end at `at`.

    The same seed and moment give the same. The second time nothing is added, and the sign-ins get the password if theirs
    is another. Refuses (Invalid) a weak password, a catalogue that is not loaded, and another seed than the one that is
    there. Records what the single actions record, and demo.loaded at the end.
    """
    check_password(password)
    if (loaded := Entry.objects.filter(kind="demo", verb=LOADED, chain=DISTRICT).first()) is not None:
        if loaded.object_id != str(seed):
            raise Invalid(fields={"seed": [_("演示数据已用种子 %(seed)s 装入。") % {"seed": loaded.object_id}]})
        ensure_staff(grids=_grids(), units=ensure_units(at=at), password=password, seed=seed, at=at)
        return Demo(residents=load_demo_people(street=FEATURED, seed=seed, at=at))
    if not Category.objects.filter(scheme=NATIONAL).exists():
        raise Invalid(fields={"categories": [_("事项类别尚未导入，请先运行 load_reference。")]})
    return _loaded(at, password, seed, count)


def _loaded(at: datetime, password: str, seed: int, count: int) -> Demo:
    began = at - timedelta(days=DAYS + 2)
    town = load_demo_district(actor=SYSTEM_ACTOR, at=began, seed=seed)
    units = ensure_units(at=began)
    people = ensure_staff(grids=_grids(), units=units, password=password, seed=seed, at=began)
    duties = load_responsibilities(actor=SYSTEM_ACTOR, at=began, file=RESPONSIBILITIES, scheme=NATIONAL)
    load_demo_clocks(at=began)
    reference.forget_all()
    setting = Setting(
        mix=shipped_mix(),
        cast=Cast.assembled(units=units, at=at),
        scenery=Scenery(DISTRICT),
        categories={(one.kind, one.code): one for one in Category.objects.filter(scheme=NATIONAL)},
        prints=kept_prints(),
        now=at,
    )
    cases, still_open = write_history(setting=setting, count=count, seed=seed, grids=_featured_grids())
    load_demo_portal(units=units, at=at)
    if count >= MANY:
        rate_some(at=at, seed=seed)
        Special(cast=setting.cast, street=FEATURED, at=at, seed=seed).tell()
    ensure_resident(at=at)
    residents = load_demo_people(street=FEATURED, seed=seed, at=at)
    load_fieldwork(codes=_featured_grids(), at=at, seed=seed)
    demo = Demo(town.grids, town.buildings, len(units), people, duties.added, cases, still_open, residents)
    with transaction.atomic():
        record(actor=SYSTEM_ACTOR, verb=LOADED, kind="demo", object_id=str(seed), code=DISTRICT, at=at, detail=demo.payload())
    return demo


def _grids() -> list[str]:
    return list(grids.current_grids().filter(code__startswith=DISTRICT).order_by("code").values_list("code", flat=True))


def _featured_grids() -> tuple[str, ...]:
    """The grids of the workers who may be signed in as."""
    members = [member for member in roster(_grids()) if member.signs_in]
    return tuple(place.code for member in members for place in member.places if len(place.code) == Level.GRID)
