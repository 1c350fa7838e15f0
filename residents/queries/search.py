"""Finding people (检索): exact number or phone, name, pinyin or address from two characters, within the actor's scope.

The database sees keyed values only. Everything is bounded: two characters at least, one page, a capped count (D14).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from governance.access.actor import Actor, code_in
from governance.codes import within
from governance.errors import Invalid
from governance.prepared import ask
from residents.declaration import numbers
from residents.models import Household, Locator, Resident
from residents.rules import CAP, PAGE, view_scopes
from residents.vault.indexing import ADDRESS, NAME, NUMBER, PHONE, digest, gram, pairs
from residents.vault.keyring import Key, keyring
from residents.vault.spelling import segmentations, text_of

DIGITS = re.compile(r"\+?\d{7,15}", re.ASCII)
SHORTEST, LONGEST, LONGEST_PART = 2, 60, 6
SORTED = 5000
"""More people than this that fit a text are met soon enough by walking the area in order."""
NUMBERED = "SELECT code, resident_id FROM residents_locator WHERE number = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, in the order of code and id."""

    ids: list[UUID]
    count: int
    after: str


def find(
    *, actor: Actor, text: str = "", code: str = "", building: int | None = None, after: str = "", only: Collection[UUID] | None = None
) -> Found:
    """People whose number, phone, name, pinyin or address fits. Refuses a text of one character.

    `only` are the people that a filter left. The count and the list have the same filter; `after` is the opaque place of the last row.
    """
    written = numbers.written(text)
    if building is None and only is None and not after and numbers.kind_of(written):
        return numbered(areas(actor=actor, code=code), written)
    rows = scoped(actor=actor, code=code)
    if building is not None:
        rows = rows.filter(resident__dwelling__building_id=building)
    if only is not None:
        rows = rows.filter(pk__in=only)
    if text.strip():
        rows = rows.filter(matching(text))
        fitting = rows.order_by()[:SORTED].count()
        page = list(ordered(after_row(rows, after), few=fitting < SORTED)[:PAGE]) if fitting else []
        count = min(fitting, CAP)
    else:
        page = list(ordered(after_row(rows, after), few=False)[:PAGE])
        whole = not after and len(page) < PAGE  # the page is all there is: counting again would ask the same
        count = len(page) if whole else rows.order_by()[:CAP].count()
    last = f"{page[-1][0]}.{page[-1][1]}" if len(page) == PAGE else ""
    return Found([row[1] for row in page], count, last)


def ordered(rows: QuerySet[Locator], *, few: bool) -> Any:
    """Code and id in that order. Few are found first and then sorted.

    Walking the area in order until a page of them is met would look at tens of thousands of others, and that is what the planner does:
    it takes a fragment it has no statistics of for a frequent one.
    """
    place = Concat("code", Value("")) if few else F("code")
    return rows.order_by(place, "resident_id").values_list("code", "resident_id")


def numbered(scopes: Collection[str], written: str) -> Found:
    """Whoever has that document number, by one prepared statement: it is unique, so the scope is checked on the one row."""
    rows = ask(NUMBERED, [[digest(key, NUMBER, written) for key in keyring().keys]])
    ids = [pk for code, pk in rows if any(within(code, scope) for scope in scopes)]
    return Found(ids, len(ids), "")


def areas(*, actor: Actor, code: str) -> list[str]:
    """The actor's areas, or one area inside them."""
    scopes = view_scopes(actor)
    if not code:
        return scopes
    return [code] if any(within(code, scope) for scope in scopes) else [scope for scope in scopes if within(scope, code)]


def household_of(*, actor: Actor, number: str) -> Household:
    """The household of the person with that whole document number or phone, in the actor's areas; Invalid when there is none."""
    plain = numbers.written(number)
    found = find(actor=actor, text=plain).ids if len(plain) > LONGEST_PART and plain.isascii() else []
    person = Resident.objects.select_related("household").filter(pk__in=found[:1]).first() if len(found) == 1 else None
    if person is None or person.household is None:
        raise Invalid(fields={"number": [_("没有找到已立户的这个人，请核对证件号码或电话。")]})
    return person.household


def scoped(*, actor: Actor, code: str) -> QuerySet[Locator]:
    """The locators of the actor's areas, or of one area inside them."""
    return Locator.objects.filter(code_in("code", areas(actor=actor, code=code)))


def after_row(rows: QuerySet[Locator], after: str) -> QuerySet[Locator]:
    """The rows behind the last one shown."""
    if not after:
        return rows
    code, _dot, last = after.partition(".")
    try:
        return rows.filter(Q(code__gt=code) | Q(code=code, resident_id__gt=UUID(last)))
    except ValueError:
        raise Invalid(fields={"after": [_("页码有误。")]}) from None


def matching(text: str) -> Q:
    """The filter for a search text, over every key that may still have rows (rotation)."""
    plain = text_of(text)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Invalid(fields={"q": [_("请输入 2 至 60 个字。")]})
    written = numbers.written(text)
    found = Q(pk__in=[])
    for key in keyring().keys:
        found |= one_key(key, plain, written)
    return found


def one_key(key: Key, plain: str, written: str) -> Q:
    """The filter for one key: by what the text looks like."""
    phone = written.replace("-", "").lstrip("+")
    if numbers.kind_of(written):
        return Q(number=digest(key, NUMBER, written))
    if DIGITS.fullmatch(phone):
        one = digest(key, PHONE, phone)
        return Q(phone=one) | Q(phone2=one) | Q(number=digest(key, NUMBER, written))
    if plain.isascii() and plain.isalpha():
        return spelled(key, plain)
    found = Q(name_grams__contains=grams(key, NAME, pairs(plain))) | Q(address_grams__contains=grams(key, ADDRESS, pairs(plain)))
    return found | Q(number=digest(key, NUMBER, written)) if written.isascii() else found


def spelled(key: Key, letters: str) -> Q:
    """A name by its pinyin, its initials, or in Latin letters."""
    found = Q(name_grams__contains=grams(key, NAME, pairs(letters)))
    for way in segmentations(letters):
        wanted = {f"{way[at]}|{way[at + 1]}" for at in range(len(way) - 1)}
        found |= Q(name_grams__contains=grams(key, NAME, wanted))
    return found


def grams(key: Key, kind: str, fragments: set[str]) -> list[int]:
    """The indexes of all fragments."""
    return [gram(key, kind, fragment) for fragment in sorted(fragments)]
