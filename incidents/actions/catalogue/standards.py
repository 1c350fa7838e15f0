"""Loading standards (导入立案标准与处置时限)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from incidents.actions.catalogue.categories import scheme_of
from incidents.actions.catalogue.cells import cell, codes_of, first, kind_of, limit_of
from incidents.actions.catalogue.conditions import GENERAL, NAMES, default_of
from incidents.actions.catalogue.merging import is_local, loading, merge, read
from incidents.actions.catalogue.shipped import SHIPPED
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.models import Category, Standard
from incidents.tables import Row, Table, open_table

COLUMNS = ("kind", "code|minor_code", "condition|condition_class", "limit|shortest_limit")
FIELDS = ("name", "limit", "filing_condition", "closing_condition", "source")
Categories = dict[tuple[str, str], Category]


def load_standards(
    *,
    actor: Actor,
    at: datetime,
    file: Path | None = None,
    scheme: str = "",
    categories: Path | None = None,
    dry_run: bool = False,
    overwrite: bool = False,
) -> Loaded:
    """Add and change the standards of a table; none is removed. Records catalogue.loaded when something changed.

    The limit is the column `limit`, else `shortest_limit`: where a city gives a range, the shorter one binds. A category
    that no table gives a standard takes the `default_limit` of the table `categories` as its general condition. Each
    category has one default, see `conditions.ORDER`; where an administrator changed a standard, its defaults stay too.
    `scheme` as in `load_categories`.
    """
    scheme = scheme_of(file, scheme, SHIPPED["standards"])
    known = {(one.kind, one.code): one for one in Category.objects.filter(scheme=scheme)}
    limits = categories or (SHIPPED["categories"] if file is None else None)

    def make(row: Row) -> Standard:
        return _standard(row, known)

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=make, key=_key)
        present = list(Standard.objects.select_for_update().filter(category__scheme=scheme))
        merge(loaded=loaded, wanted=wanted, known=present, key=_key, fields=FIELDS, overwrite=overwrite)
        loaded.added += _fill_general(known, limits, loaded) if limits else 0
        loaded.changed += len(_choose_defaults(known.values()) & {one.pk for one in present})

    return loading(what="standards", actor=actor, at=at, file=file or SHIPPED["standards"], required=COLUMNS, dry_run=dry_run, fill=fill)


def _key(standard: Standard) -> tuple[int, str, str, str]:
    return standard.category_id, standard.condition, standard.area_grade, standard.season


def _standard(row: Row, known: Categories) -> Standard:
    _major, code = codes_of(row)
    category = known.get((kind_of(row), code))
    if category is None:
        raise LineRefused(_("没有代码为 %(code)s 的类别。") % {"code": code})
    named = first(row, "name|minor_name")
    if named and named != category.name:
        raise LineRefused(_("代码 %(code)s 是“%(name)s”，文件中是“%(other)s”。") % {"code": code, "name": category.name, "other": named})
    condition = cell(row, "condition|condition_class", most=32)
    return Standard(
        category=category,
        condition=condition,
        name=cell(row, "label", most=64, needed=False) or NAMES.get(condition, condition),
        limit=limit_of(row, "limit|shortest_limit"),
        area_grade=cell(row, "area_grade", most=8, needed=False),
        season=cell(row, "season", most=16, needed=False),
        filing_condition=cell(row, "filing_condition", most=200, needed=False),
        closing_condition=cell(row, "closing_condition", most=200, needed=False),
        source=cell(row, "source", most=200, needed=False),
    )


def _fill_general(known: Categories, limits: Path, loaded: Loaded) -> int:
    """A general standard for categories without any, from the default limits of a table of categories; how many."""
    having = set(Standard.objects.filter(category__in=known.values()).values_list("category_id", flat=True))
    made = []
    for row in open_table(limits, required=("kind", "code|minor_code", "default_limit")).rows():
        try:
            category = known.get((kind_of(row), codes_of(row)[1]))
            if category is not None and category.pk not in having and row.values["default_limit"]:
                made.append(_general(row, category))
        except LineRefused as refusal:
            loaded.refuse(row.line, f"{limits.name}: {row.fault or refusal}")
    return len(Standard.objects.bulk_create(made))


def _general(row: Row, category: Category) -> Standard:
    source = cell(row, "source", most=200, needed=False)
    return Standard(category=category, condition=GENERAL, name=NAMES[GENERAL], limit=limit_of(row, "default_limit"), source=source)


def _choose_defaults(categories: Iterable[Category]) -> set[int]:
    """Set the default of each category by the rule; the standards that changed for it."""
    found: dict[int, list[Standard]] = defaultdict(list)
    for standard in Standard.objects.filter(category__in=list(categories)):
        found[standard.category_id].append(standard)
    losing, winning = set[int](), set[int]()
    for standards in found.values():
        chosen = default_of(standards)
        if not any(is_local(one) for one in standards):
            losing |= {one.pk for one in standards if one.is_default and one is not chosen}
            winning |= {chosen.pk} if chosen and not chosen.is_default else set()
    Standard.objects.filter(pk__in=losing).update(is_default=False)
    Standard.objects.filter(pk__in=winning).update(is_default=True)
    return losing | winning
