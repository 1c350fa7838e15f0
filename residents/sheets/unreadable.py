"""A file that cannot be read as a table: the import stops and says where and why (文件无法读取)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.errors import Invalid

WHY: dict[str, str | Promise] = {
    "empty": _("文件为空"),
    "broken_bytes": _("文件中有无法识别的字节，请用 UTF-8 或 GB18030 编码另存"),
    "unmarked_utf16": _("UTF-16 文件缺少字节序标记，请另存为 UTF-8"),
    "csv_broken": _("表格引号或行有误"),
    "cell_too_long": _("有单元格过长"),
    "too_many_columns": _("列数过多"),
    "xlsx_broken": _("不是有效的 XLSX 文件"),
    "xlsx_too_large": _("XLSX 展开后过大，请改用 CSV"),
    "xlsx_entities": _("XLSX 中含有不允许的实体声明"),
    "xlsx_reader_missing": _("未安装读取 XLSX 的组件，请改用 CSV"),
    "format_unknown": _("只接受 CSV 和 XLSX 文件"),
    "header_missing": _("没有找到表头：前 20 行中应有“姓名”等列名"),
    "column_unknown": _("有不认识的列，请核对模板"),
    "column_twice": _("有重复的列"),
    "column_excluded": _("有不得采集的列"),
    "column_computed": _("有由系统计算、不能导入的列"),
    "template_version": _("模板版本不符，请下载新模板"),
}


class Unreadable(Invalid):
    """Nothing of the file is taken. `why` is a stable code; `line` and `columns` say where."""

    code = "unreadable"

    def __init__(self, why: str, *, line: int | None = None, columns: list[str] | None = None) -> None:
        message = str(WHY[why]) + (f"（{'、'.join(columns)}）" if columns else "") + (f"（第 {line} 行）" if line else "")
        super().__init__(message, why=why, line=line, columns=columns or [])
        self.why, self.line, self.columns = why, line, columns or []

    def __reduce__(self) -> tuple[Any, ...]:
        """Comes whole out of a helper process."""
        return _again, (self.why, self.line, self.columns)


def _again(why: str, line: int | None, columns: list[str]) -> Unreadable:
    return Unreadable(why, line=line, columns=columns)
