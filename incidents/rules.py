"""Who may see a case and who may take which step with it. `visible_to` stands beside `may_view`: a test holds them together."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from governance.access.actor import Actor, code_in
from governance.access.policy import allowed, rule
from governance.access.roles import DESK, FIELD, OVERSIGHT, SYSTEM, Role
from governance.codes import Level, within
from incidents.models import Incident, Nature, Wish
from incidents.workflow import ANYONE, NEIGHBOUR, PARTNER, REPORTER, RESIDENT, STEPS, Step, verbs_from

SEES_AREA = DESK | OVERSIGHT | {SYSTEM}
READY: Mapping[str, Callable[[Incident], bool]] = {
    "ask": lambda case: case.asked_at is None and case.paused_at is None,
    "answer": lambda case: case.asked_at is not None,
    "lapse": lambda case: case.asked_at is not None,
    "reply": lambda case: case.owed > 0,
    "respond": lambda case: case.nature in {Nature.QUESTION, Nature.SUGGESTION, Nature.PRAISE},
    "request_extension": lambda case: not case.pending and case.paused_at is None,
    "request_suspension": lambda case: not case.pending and case.paused_at is None and not case.suspensions,
    "grant_extension": lambda case: case.pending == Wish.EXTENSION,
    "refuse_extension": lambda case: case.pending == Wish.EXTENSION,
    "grant_suspension": lambda case: case.pending == Wish.SUSPENSION,
    "refuse_suspension": lambda case: case.pending == Wish.SUSPENSION,
    "report_in": lambda case: bool(case.co_units),
    "finish_part": lambda case: bool(case.co_units),
    "split": lambda case: case.parent_id is None,
    "appeal": lambda case: bool(case.late) and not case.appealed,
    "review_appeal": lambda case: case.pending == Wish.APPEAL,
    "decide_appeal": lambda case: case.pending == "appeal_2",
}
"""What must be so beside the state, for a step to be offered; its action refuses with a sentence."""
SHOWERS = DESK | {SYSTEM}
"""Those who decide what the public sees of a case."""
OTHERS_WORK_ONLY = frozenset({"check", "close", "force_close"})
"""Nobody checks or closes what they handled themselves."""


@rule("incident.view")
def may_view(actor: Actor, incident: Incident) -> bool:
    """Desk and oversight by area; field staff by grid; handlers by unit; its reporter; the resident with its link."""
    return (
        actor.holds(SEES_AREA, incident.code)
        or sent_away(actor, incident)
        or field_covers(actor, incident.code)
        or (incident.unit_id is not None and actor.holds({Role.HANDLER}, incident.code, unit_id=incident.unit_id))
        or helps(actor, incident)
        or (actor.user_id is not None and incident.reporter_id == actor.user_id)
        or (actor.case_id != "" and actor.case_id == str(incident.pk))
    )


def visible_to(actor: Actor) -> QuerySet[Incident]:
    """The cases for which `may_view` says yes, as a queryset."""
    condition = code_in("code", actor.scopes(SEES_AREA)) | sent_from(actor) | code_in("code", actor.scopes(FIELD))
    for post in actor.posts:
        if post.role in FIELD and len(post.code) == Level.GRID:
            condition |= Q(code=post.code[: Level.COMMUNITY])
        if post.role == Role.HANDLER and post.unit_id is not None:
            condition |= Q(unit=post.unit_id, code__startswith=post.code)
            condition |= Q(co_units__contains=[post.unit_id], code__startswith=post.code)
    if actor.user_id is not None:
        condition |= Q(reporter=actor.user_id)
    if actor.case_id:
        condition |= Q(pk=actor.case_id)
    return Incident.objects.filter(condition)


def sent_away(actor: Actor, incident: Incident) -> bool:
    """Whether the case was once in the actor's area and went sideways to another: to be seen, not to be worked on."""
    return bool(incident.former) and any(scope in (incident.former or ()) for scope in actor.scopes(SEES_AREA))


def sent_from(actor: Actor) -> Q:
    """The cases for which `sent_away` says yes, as a filter: `former` holds each area and all around it."""
    scopes = [scope for scope in actor.scopes(SEES_AREA) if scope]
    return Q(former__overlap=scopes) if scopes else Q(pk__in=[])


def field_covers(actor: Actor, code: str, roles: Collection[str] = FIELD) -> bool:
    """Whether a field post covers the code; a case that is only known by community is everybody's there."""
    if actor.holds(roles, code):
        return True
    return len(code) == Level.COMMUNITY and any(post.role in roles and within(post.code, code) for post in actor.posts)


