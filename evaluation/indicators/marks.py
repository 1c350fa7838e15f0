"""What may be true of a passage (环节记录), as bits: a measure is a stage with bits that must and bits that must not be there."""

from enum import IntFlag, StrEnum


class Stage(StrEnum):
    """The part of a case's way that a passage tells of (环节)."""

    REPORT = "report"  # 上报
    ACCEPT = "accept"  # 受理：立案或不予立案
    SEND_VERIFY = "send_verify"  # 发核实
    VERIFY = "verify"  # 核实
    DISPATCH = "dispatch"  # 派遣
    HANDLE = "handle"  # 处置
    SEND_CHECK = "send_check"  # 发核查
    CHECK = "check"  # 核查
    REWORK = "rework"  # 返工
    CLOSE = "close"  # 结案
    REOPEN = "reopen"  # 重新打开
    RATING = "rating"  # 回访与评价
    MISSED = "missed"  # 漏报（抽查）
    RECORDS = "records"  # 信息抽查
    VISIT = "visit"  # 走访
    PATROL = "patrol"  # 巡查到岗


class Mark(IntFlag):
    """One bit for each fact."""

    DONE = 1
    """It was done, late or not."""
    INTIME = 2
    """Done within the limit, or an upheld appeal exempts it."""
    LATE = 4
    """Done after the limit: the raw fact, which an appeal does not change."""
    EXEMPT = 8
    SUSPENDED = 16
    FILED = 32
    CANCELLED = 64
    RETURNED = 128
    FIELD = 256
    """Found by a grid worker."""
    PUBLIC = 512
    """Reported by the public."""
    VERIFIED = 1024
    URGENT = 2048
    PASSED = 4096
    OPEN = 8192
    SPOT = 16384
    """Mended on the spot."""
    ACCEPTED = 32768
    REPEAT = 65536
    GOOD = 131072
    """Satisfied; found right."""
    FORCED = 262144
    """Closed by force."""
    JOINT = 524288
    """Handled by several units together."""


NONE = Mark(0)
