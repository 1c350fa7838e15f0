"""What the office told and asked in the demonstration (演示公告): invented texts, places and voices, marked by nobody's name."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from django.contrib.gis.geos import Point
from django.db import transaction

from bulletins.actions.consulting import open_consultation
from bulletins.actions.demo_texts import BULLETINS, CLOSED, CLOSED_COMMENTS, COMMENTS, OPEN, PLACES, REMARKS, WISHES
from bulletins.actions.facilities import keep_facility
from bulletins.actions.warning import Warned, acknowledge_alert, send_alert
from bulletins.actions.writing import Shown, publish_bulletin, write_bulletin
from bulletins.models import Comment, Consultation, Facility, Moderated, Paragraph, Rating, Wish
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.access.models import Post, Unit
from governance.access.roles import Role
from governance.ledger.record import record
from grids import queries as grids

NAMES = UUID("5a0e2f3a-8a57-4d35-9f1b-7a0d5c9be001")

WISHED = ("走路要二十分钟，老人去不了", "放学后孩子没地方玩", "晚上也想有人管", "原来的拆了一直没补")


@dataclass(frozen=True, slots=True)
class Offices:
    """Who writes: the street office and some communities, by code."""

    street: Unit
    street_code: str
    communities: Sequence[tuple[str, Unit]]


def load_demo_bulletins(*, offices: Offices, pictures: Sequence[bytes], at: datetime) -> None:
    """Bulletins with pictures, a notice of emergency, two consultations, places with stars and wishes. Again adds nothing.

    Records what the single actions record, and demo.voices for the residents' voices.
    """
    if Consultation.objects.filter(pk=uuid5(NAMES, "open")).exists():
        return
    lot = Random("bulletins")  # noqa: S311 - demonstration data, no secret
    _bulletins(offices, pictures, at)
    code, unit = offices.communities[0]
    warned = Warned(
        event="停水", headline="今晚二十二点至明晨五点片区停水检修",
        description="供水主管检修，金牛路以东片区停水。请提前储水，老人家中网格员上门提醒。",
        instruction="请关好水龙头；来水后先放两分钟再饮用。", contact="0755-0100 0120", code=code, expires_at=at + timedelta(hours=20),
        theme="Infra", urgency="Expected", severity="Minor", certainty="Likely",
    )  # fmt: skip
    send_alert(actor=SYSTEM_ACTOR, alert_id=uuid5(NAMES, "alert"), warned=warned, at=at - timedelta(hours=1), unit=unit)
    _passed_on(code, at)
    _consultations(offices, at)
    with transaction.atomic():
        _places(offices, at, lot)
        record(actor=SYSTEM_ACTOR, verb="demo.voices", kind="demo", object_id="bulletins", code=offices.street_code, at=at)


def _bulletins(offices: Offices, pictures: Sequence[bytes], at: datetime) -> None:
    for number, (kind, title, body, alt, days) in enumerate(BULLETINS):
        own = number % 2 and offices.communities
        code, unit = offices.communities[number // 2 % len(offices.communities)] if own else (offices.street_code, offices.street)
        shown = [Shown(pictures[number % len(pictures)], alt)] if alt and pictures else []
        moment = at - timedelta(days=days, hours=number)
        made = write_bulletin(
            actor=SYSTEM_ACTOR, bulletin_id=uuid5(NAMES, f"bulletin{number}"), title=title, body=body, code=code, at=moment, kind=kind,
            pictures=shown, unit=unit,
        )  # fmt: skip
        publish_bulletin(actor=SYSTEM_ACTOR, bulletin_id=made.pk, at=moment)


def _passed_on(code: str, at: datetime) -> None:
    """Some grid workers have read the notice; the first two of the area, whom one may sign in as, have not."""
    workers = Post.objects.filter(role=Role.GRID_WORKER, code__startswith=code, starts_at__lte=at, ends_at__isnull=True).order_by("code")
    for number, post in enumerate(workers.select_related("user")[2:9]):
        moment = at - timedelta(minutes=50 - 6 * number)
        acknowledge_alert(actor=actor_of(user=post.user, at=moment), alert_id=uuid5(NAMES, "alert"), at=moment)


def _consultations(offices: Offices, at: datetime) -> None:
    asked = (("open", OPEN, COMMENTS, 4, 12), ("closed", CLOSED, CLOSED_COMMENTS, 40, -10))
    for name, (title, intro, paragraphs, summary), comments, began, closes in asked:
        made = open_consultation(
            actor=SYSTEM_ACTOR, consultation_id=uuid5(NAMES, name), title=title, intro=intro, paragraphs=paragraphs,
            code=offices.street_code,
            closes_at=at + timedelta(days=closes), at=at - timedelta(days=began), unit=offices.street,
        )  # fmt: skip
        rows = {row.number: row for row in Paragraph.objects.filter(consultation=made)}
        said = [
            Comment(
                paragraph=rows[paragraph], device=_device(f"{name}{number}"), text=text,
                at=at - timedelta(days=began - 1, hours=-number),
                verdict=Moderated.WAITING if name == "open" and number >= len(comments) - 2 else Moderated.SHOWN,
                taken_up=taken_up,
            )
            for number, (paragraph, text, taken_up) in enumerate(comments)
        ]  # fmt: skip
        Comment.objects.bulk_create(said)
        if summary:
            Consultation.objects.filter(pk=made.pk).update(summary=summary, summarized_at=at - timedelta(days=3))


def _places(offices: Offices, at: datetime, lot: Random) -> None:
    for number, (kind, name) in enumerate(PLACES):
        code, _unit = offices.communities[number % len(offices.communities)]
        centre = grids.centre_of(code)
        lon, lat = (None, None) if centre is None else (centre.lon + lot.uniform(-4, 4) / 1000, centre.lat + lot.uniform(-4, 4) / 1000)
        place = keep_facility(actor=SYSTEM_ACTOR, kind=kind, name=name, code=code, at=at - timedelta(days=50), lon=lon, lat=lat)
        _rated(place, at, lot)
    for number in range(60):
        kind = lot.choice(WISHES)
        code, _unit = lot.choice(offices.communities)
        wished = {"at": at - timedelta(days=lot.uniform(0, 40)), "text": lot.choice(WISHED) if number % 3 == 0 else ""}
        if number % 5 and (centre := grids.centre_of(code)) is not None:  # one in five names a community only
            wished["point"] = Point(centre.lon + lot.gauss(0, 1.6) / 1000, centre.lat + lot.gauss(0, 1.6) / 1000, srid=4326)
        Wish.objects.get_or_create(kind=kind, device=_device(f"wish{number}"), code=code, defaults=wished)


def _rated(place: Facility, at: datetime, lot: Random) -> None:
    """The first two say something, of some places the second waits for a moderator; the others gave stars only."""
    words = REMARKS.get(place.kind, [])
    given = [*words, *((lot.choice((2, 3, 4, 4, 5, 5)), "") for _ in range(lot.randint(3, 24)))]
    Rating.objects.bulk_create(
        Rating(
            facility=place, device=_device(f"{place.pk}:{number}"), stars=stars, text=text, at=at - timedelta(days=lot.uniform(0, 45)),
            verdict=Moderated.WAITING if number == 1 and place.kind in {"market", "fitness", "charging"} else Moderated.SHOWN,
        )
        for number, (stars, text) in enumerate(given)
    )  # fmt: skip


def _device(name: str) -> bytes:
    return hashlib.sha256(f"demo {name}".encode()).digest()
