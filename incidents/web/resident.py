"""A resident's pages (居民): report without an account, follow by a secret link."""

import json
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from governance.access.actor import resident_of
from governance.codes import Level
from governance.errors import Invalid, NotFound
from governance.http import actor_from
from grids import queries as grids
from incidents.actions.report import follow_token
from incidents.cards import detail_card
from incidents.models import Incident, Source, Stage
from incidents.queries.followed import followed_incident, standing_for
from incidents.queries.photos import visible_photo
from incidents.web import report_form, tiles
from incidents.web.desk import view_of
from incidents.web.progress import progress_of


def shown_of(mine: Incident, standing: Incident) -> frozenset[str]:
    """The stages of photos that tell the reporter what was done; those of looks in between are the office's own.

    Where another case stands for mine, its photos of before are another reporter's.
    """
    return frozenset({Stage.BEFORE, Stage.AFTER}) if mine.pk == standing.pk else frozenset({Stage.AFTER})


class ReportPage(View):
    """Where, what, send. Three steps with scripts, one plain form without."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form."""
        return self.page(request, report_form.blank(timezone.now()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """File it and show the link to follow it."""
        form, at = report_form.ReportForm(request.POST), timezone.now()
        if not form.is_valid():
            return self.page(request, report_form.again(request.POST.dict(), report_form.errors_of(form), at))
        try:
            incident = report_form.filed(request=request, actor=actor_from(request), form=form, source=Source.RESIDENT, at=at)
        except Invalid as refused:
            return self.page(request, report_form.again(request.POST.dict(), report_form.reasons_of(refused), at))
        if incident.follow_digest is None:  # staff who tried the page: they find the case at their desk
            return redirect("start")
        return redirect("follow", follow_token(incident.pk))

    def page(self, request: HttpRequest, form: report_form.Filled) -> HttpResponse:
        """The form with its tiles and lists."""
        home = grids.home_code()
        context = {
            "form": form, "tiles": tiles.tiles(tiles.RESIDENTS), "categories": tiles.active_categories(), "area": grids.full_name(home),
            "communities": grids.divisions_in(code=home, level=Level.COMMUNITY), "view": json.dumps(view_of(home)),
        }  # fmt: skip
        return render(request, "resident/report.html", context, status=400 if form.errors else 200)


class FollowPage(View):
    """How far my report is."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The progress, the photos, who has it and until when."""
        mine = followed_incident(token=token)
        incident = standing_for(mine)
        card = detail_card(actor=resident_of(case_id=str(incident.pk)), incident=incident, at=timezone.now())
        photos = [photo for photo in card["photos"] if photo["stage"] in shown_of(mine, incident)]
        link = request.build_absolute_uri(request.path)
        context = {"mine": mine, "card": card, "progress": progress_of(card), "photos": photos, "token": token, "link": link}
        return render(request, "resident/follow.html", context)


class FollowPhoto(View):
    """A photo of the followed case."""

    def get(self, _request: HttpRequest, token: str, photo_id: UUID, size: str) -> FileResponse:
        """The cleaned JPEG, whole or small; the link is checked at each request (C13)."""
        mine = followed_incident(token=token)
        incident = standing_for(mine)
        photo = visible_photo(actor=resident_of(case_id=str(incident.pk)), photo_id=photo_id)
        if photo.stage not in shown_of(mine, incident):
            raise NotFound
        suffix = "-s" if size == "thumb" else ""
        response = FileResponse((Path(settings.MEDIA_ROOT) / f"{photo.file}{suffix}.jpg").open("rb"), content_type="image/jpeg")
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, max-age=300"
        return response
