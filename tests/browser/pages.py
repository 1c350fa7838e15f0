"""Every page of the system as its reader meets it, for tests that hold for all of them."""

from uuid import uuid4

from evaluation.actions.indicators import load_indicators
from evaluation.actions.keeping import keep_figures
from governance.access.actor import PUBLIC, SYSTEM_ACTOR
from governance.access.models import Post, User
from governance.access.roles import Role
from grids.actions.patrols import plan_point
from grids.models import Building
from incidents.actions import desk, field, requests, urging
from incidents.actions.photos import keep_photo
from incidents.actions.report import follow_token, report_incident
from incidents.models import Incident
from residents.actions.visits import load_visit_kinds, plan_visit
from residents.models import Enterprise, VisitPlan
from tests.browser.ownrecord import own_record
from tests.browser.pictures import photo
from tests.browser.readers import PageOf
from tests.incidents.walking import to
from tests.town import Town, inside, square


def pages_of(town: Town) -> list[PageOf]:
    """The pages over a few cases: one reported with a photo, one to be handled, one to be checked, one of a resident."""
    reported = town.case(text="井盖破损", photos=(kept(town, "bob"),))
    handled, checked = town.case(text="要处置的"), town.case(text="要核查的", photos=(kept(town, "bob"),))
    dispatched(town, handled.pk)
    dispatched(town, checked.pk)
    field.feed_back_incident(
        actor=town.actor("dan"), incident_id=checked.pk, version=3, at=town.at, opinion="已换新", photos=[kept(town, "dan")]
    )
    desk.send_to_check(actor=town.actor("alice"), incident_id=checked.pk, version=4, at=town.at)
    waiting(town, handled.pk)
    mine, _new = report_incident(actor=PUBLIC, incident_id=uuid4(), report=town.report(source="resident"), at=town.at)
    visited = planned(town)
    return [
        PageOf("sign-in", "", "/sign-in/", "h1"),
        PageOf("refusal", "bob", "/desk/", "h1", status=403),
        PageOf("resident's report", "", "/report/", ".leaflet-container"),
        PageOf("resident's progress", "", f"/follow/{follow_token(mine.pk)}/", ".way"),
        PageOf("worker's home", "bob", "/w/", ".task"),
        PageOf("worker's report", "bob", "/w/report/", ".leaflet-container"),
        PageOf("worker's own reports", "bob", "/w/mine/", ".task"),
        PageOf("worker's tasks", "bob", "/w/tasks/", ".task"),
        PageOf("worker's map", "bob", "/w/map/", ".leaflet-container"),
        PageOf("worker's contacts", "bob", "/w/contacts/", "li.card"),
        PageOf("worker's patrol", "bob", "/w/patrol/", ".leaflet-container"),
        PageOf("worker's changes", "bob", "/w/changes/", ".task, .empty"),
        PageOf("worker's visits", "bob", "/w/visits/", ".task"),
        PageOf("worker's visit", "bob", f"/w/visits/#{visited.pk}", "form h2"),
        PageOf("worker's one-point check", "bob", "/w/check/", "#q"),
        PageOf("one shop", "bob", f"/w/check/#enterprise:{visited.enterprise_id}", "form h2"),
        PageOf("one building", "bob", "/w/check/#building:B1", "form h2"),
        PageOf("register: people", "bob", "/registry/", "table, .empty"),
        PageOf("register: tasks", "bob", "/registry/tasks/", "h1"),
        PageOf("register: declarations", "bob", "/registry/reports/", "h1"),
        PageOf("register: missed visits", "bob", "/registry/visits/", "h1"),
        PageOf("register: buildings", "bob", "/registry/buildings/", "table"),
        PageOf("register: map", "bob", "/registry/map/", ".leaflet-container"),
        PageOf("register: enterprises", "bob", "/registry/enterprises/", "table"),
        PageOf("a resident's declaration", "", "/declare/person/", "h1"),
        PageOf("a firm's declaration", "", "/declare/firm/", "h1"),
        PageOf("the receipt of a declaration", "", "/declare/receipt/", "h1"),
        PageOf("the notice", "", "/privacy/notice/", "h1"),
        PageOf("leader's leaves", "lena", "/w/leaves/", "form"),
        PageOf("a call entered", "alice", "/desk/intake/", ".leaflet-container", phone=False),
        PageOf("decisions", "erin", "/desk/approvals/", ".ask", phone=False),
        PageOf("decisions of a unit", "dan", "/desk/approvals/", "h1"),
        PageOf("calls after closing", "erin", "/desk/callbacks/", ".ask", phone=False),
        PageOf("black-outs", "erin", "/desk/blackouts/", "form", phone=False),
        PageOf("handing a post over", "sue", f"/posts/{Post.objects.get(user=town.people['dan']).pk}/hand-over/", "form", phone=False),
        PageOf("what clocks go by", "sam", "/catalogue/clocks/", "table", phone=False),
        PageOf("automatic dispatch", "sam", "/catalogue/practice/", "table", phone=False),
        PageOf("worker's unsent list", "bob", "/w/unsent/", "#nothing"),
        PageOf("worker's task", "bob", f"/w/tasks/{checked.pk}/", ".leaflet-container"),
        PageOf("handler's list", "dan", "/handle/", ".task"),
        PageOf("handler's case", "dan", f"/handle/{handled.pk}/", ".leaflet-container"),
        PageOf("people", "sam", "/people/", "table"),
        PageOf("units", "sam", "/units/", "table"),
        PageOf("posts", "sue", "/posts/", "table"),
        PageOf("record", "ann", "/ledger/", "table"),
        PageOf("own password", "bob", "/password/", "form"),
        PageOf("second factor", "sue", "/second-factor/?next=/posts/", "form"),
        PageOf("own devices", "bob", "/devices/", ".device"),
        PageOf("open data", "", "/open-data/", "h1"),
        PageOf("open interface", "sam", "/open311/keys/", "h1"),
        PageOf("failed notices", "alice", "/notices/", "h1", phone=False),
        PageOf("own addresses", "sam", "/notices/addresses/", "h1"),
        PageOf("words of notices", "sam", "/notices/templates/", "h1", phone=False),
        PageOf("board", "alice", f"/desk/?case={reported.pk}", ".detail article", phone=False),
        PageOf("board's form", "alice", f"/desk/?case={reported.pk}", ".detail article", "d", phone=False),
        *figures_of(town),
        *own_record(town),
        PageOf("board's help", "alice", "/desk/", ".queue li .title", "?", phone=False),
    ]


