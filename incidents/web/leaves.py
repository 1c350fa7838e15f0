"""The page of leave and stand-ins (请假与代班) for leaders of grids: through the outbox, or a plain form without scripts."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.access.actions import end_leave
from governance.access.roles import Role
from governance.errors import Invalid, Refused
from governance.pages import StaffPage
from grids import queries as grids
from incidents.actions.leaves import Away, note_leave
from incidents.queries.leaves import leave_for, leaves_under, staff_under


class LeaveForm(forms.Form):
    """Shape only; the action decides."""

    post = forms.IntegerField(min_value=1)
    stand_in = forms.IntegerField(min_value=1, required=False)
    since = forms.DateField()
    until = forms.DateField()


class Leaves(StaffPage):
    """Who is away and who stands in, in the leader's area."""

    roles = frozenset({Role.GRID_LEADER})

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list with the form."""
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Grant a leave, or end one early."""
        at = timezone.now()
        try:
            if "end" in request.POST:
                end_leave(actor=self.actor, leave=leave_for(actor=self.actor, key=request.POST["end"]), at=at)
            else:
                self.grant(request, at)
        except Refused as refused:
            return self.page(request, refused)
        return redirect("worker_leaves")

    def grant(self, request: HttpRequest, at: datetime) -> None:
        """From the form."""
        form = LeaveForm(request.POST)
        if not form.is_valid():
            raise Invalid(fields={name: [str(one) for one in why] for name, why in form.errors.items()})
        note_leave(actor=self.actor, away=Away(**form.cleaned_data), at=at)

    def page(self, request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
        """The page, with the refusal's status when there is one."""
        at = timezone.now()
        wrong = [] if refused is None else [str(one) for why in refused.fields.values() for one in why] or [str(refused.message)]
        staff = [(post, grids.full_name(post.code)) for post in staff_under(actor=self.actor, at=at)]
        leaves = leaves_under(actor=self.actor, at=at)
        context = {"staff": staff, "leaves": leaves, "errors": wrong, "today": timezone.localdate(at)}
        return render(request, "worker/leaves.html", context, status=refused.status if refused else 200)
