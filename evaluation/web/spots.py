"""Spot checks (抽查): the form of a supervisor, and what was noted."""

from datetime import date
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.spots import note_spot_check, withdraw_spot_check
from evaluation.models import SpotCheck
from evaluation.models.checks import SpotKind
from evaluation.web.asked import whole
from governance.access.actor import code_in
from governance.access.models import Post
from governance.access.roles import FIELD, Role
from governance.codes import Level
from governance.errors import Invalid, Refused
from governance.shapes import uuid_of
from grids import queries as grids
from incidents.web.pages import StaffPage

NOTERS = frozenset({Role.EVALUATOR, Role.DUTY_CHIEF, Role.GRID_LEADER})
SHOWN = 100
NUMBERS = ("found", "sampled", "right")


class SpotChecks(StaffPage):
    """Note a check, take one back."""

    roles = NOTERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form and the last checks."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Note or take back; a refusal shows the page again with the reason."""
        try:
            self.do(request)
        except Refused as refused:
            return self.page(request, refused)
        return redirect("spot_checks")

    def do(self, request: HttpRequest) -> None:
        """What the pressed button says."""
        sent, at = request.POST.dict(), timezone.now()
        check_id = uuid_of(str(sent.get("id", "")))
        if "withdraw" in sent:
            withdraw_spot_check(actor=self.actor, check_id=check_id, reason=str(sent.get("reason", "")), at=at)
            return
        worker, _sep, code = str(sent.get("worker", "")).partition("@")
        if not worker.isdigit():
            raise Invalid(fields={"person": [_("请选择网格员。")]})
        note_spot_check(
            actor=self.actor,
            check_id=check_id,
            kind=str(sent.get("kind", "")),
            code=code,
            person_id=int(worker),
            day=day_of(str(sent.get("day", ""))),
            counts={name: whole(sent, name) or 0 for name in NUMBERS},
            note=str(sent.get("note", "")),
            at=at,
        )

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        scopes = self.actor.scopes(NOTERS)
        checks = list(SpotCheck.objects.filter(code_in("code", scopes)).select_related("person", "by").order_by("-at")[:SHOWN])
        workers = Post.objects.filter(code_in("code", scopes), role__in=FIELD, ends_at__isnull=True).select_related("user").order_by("code")
        staff = [post for post in workers if len(post.code) == Level.GRID and post.user_id != self.actor.user_id]
        names = grids.names([one.code for one in checks] + [post.code for post in staff])
        context = {
            "checks": [(one, names[one.code]) for one in checks],
            "workers": [(f"{post.user_id}@{post.code}", f"{names[post.code]} {post.user.display_name}") for post in staff],
            "kinds": SpotKind.choices,
            "today": timezone.localdate(),
            "new_id": uuid4(),
            "typed": request.POST,
            "refused": refused,
        }
        return render(request, "evaluation/spots.html", context, status=refused.status if refused else 200)


def day_of(text: str) -> date:
    """A date from a form; Invalid names the field."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(fields={"day": [_("请填写日期。")]}) from error
