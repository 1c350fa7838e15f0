"""A report as a plain form (上报表单): for browsers without scripts. The same actions as the API, photo by photo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor
from governance.errors import TooLarge
from governance.privacy import DirtyText, clean_text
from incidents.actions.photos import keep_photo
from incidents.actions.portal.reporting import Sent, report_by_resident
from incidents.actions.report import Report, report_incident
from incidents.models import Incident, Nature, Stage

PHOTOS = 9


KINDS = [("problem", ""), ("question", ""), ("suggestion", ""), ("praise", "")]


class PlainText(forms.CharField):
    """Text as people write it, without signs that break storage (A22)."""

    def clean(self, value: Any) -> str:
        """The text unchanged, or the reason why not."""
        text = str(super().clean(value))
        try:
            return clean_text(text, max_length=self.max_length or 0)
        except DirtyText as error:
            raise forms.ValidationError(str(error)) from error


class ReportForm(forms.Form):
    """Shape only; the action decides. What only residents send is left empty by others."""

    kind = forms.ChoiceField(choices=KINDS, required=False)
    private = forms.BooleanField(required=False)
    phone = PlainText(required=False, max_length=20)

    id = forms.UUIDField()
    captured_at = forms.DateTimeField()
    category = forms.IntegerField(required=False, min_value=1)
    other_category = forms.IntegerField(required=False, min_value=1)
    community = forms.RegexField(r"^\d{12}\Z", required=False)
    place = PlainText(required=False, max_length=200)
    text = PlainText(required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """A category from the tiles or from the list."""
        data = super().clean() or {}
        data["category"] = data.get("category") or data.get("other_category")
        if not data["category"]:
            self.add_error("category", _("请选择类别。"))
        return data


@dataclass
class Filled:
    """What the page shows in the form: new, or what came and was refused."""

    id: str
    captured_at: str
    category: int | None = None
    community: str = ""
    place: str = ""
    text: str = ""
    phone: str = ""
    private: bool = False
    errors: Sequence[str] = field(default_factory=list)


def blank(at: datetime) -> Filled:
    """A form with an id and a time of its own."""
    return Filled(str(uuid4()), at.isoformat())


def again(sent: Mapping[str, Any], errors: Sequence[str], at: datetime) -> Filled:
    """The form as it came, with what is wrong. It keeps its id: nothing was made under it."""
    category = str(sent.get("category") or sent.get("other_category") or "")
    return Filled(
        id=str(sent.get("id") or uuid4()),
        captured_at=str(sent.get("captured_at") or at.isoformat()),
        category=int(category) if category.isdecimal() else None,
        community=str(sent.get("community", "")),
        place=str(sent.get("place", "")),
        text=str(sent.get("text", "")),
        phone=str(sent.get("phone", "")),
        private=bool(sent.get("private")),
        errors=errors,
    )


def errors_of(form: ReportForm) -> list[str]:
    """Every reason once, for the head of the form."""
    return [str(reason) for reasons in form.errors.values() for reason in reasons]


def filed(
    *,
    request: HttpRequest,
    actor: Actor,
    form: ReportForm,
    source: str,
    at: datetime,
    sent: Sent | None = None,
    nature: str = Nature.COMPLAINT,
) -> Incident:
    """Keep the photos, then file the report. Sent twice it is one case: ids come from the form's own id.

    Handling on the spot needs a position, which a plain form does not have: what was meant so is filed as a report.
    """
    data = form.cleaned_data
    case_id: UUID = data["id"]
    photos = kept(actor, case_id, request.FILES, "photos", Stage.BEFORE, at)
    report = Report(
        category_id=data["category"], captured_at=data["captured_at"], community=data["community"], place=data["place"], text=data["text"],
        source=source, photos=tuple(photos), nature=nature,
    )  # fmt: skip
    if sent is None:
        incident, _new = report_incident(actor=actor, incident_id=case_id, report=report, at=at)
    else:
        sent = replace(sent, private=data["private"], phone=data["phone"])
        incident, _new = report_by_resident(actor=actor, incident_id=case_id, report=report, sent=sent, at=at)
    return incident


def kept(actor: Actor, case_id: UUID, files: MultiValueDict[str, Any], name: str, stage: str, at: datetime) -> list[UUID]:
    """The photos of one field, each kept under an id made from the case's and its place in the field."""
    found = []
    for number, file in enumerate(files.getlist(name)[:PHOTOS]):
        if (file.size or 0) > settings.PHOTO_MAX_BYTES:
            raise TooLarge
        photo_id = uuid5(case_id, f"{stage}{number}")
        keep_photo(actor=actor, photo_id=photo_id, body=file.read(), stage=stage, at=at)
        found.append(photo_id)
    return found
