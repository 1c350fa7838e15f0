"""Tables of divisions (行政区划代码表): CSV files in the spellings that are about. Pure: no models, no database."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from governance.codes import LENGTHS, Level
from grids.geo import FileRefused, FileTooLarge
from grids.geo.codes import code_of, division_code_of, text_of
from grids.geo.refusals import RowRefused
from grids.summary import Ground, LineRefused, RefusedLine

CAP = 256 * 1024 * 1024  # bytes; the whole country's communities are about 40 MB
NAME_LENGTH = 64
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WORDS: Mapping[Level, tuple[str, ...]] = {
    Level.CITY: ("city", "城市", "地市", "市"),
    Level.DISTRICT: ("district", "county", "区县", "县区", "区"),
    Level.STREET: ("street", "town", "街道", "乡镇", "镇街", "街镇"),
    Level.COMMUNITY: ("community", "village", "社区", "村居", "居委会", "社区村"),
}
CODE_WORDS = ("code", "代码", "编码")
NAME_WORDS = ("name", "名称")


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One division as the file names it; `line` is the line of the file it was first met on."""

    line: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Which columns hold code and name of a level; `level` is None where the length of the code says it."""

    level: Level | None
    code: int
    name: int


def read_divisions(*, path: Path) -> tuple[tuple[DivisionRow, ...], tuple[RefusedLine, ...]]:
    """Every division a table names, widest levels first on each line, each once; and the lines that are refused.

    Columns are pairs like `street_code, street_name` (街道代码, 街道名称), or one pair `code, name`. UTF-8, UTF-16 and
    GB18030 are told apart strictly. Codes padded with zeros are cut to their level. A line is refused for a code that is
    not one of its level, that does not lie in the line's wider codes, an empty or overlong name, or a code met before
    under another name. FileRefused when it is no such table at all.
    """
    lines = _lines(path)
    _number, header = next(lines, (0, []))
    pairs = pairs_in(header)
    if not pairs:
        raise FileRefused("unknown_column", _("表头中没有区划代码与名称列，例如 community_code、community_name。"))
    rows: dict[str, DivisionRow] = {}
    refused: list[RefusedLine] = []
    for number, cells in lines:
        try:
            found = _divisions_on(number, cells, pairs, width=len(header))
            for row in found:
                _check_against(rows.get(row.code), row)
        except LineRefused as line:
            refused.append(RefusedLine(number, _narrowest(cells, pairs), line.ground, line.text))
        except RowRefused as row_refused:
            refused.append(RefusedLine(number, _narrowest(cells, pairs), row_refused.fault.reason, row_refused.fault.text))
        else:
            rows |= {row.code: row for row in found if row.code not in rows}
    return tuple(rows.values()), tuple(refused)


def _narrowest(cells: Sequence[str], pairs: Sequence[Pair]) -> str:
    return next((cells[pair.code] for pair in reversed(pairs) if pair.code < len(cells)), "")


def pairs_in(header: Sequence[str]) -> list[Pair]:
    """The pairs of columns, widest level first; a lone `code, name` counts when no level is named."""
    plain = [text_of(cell).lower().replace("_", "").replace(" ", "") for cell in header]
    pairs = [
        Pair(level, code, name)
        for level, words in WORDS.items()
        if (code := _column(plain, words, CODE_WORDS)) is not None and (name := _column(plain, words, NAME_WORDS)) is not None
    ]
    if not pairs and (code := _column(plain, ("",), CODE_WORDS)) is not None and (name := _column(plain, ("",), NAME_WORDS)) is not None:
        return [Pair(None, code, name)]
    return pairs


def _column(plain: Sequence[str], words: Sequence[str], endings: Sequence[str]) -> int | None:
    return next((plain.index(word + ending) for word in words for ending in endings if word + ending in plain), None)


def _divisions_on(number: int, cells: Sequence[str], pairs: Sequence[Pair], *, width: int) -> list[DivisionRow]:
    if len(cells) != width:
        raise LineRefused(Ground.BROKEN_ROW, _("有 %(found)d 列，表头有 %(width)d 列。") % {"found": len(cells), "width": width})
    found: list[DivisionRow] = []
    for pair in pairs:
        code = _code(cells[pair.code], pair.level)
        if found and not code.startswith(found[-1].code):
            text = _("编码 %(code)s 不在上级 %(parent)s 之内。") % {"code": code, "parent": found[-1].code}
            raise LineRefused(Ground.OUTSIDE_PARENT, text)
        found.append(DivisionRow(number, code, named(cells[pair.name])))
    return found


def _code(cell: str, level: Level | None) -> str:
    code = division_code_of(cell) if level is None else code_of(cell)
    if level is not None and code[level:].strip("0") == "":
        code = code[:level]
    if not code:
        raise LineRefused(Ground.CODE_UNUSABLE, _("没有编码。"))
    if not (code.isascii() and code.isdigit()) or len(code) not in ({level} if level else {*LENGTHS} - {Level.GRID}):
        raise LineRefused(Ground.WRONG_LEVEL, _("%(code)s 不是该级别的区划代码。") % {"code": code})
    return code


def named(cell: str) -> str:
    """A name as it is stored; refuses an empty or overlong one."""
    name = text_of(cell)
    if not name:
        raise LineRefused(Ground.NAME_MISSING, _("没有名称。"))
    if len(name) > NAME_LENGTH or not name.isprintable():
        raise LineRefused(Ground.BAD_TEXT, _("名称过长（上限 %(cap)d 字）或含有控制字符。") % {"cap": NAME_LENGTH})
    return name


def _check_against(known: DivisionRow | None, row: DivisionRow) -> None:
    if known is not None and known.name != row.name:
        text = _("编码 %(code)s 在第 %(line)d 行名为%(name)s。") % {"code": row.code, "line": known.line, "name": known.name}
        raise LineRefused(Ground.NAME_CONFLICT, text)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers in the file."""
    text = _decoded(path)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",\t;", key=text.partition("\n")[0].count))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        text = _("第 %(line)d 行不是合法的 CSV：%(why)s") % {"line": reader.line_num, "why": error}
        raise FileRefused("broken_file", text) from None


def _decoded(path: Path) -> str:
    if path.stat().st_size > CAP:
        raise FileTooLarge(_("文件超过 %(cap)d 字节的上限。") % {"cap": CAP})
    data = path.read_bytes()
    names = [name for mark, name in BOMS if data.startswith(mark)] or ["utf-8", "gb18030"]
    bad = 0
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError as error:
            bad = bad or data[: error.start].count(b"\n") + 1
    raise FileRefused("broken_file", _("第 %(line)d 行的文字编码无法识别（应为 UTF-8 或 GB18030）。") % {"line": bad})
