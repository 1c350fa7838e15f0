"""Questions about imports (导入批次): what a run would do, and what was refused, by line and column."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access import policy
from governance.access.actor import Actor, code_in
from governance.errors import NotFound
from residents.declaration.reasons import reason
from residents.models import ImportRun, Refusal
from residents.rules import REGISTRARS

SHOWN = 500
KINDS = {"residents": pgettext_lazy("import", "人员"), "enterprises": _("企业与组织")}
"""What the runs of each kind brought."""


def runs_for(*, actor: Actor) -> list[tuple[ImportRun, Any]]:
    """The last runs of the actor's areas, each with what it brought."""
    found = list(ImportRun.objects.filter(code_in("code", actor.scopes(REGISTRARS))).order_by("-started_at")[:50])
    return [(run, KINDS.get(run.kind, run.kind)) for run in found]


def preview(*, actor: Actor, run_id: UUID) -> dict[str, Any]:
    """What a run found: counts, the header as it was understood, and the refusals; no value of any person."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None or not policy.allowed(actor, "resident.import", run.code):
        raise NotFound
    return told(run)


def told(run: ImportRun) -> dict[str, Any]:
    """A run as programs and pages show it."""
    found = Refusal.objects.filter(run=run)
    kinds = found.values_list("reason", "flag").annotate(n=Count("pk")).order_by("-n")
    return {
        "id": str(run.pk), "state": run.state, "state_label": run.get_state_display(), "kind": run.kind,
        "brought": KINDS.get(run.kind, run.kind), "code": run.code,
        "template": run.template, "encoding": run.encoding, "header_line": run.header_line, "columns": run.columns, "rows": run.rows,
        "refused": run.refused, "flagged": run.flagged, "added": run.added, "changed": run.changed, "same": run.same,
        "applied_to": run.applied_to,
        "valid": run.rows - run.refused, "written": run.added + run.changed + run.same,
        "reasons": [{"reason": why, "text": reason(why), "flag": flag, "count": n} for why, flag, n in kinds],
        "findings": [
            {"line": one.line, "column": one.column, "reason": one.reason, "text": reason(one.reason), "flag": one.flag}
            for one in found.order_by("flag", "line", "pk")[:SHOWN]
        ],
    }  # fmt: skip
