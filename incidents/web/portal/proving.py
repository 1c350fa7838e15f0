"""My reports by phone number (凭手机号查): a code first, then what is kept under that number: see, correct, copy, delete."""

from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.web.portal import PortalPage
from governance.devices import device_of
from governance.errors import NotFound, Refused
from governance.http import network_of
from governance.language import in_english
from governance.limits.actions import Limit, require
from governance.proving.actions import Proved, number_of, prove_phone, send_code
from incidents.actions.portal.contacts import change_number, forget_number
from incidents.actions.report import follow_token
from incidents.cards import category_name
from incidents.queries.mine import addresses_of_number, cases_of_number, contact_of, looks_at
from incidents.queries.receipts import reported_by_residents
from incidents.web.progress import short
from residents.queries.own import marks_of

KEPT = "proved"
LIFE = timedelta(minutes=30)
BY_NUMBER = Limit("find", 5, timedelta(minutes=15))
"""Tries with the last digits, of one address for one case number (D1)."""
LAST = 4


class FindForm(forms.Form):
    """A case number and the last digits of the phone."""

    number = forms.CharField(max_length=30)
    last = forms.RegexField(r"^\d{4}\Z")


class Find(PortalPage):
    """By the number of the case, with the last four digits of the phone that was left."""

    template = "portal/find.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page(request, tab="mine")

    def post(self, request: HttpRequest) -> HttpResponse:
        """To the case, or the same refusal whatever was wrong."""
        form = FindForm(request.POST)
        wrong = [_("没有找到。请核对编号和手机号后四位；没有留手机号的请用链接或二维码。")]
        if form.is_valid():
            number, last = form.cleaned_data["number"], form.cleaned_data["last"]
            try:
                require([(BY_NUMBER, f"{network_of(request)}:{number}")], at=timezone.now())
            except Refused as refused:
                return self.page(request, errors=[str(refused.message)], typed=request.POST, tab="mine", status=refused.status)
            case = reported_by_residents(number=number)
            contact = contact_of(case) if case is not None else None
            if case is not None and contact is not None and contact.hint[-LAST:] == last:
                return redirect("follow", follow_token(case.pk))
        return self.page(request, errors=wrong, typed=request.POST, tab="mine", status=404)


class Prove(PortalPage):
    """Two steps: ask for a code, then type it."""

    template = "portal/prove.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first step."""
        return redirect("my_data") if proved(request, timezone.now()) else self.page(request, tab="mine")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the code, or take it."""
        phone, code, at = request.POST.get("phone", "")[:20], request.POST.get("code", "")[:10], timezone.now()
        device, address = device_of(request), network_of(request)
        try:
            if not code:
                language = "en" if in_english() else "zh-hans"
                send_code(phone=phone, device=device, address=address, at=at, language=language)
                return self.page(request, phone=phone, sent=True, tab="mine")
            found = prove_phone(phone=phone, code=code, device=device, address=address, at=at)
        except Refused as refused:
            reasons = [str(reason) for several in refused.fields.values() for reason in several] or [str(refused.message)]
            sent = bool(code) or "again" in request.POST
            return self.page(request, errors=reasons, phone=phone, sent=sent, tab="mine", status=refused.status)
        request.session.cycle_key()
        marks = [mark.hex() for mark in marks_of(phone=number_of(phone))]
        until = (at + LIFE).isoformat()
        request.session[KEPT] = {"number": found.number.hex(), "hint": found.hint, "marks": marks, "until": until}
        return redirect("my_data")


class MyData(PortalPage):
    """What is kept under a proved number: the reports, the uses of the number, and who has looked at it."""

    template = "portal/my_data.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything on one page; with `?copy` as JSON to take along."""
        at = timezone.now()
        if (mine := proved(request, at)) is None:
            return redirect("prove")
        cases, uses = cases_of_number(mine.number), list(addresses_of_number(mine.number))
        looks = looks_at(cases)
        if "copy" in request.GET:
            body = {
                "phone": mine.hint, "made_at": at, "reports": [
                    {
                        "number": case.number, "category": category_name(case.category), "received_at": case.received_at,
                        "state": case.state,
                        "text": case.text, "place": case.place,
                    }
                    for case in cases
                ],
                "uses": [{"what": use.topic.partition(":")[0], "since": use.added_at} for use in uses],
                "looks": [{"at": look.at, "post": look.role, "reason": look.reason} for look in looks],
            }  # fmt: skip
            return JsonResponse(
                body, headers={"Content-Disposition": 'attachment; filename="my-data.json"'}, json_dumps_params={"ensure_ascii": False}
            )
        rows = [
            {"case": case, "title": category_name(case.category), "state": short(case.state, case.nature), "token": follow_token(case.pk)}
            for case in cases
        ]
        return self.page(request, mine=mine, rows=rows, uses=uses, looks=looks, done=request.GET.get("done", ""), tab="mine")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Correct or delete the number, or leave."""
        at = timezone.now()
        if (mine := proved(request, at)) is None:
            return redirect("prove")
        if "change" in request.POST:
            change_number(number=mine.number, phone=request.POST.get("phone", "")[:20], at=at)
        elif "forget" in request.POST:
            forget_number(number=mine.number, at=at)
        elif "leave" not in request.POST:
            raise NotFound
        del request.session[KEPT]
        return redirect("mine")


def proved(request: HttpRequest, at: datetime) -> Proved | None:
    """The number that was proved in this browser within the last half hour."""
    kept = request.session.get(KEPT)
    if not kept or datetime.fromisoformat(kept["until"]) <= at:
        return None
    return Proved(bytes.fromhex(kept["number"]), kept["hint"], tuple(bytes.fromhex(mark) for mark in kept.get("marks", ())))
