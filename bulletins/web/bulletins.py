"""Bulletins for everybody (公告、社区报): a list, one of them, its pictures, and the Atom feed."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.models import BulletinKind
from bulletins.queries import bulletin_by_id, published_bulletins
from bulletins.queries.bulletins import PAGE
from bulletins.web.atom import Item, feed
from bulletins.web.portal import PortalPage, area_asked, communities
from governance.errors import NotFound
from governance.http import actor_from
from governance.sending import SentFile, send_picture
from grids import queries as grids


class Bulletins(PortalPage):
    """What is new, by kind and community."""

    template = "portal/bulletins.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of titles with their first picture."""
        code, kind = area_asked(request), request.GET.get("kind", "")
        kind = kind if kind in BulletinKind.values else ""
        found = Paginator(published_bulletins(code=code, at=timezone.now(), kind=kind), PAGE).get_page(request.GET.get("page"))
        return self.page(request, found=found, code=code, kind=kind, kinds=BulletinKind.choices, communities=communities())


class BulletinPage(PortalPage):
    """One, with its pictures."""

    template = "portal/bulletin.html"

    def get(self, request: HttpRequest, bulletin_id: UUID) -> HttpResponse:
        """The text in paragraphs; a draft for its writers only."""
        found = bulletin_by_id(bulletin_id=bulletin_id, at=timezone.now(), actor=actor_from(request))
        return self.page(request, one=found, area=grids.full_name(found.code))


class BulletinPicture(PortalPage):
    """A picture of a bulletin that the reader may see."""

    def get(self, request: HttpRequest, bulletin_id: UUID, place: int, size: str) -> SentFile:
        """The JPEG, whole or small; checked at each request, so that a withdrawn bulletin takes its pictures along (C13)."""
        found = bulletin_by_id(bulletin_id=bulletin_id, at=timezone.now(), actor=actor_from(request))
        picture = next((one for one in found.pictures.all() if one.place == place), None)
        if picture is None:
            raise NotFound
        return send_picture(picture.file, small=size == "thumb")


class BulletinFeed(PortalPage):
    """Bulletins as Atom, of the whole area or of one community."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The newest."""
        code = area_asked(request)
        items = [
            Item(
                id=f"urn:uuid:{one.pk}", title=one.title, path=f"/bulletins/{one.pk}/", text=one.body, author=one.unit.name,
                at=one.published_at or one.written_at,
            )
            for one in published_bulletins(code=code, at=timezone.now())[:PAGE]
        ]  # fmt: skip
        return feed(request, title=_("%(area)s · 公告") % {"area": grids.full_name(code)}, items=items, at=timezone.now())
