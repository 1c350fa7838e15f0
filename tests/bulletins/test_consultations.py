"""Consultations: numbered paragraphs, comments that wait for a reader, a closing date, and what was taken up."""

from datetime import timedelta
from uuid import uuid4

import pytest

from bulletins.actions.consulting import add_comment, open_consultation, sum_up_consultation
from bulletins.actions.moderating import decide_text
from bulletins.models import Comment, Consultation
from governance.errors import IllegalStep, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from governance.limits.actions import TooOften
from tests.town import OTHER_STREET, STREET


def opened(town, **changes) -> Consultation:
    given = {
        "title": "停车办法", "intro": "请提意见", "paragraphs": ["消防通道禁停。", "夜间免费。"], "code": STREET, "at": town.at,
        "closes_at": town.at + timedelta(days=7), "consultation_id": uuid4(),
    }  # fmt: skip
    return open_consultation(actor=town.actor("alice"), **(given | changes))


def said(town, asked: Consultation, text: str = "建议反光漆", device: bytes = b"d" * 32) -> Comment:
    paragraph = asked.paragraphs.get(number=1)
    return add_comment(paragraph_id=paragraph.pk, device=device, address="10.0.0.1", text=text, at=town.at)


def close(asked: Consultation, town) -> None:
    Consultation.objects.filter(pk=asked.pk).update(opens_at=town.at - timedelta(days=9), closes_at=town.at - timedelta(days=1))


def test_a_comment_is_shown_once_somebody_read_it(as_, town) -> None:
    asked = opened(town)
    paragraph = asked.paragraphs.get(number=2)
    answer = as_("").post(f"/consultations/{asked.pk}/", {"paragraph": paragraph.pk, "text": "支持，电话13800138000"})
    assert answer["Location"].endswith(f"#p{paragraph.pk}")
    page = as_("").get(f"/consultations/{asked.pk}/").content.decode()
    assert "第 2 条" in page
    assert "支持，电话" not in page
    queue = as_("alice").get("/newsroom/").content.decode()
    assert "支持，电话138****8000" in queue
    as_("alice").post("/newsroom/", {"show": f"comment:{Comment.objects.get().pk}"})
    page = as_("").get(f"/consultations/{asked.pk}/").content.decode()
    assert "支持，电话138****8000" in page
    assert "13800138000" not in page


def test_the_record_has_neither_words_nor_phone(town) -> None:
    said(town, opened(town))
    entry = Entry.objects.get(verb="comment.added")
    assert "反光漆" not in str(entry.detail)
    assert (b"d" * 32).hex() not in str(entry.detail)


def test_the_same_words_of_the_same_phone_are_one(town) -> None:
    asked = opened(town)
    assert said(town, asked) == said(town, asked)
    said(town, asked, device=b"e" * 32)
    assert Comment.objects.count() == 2


def test_after_the_closing_date_nothing_is_added(as_, town) -> None:
    asked = opened(town)
    close(asked, town)
    with pytest.raises(IllegalStep):
        said(town, asked)
    assert "说说您的意见" not in as_("").get(f"/consultations/{asked.pk}/").content.decode()


def test_what_was_taken_up_is_told_after_it_closed(as_, town) -> None:
    asked = opened(town)
    comment = said(town, asked)
    decide_text(actor=town.actor("alice"), kind="comment", text_id=comment.pk, shown=True, at=town.at)
    with pytest.raises(IllegalStep):
        sum_up_consultation(actor=town.actor("alice"), consultation_id=asked.pk, summary="采纳一条", taken_up=[], at=town.at)
    close(asked, town)
    assert "建议反光漆" in as_("alice").get(f"/newsroom/consultation/{asked.pk}/").content.decode()
    answer = as_("alice").post(f"/newsroom/consultation/{asked.pk}/", {"summary": "采纳：反光漆", "taken": [str(comment.pk)]})
    assert answer.status_code == 302
    page = as_("").get(f"/consultations/{asked.pk}/").content.decode()
    assert "采纳：反光漆" in page
    assert "已采纳" in page


def test_only_the_own_area_is_asked_and_summed_up(town) -> None:
    with pytest.raises(NotAllowed):
        opened(town, code=OTHER_STREET)
    asked = opened(town)
    close(asked, town)
    with pytest.raises(NotAllowed):
        sum_up_consultation(actor=town.actor("carol"), consultation_id=asked.pk, summary="x", taken_up=[], at=town.at)
    with pytest.raises(NotFound):
        decide_text(actor=town.actor("carol"), kind="comment", text_id=said_open(town).pk, shown=True, at=town.at)


def said_open(town) -> Comment:
    return said(town, opened(town))


@pytest.mark.parametrize("wrong", [{"title": " "}, {"paragraphs": [" "]}, {"closes_at": timedelta(days=-1)}, {"paragraphs": ["x"] * 61}])
def test_what_cannot_be_answered_is_refused(town, wrong) -> None:
    given = {name: town.at + value if isinstance(value, timedelta) else value for name, value in wrong.items()}
    with pytest.raises(Invalid):
        opened(town, **given)


def test_a_phone_that_floods_is_stopped(town) -> None:
    asked = opened(town)
    for n in range(20):
        said(town, asked, f"意见{n}")
    with pytest.raises(TooOften):
        said(town, asked, "再来一条")


def test_the_form_opens_with_paragraphs_parted_by_empty_lines(as_, town) -> None:
    form = {
        "id": str(uuid4()), "title": "口袋公园", "intro": "", "text": "保留大树。\r\n\r\n增加座椅。", "code": STREET,
        "closes_at": (town.at + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert as_("alice").post("/newsroom/consultation/", form).status_code == 302
    assert [one.text for one in Consultation.objects.get().paragraphs.all()] == ["保留大树。", "增加座椅。"]
    assert as_("alice").post("/newsroom/consultation/", form | {"closes_at": "x"}).status_code == 400
