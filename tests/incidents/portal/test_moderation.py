"""The queue of what waits to be shown: the desk of the area decides, and each decision is in the record."""

import pytest

from governance.errors import NotFound
from governance.ledger.models import Entry
from incidents.actions.portal.showing import judge_photo, show_case
from incidents.models import Photo, Showing
from tests.incidents.portal.test_around import resident_case


def test_the_queue_shows_what_nobody_has_looked_at(as_, town) -> None:
    case = resident_case(town)
    picture = case.photos.get()
    page = as_("alice").get("/moderation/").content.decode()
    assert str(picture.pk) in page
    assert as_("alice").post("/moderation/", {"release": str(picture.pk)}).status_code == 302
    assert Photo.objects.get(pk=picture.pk).released
    assert str(picture.pk) not in as_("alice").get("/moderation/").content.decode()
    assert Entry.objects.filter(verb="photo.released", object_id=str(case.pk)).count() == 1


@pytest.mark.parametrize("name", ["bob", "dan", "leo"])
def test_others_do_not_open_it(as_, town, name: str) -> None:
    assert as_(name).get("/moderation/").status_code == 403


def test_c1_a_foreign_photo_or_case_is_none(as_, town) -> None:
    case = resident_case(town)
    assert case.photos.get().pk
    assert "照片" in as_("carol").get("/moderation/").content.decode()
    assert str(case.photos.get().pk) not in as_("carol").get("/moderation/").content.decode()
    with pytest.raises(NotFound):
        judge_photo(actor=town.actor("carol"), photo_id=case.photos.get().pk, released=True, at=town.at)
    with pytest.raises(NotFound):
        show_case(actor=town.actor("carol"), incident_id=case.pk, shown=False, at=town.at)


def test_a_private_report_does_not_ask_for_its_photos(as_, town) -> None:
    case = resident_case(town, private=True)
    assert str(case.photos.get().pk) not in as_("alice").get("/moderation/").content.decode()


def test_words_can_be_hidden_and_come_back(as_, town) -> None:
    case = resident_case(town)
    as_("alice").post("/moderation/", {"hide": str(case.pk)})
    assert Showing.objects.get(incident=case).hidden
    assert "恢复公开" in as_("alice").get("/moderation/").content.decode()
    as_("alice").post("/moderation/", {"show": str(case.pk)})
    assert not Showing.objects.get(incident=case).hidden
    assert as_("alice").post("/moderation/", {"hide": "x"}).status_code == 400
