"""Retraining (重新学习): models from the office's closed cases, and how right they would have been."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from incidents.models import Category, LearnedPrecision
from incidents.triage import categories, learned, office, store
from incidents.triage.auto import DIGITS
from incidents.triage.classifier import Sample, train_texts
from incidents.triage.packing import text_arrays, unit_arrays
from incidents.triage.precision import HeldBack, held_back
from incidents.triage.units import train_units

HABIT = 0.3
"""Of two categories that the words fit alike, the one that comes more often is proposed first."""


@dataclass(frozen=True, slots=True)
class Retrained:
    """What was learned. A digest is empty when there was nothing to learn from; `n`, `top1`, `top3` are of cases held back."""

    units: str
    cases: int
    categories: str
    texts: int
    changed: bool
    n: int = 0
    top1: float | None = None
    top3: float | None = None

    def payload(self) -> dict[str, Any]:
        """As JSON tells it."""
        return asdict(self)


def retrain(*, actor: Actor, at: datetime, anew: bool = False) -> Retrained:
    """Learn from the latest closed cases and texts; the same data are not learned twice unless `anew`.

    Writes the models under VAR_DIR/models and the measured precision of each category. Records triage.retrained with the
    digests and the figures. A process that serves takes the new model within seconds.
    """
    policy.require(actor, "catalogue.load", None)
    pasts, roles = office.closed_cases(), office.roles()
    in_use = [category for category in Category.objects.order_by("pk") if category.active]
    samples = [*office.seed_texts(in_use), *office.own_texts()]
    cases = office.digest_of_cases(pasts, roles) if pasts else ""
    texts = office.digest_of_texts(samples) if len({sample.label for sample in samples}) > 1 else ""
    result = Retrained(cases, len(pasts), texts, len(samples), changed=False)
    fresh_cases = bool(cases) and (anew or store.in_use(learned.KIND).get("digest") != cases)
    fresh_texts = bool(texts) and (anew or store.in_use(categories.KIND).get("digest") != texts)
    if not (fresh_cases or fresh_texts):
        return result
    if fresh_texts:
        _learn_texts(samples, texts, at)
    measured = held_back(pasts, roles=roles) if fresh_cases else None
    figures = {"n": measured.n, "top1": measured.top1, "top3": measured.top3} if measured else {}
    if fresh_cases:
        meta, arrays = unit_arrays(train_units(pasts, roles=roles))
        said = meta | figures | {"trained_at": at.isoformat(), "cases": len(pasts)}
        store.save(learned.KIND, digest=cases, meta=said, arrays=arrays)
        learned.model_of_units.forget()
    result = Retrained(cases, len(pasts), texts, len(samples), changed=True, **figures)  # type: ignore[arg-type]
    _keep(actor, result, measured, at)
    return result


def _learn_texts(samples: list[Sample], digest: str, at: datetime) -> None:
    meta, arrays = text_arrays(train_texts(samples, habit=HABIT))
    store.save(categories.KIND, digest=digest, meta=meta | {"trained_at": at.isoformat(), "texts": len(samples)}, arrays=arrays)
    categories.model_of_texts.forget()


@transaction.atomic
def _keep(actor: Actor, result: Retrained, measured: HeldBack | None, at: datetime) -> None:
    """The precision of each category, and one entry. A category without held-back cases has no precision: no data is not 0."""
    if measured is not None:
        LearnedPrecision.objects.all().delete()
        LearnedPrecision.objects.bulk_create(
            LearnedPrecision(
                category_id=category, asked=one.asked, sure=one.sure, right=one.right, model=result.units[:DIGITS], measured_at=at
            )
            for category, one in sorted(measured.by_category.items())
        )
    record(actor=actor, verb="triage.retrained", kind="triage", object_id=result.units[:DIGITS], code="", at=at, detail=result.payload())
