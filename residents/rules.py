"""Who may see and change the register (人口库权限). Administrators and onlookers see nothing of a person."""

from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.access.actor import Actor, code_in
from governance.access.policy import rule
from governance.access.roles import DESK, FIELD, OVERSIGHT, SYSTEM, Role
from residents.models import Resident

REGISTRARS = frozenset({Role.REGISTRAR, SYSTEM})
VIEWERS = REGISTRARS | FIELD

PURPOSES: dict[str, str | Promise] = {
    "service": _("便民服务"),
    "contact": _("联系沟通"),
    "visit": _("走访核实"),
    "care": _("关爱照护"),
    "rescue": _("应急救助"),
    "education": _("入学托管"),
    "employment": _("就业服务"),
    "insurance": _("社会保险"),
    "health": _("健康服务"),
    "disability": _("助残服务"),
    "aid": _("社会救助"),
    "housing": _("住房保障"),
    "veterans": _("退役军人服务"),
    "newcomers": _("流动人口服务"),
    "community": _("社区活动"),
    "rights": _("个人权利"),
    "registry": _("登记维护"),
}
"""Purposes a look may have (查阅用途)."""

FIELD_PURPOSES = frozenset({"service", "contact", "visit", "care", "rescue"})
REGISTRAR_PURPOSES = frozenset(PURPOSES)

PAGE = 50
"""Most people on one page of a list (D14)."""
CAP = 1000
"""A count says 999+ from here on, so that counting tells nothing about a whole district."""
WHOLE_PER_DAY = 100
"""How many people one viewer may see unmasked in 24 hours (D12)."""
MASKED_PER_DAY = 20_000
"""How many people one viewer may see masked in 24 hours (D13)."""
MOST_EXPORTED = 10_000
"""Most people in one file; no file is made without a second person, however short."""
QUOTA_SPAN = timedelta(hours=24)


def purposes_of(actor: Actor, code: str) -> frozenset[str]:
    """The purposes for which this actor may look at people of that area; none for most roles."""
    if actor.holds(REGISTRARS, code):
        return REGISTRAR_PURPOSES
    return FIELD_PURPOSES if actor.holds(FIELD, code) else frozenset()


@rule("registry.open")
def may_open(actor: Actor, _obj: Any) -> bool:
    """Whoever may look at people of some area."""
    return actor.has_role(*VIEWERS)


@rule("registry.import")
def may_open_imports(actor: Actor, _obj: Any) -> bool:
    """Registrars."""
    return actor.has_role(*REGISTRARS)


@rule("enterprise.list")
def may_open_enterprises(actor: Actor, _obj: Any) -> bool:
    """Whoever may look at enterprises of some area."""
    return actor.has_role(*ENTERPRISE_VIEWERS)


@rule("resident.view")
def may_view(actor: Actor, resident: Resident) -> bool:
    """Registrars of the area, workers and leaders of the grid; nobody once the person is erased."""
    return resident.erased_at is None and actor.holds(VIEWERS, resident.code)


def view_scopes(actor: Actor) -> list[str]:
    """The areas whose people the actor may look at."""
    return actor.scopes(VIEWERS)


def visible_to(actor: Actor) -> Any:
    """The residents for whom `may_view` answers yes, as a queryset."""
    return Resident.objects.filter(code_in("code", view_scopes(actor)), erased_at__isnull=True)


@rule("resident.register", "resident.import", "enterprise.import")
def may_register(actor: Actor, code: str) -> bool:
    """Registrars of the area."""
    return actor.holds(REGISTRARS, code)


@rule("resident.edit", "resident.move", "resident.merge", "resident.erase", "resident.consent")
def may_edit(actor: Actor, resident: Resident) -> bool:
    """Registrars of the area."""
    return resident.erased_at is None and actor.holds(REGISTRARS, resident.code)


@rule("resident.copy", "resident.looks")
def may_answer_rights(actor: Actor, resident: Resident) -> bool:
    """Registrars of the area, on the person's request."""
    return actor.holds(REGISTRARS, resident.code)


@rule("own.read", "own.challenge", "own.erase")
def may_use_own(actor: Actor, resident: Resident) -> bool:
    """The person alone, by the phone number that stands with them, proved just now; staff have doors of their own."""
    return resident.pk in actor.people and resident.erased_at is None and resident.merged_into_id is None


@rule("resident.unmask")
def may_unmask(actor: Actor, resident: Resident) -> bool:
    """Whoever may look, with a reason and a second factor."""
    return may_view(actor, resident)


@rule("resident.count")
def may_count(actor: Actor, code: str) -> bool:
    """Everybody with a post of the area except administrators."""
    return actor.holds(COUNTERS, code)