def helps(actor: Actor, incident: Incident) -> bool:
    """Whether the actor handles for a unit that was called to help."""
    return any(actor.holds({Role.HANDLER}, incident.code, unit_id=unit) for unit in incident.co_units or ())


def may_step(step: Step, actor: Actor, obj: Any) -> bool:
    """The rule of a row of the workflow table. For verbs that make a case, `obj` is the area code."""
    if isinstance(obj, str):
        return ANYONE in step.roles or actor.holds(step.roles, obj)
    incident: Incident = obj
    if _is_reporter(step, actor, incident):
        return True
    if step.verb in OTHERS_WORK_ONLY and actor.user_id is not None and actor.user_id == incident.handler_id:
        return False
    if Role.HANDLER in step.roles and _in_unit(actor, incident):
        return True
    if step.unit_only or (PARTNER in step.roles and helps(actor, incident)):
        return not step.unit_only
    others = step.roles - {Role.HANDLER} - DESK
    return (
        actor.holds(step.roles & DESK, incident.desk or incident.code)
        or actor.holds(others, incident.code)
        or field_covers(actor, incident.code, step.roles & FIELD)
    )


def _is_reporter(step: Step, actor: Actor, incident: Incident) -> bool:
    """The resident with the link of this case, or who reported it for somebody."""
    if NEIGHBOUR in step.roles:
        return actor.name == NEIGHBOUR and actor.case_id == str(incident.pk)
    if RESIDENT in step.roles and actor.case_id and actor.case_id == str(incident.pk):
        return True
    return REPORTER in step.roles and actor.user_id is not None and actor.user_id == incident.reporter_id


def _in_unit(actor: Actor, incident: Incident) -> bool:
    """A handler of the unit that holds the case."""
    return incident.unit_id is not None and actor.holds({Role.HANDLER}, incident.code, unit_id=incident.unit_id)


for _row in STEPS:
    rule(f"incident.{_row.verb}")(partial(may_step, _row))


@rule("catalogue.load", "catalogue.change")
def may_change_catalogue(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("blackout.set")
def may_black_out(actor: Actor, code: str) -> bool:
    """Duty chiefs and leaders of the area, and commands."""
    return actor.holds({Role.DUTY_CHIEF, Role.LEADER, SYSTEM}, code)


@rule("incident.import")
def may_import(actor: Actor, code: str) -> bool:
    """Registrars of the area and commands."""
    return actor.holds({Role.REGISTRAR, SYSTEM}, code)


@rule("case.show")
def may_show(actor: Actor, incident: Incident) -> bool:
    """The desk of the area."""
    return actor.holds(SHOWERS, incident.code)


@rule("incident.contact")
def may_see_contact(actor: Actor, incident: Incident) -> bool:
    """The desk of the area and the unit that has the case: whoever may have to call back."""
    with_unit = incident.unit_id is not None and actor.holds({Role.HANDLER}, incident.code, unit_id=incident.unit_id)
    return actor.holds(DESK, incident.code) or with_unit


@rule("case.meet_too")
def may_meet_too(_actor: Actor, _obj: Any) -> bool:
    """Anybody, within the limits for phones and addresses."""
    return True


@rule("moderation.open")
def may_open_moderation(actor: Actor, _obj: Any) -> bool:
    """The page of what waits to be shown: whoever may decide somewhere."""
    return actor.has_role(*SHOWERS)


@rule("apikey.issue", "peer.keep", "peer.exchange", "opendata.publish")
def may_keep_interfaces(actor: Actor, _obj: Any) -> bool:
    """The system administrator and commands."""
    return actor.has_role(Role.SYSTEM_ADMIN, SYSTEM)


@rule("incident.note")
def may_note(actor: Actor, incident: Incident) -> bool:
    """Programs that hold a key or are a known server, which act as the system."""
    return actor.holds({SYSTEM}, incident.code)


@rule("preset.keep")
def may_keep_preset(actor: Actor, _obj: Any) -> bool:
    """Whoever holds a post, for themselves."""
    return actor.user_id is not None and bool(actor.posts)


@rule("photo.add")
def may_add_photo(_actor: Actor, _obj: Any) -> bool:
    """Anyone: a photo belongs to nobody's case until a report or a step names it."""
    return True


def allowed_steps(actor: Actor, incident: Incident) -> list[Step]:
    """The steps that the actor may take with the case as it stands: the buttons and the API's `actions`."""
    ready = [step for step in verbs_from(incident.state) if READY.get(step.verb, _always)(incident)]
    return [step for step in ready if allowed(actor, f"incident.{step.verb}", incident)]


def _always(_case: Incident) -> bool:
    return True
