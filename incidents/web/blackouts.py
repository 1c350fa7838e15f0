"""Black-out areas and periods (暂停受理): what is not taken, where and how long; the duty chief of the area sets and ends them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access.policy import allowed
from governance.codes import within
from governance.errors import Invalid, NotFound, Refused
from grids import queries as grids
from incidents.actions.blackouts import end_blackout, set_blackout
from incidents.models import Blackout, CategoryKind
from incidents.queries import reference
from incidents.queries.blackouts import SETTERS
from incidents.web.pages import StaffPage
from incidents.web.report_form import PlainText
from incidents.wording import category_name

ALL, KIND, MAJOR = "all", "kind", "major"


class BlackoutForm(forms.Form):
    """Shape only; the action decides. `what` is all, kind:event, major:event:01 or a category's number."""

    code = forms.RegexField(r"^\d{6,15}\Z")
    what = forms.RegexField(r"^(all|kind:[a-z]{5,9}|major:[a-z]{5,9}:\d{2,3}|\d{1,9})\Z")
    starts_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    ends_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M"])
    message = PlainText(max_length=200)


class Blackouts(StaffPage):
    """Those of now and later in the own area, and a form for another."""

    roles = SETTERS

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list with the form."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set one, or end one; a refusal shows the page again with the reason and what was written."""
        at = timezone.now()
        try:
            if "end" in request.POST:
                self.end(request.POST["end"], at)
            else:
                self.set(request, at)
        except (Invalid, NotFound) as refused:
            return self.page(request, refused.reasons, refused)
        return redirect("blackouts_page")

    def set(self, request: HttpRequest, at: datetime) -> None:
        """From the form; times are those of the office."""
        form = BlackoutForm(request.POST)
        if not form.is_valid():
            raise Invalid(fields={name: [f"{labels()[name]}：{one}" for one in why] for name, why in form.errors.items()})
        data = form.cleaned_data
        set_blackout(
            actor=self.actor, code=data["code"], starts_at=data["starts_at"], ends_at=data["ends_at"], message=data["message"], at=at,
            **meant(data["what"]),
        )  # fmt: skip

    def end(self, key: str, at: datetime) -> None:
        """Take such reports again."""
        one = Blackout.objects.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 10 else None  # noqa: PLR2004
        if one is None or not allowed(self.actor, "blackout.set", one.code):
            raise NotFound
        end_blackout(actor=self.actor, blackout=one, at=at)

    def page(self, request: HttpRequest, errors: Sequence[str] = (), refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        at, scopes = timezone.now(), self.actor.scopes(self.roles)
        reference.blackouts.forget()
        standing = [one for one in reference.blackouts() if one.ends_at > at]
        near = [one for one in standing if any(within(one.code, scope) or within(scope, one.code) for scope in scopes)]
        areas = [(one.code, grids.full_name(one.code)) for scope in scopes for one in grids.divisions_in(code=scope)]
        context = {
            "rows": [
                {"one": one, "area": grids.full_name(one.code), "what": what_of(one), "now": one.starts_at <= at,
                 "may": allowed(self.actor, "blackout.set", one.code)}
                for one in sorted(near, key=lambda one: one.starts_at)
            ],
            "areas": [(scope, grids.full_name(scope)) for scope in scopes if scope not in dict(areas)] + areas,
            "kinds": majors(),
            "errors": errors,
            "typed": request.POST,
        }  # fmt: skip
        return render(request, "desk/blackouts.html", context, status=refused.status if refused else 200)


def labels() -> dict[str, str]:
    """The fields in words."""
    return {"code": _("区域"), "what": _("暂停受理什么"), "starts_at": _("开始"), "ends_at": _("结束"), "message": _("说明")}


def meant(what: str) -> dict[str, Any]:
    """The choice as the action takes it."""
    sort, *rest = what.split(":")
    if sort == ALL:
        return {}
    if sort == KIND:
        return {"kind": rest[0]}
    if sort == MAJOR:
        return {"kind": rest[0], "major_code": rest[1]}
    return {"category_id": int(what)}


def what_of(one: Blackout) -> str:
    """What is not taken, in words."""
    if one.category_id is not None:
        return category_name(reference.categories().get(one.category_id))
    kind = str(CategoryKind(one.kind).label) if one.kind in CategoryKind.values else ""
    if one.major_code:
        return next((group["label"] for group in majors() if group["value"] == f"major:{one.kind}:{one.major_code}"), one.major_code)
    return kind or _("所有类别")


def majors() -> list[dict[str, Any]]:
    """The majors of the catalogue with their categories, for a list to choose from."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(reference.categories().values(), key=lambda one: (one.kind, one.code)):
        if one.active:
            key = (one.kind, one.major_code)
            new = {
                "value": f"major:{one.kind}:{one.major_code}",
                "label": f"{CategoryKind(one.kind).label} · {one.major_name}",
                "items": [],
            }
            groups.setdefault(key, new)["items"].append((one.pk, category_name(one)))
    return list(groups.values())