COUNTERS = VIEWERS | DESK | OVERSIGHT
"""Those who may know how many live somewhere, and not who."""


@rule("occupancy.read")
def may_read_occupancy(actor: Actor, _obj: Any) -> bool:
    """Whoever may count residents of some area."""
    return actor.has_role(*COUNTERS)


@rule("resident.challenge")
def may_challenge(actor: Actor, resident: Resident) -> bool:
    """Workers of the grid and registrars."""
    return may_view(actor, resident)


@rule("resident.export")
def may_export(actor: Actor, code: str) -> bool:
    """Registrars of the area; a second one has to agree."""
    return actor.holds(REGISTRARS, code)


@rule("field.add")
def may_add_field(actor: Actor, code: str) -> bool:
    """Registrars of the area."""
    return actor.holds(REGISTRARS, code)


@rule("field.load", "vault.rotate", "resident.expire")
def may_maintain(actor: Actor, _obj: Any) -> bool:
    """Commands only."""
    return actor.has_role(SYSTEM)


@rule("breach.query")
def may_query_breach(actor: Actor, _obj: Any) -> bool:
    """The audit administrator and commands: who read whom, by ids."""
    return actor.has_role(Role.AUDIT_ADMIN, SYSTEM)


@rule("enterprise.view")
def may_view_enterprise(actor: Actor, enterprise: Any) -> bool:
    """Everybody with a post of the area except administrators; handlers see what they inspect."""
    return actor.holds(ENTERPRISE_VIEWERS, enterprise.code)


@rule("enterprise.edit", "enterprise.inspect")
def may_edit_enterprise(actor: Actor, enterprise: Any) -> bool:
    """Registrars of the area; field workers record what they found."""
    return actor.holds(VIEWERS, enterprise.code)


@rule("enterprise.add")
def may_add_enterprise(actor: Actor, code: str) -> bool:
    """Registrars of the area, and field workers who find a shop on the spot."""
    return actor.holds(VIEWERS, code)


ENTERPRISE_VIEWERS = VIEWERS | {Role.CLERK, Role.DISPATCHER, Role.DUTY_CHIEF, Role.LEADER, Role.HANDLER}


@rule("visit.list")
def may_open_visits(actor: Actor, _obj: Any) -> bool:
    """Whoever works or keeps some area."""
    return actor.has_role(*VIEWERS)


@rule("visit.view", "visit.record", "errand.finish")
def may_visit(actor: Actor, code: str) -> bool:
    """Workers and leaders of the grid."""
    return actor.holds(FIELD, code)


@rule("spot.open")
def may_open_spots(actor: Actor, _obj: Any) -> bool:
    """Whoever works a grid."""
    return actor.has_role(*FIELD)


@rule("spot.check")
def may_check_spot(actor: Actor, code: str) -> bool:
    """Workers and leaders of the grid."""
    return actor.holds(FIELD, code)


@rule("visit.plan")
def may_plan_visit(actor: Actor, code: str) -> bool:
    """Registrars of the area, leaders of the grid, and commands."""
    return actor.holds(REGISTRARS | {Role.GRID_LEADER}, code)


@rule("visit_kind.load")
def may_load_visit_kinds(actor: Actor, _obj: Any) -> bool:
    """Commands only."""
    return actor.has_role(SYSTEM)


@rule("task.list", "report.list")
def may_open_tasks(actor: Actor, _obj: Any) -> bool:
    """Whoever works or keeps some area."""
    return actor.has_role(*VIEWERS)


@rule("task.settle", "report.settle", "home.note")
def may_verify(actor: Actor, code: str) -> bool:
    """Workers and leaders of the grid, registrars of the area: what was looked at on the spot."""
    return actor.holds(VIEWERS, code)


@rule("captain.appoint")
def may_appoint_captain(actor: Actor, code: str) -> bool:
    """Registrars of the area and the grid's leader and worker."""
    return actor.holds(VIEWERS, code)


@rule("report.send", "captain.report", "notice.read")
def may_declare(_actor: Actor, _obj: Any) -> bool:
    """Anybody, for themselves; a captain by the secret link."""
    return True


@rule("view.save")
def may_save_view(actor: Actor, _obj: Any) -> bool:
    """Whoever may search."""
    return actor.user_id is not None and actor.has_role(*VIEWERS)


ACCOUNTABLE = REGISTRARS | {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.LEADER}


@rule("account.open")
def may_open_accounts(actor: Actor, _obj: Any) -> bool:
    """Registrars, leaders, and the administrators of security and audit: no person is shown there."""
    return actor.has_role(*ACCOUNTABLE)


@rule("account.write")
def may_write_accounts(actor: Actor, code: str) -> bool:
    """Registrars of the area."""
    return actor.holds(REGISTRARS, code)
