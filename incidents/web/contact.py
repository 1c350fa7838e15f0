"""The phone of who reported (联系反映人): shown to those who work on the case, after they said why."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from governance.access.roles import DESK, Role
from governance.errors import Invalid
from incidents.actions.portal.contacts import see_contact
from incidents.queries.mine import contact_of
from incidents.queries.visible import visible_incident
from incidents.web.pages import StaffPage


class Contact(StaffPage):
    """Masked first; the whole number with a reason, which the reporter can read."""

    roles = DESK | {Role.HANDLER}

    def get(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The form."""
        return self.page(request, incident_id)

    def post(self, request: HttpRequest, incident_id: UUID) -> HttpResponse:
        """The number, and the look in the record."""
        reason = request.POST.get("reason", "")[:200]
        try:
            number = see_contact(actor=self.actor, incident_id=incident_id, reason=reason, at=timezone.now())
        except Invalid as refused:
            return self.page(request, incident_id, errors=refused.reasons, status=400)
        return self.page(request, incident_id, number=number)

    def page(self, request: HttpRequest, incident_id: UUID, *, status: int = 200, **context: object) -> HttpResponse:
        """A foreign case is NotFound."""
        incident = visible_incident(actor=self.actor, incident_id=incident_id)
        context |= {"case": incident, "contact": contact_of(incident)}
        return render(request, "newsroom/contact.html", context, status=status)
