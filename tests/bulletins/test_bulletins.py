"""Bulletins: written for a code, published, withdrawn; seen by everybody, with pictures, and as Atom."""

from uuid import uuid4
from xml.etree.ElementTree import fromstring

import pytest

from bulletins.actions.writing import Shown, publish_bulletin, withdraw_bulletin, write_bulletin
from bulletins.models import Bulletin
from governance.errors import Conflict, IllegalStep, Invalid, NotAllowed
from governance.ledger.models import Entry
from tests.browser.pictures import photo
from tests.town import OTHER_STREET, STREET

ATOM = "{http://www.w3.org/2005/Atom}"


def written(town, **changes) -> Bulletin:
    given = {"title": "周六停水", "body": "上午九点到下午三点。\n\n请提前储水。", "code": f"{STREET}001", "at": town.at}
    return write_bulletin(actor=town.actor("alice"), bulletin_id=uuid4(), **(given | changes))


def published(town, **changes) -> Bulletin:
    return publish_bulletin(actor=town.actor("alice"), bulletin_id=written(town, **changes).pk, at=town.at)


def test_a_draft_is_seen_by_its_writers_only_and_a_bulletin_by_everybody(as_, town) -> None:
    draft = written(town)
    assert as_("").get(f"/bulletins/{draft.pk}/").status_code == 404
    assert as_("carol").get(f"/bulletins/{draft.pk}/").status_code == 404
    assert as_("alice").get(f"/bulletins/{draft.pk}/").status_code == 200
    publish_bulletin(actor=town.actor("alice"), bulletin_id=draft.pk, at=town.at)
    page = as_("").get(f"/bulletins/{draft.pk}/").content.decode()
    assert "周六停水" in page
    assert "第一街道办事处" in page
    assert "Alice" not in page
    assert "周六停水" in as_("").get("/").content.decode()
    assert [entry.verb for entry in Entry.objects.filter(kind="bulletin")] == ["bulletin.written", "bulletin.published"]


def test_a_withdrawn_bulletin_takes_its_pictures_along(as_, town) -> None:
    """C13: the picture is checked at each request."""
    one = published(town, pictures=[Shown(photo(size=(400, 300))["buffer"], "检修中的水管")])
    picture = f"/bulletins/{one.pk}/pictures/0/thumb/"
    assert as_("").get(picture)["Content-Type"] == "image/jpeg"
    assert "检修中的水管" in as_("").get(f"/bulletins/{one.pk}/").content.decode()
    withdraw_bulletin(actor=town.actor("alice"), bulletin_id=one.pk, at=town.at)
    assert as_("").get(picture).status_code == 404
    assert as_("").get(f"/bulletins/{one.pk}/").status_code == 404
    assert as_("").get(f"/bulletins/{one.pk}/pictures/9/full/").status_code == 404


def test_nobody_writes_for_another_area_and_a_worker_writes_for_none(town) -> None:
    with pytest.raises(NotAllowed):
        written(town, code=OTHER_STREET)
    with pytest.raises(NotAllowed):
        write_bulletin(actor=town.actor("bob"), bulletin_id=uuid4(), title="x", body="y", code=town.grid, at=town.at)
    one = published(town)
    with pytest.raises(NotAllowed):
        withdraw_bulletin(actor=town.actor("carol"), bulletin_id=one.pk, at=town.at)


def test_sent_twice_it_is_one_and_other_words_under_the_same_id_are_a_conflict(town) -> None:
    one = written(town)
    again = {"actor": town.actor("alice"), "bulletin_id": one.pk, "code": one.code, "at": town.at}
    assert write_bulletin(title=one.title, body=one.body, **again) == one
    with pytest.raises(Conflict):
        write_bulletin(title="别的", body=one.body, **again)
    assert Bulletin.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"body": ""}, {"pictures": [Shown(b"x", " ")]}, {"pictures": [Shown(b"no picture", "说明")]}]
)
def test_what_nobody_could_read_is_refused(town, wrong) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011  (a picture has a refusal of its own)
        written(town, **wrong)
    assert refused.value.status in {400, 413, 415, 422}
    assert not Bulletin.objects.exists()


def test_a_withdrawn_one_is_not_published_again(town) -> None:
    one = published(town)
    withdraw_bulletin(actor=town.actor("alice"), bulletin_id=one.pk, at=town.at)
    with pytest.raises(IllegalStep):
        publish_bulletin(actor=town.actor("alice"), bulletin_id=one.pk, at=town.at)


def test_the_list_is_of_an_area_and_of_what_is_around_it(as_, town) -> None:
    published(town, title="街道的", code=STREET)
    published(town, title="第一社区的")
    published(town, title="第二社区的", code=f"{STREET}002")
    page = as_("").get(f"/bulletins/?code={STREET}001").content.decode()
    assert "街道的" in page
    assert "第一社区的" in page
    assert "第二社区的" not in page
    assert as_("").get("/bulletins/?code=12").status_code == 400


def test_a_list_asks_the_same_number_of_questions_for_one_and_three(as_, town) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    published(town)
    as_("").get("/bulletins/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        as_("").get("/bulletins/")
    published(town, title="二")
    published(town, title="三")
    with CaptureQueriesContext(connection) as three:
        as_("").get("/bulletins/")
    assert len(three) <= len(one)  # what the process keeps for seconds may be read in the first


def test_the_feed_is_atom_and_its_texts_are_texts(as_, town) -> None:
    """E1: markup in a title is escaped."""
    published(town, title="<img src=x onerror=alert(1)>&停水")
    answer = as_("").get("/bulletins/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)
    assert feed.find(f"{ATOM}id").text
    assert feed.find(f"{ATOM}updated").text
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "<img src=x onerror=alert(1)>&停水"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "第一街道办事处"
    assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/bulletins/")


def test_the_form_writes_publishes_and_keeps_what_was_refused(as_, town) -> None:
    alice = as_("alice")
    assert "写公告" in alice.get("/newsroom/bulletin/").content.decode()
    sent = {"id": str(uuid4()), "kind": "newspaper", "title": "邻里节", "body": "周日见", "code": f"{STREET}001", "publish": "1"}
    refused = alice.post("/newsroom/bulletin/", sent | {"title": ""})
    assert refused.status_code == 400
    assert "周日见" in refused.content.decode()
    made = alice.post("/newsroom/bulletin/", sent | {"pictures": [upload()], "alt": "去年的邻里节"})
    assert made.status_code == 302
    one = Bulletin.objects.get()
    assert (one.kind, one.published_at is not None, one.pictures.get().alt) == ("newspaper", True, "去年的邻里节")
    assert alice.post("/newsroom/", {"withdraw": str(one.pk)}).status_code == 302
    assert as_("").get(f"/bulletins/{one.pk}/").status_code == 404
    assert alice.post("/newsroom/", {"publish": "no id"}).status_code == 400
    assert as_("dan").get("/newsroom/").status_code == 403
    assert as_("").get("/newsroom/").status_code == 302


def upload():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.jpg", photo(size=(300, 200))["buffer"], "image/jpeg")


def test_the_database_holds_that_a_withdrawal_follows_a_publication(town) -> None:
    from django.db import IntegrityError

    one = written(town)
    with pytest.raises(IntegrityError):
        Bulletin.objects.filter(pk=one.pk).update(withdrawn_at=town.at)


def test_an_invalid_is_named(town) -> None:
    with pytest.raises(Invalid) as refused:
        written(town, title="")
    assert "title" in refused.value.fields
