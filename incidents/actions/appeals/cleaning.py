"""From the cells of a line to an appeal (清洗): what is repaired, what is refused. Each rule stands in docs/appeals.md."""

import re
import unicodedata
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from incidents.actions.appeals.appeal import Appeal
from incidents.actions.catalogue.summary import LineRefused
from incidents.clock import SHANGHAI
from incidents.tables import Row

MISSING = frozenset({"", "-", "--", "—", "——", "/", "null", "none", "nan", "n/a", r"\n"})
REC_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")
CODE = re.compile(r"[0-9A-Za-z_.-]{1,16}")
DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
MOMENT = re.compile(DATE + r"(?:[\sT]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?\s*(Z|[+]0?8:?00)?")
EARLIEST = 1990
LONGEST = {"SUB_TYPE_NAME": 64, "MAIN_TYPE_NAME": 64, "DISPOSE_UNIT_NAME": 128}
PLACE = 200


def appeal_of(row: Row, *, at: datetime) -> Appeal:
    """The appeal of a line; LineRefused with the reason when it cannot be one. Notes tell what was repaired."""
    if row.fault:
        raise LineRefused(row.fault)
    notes: list[str] = []
    created_at = _moment(row, notes)
    if created_at > at:
        raise LineRefused(_("CREATE_TIME 在将来：%(value)s") % {"value": row.values["create_time"]})
    archived, late = _ending(row, notes)
    return Appeal(
        line=row.line,
        rec_id=_rec_id(row, notes),
        created_at=created_at,
        sub_id=_code(row, "SUB_TYPE_ID"),
        sub_name=_name(row, "SUB_TYPE_NAME"),
        main_id=_code(row, "MAIN_TYPE_ID"),
        main_name=_name(row, "MAIN_TYPE_NAME"),
        source=said(row, "EVENT_SRC_NAME"),
        nature=said(row, "EVENT_PROPERTY_NAME"),
        street=said(row, "STREET_NAME"),
        community=said(row, "COMMUNITY_NAME"),
        unit=_name(row, "DISPOSE_UNIT_NAME"),
        unit_id=said(row, "DISPOSE_UNIT_ID"),
        place=_place(row, notes),
        late=late,
        archived=archived,
        notes=tuple(notes),
    )


def said(row: Row, name: str) -> str:
    """What a cell says, "" for a dash and the other ways of saying nothing."""
    value = row.values.get(name.lower(), "").strip()
    return "" if value.lower() in MISSING else value


def half(text: str) -> str:
    """In half width, for codes and numbers."""
    return unicodedata.normalize("NFKC", text).strip()


def _rec_id(row: Row, notes: list[str]) -> str:
    value = half(said(row, "REC_ID"))
    if re.fullmatch(r"\d+\.0+", value):  # a spreadsheet took it for a number
        value = value.partition(".")[0]
        notes.append(_("REC_ID 去掉了小数部分"))
    if not REC_ID.fullmatch(value):
        raise LineRefused(_("REC_ID 缺失或无法使用：“%(value)s”") % {"value": value[:40]})
    return value


def _moment(row: Row, notes: list[str]) -> datetime:
    value = half(said(row, "CREATE_TIME"))
    match = MOMENT.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        if year < EARLIEST:
            raise ValueError(value)
        zone = UTC if match[7] == "Z" else SHANGHAI
        found = datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except ValueError as error:
        raise LineRefused(_("CREATE_TIME 不是时间：“%(value)s”") % {"value": value[:40]}) from error
    if match[4] is None:
        notes.append(_("只有日期，按当日零时"))
    return found


def _code(row: Row, name: str) -> str:
    value = half(said(row, name)).removesuffix(".0")
    if value and not CODE.fullmatch(value):
        raise LineRefused(_("%(column)s 无法使用：“%(value)s”") % {"column": name, "value": value[:24]})
    return value


def _name(row: Row, name: str) -> str:
    value = said(row, name)
    if len(value) > LONGEST[name]:
        raise LineRefused(_("%(column)s 超过 %(most)d 字。") % {"column": name, "most": LONGEST[name]})
    return value


def _place(row: Row, notes: list[str]) -> str:
    value = said(row, "OCCUR_PLACE")
    if len(value) > PLACE:
        notes.append(_("OCCUR_PLACE 截到 %(most)d 字") % {"most": PLACE})
    return value[:PLACE]


def _ending(row: Row, notes: list[str]) -> tuple[bool, bool | None]:
    """Whether the file says that the case ended, and whether late."""
    in_time, over_time = (_flag(row, name) for name in ("INTIME_ARCHIVE_NUM", "OVERTIME_ARCHIVE_NUM"))
    if in_time and over_time:
        raise LineRefused(_("INTIME_ARCHIVE_NUM 与 OVERTIME_ARCHIVE_NUM 矛盾。"))
    if not (in_time or over_time):
        notes.append(_("文件未说明已结案，按未结案导入"))
        return False, None
    return True, over_time


def _flag(row: Row, name: str) -> bool:
    value = half(said(row, name)).removesuffix(".0")
    if value not in {"", "0", "1"}:
        raise LineRefused(_("%(column)s 应为 0 或 1：“%(value)s”") % {"column": name, "value": value[:24]})
    return value == "1"
