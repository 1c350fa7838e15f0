"""Questions about doubts (疑义): which are open, and which a worker was asked about."""

from collections.abc import Sequence

from governance.access.actor import Actor, code_in
from residents.models import ChangeTask, Doubt, EnterpriseDoubt
from residents.rules import REGISTRARS

SHOWN = 30


def open_doubts(*, actor: Actor) -> list[Doubt]:
    """The open doubts of the actor's areas, oldest first."""
    rows = Doubt.objects.filter(
        code_in("resident__code", actor.scopes(REGISTRARS)),
        state="raised",
        resident__erased_at__isnull=True,
        resident__merged_into__isnull=True,
    )
    return list(rows.order_by("raised_at", "pk")[:SHOWN])


def asked_doubts(*, doubts: Sequence[Doubt]) -> set[int]:
    """Of these, the ones that lie with a worker."""
    return set(ChangeTask.objects.filter(doubt__in=doubts, state="open").values_list("doubt_id", flat=True))


def asked_firm_doubts(*, doubts: Sequence[EnterpriseDoubt]) -> set[int]:
    """Of these, the ones that lie with a worker."""
    return set(ChangeTask.objects.filter(firm_doubt__in=doubts, state="open").values_list("firm_doubt_id", flat=True))


def open_firm_doubts(*, actor: Actor) -> list[EnterpriseDoubt]:
    """The open doubts about enterprises of the actor's areas, oldest first."""
    rows = EnterpriseDoubt.objects.filter(code_in("enterprise__code", actor.scopes(REGISTRARS)), state="raised")
    return list(rows.select_related("enterprise").order_by("raised_at", "pk")[:SHOWN])
