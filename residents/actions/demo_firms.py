"""The demonstration's shops, firms and groups (演示企业与组织，均为虚构), each with checks and licences."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR
from governance.privacy.numbers import USCC_SIGNS, USCC_WEIGHTS
from residents.actions.enterprises.charge import put_in_charge
from residents.actions.enterprises.doubting import take_in
from residents.actions.enterprises.inspecting import inspect_enterprise, note_licence
from residents.actions.tasks import ask_about_firm
from residents.actions.visits import plan_visit
from residents.models import Enterprise

Firm = tuple[str, str, str, int]
FIRMS: Sequence[Firm] = (
    ("老陈面馆（演示）", "shop", "餐饮", 6), ("锦绣便民超市（演示）", "shop", "零售", 9), ("春风五金店（演示）", "shop", "零售", 2),
    ("某某电子科技有限公司（演示）", "firm", "制造", 86), ("邻里养老服务中心（演示）", "organisation", "社会服务", 14),
    ("红马甲志愿队（演示）", "group", "志愿服务", 40),
)  # fmt: skip


IN_CHARGE = ("陈守业", "林秋生", "何春风", "罗明远", "郑惠兰", "孙小红")
"""Invented people."""


def demo_uscc(number: int) -> str:
    """A code with a right check character; the area 000000 is nobody's."""
    body = f"92000000MA{number:07d}"[:17]
    total = sum(weight * USCC_SIGNS.index(sign) for weight, sign in zip(USCC_WEIGHTS, body, strict=True))
    return body + USCC_SIGNS[-total % len(USCC_SIGNS)]


def load_firms(firms: Sequence[Firm], *, grid: str, building: int | None, at: datetime) -> None:
    """Have these firms in a grid, with a check each, a licence that runs and one that ended, a visit that is due; one doubt."""
    stamp = ["市场监管登记", (at - timedelta(days=60)).isoformat(timespec="seconds")]
    for number, (name, kind, industry, staff) in enumerate(firms):
        values = {"name": name, "kind": kind, "industry": industry, "staff_count": staff, "address": f"锦绣路{number * 2 + 1}号"}
        firm, made = Enterprise.objects.get_or_create(
            pk=uuid5(NAMESPACE_URL, f"wangge-demo-{number}"),
            defaults={
                "code": grid,
                "building_id": building,
                "uscc": demo_uscc(number + 1),
                "provenance": dict.fromkeys([*values, "uscc"], stamp),
                **values,
            },
        )
        if not made:
            continue
        who = IN_CHARGE[number % len(IN_CHARGE)]
        put_in_charge(firm, {"charge": (who, f"1970000{number:04d}"), "safety": (who, "")}, source=stamp[0], at=at - timedelta(days=60))
        inspect_enterprise(
            actor=SYSTEM_ACTOR, enterprise_id=firm.pk, kind="消防安全", passed=number % 3 != 1,
            note="" if number % 3 != 1 else "灭火器过期，疏散通道堆物", at=at - timedelta(days=12 + number),
        )  # fmt: skip
        if kind == "shop":
            until = timezone.localdate(at) + timedelta(days=300 if number else -20)
            note_licence(
                actor=SYSTEM_ACTOR, enterprise_id=firm.pk, kind="食品经营许可证", number=f"JY244031000{number:05d}", source="市场监管登记",
                valid_until=until, at=at - timedelta(days=60),
            )  # fmt: skip
        if not number:
            take_in(firm, {"staff_count": staff + 3}, {"charge": ("陈继业", "")}, source="税务登记", at=at - timedelta(days=2))
            doubt = firm.doubts.filter(field="staff_count", state="raised").first()
            if doubt is not None:
                ask_about_firm(actor=SYSTEM_ACTOR, doubt_id=doubt.pk, at=at - timedelta(days=1))
        plan_visit(actor=SYSTEM_ACTOR, kind="enterprise", enterprise_id=firm.pk, source="demo", at=at)
