"""Cells of the catalogue's tables, checked (单元格检查)."""

import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _

from incidents.actions.catalogue.summary import LineRefused
from incidents.clock import BadLimit, Limit
from incidents.models import CategoryKind
from incidents.tables import Row

LONGEST_PART = 3
"""Digits of a minor code: two, three in newer layouts."""

KINDS: Mapping[str, str] = {
    "部件": CategoryKind.COMPONENT,
    "component": CategoryKind.COMPONENT,
    "事件": CategoryKind.EVENT,
    "event": CategoryKind.EVENT,
}


def plain(text: str) -> str:
    """Half width, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def first(row: Row, names: str) -> str:
    """The first that is filled of the columns with these spellings, as in "name|minor_name"."""
    return next((value for name in names.split("|") if (value := row.values.get(name, "").strip())), "")


def cell(row: Row, names: str, *, most: int, needed: bool = True) -> str:
    """A text of at most so many characters; refused when it is missing or longer."""
    value = first(row, names)
    if needed and not value:
        raise LineRefused(_("%(column)s 为空。") % {"column": names})
    if len(value) > most:
        raise LineRefused(_("%(column)s 超过 %(most)d 字。") % {"column": names, "most": most})
    return value


def kind_of(row: Row) -> str:
    """Component or event."""
    value = plain(row.values.get("kind", "")).lower()
    if value not in KINDS:
        raise LineRefused(_("kind 应为 部件 或 事件。"))
    return KINDS[value]


def code_part(row: Row, name: str, *, needed: bool = True) -> str:
    """A major or minor code. A lone digit is one whose zero a spreadsheet dropped."""
    value = plain(row.values.get(name, ""))
    if not value and not needed:
        return ""
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_PART):
        raise LineRefused(_("%(column)s 应为两位数字。") % {"column": name})
    return value.zfill(2)


def codes_of(row: Row) -> tuple[str, str]:
    """Major code and whole code, from `code` (0101) or from `minor_code` (01) beside `major_code`."""
    whole = plain(row.values.get("code", ""))
    if not whole:
        major = code_part(row, "major_code")
        return major, major + code_part(row, "minor_code")
    if not (whole.isascii() and whole.isdigit() and 2 < len(whole) <= 2 + LONGEST_PART):  # noqa: PLR2004
        raise LineRefused(_("“%(code)s”不是类别代码，应如 0101。") % {"code": whole[:24]})
    whole = whole.zfill(4)
    major = code_part(row, "major_code", needed=False) or whole[:2]
    if not whole.startswith(major):
        raise LineRefused(_("代码 %(code)s 不在大类 %(major)s 之内。") % {"code": whole, "major": major})
    return major, whole


def limit_of(row: Row, names: str) -> str:
    """A limit such as "4 work_hour", in whole units."""
    value = first(row, names)
    try:
        limit = Limit.parse(value)
    except BadLimit as error:
        raise LineRefused(_("“%(value)s”不是时限，应如 4 work_hour。") % {"value": value[:24]}) from error
    if limit.amount % 1:
        raise LineRefused(_("时限应为整数：%(value)s") % {"value": value})
    return str(limit)
