"""Loading categories (导入事项类别)."""

import re
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.access.actor import Actor
from governance.errors import Invalid
from incidents.actions.catalogue.cells import cell, codes_of, kind_of
from incidents.actions.catalogue.merging import loading, merge, read
from incidents.actions.catalogue.shipped import NATIONAL, OLDER, SHIPPED
from incidents.actions.catalogue.spelling import pinyin_of
from incidents.actions.catalogue.summary import LineRefused, Loaded
from incidents.models import Category, CategoryKind
from incidents.publicity import Publicity
from incidents.tables import Row, Table

COLUMNS = ("kind", "major_code", "major_name", "code|minor_code", "name|minor_name")
FIELDS = ("name", "name_en", "major_code", "major_name", "default_unit", "pinyin", "source", "publicity")
SCHEME = re.compile(r"[a-z0-9][a-z0-9:_.-]{0,23}")
FOUR = 4  # digits of a national category

STREET_ORDER, EMERGENCY = "街面秩序", "突发事件"
SWAPPED = {
    NATIONAL: {"04": EMERGENCY, "05": STREET_ORDER},
    OLDER: {"04": STREET_ORDER, "05": EMERGENCY},
}
"""What an event major is called when the file follows the other of the two numberings."""


def load_categories(
    *, actor: Actor, at: datetime, file: Path | None = None, scheme: str = "", dry_run: bool = False, overwrite: bool = False
) -> Loaded:
    """Add and change the categories of a table; none is removed. Records catalogue.loaded when something changed.

    `scheme` says whose numbering the file follows and must be given for any file but the shipped one (Invalid, field
    `scheme`): event majors 04 and 05 are exchanged between gbt30428 and cjt214, and the file itself does not tell.
    A line whose major bears the name that it has in the other numbering is refused.
    """
    scheme = scheme_of(file, scheme, SHIPPED["categories"])

    def make(row: Row) -> Category:
        return _category(row, scheme)

    def fill(table: Table, loaded: Loaded) -> None:
        wanted = read(table=table, loaded=loaded, make=make, key=_key)
        known = list(Category.objects.select_for_update().filter(scheme=scheme))
        merge(loaded=loaded, wanted=wanted, known=known, key=_key, fields=FIELDS, overwrite=overwrite)

    return loading(what="categories", actor=actor, at=at, file=file or SHIPPED["categories"], required=COLUMNS, dry_run=dry_run, fill=fill)


def scheme_of(file: Path | None, scheme: str, shipped: Path) -> str:
    """The scheme that was given; the national one for the shipped file only."""
    if not scheme and (file is None or file.resolve() == shipped):
        return NATIONAL
    if not SCHEME.fullmatch(scheme):
        raise Invalid(fields={"scheme": [_("请用 --scheme 说明编码体系：gbt30428（新）或 cjt214（旧）；两者的事件大类 04 与 05 相反。")]})
    return scheme


def _key(category: Category) -> tuple[str, str]:
    return category.kind, category.code


def _category(row: Row, scheme: str) -> Category:
    kind, (major, code) = kind_of(row), codes_of(row)
    major_name, name = cell(row, "major_name", most=64), cell(row, "name|minor_name", most=64)
    if kind == CategoryKind.EVENT and SWAPPED.get(scheme, {}).get(major) == major_name:
        told = _("事件大类 %(code)s 在 %(scheme)s 中不是“%(name)s”：文件像是另一种编码体系。")
        raise LineRefused(told % {"code": major, "scheme": scheme, "name": major_name})
    if scheme in SWAPPED and len(code) != FOUR:
        raise LineRefused(_("国家标准的代码为四位：大类两位、小类两位。"))
    return Category(
        scheme=scheme,
        kind=kind,
        code=code,
        name=name,
        name_en=cell(row, "name_en|english_name", most=96, needed=False),
        major_code=major,
        major_name=major_name,
        default_unit=cell(row, "default_unit|default_department", most=64, needed=False),
        pinyin=pinyin_of(name),
        source=cell(row, "source", most=200, needed=False),
        publicity=_publicity(row, scheme),
    )


def _publicity(row: Row, scheme: str) -> str:
    """As the file says; else open for the national categories, and coarse for others, of which nobody said what they are."""
    told = cell(row, "publicity", most=8, needed=False) or (Publicity.OPEN if scheme in SWAPPED else Publicity.COARSE)
    if told not in Publicity.values:
        raise LineRefused(_("公开程度应为 open、coarse 或 hidden。"))
    return told
