"""E1: the same sixty texts where the office, other programs and notices show them: no page, no XML and no JSON runs one."""

from email import message_from_bytes
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import fromstring

import pytest
from django.core import mail
from django.db import transaction

from bulletins.actions.facilities import wish_facility
from governance.access.actor import SYSTEM_ACTOR, Actor, Held
from governance.access.models import Post
from governance.notices.actions import load_notice_templates, notify
from governance.notices.models import Delivery
from governance.notices.recipients import To
from incidents.actions import desk, field
from incidents.actions.keys import issue_key
from incidents.actions.requests import request_extension
from incidents.models import Category, Question
from residents.actions.declaring import load_fields
from residents.actions.registering import register_resident
from residents.actions.rights import challenge_value
from residents.actions.selfreports import send_report
from tests.browser.payloads import PAYLOADS
from tests.browser.people import Door, Person
from tests.browser.portaltown import reported
from tests.browser.test_texts_never_run import nothing_ran
from tests.governance.notices.running import run_notices
from tests.residents.people import person
from tests.town import STREET, Town

JOINED = "\n".join(PAYLOADS)


def people_of_the_register(town: Town) -> None:
    """Somebody registered with such texts, a doubt, a declaration."""
    load_fields(actor=SYSTEM_ACTOR, at=town.at)
    registrar = Actor(town.people["alice"].pk, "Alice", (Held("registrar", STREET),))
    Post.objects.create(
        user=town.people["alice"], role="registrar", code=STREET, unit=town.units["第一街道办事处"], starts_at=town.at.replace(year=2025)
    )
    values = person(1, employer=PAYLOADS[5][:50], residence_address=PAYLOADS[10][:80])
    one = register_resident(actor=registrar, resident_id=uuid4(), code=town.grid, values=values, at=town.at)
    for n, text in enumerate(PAYLOADS[:20]):
        challenge_value(actor=registrar, resident_id=one.pk, field="employer", value=text[:50], source=f"{n} {text}"[:60], at=town.at)
    told = {"name": "沈月", "phone": "19700000001", "residence_address": PAYLOADS[20][:80], "employer": PAYLOADS[40][:50]}
    send_report(kind="person", code=f"{STREET}001", values=told, notice="1", at=town.at)


def a_case_on_its_way(town: Town) -> object:
    """A resident's case with a unit, its handler and a wish for more time."""
    case = reported(town, JOINED[:2000], PAYLOADS[7][:200])
    unit = town.units["市政养护所"]
    desk.dispatch_incident(
        actor=town.actor("alice"), incident_id=case.pk, version=None, at=town.at, unit_id=unit.pk, opinion=" ".join(PAYLOADS[30:38])[:500]
    )
    field.assign_incident(actor=town.actor("dan"), incident_id=case.pk, version=None, at=town.at)
    request_extension(actor=town.actor("dan"), incident_id=case.pk, version=None, at=town.at, reason=" ".join(PAYLOADS[:10])[:400])
    return case


def test_e1_sixty_payloads_in_the_offices_pages(door: Door, town: Town) -> None:
    people_of_the_register(town)
    case = a_case_on_its_way(town)
    for n, text in enumerate(PAYLOADS[:20]):
        wish_facility(kind="park", device=bytes([n]) * 32, address=str(n), community=f"{STREET}00{1 + n % 2}", text=text[:300], at=town.at)
    readers: dict[str, Person] = {}
    seen = ""
    for reader, path in (
        ("alice", "/desk/intake/"), ("erin", "/desk/approvals/"), ("dan", "/handle/"), ("dan", f"/handle/{case.pk}/"),
        ("alice", f"/contact/{case.pk}/"), ("alice", "/newsroom/wishes/"), ("alice", "/registry/"), ("alice", "/registry/doubts/"),
        ("alice", "/registry/tasks/"), ("alice", "/registry/reports/"), ("alice", "/registry/requests/"), ("leo", f"/desk/?case={case.pk}"),
        ("ann", "/ledger/"),
    ):  # fmt: skip
        if reader not in readers:
            readers[reader] = door.open(town.people[reader])
        page = readers[reader].go(path)
        assert page.locator("main, #main").first.is_visible(), path
        assert nothing_ran(page), path
        seen += page.locator("body").inner_text()
    assert seen.count("window.ran=1") > len(PAYLOADS)


