"""The town with everything that the portal shows: a bulletin with a picture, an alert, a consultation, places, public cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from bulletins.actions.consulting import add_comment, open_consultation, sum_up_consultation
from bulletins.actions.facilities import keep_facility, rate_facility, wish_facility
from bulletins.actions.moderating import decide_text
from bulletins.actions.warning import Warned, send_alert
from bulletins.actions.writing import Shown, publish_bulletin, write_bulletin
from bulletins.models import Consultation
from bulletins.queries.inforce import forget_alerts
from governance.access.actor import PUBLIC, resident_of
from incidents.actions import desk
from incidents.actions.photos import keep_photo
from incidents.actions.portal.mending import offer_case, take_up
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.portal.showing import judge_photo
from incidents.actions.report import follow_token
from incidents.actions.talk import add_to_case, ask_reporter
from tests.browser.pictures import photo
from tests.browser.readers import PageOf
from tests.town import STREET, Town

MAP = ".leaflet-container"


@dataclass(frozen=True)
class Portal:
    """Where everything is."""

    pages: list[PageOf]


def furnished(town: Town, texts: Sequence[str] = ("平常的话",)) -> Portal:
    """Each text stands in each place where people write; short fields take what fits."""
    alice, erin, at, code = town.actor("alice"), town.actor("erin"), town.at, f"{STREET}001"
    joined, short = "\n\n".join(texts), texts[0]
    bulletin = write_bulletin(
        actor=alice, bulletin_id=uuid4(), title=short[:100], body=joined[:10_000], code=code, at=at,
        pictures=[Shown(photo(size=(300, 200))["buffer"], texts[-1][:100])],
    )  # fmt: skip
    publish_bulletin(actor=alice, bulletin_id=bulletin.pk, at=at)
    warned = Warned(
        event=short[:40], headline=short[:80], description=joined[:2000], instruction=joined[:2000], contact=short[:64], code=STREET,
        expires_at=at + timedelta(hours=5),
    )  # fmt: skip
    alert = send_alert(actor=erin, alert_id=uuid4(), warned=warned, at=at)
    forget_alerts()
    asked, closed = consulted(town, texts), consulted(town, texts)
    past = at - timedelta(days=9)
    Consultation.objects.filter(pk=closed.pk).update(opens_at=past, closes_at=past + timedelta(days=1))
    sum_up_consultation(actor=alice, consultation_id=closed.pk, summary=joined[:5000], taken_up=[], at=at)
    place = keep_facility(actor=alice, kind="market", name=short[:64], address=texts[-1][:200], code=code, at=at)
    rating = rate_facility(facility_id=place.pk, device=b"r" * 32, address="a", stars=4, text=short[:300], at=at)
    decide_text(actor=alice, kind="rating", text_id=rating.pk, shown=True, at=at)
    wish_facility(kind="toilet", device=b"w" * 32, address="a", community=code, text=short[:300], at=at)
    mine, offered = reported(town, joined[:2000], short[:200]), reported(town, joined[-2000:], texts[-1][:200])
    reported(town, joined[:2000], short[:200], accepted=False)
    offer_case(actor=alice, incident_id=offered.pk, at=at)
    take_up(number=offered.number, device=b"n" * 32, address="a", helper="resident", name=short[:40], days=2, at=at)
    ask_reporter(actor=alice, incident_id=mine.pk, version=None, at=at, question=joined[:1000])
    add_to_case(actor=resident_of(case_id=str(mine.pk)), incident_id=mine.pk, at=at, text=joined[-1000:])
    return Portal(
        [
            PageOf("first page", "", "/", ".shout"), PageOf("around", "", "/around/", MAP), PageOf("public case", "", f"/around/{mine.number}/", "h1"),
            PageOf("offered case", "", f"/around/{offered.number}/", "#adoption"), PageOf("follow", "", f"/follow/{follow_token(mine.pk)}/", ".way"),
            PageOf("mine", "", "/mine/", "#number"), PageOf("find", "", "/find/", "#number"), PageOf("prove", "", "/prove/", "#phone"),
            PageOf("my grid", "", f"/my-grid/?code={code}", "#found"), PageOf("phones", "", "/phones/", ".person"),
            PageOf("bulletins", "", "/bulletins/", ".news"), PageOf("bulletin", "", f"/bulletins/{bulletin.pk}/", "article"),
            PageOf("alert", "", f"/alerts/{alert.pk}/", "article"), PageOf("alert of a worker", "bob", f"/alerts/{alert.pk}/", ".grid-progress"),
            PageOf("consultations", "", "/consultations/", ".news"), PageOf("consultation", "", f"/consultations/{asked.pk}/", ".comments"),
            PageOf("closed consultation", "", f"/consultations/{closed.pk}/", "h2"), PageOf("places", "", "/places/", ".news"),
            PageOf("place", "", f"/places/{place.pk}/", ".rate"), PageOf("wish", "", "/places/wish/", "#kind"),
            PageOf("subscribe", "", "/subscribe/", "#address"), PageOf("report with an alert", "", "/report/", MAP),
            PageOf("newsroom", "alice", "/newsroom/", "h1", phone=False), PageOf("write", "alice", "/newsroom/bulletin/", "#title", phone=False),
            PageOf("warn", "erin", "/newsroom/alert/", "#headline", phone=False),
            PageOf("consult", "alice", "/newsroom/consultation/", "#title", phone=False),
            PageOf("sum up", "alice", f"/newsroom/consultation/{closed.pk}/", "#summary", phone=False),
            PageOf("moderation", "alice", "/moderation/", "h1", phone=False),
            PageOf("where places are missing", "alice", "/newsroom/wishes/", f"{MAP} path, .cell", phone=False),
        ]
    )  # fmt: skip


def consulted(town: Town, texts: Sequence[str]) -> Consultation:
    """A consultation, each text a paragraph, with a comment that is shown."""
    asked = open_consultation(
        actor=town.actor("alice"), consultation_id=uuid4(), title=texts[0][:100], intro="\n".join(texts)[:2000], paragraphs=list(texts)[:60],
        code=STREET, closes_at=town.at + timedelta(days=3), at=town.at,
    )  # fmt: skip
    comment = add_comment(
        paragraph_id=asked.paragraphs.order_by("number")[0].pk, device=b"c" * 32, address="a", text="\n".join(texts)[:1000], at=town.at
    )  # fmt: skip
    decide_text(actor=town.actor("alice"), kind="comment", text_id=comment.pk, shown=True, at=town.at)
    return asked


def reported(town: Town, text: str, place: str, *, accepted: bool = True):
    """A resident's case with a released photo."""
    picture = uuid4()
    keep_photo(actor=PUBLIC, photo_id=picture, body=photo(size=(300, 200))["buffer"], stage="before", at=town.at)
    report = town.report(source="resident", text=text, place=place, photos=(picture,))
    case, _new = report_by_resident(actor=PUBLIC, incident_id=uuid4(), report=report, sent=Sent("10.0.0.1"), at=town.at)
    if accepted:
        judge_photo(actor=town.actor("alice"), photo_id=picture, released=True, at=town.at)
        desk.file_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
        case.refresh_from_db()
    return case
