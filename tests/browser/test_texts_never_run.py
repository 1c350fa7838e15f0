"""E1: what people write is shown, never run: list, detail, timeline, map, tasks, the resident's page."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from governance.access.actor import PUBLIC
from incidents.actions import desk
from incidents.actions.report import follow_token, report_incident
from incidents.models import Category
from tests.browser.payloads import PAYLOADS, RUN
from tests.browser.people import Door
from tests.town import Town

PLACE = 200
EACH = 10


def nothing_ran(page: Page) -> bool:
    return page.evaluate("() => window.ran === undefined")


def test_the_payloads_would_run_where_a_page_is_careless(door: Door, town: Town):
    """The red control: without a policy of content and with innerHTML, this detector sees them run."""
    page = door.browser.new_context().new_page()
    page.set_content("<div id=x></div>")
    page.evaluate("(texts) => { for (const t of texts) document.querySelector('#x').insertAdjacentHTML('beforeend', t); }", PAYLOADS)
    page.wait_for_function("() => window.ran === 1")
    page.context.close()


def test_e1_sixty_payloads_in_every_place_where_a_text_is_shown(door: Door, town: Town):
    assert len(set(PAYLOADS)) == 60
    assert all(RUN in one or "base64" in one for one in PAYLOADS)
    Category.objects.filter(pk=town.category.pk).update(name=PAYLOADS[5])
    cases = [
        town.case(text="\n".join(PAYLOADS[n : n + EACH]), place=PAYLOADS[n][:PLACE], lon=114.305 + n / 100_000, lat=22.705)
        for n in range(0, len(PAYLOADS), EACH)
    ]
    desk.refuse_incident(actor=town.actor("alice"), incident_id=cases[0].pk, version=1, at=town.at, reason=" ".join(PAYLOADS[:12]))
    desk.send_to_verify(actor=town.actor("alice"), incident_id=cases[1].pk, version=1, at=town.at)
    resident, _new = report_incident(
        actor=PUBLIC,
        incident_id=uuid4(),
        report=town.report(text=" ".join(PAYLOADS[20:40]), place=PAYLOADS[8], source="resident"),
        at=town.at,
    )
    desk.refuse_incident(actor=town.actor("alice"), incident_id=resident.pk, version=1, at=town.at, reason=" ".join(PAYLOADS[40:52]))

    alice = door.open(town.people["alice"])
    for case in cases:
        page = alice.go(f"/desk/?case={case.pk}")
        expect(page.locator(".detail article")).to_contain_text("window.ran=1")
        for row in page.locator("#main li[data-id]").all():
            row.hover()
        assert nothing_ran(page)
    bob = door.open(town.people["bob"])
    for path in ("/w/", "/w/mine/", "/w/report/", f"/w/tasks/{cases[1].pk}/"):
        page = bob.go(path)
        expect(page.locator("body")).to_contain_text("上报")
        assert nothing_ran(page)
    page = door.open(None).go(f"/follow/{follow_token(resident.pk)}/")
    expect(page.locator("body")).to_contain_text("window.ran=1")
    assert nothing_ran(page)


def test_e12_braces_are_text_and_no_template(door: Door, town: Town):
    case = town.case(text="{{ settings.SECRET_KEY }} {% debug %} {{ request.user.password }} 49={{ 7|add:42 }}")
    page = door.open(town.people["alice"]).go(f"/desk/?case={case.pk}")
    expect(page.locator(".detail article")).to_contain_text("{{ settings.SECRET_KEY }} {% debug %}")
    expect(page.locator(".detail article")).to_contain_text("49={{ 7|add:42 }}")
