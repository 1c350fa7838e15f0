"""Loading the catalogue of indicators (导入指标目录), and its settings."""

import csv
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from evaluation.indicators.measures import MEASURES
from evaluation.models import Choice, Grade, Indicator, RiskRule, Step, Weight
from evaluation.queries.catalogue import ASIDE, DEFAULTS
from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_indicators(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Add and change what comes with the program; how many rows differ of each table. The second time none.

    Weights, steps, grades and thresholds that were changed here stay: only what is new is added to them. Records indicators.loaded.
    """
    policy.require(actor, "indicators.load", None)
    changed = {
        "indicators": merged(Indicator, "code", [indicator(rank, row) for rank, row in enumerate(read("indicators"))]),
        "weights": added(Weight, ("score_id", "indicator_id"), [weight(row) for row in read("weights")]),
        "steps": added(Step, ("least",), [{"least": int(row["least"]), "points": int(row["points"])} for row in read("steps")]),
        "grades": added(Grade, ("letter",), [{"letter": row["letter"], "least": float(row["least"])} for row in read("grades")]),
        "rules": merged(RiskRule, "code", [risk_rule(rank, row) for rank, row in enumerate(read("risk_rules"))], keep=("limits", "active")),
    }
    if any(changed.values()):
        record(actor=actor, verb="indicators.loaded", kind="evaluation", object_id="", code="", at=at, detail=changed)
    return changed


def read(name: str) -> list[dict[str, str]]:
    """The rows of a table that comes with the program."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def indicator(rank: int, row: Mapping[str, str]) -> dict[str, Any]:
    """A line of indicators.csv. A measure that nobody counts is a mistake of the file."""
    unknown = {row["top"], row["bottom"]} - {"", *MEASURES}
    if unknown:
        raise Invalid(fields={row["code"]: [f"no such measure: {unknown}"]})
    return {**row, "rank": rank, "lower_is_better": row["lower_is_better"] == "1"}


def weight(row: Mapping[str, str]) -> dict[str, Any]:
    """A line of weights.csv."""
    return {"score_id": row["score"], "indicator_id": row["indicator"], "weight": int(row["weight"]), "use": row["use"]}


def risk_rule(rank: int, row: Mapping[str, str]) -> dict[str, Any]:
    """A line of risk_rules.csv; thresholds are written `name=number` with blanks between."""
    limits = {name: int(number) for name, _sep, number in (one.partition("=") for one in row["limits"].split())}
    return {**row, "rank": rank, "limits": limits}


def merged(model: type[Model], key: str, rows: list[dict[str, Any]], *, keep: tuple[str, ...] = ()) -> int:
    """Add what is new and change what differs, but for the columns that people set here."""
    known = {getattr(one, key): one for one in model._default_manager.all()}  # noqa: SLF001
    changed = 0
    for row in rows:
        have = known.get(row[key])
        differs = have is None or any(getattr(have, name) != value for name, value in row.items() if name not in keep)
        if have is None:
            model._default_manager.create(**row)  # noqa: SLF001
        elif differs:
            model._default_manager.filter(pk=have.pk).update(**{name: value for name, value in row.items() if name not in keep})  # noqa: SLF001
        changed += differs
    return changed


def added(model: type[Model], keys: tuple[str, ...], rows: list[dict[str, Any]]) -> int:
    """Add what is new, change nothing."""
    made = [model._default_manager.get_or_create(**{key: row[key] for key in keys}, defaults=row)[1] for row in rows]  # noqa: SLF001
    return sum(made)


@transaction.atomic
def set_choice(*, actor: Actor, name: str, value: object, at: datetime) -> None:
    """Set how figures are counted, such as whether suspended cases are left out. Records evaluation.set with both values."""
    policy.require(actor, "indicators.set", None)
    check = CHECKS.get(name)
    if check is None or not check(value):
        raise Invalid(fields={name: [_("没有这项设置，或值不对。")]})
    before = Choice.objects.filter(pk=name).values_list("value", flat=True).first()
    Choice.objects.update_or_create(name=name, defaults={"value": value})
    detail = {"name": name, "before": DEFAULTS[name] if before is None else before, "after": value}
    record(actor=actor, verb="evaluation.set", kind="evaluation", object_id=name, code="", at=at, detail=detail)


CHECKS: Mapping[str, Callable[[object], bool]] = {ASIDE: lambda value: isinstance(value, bool)}
