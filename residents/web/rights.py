"""The page of a person's rights (个人权利): who looked, consent, copy, erasure."""

from typing import ClassVar
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.second_factor.codes import NeedsSecondFactor
from governance.errors import IllegalStep, Invalid, Refused
from governance.keeping.factor import factor_address
from residents.actions.rights import REQUEST, copy_of, erase_resident, give_consent, withdraw_consent
from residents.queries.people import consents_of, looks_told, resident_for
from residents.rules import PURPOSES
from residents.web.base import RegistryPage

NOTICE = "2026-1"


class Rights(RegistryPage):
    """What a resident may ask for, done by the registrar at the counter."""

    verb: ClassVar[str] = "registry.import"

    def get(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """Who looked, and which consents stand."""
        return self.page(request, resident_id, None)

    def post(self, request: HttpRequest, resident_id: UUID) -> HttpResponse:
        """One of copy, erase, consent, withdraw."""
        asked = request.POST.get("ask", "")
        try:
            return self.done(request, resident_id, asked)
        except NeedsSecondFactor:
            return redirect(factor_address(request.path))
        except (Invalid, IllegalStep) as refused:
            return self.page(request, resident_id, refused)

    def done(self, request: HttpRequest, resident_id: UUID, asked: str) -> HttpResponse:
        """Do what is asked."""
        at, purpose = timezone.now(), request.POST.get("purpose", "")
        if asked == "copy":
            copy = copy_of(actor=self.actor, resident_id=resident_id, reason=request.POST.get("reason", ""), at=at)
            response = HttpResponse(orjson.dumps(copy, option=orjson.OPT_INDENT_2, default=str), content_type="application/json")
            response["Content-Disposition"] = f'attachment; filename="copy-{resident_id}.json"'
            return response
        if asked == "erase":
            if request.POST.get("sure") != "yes":
                raise Invalid(fields={"sure": [_("请勾选确认。")]})
            erase_resident(actor=self.actor, resident_id=resident_id, reason=REQUEST, at=at)
            return redirect("registry")
        if asked == "consent":
            give_consent(
                actor=self.actor, resident_id=resident_id, purpose=purpose, notice_version=NOTICE, at=at,
                sensitive=request.POST.get("sensitive") == "1", guardian=request.POST.get("guardian") == "1",
            )  # fmt: skip
        elif asked == "withdraw":
            withdraw_consent(actor=self.actor, resident_id=resident_id, purpose=purpose, at=at)
        else:
            raise Invalid
        return redirect("registry_rights", resident_id=resident_id)

    def page(self, request: HttpRequest, resident_id: UUID, refused: Refused | None) -> HttpResponse:
        """The page."""
        resident = resident_for(actor=self.actor, resident_id=resident_id)
        policy.require(self.actor, "resident.looks", resident)
        return render(request, "registry/rights.html", {
            "here": "people", "resident": resident, "looks": looks_told(resident=resident), "refused": refused,
            "consents": [(one, str(PURPOSES[one.purpose])) for one in consents_of(resident=resident)],
            "purposes": [(key, str(name)) for key, name in PURPOSES.items()],
        }, status=refused.status if refused else 200)  # fmt: skip