@pytest.mark.parametrize("fault", [False, True], ids=["sent", "failed"])
def test_e1_sixty_payloads_in_notices(door: Door, town: Town, settings: Any, fault: bool) -> None:
    """Mails, the digest of a desk among them, are plain text with one-line subjects; the page of deliveries shows what went out and what did not."""
    settings.EMAIL_HOST = "mail.example.cn"
    load_notice_templates(actor=SYSTEM_ACTOR, at=town.at)
    where = To.at("sms", "12") if fault else To.at("sms", "13800138000")
    for n in range(0, len(PAYLOADS), 10):
        facts = {"number": PAYLOADS[n], "category": PAYLOADS[n + 1], "place": PAYLOADS[n + 2], "reason": "\n".join(PAYLOADS[n : n + 10])}
        with transaction.atomic():
            notify(
                event="incident.refused", audience="reporter", to=[where, To.at("email", f"lin{n}@example.org")], facts=facts, at=town.at,
                key=f"e1:{n}", code=STREET,
            )  # fmt: skip
            backlog = {"area": PAYLOADS[n + 3], "open": 2, "overdue": 1, "oldest": PAYLOADS[n + 4], "oldest_days": 9}
            digested = [where, To.at("email", f"desk{n}@example.org")]
            notify(event="incident.digest", audience="desk", to=digested, facts=backlog, at=town.at, key=f"e1:digest:{n}", code=STREET)
    run_notices(town.at)
    page = door.open(town.people["sam"]).go("/notices/" if fault else "/notices/?status=sent")
    assert nothing_ran(page)
    assert Delivery.objects.filter(channel="sms", status="failed" if fault else "sent").count() == 12
    if not fault:
        assert "window.ran=1" in page.locator("table").inner_text()
    for one in mail.outbox:
        parts = [part.get_content_type() for part in message_from_bytes(one.message().as_bytes()).walk()]
        assert parts == ["text/plain"]
        assert "\n" not in one.subject
    assert "window.ran=1" in "".join(one.body for one in mail.outbox)


def test_e1_sixty_payloads_in_what_other_programs_read(door: Door, town: Town) -> None:
    """As a browser shows it that opens the address: JSON and XML of Open311, open data, the page of keys."""
    Category.objects.filter(pk=town.category.pk).update(name=PAYLOADS[5], name_en=PAYLOADS[6])
    for n, text in enumerate(PAYLOADS):
        Question.objects.create(category=town.category, code=f"q{n}", datatype="string", order=n, text=text, text_en=text)
    case = reported(town, JOINED[:2000], PAYLOADS[9][:200])
    issue_key(actor=SYSTEM_ACTOR, name=PAYLOADS[0][:60], at=town.at)
    page = door.browser.new_context().new_page()  # a window of its own: Chromium's viewers of XML and JSON break our policy of styles
    base = f"{door.address}/open311"
    paths = [f"discovery.{form}" for form in ("json", "xml")]
    for name in ("services", "services/c0101", "requests", f"requests/{case.number}", "servicerequestupdates"):
        paths += [f"v2/{name}.{form}" for form in ("json", "xml")]
    seen = ""
    for path in paths:
        answer = page.goto(f"{base}/{path}")
        assert answer is not None
        assert answer.ok, path
        assert answer.headers["content-type"].split(";")[0] in {"application/json", "text/xml", "application/xml"}, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert nothing_ran(page), path
        body = answer.body()
        seen += body.decode()
        if path.endswith(".xml"):
            tags = {element.tag.rpartition("}")[2] for element in fromstring(body).iter()}
            assert not tags & {"script", "img", "svg", "iframe", "object"}, path
    page.context.close()
    assert seen.count("window.ran=1") > len(PAYLOADS)
    keys = door.open(town.people["sam"]).go("/open311/keys/")
    assert "window.ran=1" in keys.locator("body").inner_text()
    assert nothing_ran(keys)
    assert nothing_ran(door.open(None).go("/open-data/"))
