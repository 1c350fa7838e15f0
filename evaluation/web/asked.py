"""What a page of figures is asked for (查询条件). Every wrong value names its field; an area out of sight does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from evaluation.periods import Period, Span, parse, period_of, today
from evaluation.queries.figures import Subject
from evaluation.queries.people import SCOPES, Holder, holders
from evaluation.rules import SEES_FIGURES
from governance.access.actor import Actor
from governance.access.policy import allowed
from governance.codes import EVERYWHERE, level_of, within
from governance.errors import Invalid, NotFound

WAYS = ("area", "unit", "post", "process")


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that the policy allows. `person_id` with `own` is the reader, wherever they worked."""

    code: str
    period: Period
    by: str = "area"
    role: str = "grid_worker"
    unit_id: int | None = None
    person_id: int | None = None
    own: bool = False
    holder: Holder | None = None

    @property
    def subject(self) -> Subject:
        """Whose passages are counted."""
        areas = (EVERYWHERE,) if self.own else (self.code,)
        grids = tuple(one for one in self.holder.grids if within(one, self.code)) if self.holder else ()
        return Subject(areas, self.unit_id, self.person_id, grids)

    @property
    def kind_and_key(self) -> tuple[str, str]:
        """As closed months name the subject."""
        if self.person_id is not None:
            return "person", str(self.person_id)
        return ("unit", str(self.unit_id)) if self.unit_id is not None else ("area", self.code)

    @property
    def single(self) -> bool:
        """Whether it is about one unit or one person, and no table."""
        return self.unit_id is not None or self.person_id is not None

    @property
    def scopes(self) -> tuple[str, ...]:
        """The indicators that fit the subject, or the table."""
        if self.holder is not None:
            return self.holder.scopes
        if self.unit_id is not None or self.by == "unit":
            return ("department",)
        return {"post": SCOPES[self.role], "process": ("process",)}.get(self.by, ("area", "process"))

    def query(self, **changes: object) -> str:
        """The address of this wish with changes."""
        given: dict[str, object] = {"code": self.code, "period": self.period.key, "by": self.by}
        given |= {"role": self.role} if self.by == "post" else {}
        given |= {"unit": self.unit_id} if self.unit_id is not None else {}
        given |= {"person": self.person_id} if self.person_id is not None else {}
        return urlencode({name: value for name, value in (given | changes).items() if value is not None})


def asked(*, actor: Actor, sent: Mapping[str, str], at: datetime) -> Asked:
    """The wish of a request. Refuses (Invalid) what cannot be read, and (NotFound) an area or person out of the reader's sight."""
    period = read_period(sent.get("period", ""), at)
    person = whole(sent, "person")
    if person is not None and person == actor.user_id:
        return own_figures(actor, period)
    code = read_code(actor, sent.get("code", ""))
    by, role = choice(sent, "by", WAYS, "area"), choice(sent, "role", tuple(SCOPES), "grid_worker")
    holder = None
    if person is not None:
        holder = next(iter(holders(code=code, period=period, user_id=person)), None)
        if holder is None:
            raise NotFound
    return Asked(code, period, by, role, whole(sent, "unit"), person, holder=holder)


def own_figures(actor: Actor, period: Period) -> Asked:
    """The reader's own figures: everything they did, wherever."""
    if actor.user_id is None or not allowed(actor, "figures.own", None):
        raise NotFound
    holder = next(iter(holders(code=EVERYWHERE, period=period, user_id=actor.user_id)), None)
    if holder is None:
        codes, roles = [post.code for post in actor.posts], tuple(post.role for post in actor.posts if post.role in SCOPES)
        holder = Holder(actor.user_id, actor.name, roles, "", codes[0], ())
    return Asked(EVERYWHERE, period, person_id=actor.user_id, own=True, holder=holder)


def read_period(key: str, at: datetime) -> Period:
    """The period by its key; the present month without one."""
    period = parse(key) if key else period_of(Span.MONTH, today(at))
    if period is None:
        raise Invalid(fields={"period": [_("应为 2026、2026-Q4、2026-11、2026-W48 或 2026-11-24 这样的写法。")]})
    return period


def read_code(actor: Actor, code: str) -> str:
    """An area within the reader's scope; the first of it without one."""
    scopes = actor.scopes(SEES_FIGURES)
    if not scopes:
        raise NotFound
    if not code:
        return scopes[0]
    try:
        level_of(code)
    except ValueError as error:
        raise Invalid(fields={"code": [_("区划代码应为 4、6、9、12 或 15 位数字。")]}) from error
    if not allowed(actor, "figures.view", code):
        raise NotFound
    return code


def choice(sent: Mapping[str, str], name: str, known: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = sent.get(name, "") or default
    if value not in known:
        raise Invalid(fields={name: [_("应为 %(known)s 之一。") % {"known": "、".join(known)}]})
    return value


def whole(sent: Mapping[str, str], name: str) -> int | None:
    """A row's number, or nothing."""
    value = sent.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 18):  # noqa: PLR2004
        raise Invalid(fields={name: [_("应为数字。")]})
    return int(value)
