"""Reads a table of enterprises (企业表): columns by name, each row checked; a wrong code refuses its line. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from residents.declaration.excluded import squashed
from residents.declaration.kinds import CONTROL, PLAIN, day
from residents.declaration.numbers import uscc_problem, written
from residents.declaration.reasons import Wrong
from residents.sheets.csvfile import Row
from residents.sheets.header import Header, find_header, is_total
from residents.sheets.opening import Sheet, open_sheet

TEMPLATE = "enterprises-1"
NAMES = {
    "name": "name 名称 企业名称 单位名称 商铺名称 机构名称",
    "uscc": "uscc 统一社会信用代码 信用代码 社会信用代码",
    "registered_on": "registration_day 成立日期 注册日期 登记日期",
    "company_type": "company_type 企业类型 类型",
    "capital": "capital 注册资本",
    "business_scope": "business_scope 经营范围 业务范围",
    "address": "address 地址 注册地址 住所 经营地址",
    "industry": "industry 行业 所属行业",
    "staff_count": "staff_count 从业人数 员工人数",
    "code": "code 区划代码 社区代码 网格代码 网格编码",
    "kind": "kind 类别",
    "province": "province 省 省份",
    "city": "city 市 城市",
    "special": "special 特殊场所",
    "building": "building 楼栋编码",
    "legal_name": "legal_name 法定代表人 法人代表 法人",
    "legal_phone": "legal_phone 法定代表人电话",
    "charge_name": "charge_name 负责人 经营者 主要负责人",
    "charge_phone": "charge_phone 负责人电话 联系电话 电话",
    "safety_name": "safety_name 消防安全责任人 安全负责人",
    "safety_phone": "safety_phone 消防安全责任人电话 安全负责人电话",
}
CHARGE = ("legal", "charge", "safety")
"""Roles of people in charge that a file may name."""
LENGTHS = {"name": 200, "company_type": 100, "capital": 64, "business_scope": 20_000, "address": 300, "industry": 100, "special": 64}
PASSED_OVER = frozenset({"province", "city"})
"""Columns that many files have and nothing is read from."""
LONGEST_NAME = 50
NOTHING = frozenset({"", "无", "-", "—", "null", "NULL", "None"})
KINDS = {"企业": "firm", "个体工商户": "shop", "商铺": "shop", "社会组织": "organisation", "志愿团队": "group"}
STAFF = re.compile(r"\d{1,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what may be kept, or why it is refused, by column."""

    line: int
    values: dict[str, str]
    wrong: list[tuple[str, str]]


def read_enterprises(path: Path) -> tuple[Sheet, Header, Iterator[Line]]:
    """The sheet, its header, and its rows checked one by one; Unreadable when the file is no such table."""
    sheet = open_sheet(path)
    known = {squashed(name): key for key, names in NAMES.items() for name in names.split()}
    header = find_header(sheet.first(), known, required="name", template=TEMPLATE, computed=PASSED_OVER)
    return sheet, header, (checked(row, header.keys) for row in sheet.rows() if row[0] > header.line and not is_total(row[1]))


def usual_names() -> list[str]:
    """The columns of the template, by their Chinese names; those that are only passed over are left out."""
    return [names.split()[1] for key, names in NAMES.items() if key not in PASSED_OVER]


def checked(row: Row, keys: tuple[str | None, ...]) -> Line:
    """Check one row."""
    line, cells = row
    values = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
    wrong: list[tuple[str, str]] = [("", "columns_many")] if any(cells[len(keys) :]) else []
    values = {key: "" if value in NOTHING else value for key, value in values.items()}
    if not values.get("name"):
        wrong.append(("name", "required"))
    wrong += [(key, "too_long") for key, most in LENGTHS.items() if len(values.get(key, "")) > most]
    wrong += [(key, "control_characters") for key, value in values.items() if CONTROL.search(value)]
    if values.get("uscc"):
        values["uscc"] = written(values["uscc"])
        problem = uscc_problem(values["uscc"])
        wrong += [("uscc", problem)] if problem else []
    if values.get("registered_on"):
        try:
            values["registered_on"] = day(values["registered_on"])
        except Wrong as reason:
            wrong.append(("registered_on", reason.code))
    if values.get("staff_count") and not STAFF.fullmatch(values["staff_count"]):
        wrong.append(("staff_count", "integer_form"))
    wrong += people_wrong(values)
    if values.get("kind"):
        kind = KINDS.get(values["kind"], values["kind"])
        values["kind"] = kind
        wrong += [] if kind in KINDS.values() else [("kind", "code_unknown")]
    return Line(line, values, wrong)


def people_wrong(values: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the people in charge: a name that is too long, a phone that is none or belongs to nobody."""
    wrong = []
    for role in CHARGE:
        name, phone = values.get(f"{role}_name", ""), values.get(f"{role}_phone", "")
        if len(name) > LONGEST_NAME:
            wrong.append((f"{role}_name", "too_long"))
        if phone and not name:
            wrong.append((f"{role}_name", "required"))
        try:
            values |= {f"{role}_phone": PLAIN["phone"](phone)} if phone else {}
        except Wrong as refused:
            wrong.append((f"{role}_phone", refused.code))
    return wrong


def day_of(text: str) -> date | None:
    """A kept date, or None."""
    return date.fromisoformat(text) if text else None
