"""Loading the questions of categories (导入附加问题): from the table that comes with the program, or another."""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid
from governance.ledger.record import record
from incidents.georeport.codes import NATIONAL
from incidents.models import Category, Question
from incidents.models.open311 import Datatype

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "questions.csv"
FIELDS = ("datatype", "variable", "required", "order", "text", "text_en", "hint", "choices")
LISTS = frozenset({Datatype.ONE, Datatype.SOME})


@transaction.atomic
def load_questions(*, actor: Actor, at: datetime, file: Path = SHIPPED) -> int:
    """Add and renew questions; how many changed. None is removed. Refuses a file with a wrong line whole. Records questions.loaded."""
    policy.require(actor, "catalogue.load", None)
    known = {(one.category_id, one.code): one for one in Question.objects.select_for_update()}
    changed = 0
    for wanted in read(file):
        old = known.get((wanted.category_id, wanted.code))
        if old is not None and all(getattr(old, name) == getattr(wanted, name) for name in FIELDS):
            continue
        if old is not None:
            wanted.pk = old.pk
        wanted.save()
        changed += 1
    if changed:
        record(actor=actor, verb="questions.loaded", kind="question", object_id="", code="", at=at, detail={"changed": changed})
    return changed


def read(file: Path) -> Iterator[Question]:
    """The questions of a file; Invalid names the first wrong line."""
    categories = {(one.kind, one.code): one for one in Category.objects.filter(scheme=NATIONAL)}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            category = categories.get((row["kind"], row["category"]))
            choices = choices_of(row)
            if category is None or row["datatype"] not in Datatype.values or not row["text"] or (row["datatype"] in LISTS) != bool(choices):
                raise Invalid(fields={"file": [_("%(file)s 第 %(line)d 行有误。") % {"file": file.name, "line": number}]})
            yield Question(
                category=category, code=row["code"], datatype=row["datatype"], variable=row["variable"] == "true",
                required=row["required"] == "true",
                order=int(row["order"] or 0), text=row["text"], text_en=row["text_en"], hint=row["hint"], choices=choices,
            )  # fmt: skip


def choices_of(row: Mapping[str, str]) -> list[dict[str, str]]:
    """`key=name=English` divided by bars."""
    parts = [one.split("=") for one in (row.get("choices") or "").split("|") if one]
    return [{"key": part[0], "name": part[1], "name_en": part[2] if len(part) > 2 else ""} for part in parts]  # noqa: PLR2004 - with English
