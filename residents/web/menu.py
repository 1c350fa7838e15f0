"""The pages of the register that somebody may open (人房菜单)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.actor import Actor
from governance.access.policy import allowed


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by its address's name, with the word for it and the verb that opens it."""

    page: str
    here: str
    label: str | Promise
    verb: str


MENU: Sequence[Entry] = (
    Entry("registry", "people", pgettext_lazy("menu", "人员"), "registry.open"),
    Entry("registry_buildings", "buildings", pgettext_lazy("menu", "楼栋"), "registry.open"),
    Entry("registry_enterprises", "enterprises", _("企业与组织"), "enterprise.list"),
    Entry("registry_map", "map", _("地图"), "registry.open"),
    Entry("registry_tasks", "tasks", _("变更任务"), "task.list"),
    Entry("registry_reports", "reports", _("自主申报"), "report.list"),
    Entry("registry_visits", "visits", pgettext_lazy("menu", "走访"), "visit.list"),
    Entry("registry_doubts", "doubts", pgettext_lazy("menu", "疑义"), "registry.import"),
    Entry("registry_requests", "requests", _("个人申请"), "registry.import"),
    Entry("registry_pairs", "pairs", _("疑似重复"), "registry.import"),
    Entry("registry_imports", "imports", pgettext_lazy("menu", "导入"), "registry.import"),
    Entry("registry_exports", "exports", pgettext_lazy("menu", "导出"), "registry.import"),
    Entry("registry_fields", "fields", pgettext_lazy("menu", "数据项"), "registry.import"),
    Entry("registry_accounts", "accounts", _("合规"), "account.open"),
)


def menu_of(actor: Actor) -> list[Entry]:
    """The entries for this person, in the order of the menu."""
    return [entry for entry in MENU if allowed(actor, entry.verb, None)]
