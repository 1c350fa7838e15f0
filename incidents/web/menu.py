"""The pages that a person may open (主菜单), each named once, by the post or the verb that opens it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.actor import Actor
from governance.access.policy import allowed
from governance.access.roles import DESK, FIELD, OVERSIGHT, Role
from incidents.queries.blackouts import SETTERS
from incidents.queries.callbacks import CALLERS


@dataclass(frozen=True, slots=True)
class Entry:
    """A page by its address's name, with the word for it."""

    page: str
    label: str | Promise
    opens: Callable[[Actor], bool]


def _verb(verb: str) -> Callable[[Actor], bool]:
    return lambda actor: allowed(actor, verb, None)


MENU: Sequence[Entry] = (
    Entry("desk", _("调度"), lambda actor: actor.has_role(*(DESK | OVERSIGHT))),
    Entry("approvals", _("审批"), lambda actor: actor.has_role(*(DESK | OVERSIGHT), Role.HANDLER)),
    Entry("callbacks", _("回访"), lambda actor: actor.has_role(*CALLERS)),
    Entry("blackouts_page", _("暂停受理"), lambda actor: actor.has_role(*SETTERS)),
    Entry("screen", _("大屏"), lambda actor: actor.has_role(*(DESK | OVERSIGHT))),
    Entry("statistics", _("统计"), _verb("figures.view")),
    Entry("evaluation", _("考核"), lambda actor: allowed(actor, "figures.view", None) or allowed(actor, "figures.own", None)),
    Entry("evaluation_settings", _("考核设置"), lambda actor: actor.has_role(Role.SYSTEM_ADMIN)),
    Entry("worker", _("现场"), lambda actor: actor.has_role(*FIELD)),
    Entry("handle", _("处置"), lambda actor: actor.has_role(Role.HANDLER)),
    Entry("grids", _("网格"), _verb("grid.oversee")),
    Entry("registry", _("人房"), _verb("registry.open")),
    Entry("newsroom", pgettext_lazy("menu", "居民"), _verb("newsroom.open")),
    Entry("moderation", _("公开审核"), _verb("moderation.open")),
    Entry("catalogue", _("事项"), lambda actor: actor.has_role(Role.SYSTEM_ADMIN)),
    Entry("screen_links", _("大屏链接"), lambda actor: actor.has_role(Role.SYSTEM_ADMIN)),
    Entry("people", pgettext_lazy("menu", "人员"), _verb("post.list")),
    Entry("units", pgettext_lazy("menu", "机构"), _verb("post.list")),
    Entry("posts", pgettext_lazy("menu", "岗位"), _verb("post.list")),
    Entry("notices", _("通知"), _verb("notice.list")),
    Entry("ledger", _("台账"), _verb("ledger.read")),
    Entry("risks", _("风险"), _verb("risk.list")),
    Entry("risk_rules", _("风险规则"), _verb("risk_rule.change")),
)


def menu_of(actor: Actor) -> list[Entry]:
    """The entries for this person, in the order of the menu."""
    return [entry for entry in MENU if entry.opens(actor)]
