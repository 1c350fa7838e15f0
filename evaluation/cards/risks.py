"""Words of risk notices (风险提示用语)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERS: Mapping[str, str | Promise] = {
    "times": _("次数或倍数"),
    "cases": _("件数"),
    "days": _("天数"),
    "share": _("占比（%）"),
    "minutes": _("分钟"),
    "hours": _("小时"),
    "seconds": _("秒"),
    "from": _("几点以后"),
    "until": _("几点以前"),
    "least": _("至少人数"),
    "people": _("人数"),
    "exports": _("导出次数"),
    "of": _("其上报并处置的总件数"),
    "changes": _("改动数"),
    "looks": _("查阅次数"),
    "peers": _("同岗位中位数"),
    "unit": _("单位编号"),
}


def number_name(key: str) -> str:
    """What a number of a notice or a threshold is."""
    return str(NUMBERS.get(key, key))