def figures_of(town: Town) -> list[PageOf]:
    """Pages of evaluation over those cases, and of power on record."""
    load_indicators(actor=SYSTEM_ACTOR, at=town.at)
    keep_figures(actor=SYSTEM_ACTOR, at=town.at)
    return [
        PageOf("figures of an area", "leo", "/evaluation/", ".details tbody th", phone=False),
        PageOf(
            "figures of a post", "leo", "/evaluation/?by=post&role=grid_worker&period=" + f"{town.at:%Y}", ".sheet tbody th", phone=False
        ),
        PageOf("the cases behind a figure", "leo", "/evaluation/cases/?measure=received", ".sheet", phone=False),
        PageOf("own figures", "bob", "/evaluation/", ".details tbody th"),
        PageOf("statistics", "leo", "/statistics/", ".columns", phone=False),
        PageOf("closed months", "leo", "/evaluation/months/", ".sheet", phone=False),
        PageOf("weights and grades", "sam", "/evaluation/settings/", "input[name='grade-A']", phone=False),
        PageOf("spot checks", "erin", "/evaluation/spot-checks/", "form", phone=False),
        PageOf("thresholds of risks", "sue", "/risks/rules/", "form", phone=False),
        PageOf("hot spots", "leo", "/screen/hot-spots/", "h1", phone=False),
    ]


def kept(town: Town, name: str) -> object:
    """A photo under an id of its own."""
    photo_id = uuid4()
    keep_photo(actor=town.actor(name), photo_id=photo_id, body=photo()["buffer"], stage="before", at=town.at)
    return photo_id


def dispatched(town: Town, case_id: object) -> None:
    """Alice gives it to the maintenance office."""
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case_id, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)


def waiting(town: Town, case_id: object) -> None:
    """A request and an urging that wait, and a closed case to call back about."""
    urging.urge_case(actor=town.actor("alice"), incident_id=case_id, version=None, at=town.at, level=1, kind="important", text="请优先处置")
    requests.request_extension(actor=town.actor("dan"), incident_id=case_id, version=None, at=town.at, reason="等待配件")
    Incident.objects.filter(pk=to(town, "closed").pk).update(source="resident")


def planned(town: Town) -> VisitPlan:
    """A shop in Bob's grid that is due for a visit, a point on his patrol, a leader over him."""
    load_visit_kinds(actor=SYSTEM_ACTOR, at=town.at)
    firm = Enterprise.objects.create(name="甲饮食店", code=town.grid, address="学院路88号", industry="餐饮")
    lon, lat = inside(town.grid)
    Building.objects.create(
        code="B1",
        name="3栋",
        address="广东省深圳市坪山区第一街道学院路88号学院小区二期东区3栋",
        grid_code=town.grid,
        floors=26,
        source="房屋普查",
        footprint=square(0, 0),
    )
    plan_point(actor=SYSTEM_ACTOR, point_id=uuid4(), name="北门消防栓", lon=lon, lat=lat, at=town.at)
    town.people["lena"] = User.objects.create(username="lena", display_name="Lena", fictitious=True)
    Post.objects.create(
        user=town.people["lena"], role=Role.GRID_LEADER, unit=town.units["第一街道办事处"], code=town.grid[:12], starts_at=town.at
    )
    return plan_visit(actor=SYSTEM_ACTOR, kind="enterprise", enterprise_id=firm.pk, at=town.at, due_on=town.at.date())
