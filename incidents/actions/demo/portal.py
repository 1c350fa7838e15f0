"""What residents see in the demonstration (演示门户): phones of offices, released photos, voices, neighbours who mended things."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from bulletins.actions.demo import Offices, load_demo_bulletins
from governance.access.actor import SYSTEM_ACTOR
from governance.access.models import Unit, User
from governance.access.roles import FIELD
from governance.ledger.record import record
from incidents.actions.demo.roster import DISTRICT, FEATURED
from incidents.actions.demo.units import unit_rows
from incidents.actions.portal.mending import offer_case
from incidents.demo.scenes import SCENES, picture
from incidents.models import Adoption, Helper, Incident, MeToo, Photo
from incidents.publicity import Publicity
from incidents.queries.portal import SHOWN_STAGES
from incidents.workflow import OPEN, State

PHOTOS = 160
SMALL = r"垃圾|绿地|行道树|护栏|座椅|杂物|乱贴|积水"
"""What neighbours can mend themselves, by the name of the category."""
HELPERS = (
    (Helper.VOLUNTEERS, "红马甲志愿队"), (Helper.RESIDENT, "三单元的小李"), (Helper.FIRM, "街角面馆"), (Helper.RESIDENT, "爱种花的阿姨"),
)  # fmt: skip


def load_demo_portal(*, units: dict[str, Unit], at: datetime) -> None:
    """Everything that the portal shows of the demonstration. Again adds nothing. Records demo.portal and what single actions record."""
    with transaction.atomic():
        _phones(units)
        _photos(at)
        _voices(at)
        _mended(at)
        record(actor=SYSTEM_ACTOR, verb="demo.portal", kind="demo", object_id="portal", code=DISTRICT, at=at)
    _offered(at)
    street = next(row for row in unit_rows() if row.role == "office" and row.code == FEATURED)
    communities = [(row.code, units[row.name]) for row in unit_rows() if row.role == "community" and row.code.startswith(FEATURED)]
    pictures = [picture(scene=scene, variant=0, mended=True) for scene in list(SCENES)[:3]]
    load_demo_bulletins(offices=Offices(units[street.name], FEATURED, communities), pictures=pictures, at=at)


def _phones(units: dict[str, Unit]) -> None:
    """Numbers that no exchange gives out: a local number never begins with 0."""
    for number, name in enumerate(sorted(units)):
        Unit.objects.filter(pk=units[name].pk, phone="").update(phone=f"0755-0100 {number + 100:04d}")
    staff = User.objects.filter(fictitious=True, work_phone="", posts__role__in=FIELD).distinct().order_by("username")
    for number, user in enumerate(staff):
        user.work_phone = f"0755-0200 {number:04d}"
    User.objects.bulk_update(staff, ["work_phone"])


def _photos(at: datetime) -> None:
    """The newest photos of closed cases were looked at and released; those of open cases wait for a moderator."""
    shown = Photo.objects.filter(incident__state=State.CLOSED, incident__category__publicity=Publicity.OPEN, stage__in=SHOWN_STAGES)
    newest = list(shown.order_by("-incident__closed_at").values_list("pk", flat=True)[:PHOTOS])
    Photo.objects.filter(pk__in=newest).update(released=True, judged_at=at)


def _voices(at: datetime) -> None:
    """Neighbours met the same thing: some open cases have a few voices, some many."""
    cases = Incident.objects.filter(state__in=sorted(OPEN), category__publicity=Publicity.OPEN).order_by("-received_at")[:24]
    MeToo.objects.bulk_create(
        (
            MeToo(incident=case, device=_device(f"{case.pk}:{n}"), at=max(case.received_at, at - timedelta(hours=n)))
            for number, case in enumerate(cases)
            for n in range((0, 1, 3, 7, 12)[number % 5])
        ),
        ignore_conflicts=True,
    )


def _mended(at: datetime) -> None:
    """Small cases of the last weeks that neighbours mended, with thanks."""
    closed = Incident.objects.filter(state=State.CLOSED, category__publicity=Publicity.OPEN, adoption__isnull=True, unit__isnull=False)
    closed = closed.filter(category__name__regex=SMALL)
    for number, case in enumerate(closed.filter(photos__stage="after").distinct().order_by("-closed_at")[:4]):
        helper, name = HELPERS[number]
        taken, over = case.received_at + timedelta(minutes=20), case.closed_at or at
        Adoption.objects.create(
            incident=case, offered_at=case.received_at, helper=helper, name=name, device=_device(name), taken_at=taken,
            promised_at=max(over, taken + timedelta(days=1)), done_at=max(over, taken), checked_at=max(over, taken),
        )  # fmt: skip


def _offered(at: datetime) -> None:
    """Filed cases that neighbours may take up now."""
    filed = Incident.objects.filter(state=State.FILED, category__publicity=Publicity.OPEN, adoption__isnull=True)
    filed = filed.filter(category__name__regex=SMALL)
    for pk in filed.order_by("-received_at").values_list("pk", flat=True)[:6]:
        offer_case(actor=SYSTEM_ACTOR, incident_id=pk, at=at)


def _device(name: str) -> bytes:
    return hashlib.sha256(f"demo {name}".encode()).digest()
