"""Pages of the office beside the board: black-outs, calls after closing, handing a post over, another handler, appeals of a unit."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from governance.access.models import Post, User
from governance.access.roles import Role
from governance.ledger.models import Entry
from incidents.models import Blackout, Incident
from tests.incidents.walking import to
from tests.town import OTHER_STREET, STREET, Town, inside

FORM = {
    "code": f"{STREET}001",
    "what": "all",
    "starts_at": "2026-01-01T00:00",
    "ends_at": "2099-01-01T00:00",
    "message": "地铁施工，暂停受理。",
}


def signed(client: Client, town: Town, name: str) -> Client:
    client.force_login(town.people[name])
    return client


def test_a_chief_sets_a_black_out_everybody_is_told_before_sending_and_the_chief_ends_it(town: Town, client: Client):
    chief = signed(client, town, "erin")
    assert chief.post("/desk/blackouts/", FORM | {"what": f"{town.category.pk}"}).status_code == 302
    assert "地铁施工" in chief.get("/desk/blackouts/").content.decode()
    lon, lat = inside(town.grid)
    draft = {"category": town.category.pk, "point": {"lon": lon, "lat": lat, "datum": "wgs84"}}
    anybody = Client()
    told = anybody.post("/api/incidents/advice/", draft, content_type="application/json").json()["blackout"]
    assert told["message"] == "地铁施工，暂停受理。"
    far = {"category": town.category.pk, "community": f"{STREET}002"}
    assert anybody.post("/api/incidents/advice/", far, content_type="application/json").json()["blackout"] is None
    one = Blackout.objects.get()
    assert signed(Client(), town, "carol").post("/desk/blackouts/", {"end": one.pk}).status_code == 403
    assert chief.post("/desk/blackouts/", {"end": one.pk}).status_code == 302
    assert anybody.post("/api/incidents/advice/", draft, content_type="application/json").json()["blackout"] is None
    assert list(Entry.objects.filter(kind="blackout").order_by("id").values_list("verb", flat=True)) == ["blackout.set", "blackout.ended"]


def test_what_is_wrong_with_a_black_out_is_said_and_what_was_written_stays(town: Town, client: Client):
    chief = signed(client, town, "erin")
    for wrong, word in (
        (FORM | {"message": ""}, "说明"),
        (FORM | {"what": "x"}, "暂停受理什么"),
        (FORM | {"ends_at": "2025-01-01T00:00"}, "结束"),
    ):
        answer = chief.post("/desk/blackouts/", wrong)
        assert answer.status_code == 400
        assert word in answer.content.decode()
    assert chief.post("/desk/blackouts/", FORM | {"code": OTHER_STREET}).status_code == 403
    assert not Blackout.objects.exists()


def test_a_major_and_a_kind_can_be_meant(town: Town, client: Client):
    chief = signed(client, town, "erin")
    chief.post("/desk/blackouts/", FORM | {"what": "major:component:01"})
    chief.post("/desk/blackouts/", FORM | {"what": "kind:event"})
    assert set(Blackout.objects.values_list("kind", "major_code")) == {("component", "01"), ("event", "")}


def test_the_queue_of_calls_has_residents_closed_cases_until_somebody_was_reached_or_has_rated(town: Town, client: Client):
    town.at = timezone.now() - timedelta(hours=2)
    called, rated, worker, foreign = (to(town, "closed") for _n in range(4))
    Incident.objects.filter(pk__in=[called.pk, rated.pk]).update(source="resident")
    Incident.objects.filter(pk=foreign.pk).update(source="resident", code=OTHER_STREET)
    Incident.objects.filter(pk=rated.pk).update(rating=5)
    clerk = signed(client, town, "erin")
    page = clerk.get("/desk/callbacks/").content.decode()
    assert called.number in page
    assert not [one for one in (rated, worker, foreign) if one.number in page]
    version = Incident.objects.get(pk=called.pk).version
    form = {"incident": called.pk, "version": version, "result": "unreached", "opinion": ""}
    assert clerk.post("/desk/callbacks/", form).status_code == 302
    assert "上次未接通" in clerk.get("/desk/callbacks/").content.decode()
    assert clerk.post("/desk/callbacks/", form).status_code == 400, "somebody was faster: the version is another one"
    assert clerk.post("/desk/callbacks/", form | {"version": version + 1, "result": "content", "opinion": "修得很好"}).status_code == 302
    assert called.number not in clerk.get("/desk/callbacks/").content.decode()
    assert Incident.objects.get(pk=called.pk).called_back == "content"


def test_a_post_is_handed_over_by_the_page_with_its_cases_and_not_to_oneself(town: Town, client: Client):
    case = to(town, "handling")
    post = Post.objects.get(user=town.people["dan"])
    sue = signed(client, town, "sue")
    page = sue.get(f"/posts/{post.pk}/hand-over/")
    assert "1" in page.content.decode()
    assert sue.post(f"/posts/{post.pk}/hand-over/", {"successor": "nobody"}).status_code == 400
    assert sue.post(f"/posts/{post.pk}/hand-over/", {"successor": "dora"}).status_code == 403, "the second factor comes first"
    town.proved("sue", timezone.now())
    assert sue.post(f"/posts/{post.pk}/hand-over/", {"successor": "dan"}).status_code == 400
    assert sue.post(f"/posts/{post.pk}/hand-over/", {"successor": "dora"}).status_code == 302
    case.refresh_from_db()
    assert case.handler == town.people["dora"]
    assert sue.get(f"/posts/{post.pk}/hand-over/").status_code == 404, "the post has ended"
    own = Post.objects.get(user=town.people["sue"])
    assert sue.get(f"/posts/{own.pk}/hand-over/").status_code == 404
    assert signed(client, town, "sam").get(f"/posts/{post.pk}/hand-over/").status_code == 403


def test_c5_nobody_hands_a_post_to_themselves_for_another_grid(town: Town, client: Client):
    """C5: to move somebody needs a second person, the security administrator, who cannot be the one who moves."""
    post = Post.objects.get(user=town.people["bob"])
    for name in ("sue", "bob"):
        town.proved(name, timezone.now())
    sue = signed(client, town, "sue")
    assert sue.post(f"/posts/{post.pk}/hand-over/", {"successor": "sue"}).status_code == 403
    assert signed(client, town, "bob").post(f"/posts/{post.pk}/hand-over/", {"successor": "bob"}).status_code == 403
    post.refresh_from_db()
    assert post.ends_at is None


def test_a_colleague_of_the_unit_takes_a_case_over(town: Town, client: Client):
    town.at = timezone.now()
    mate = User.objects.create(username="dirk", display_name="Dirk", fictitious=True)
    unit = town.units["市政养护所"]
    Post.objects.create(user=mate, role=Role.HANDLER, unit=unit, code=STREET[:6], starts_at=town.at - timedelta(days=1))
    case = to(town, "handling")
    dan = signed(client, town, "dan")
    page = dan.get(f"/handle/{case.pk}/").content.decode()
    assert "Dirk" in page
    assert dan.post(f"/handle/{case.pk}/", {"verb": "reassign", "version": case.version}).status_code == 400
    given = {"verb": "reassign", "version": case.version, "handler": mate.pk}
    assert dan.post(f"/handle/{case.pk}/", given).status_code == 302
    case.refresh_from_db()
    assert (case.handler, case.state) == (mate, "handling")


def test_a_unit_finds_its_late_cases_to_appeal_and_its_requests(town: Town, client: Client):
    town.at = timezone.now() - timedelta(hours=1)
    late, intime = to(town, "closed"), to(town, "closed")
    Incident.objects.filter(pk=late.pk).update(late=True)
    page = signed(client, town, "dan").get("/handle/").content.decode()
    assert f"/handle/{late.pk}/" in page
    assert f"/handle/{intime.pk}/" not in page
    assert "/desk/approvals/" in page
    assert "申诉" in client.get(f"/handle/{late.pk}/").content.decode()
