"""A case's whole file as PDF (案卷): what was reported, photos, every step with its words, who printed it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.roles import DESK, OVERSIGHT
from governance.paper import Paper
from incidents.actions.printing import print_case
from incidents.cards import Card, detail_card
from incidents.queries.photos import photos_of
from incidents.templatetags.cases import post_label, result_label, stage_label
from incidents.web.pages import StaffPage

WIDE, TALL = 84, 64
"""Millimetres of a photo: two in a row."""

TOLD = (
    "unit_name",
    "handler_name",
    "worker_name",
    "told",
    "meant",
    "reason",
    "opinion",
    "question",
    "answer",
    "text",
    "reply",
    "survivor",
    "merged",
)


class CasePaper(StaffPage):
    """The file."""

    roles = DESK | OVERSIGHT

    def get(self, _request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The PDF; that it was made is on record. A foreign case is NotFound."""
        at = timezone.now()
        incident = print_case(actor=self.actor, incident_id=incident_id, at=at)
        card = detail_card(actor=self.actor, incident=incident, at=at, advise=True)
        files = [(photo.stage, Path(settings.MEDIA_ROOT) / f"{photo.file}.jpg") for photo in photos_of(incident.pk)]
        made = dossier(card=card, files=files, by=self.actor.name, at=at)
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{incident.number}.pdf"'
        return response


def dossier(*, card: Card, files: list[tuple[str, Path]], by: str, at: datetime) -> bytes:
    """The file of a card and its photos. A photo that cannot be read is named, not left out unseen."""
    paper = Paper(title=f"{_('案卷')} {card['number']}", at=at)
    paper.rows([_("项目"), _("内容")], [[name, text] for name, text in facts(card) if text], widths=[22, 120])
    if card["text"]:
        paper.heading(_("描述"))
        paper.words(card["text"])
    if files:
        paper.heading(_("照片"))
        add_photos(paper, files)
    paper.heading(_("办理过程"))
    paper.rows([_("时间"), _("步骤"), _("办理人"), _("内容")], [line(entry) for entry in card["timeline"]], widths=[30, 22, 30, 80])
    paper.words(_("由%(who)s打印；打印已记入台账。") % {"who": by}, 8)
    return paper.made()


def facts(card: Card) -> Iterator[tuple[str, str]]:
    """The head of the file."""
    yield _("类别"), card["title"]
    yield _("状态"), card["state_label"]
    yield _("来源"), f"{card['source_label']} · {card['nature_label']}"
    yield _("地点"), " · ".join(filter(None, [card["place"], card["area"], _("大致位置") if card["approximate"] else ""]))
    yield _("坐标（WGS-84）"), ", ".join(f"{value:.6f}" for value in card["point"] or ())
    yield _("收到时间"), local(card["received_at"])
    yield _("立案标准"), f"{card['standard']['name']} · {card['standard']['limit_label']}" if card["standard"] else ""
    yield _("处置单位"), " · ".join(filter(None, [card["unit"], card["handler"]]))
    yield _("截止时间"), local(card["due_at"])
    yield _("核实结果"), result_label(card["verified"]) if card["verified"] else ""
    yield _("是否超时"), {True: _("是"), False: _("否"), None: ""}[card["late"]]
    yield _("结案时间"), local(card["closed_at"])


def local(moment: Any) -> str:
    """A card's time by the office's clock."""
    if not moment:
        return ""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{timezone.localtime(found):%Y-%m-%d %H:%M}"


def line(entry: Card) -> list[str]:
    """One step."""
    detail = entry["detail"]
    words = [str(detail[name]) for name in TOLD if detail.get(name)]
    if detail.get("result"):
        words.insert(0, result_label(detail["result"]))
    who = " ".join(filter(None, [post_label(entry["post"] or ""), entry["actor"] or ""]))
    return [local(entry["at"]), entry["label"], who, "；".join(words)]


def add_photos(paper: Paper, files: list[tuple[str, Path]]) -> None:
    """Two in a row, each with its stage."""
    for place, (stage, file) in enumerate(files):
        left = place % 2 == 0
        if left and paper.get_y() + TALL + 8 > paper.h - paper.b_margin:
            paper.add_page()
        top, x = paper.get_y(), paper.l_margin if left else paper.l_margin + WIDE + 6
        try:
            paper.image(str(file), x=x, y=top, w=WIDE, h=TALL, keep_aspect_ratio=True)
        except (OSError, ValueError):
            paper.text(x, top + 6, _("照片无法读取"))
        paper.set_font_size(8)
        paper.text(x, top + TALL + 4, stage_label(stage))
        if not left or place == len(files) - 1:
            paper.set_y(top + TALL + 7)
