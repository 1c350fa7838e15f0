"""Answers to a category's questions (附加问题的回答): checked against the questions, put into words for who handles it."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from governance.errors import Invalid
from governance.privacy import clean_text
from incidents.models import Question
from incidents.models.open311 import Datatype

LONGEST = 500

Given = Mapping[str, Sequence[str]]


def checked_answers(*, questions: Sequence[Question], given: Given) -> dict[str, list[str]]:
    """The answers by code. Invalid names each that is missing, unknown, or not of its type."""
    faults: dict[str, list[str]] = {}
    asked = {one.code: one for one in questions if one.variable}
    for code in set(given) - set(asked):
        faults[f"attribute[{code}]"] = [_("没有这个问题。")]
    found: dict[str, list[str]] = {}
    for code, question in asked.items():
        values = [value for value in given.get(code, ()) if value.strip()]
        reason = _reason(question, values)
        if reason:
            faults[f"attribute[{code}]"] = [reason]
        elif values:
            found[code] = values
    if faults:
        raise Invalid(fields=faults)
    return found


def _reason(question: Question, values: Sequence[str]) -> str:
    """Why the values do not answer the question, or nothing."""
    if not values:
        return _("必须回答。") if question.required else ""
    if len(values) > 1 and question.datatype != Datatype.SOME:
        return _("只能有一个回答。")
    try:
        fits = all(_fits(question, clean_text(value, max_length=LONGEST)) for value in values)
    except Invalid as dirty:
        return str(dirty.message)
    return "" if fits else _("回答不是所要求的类型或选项。")


def _fits(question: Question, value: str) -> bool:
    match question.datatype:
        case Datatype.NUMBER:
            return _finite(value)
        case Datatype.DATETIME:
            return _moment(value)
        case Datatype.ONE | Datatype.SOME:
            return value in {choice["key"] for choice in question.choices}
    return True


def _finite(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


def _moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def in_words(*, questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> str:
    """One line for each answer, choices by their names."""
    lines = []
    for question in questions:
        if values := answers.get(question.code):
            names = {choice["key"]: choice["name"] for choice in question.choices}
            lines.append(f"{question.text}：{'、'.join(names.get(value, value) for value in values)}")
    return "\n".join(lines)
