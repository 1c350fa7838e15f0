"""Why a value is refused or flagged, each by a short code that files and clients may rely on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "array_items": _("标签过多或过长"),
    "boolean_form": _("应填“是”或“否”"),
    "code_unknown": _("不在代码表中"),
    "control_characters": _("含有控制字符"),
    "date_form": _("日期应写作 2026-01-31，不接受农历、民国纪年或两位年份"),
    "date_impossible": _("没有这一天"),
    "document_check": _("证件号码校验位或出生日期有误"),
    "document_form": _("证件号码格式有误"),
    "document_type": _("证件号码与证件类型不符"),
    "decimal_form": _("应填数字"),
    "decimal_size": _("数字过大或小数位过多"),
    "integer_form": _("应填整数"),
    "integer_size": _("整数超出范围"),
    "phone_form": _("电话号码格式有误"),
    "precision_lost": _("表格按数值保存了长号码，末位已丢失；请将该列设为文本后重新填写"),
    "required": _("必填"),
    "too_long": _("超过长度限制"),
    "uscc_alphabet": _("统一社会信用代码含有不允许的字符"),
    "uscc_check": _("统一社会信用代码校验位有误"),
    "uscc_length": _("统一社会信用代码应为 18 位"),
    "uuid_form": _("编号格式有误"),
    # about a row as a whole
    "area_outside": _("所在区划不在您的范围内"),
    "area_missing": _("缺少网格编码或现住地区划"),
    "building_unknown": _("楼栋编码不存在"),
    "same_person_in_file": _("同一证件号码在文件中重复"),
    "registered_elsewhere": _("该证件号码已在其他区域登记"),
    "totals_row": _("合计行不是人员记录"),
    "columns_many": _("单元格多于表头"),
    "person_erased": _("该人信息已依法删除，不得再次导入"),
    "consent_missing": _("敏感信息缺少单独同意或法定职责依据"),
    "guardian_missing": _("未满 14 周岁须有监护人同意"),
    # flags: the row is taken, somebody should look
    "birth_future": _("出生日期在将来"),
    "age_over_120": _("年龄超过 120 岁"),
    "birth_differs": _("出生日期与证件号码不一致"),
    "sex_differs": _("性别与证件号码不一致"),
    "document_legacy": _("十五位旧证件号码"),
    "document_unknown": _("未登记的证件类型"),
}


class Wrong(Exception):
    """A value cannot be taken; `code` says why, and the value itself is not repeated."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def reason(code: str) -> str:
    """The reason in the reader's language."""
    return str(REASONS.get(code, code))
