"""Whether a case may be dispatched by itself (自动派遣的条件). The step itself belongs to the desk's actions."""

from datetime import datetime

from incidents.models import AutoDispatch, Category, LearnedPrecision
from incidents.triage.learned import KIND, LearnedProposal, learned_proposals
from incidents.triage.precision import SURE, Precision
from incidents.triage.store import in_use

DIGITS = 16


def unit_to_dispatch(*, category: Category, code: str, source: str, at: datetime) -> LearnedProposal | None:
    """The proposal that an administrator's permission covers, or None.

    All of these must hold: the category is allowed; its precision was measured for the model in use, and the lower bound of what
    was measured reaches the demanded precision; the model is sure of this very case.
    """
    allowed = AutoDispatch.objects.filter(category=category).first()
    measured = LearnedPrecision.objects.filter(category=category).first()
    if allowed is None or measured is None or measured.model != in_use(KIND).get("digest", "")[:DIGITS]:
        return None
    if Precision(measured.asked, measured.sure, measured.right).at_least < allowed.min_precision:
        return None
    first = next(iter(learned_proposals(category=category, code=code, source=source, at=at)), None)
    return first if first is not None and first.chance >= SURE else None
