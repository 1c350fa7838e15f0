"""The card of a person and the household as PDF (打印卡片): masked, with a watermark that tells who printed it, when and for what."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.paper import Paper
from residents.disclosure.cards import Card
from residents.disclosure.paper import MEMBERS, OnPaper, on_paper
from residents.rules import PURPOSES
from residents.web.base import RegistryPage
from residents.web.people import grouped

WIDTHS = (38, 78, 66)


class PersonPaper(RegistryPage):
    """The file; by POST, since a look for paper is a look."""

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """The PDF of the purpose that was chosen."""
        at, purpose = timezone.now(), self.purpose(request.POST.get("purpose"))
        found = on_paper(actor=self.actor, resident_id=resident_id, purpose=purpose, at=at)
        response = HttpResponse(printed(found, actor=self.actor, purpose=purpose, at=at), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="person-{resident_id}.pdf"'
        return response


def printed(found: OnPaper, *, actor: Actor, purpose: str, at: datetime) -> bytes:
    """The document."""
    when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
    given = {"who": actor.name, "id": actor.user_id, "when": when, "why": PURPOSES[purpose]}
    mark = _("%(who)s（%(id)s）%(when)s 用于%(why)s，不得外传") % given
    paper = Paper(title=_("人员卡片（脱敏）"), at=at, mark=f"{mark}        {mark}")
    paper.words(str(found.card.id), 8)
    for group, values in grouped(found.card):
        paper.heading(group)
        rows = [[one.label, one.text, " ".join((one.origin[1], one.origin[3][:10])) if one.origin else ""] for one in values]
        paper.rows([_("数据项"), _("内容"), _("来源与日期")], rows, widths=WIDTHS)
    if found.members:
        paper.heading(_("同户成员"))
        labels = list(dict.fromkeys(label for one in found.members for label in labels_of(one)))
        paper.rows(labels, [[text_at(one, label) for label in labels] for one in found.members])
    paper.words(_("由%(who)s打印；打印已记入台账，本人可以查询。") % given, 8)
    return paper.made()


def labels_of(card: Card) -> Iterator[str]:
    """The names of what a member's row shows, in their order."""
    return (card.shown[key].label for key in MEMBERS if key in card.shown)


def text_at(card: Card, label: str) -> str:
    """What a member's row shows under a name."""
    return next((one.text for one in card.shown.values() if one.label == label), "")
