"""The other system's words for source and nature in ours (词语对照)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from incidents.models import Nature, Source

SOURCES: Sequence[tuple[re.Pattern[str], Source]] = [
    (re.compile(pattern, re.IGNORECASE), source)
    for pattern, source in (
        (r"^@|微信|公众号", Source.WECHAT),
        (r"美丽|app|客户端|小程序", Source.APP),
        (r"^\d{5,6}$|热线", Source.HOTLINE),
        (r"信箱|邮箱|网站|来信", Source.MAILBOX),
        (r"固话|电话|来电", Source.PHONE),
        (r"采集|网格|巡查|监督员", Source.GRID_WORKER),
        (r"转办|交办|督办|部门|领导", Source.DEPARTMENT),
        (r"居民|市民|公众", Source.RESIDENT),
        (r"^其[他它]$", Source.OTHER),
    )
]
"""The first that matches. 12345 is the city's hotline, 12319 that of city management; @坪山 is a district's public account."""

NATURES = {
    "投诉": Nature.COMPLAINT,
    "举报": Nature.COMPLAINT,
    "求决": Nature.HELP,
    "求助": Nature.HELP,
    "咨询": Nature.QUESTION,
    "建议": Nature.SUGGESTION,
    "意见": Nature.SUGGESTION,
    "感谢": Nature.PRAISE,
    "表扬": Nature.PRAISE,
    "其他": Nature.OTHER,
    "其它": Nature.OTHER,
}


def source_of(name: str, notes: list[str]) -> Source:
    """Our word for a source; the file's own word stays in the record."""
    for pattern, source in SOURCES:
        if pattern.search(name):
            return source
    notes.append(_("来源“%(name)s”归为其他") % {"name": name} if name else _("来源不详，归为其他"))
    return Source.OTHER


def nature_of(name: str, notes: list[str]) -> Nature:
    """Our word for what the reporter wants."""
    if name not in NATURES:
        notes.append(_("性质“%(name)s”归为其他") % {"name": name} if name else _("性质不详，归为其他"))
    return NATURES.get(name, Nature.OTHER)
