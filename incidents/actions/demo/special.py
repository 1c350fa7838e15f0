"""What does not go the usual way (演示特办): extensions, suspended, urged, joint and appealed cases, by the real actions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db.models import QuerySet

from governance.access.actor import SYSTEM_ACTOR, Actor, resident_of
from governance.access.roles import Role
from governance.codes import Level
from governance.errors import Refused
from incidents.actions import joint, objecting, requests, splitting, talk, urging
from incidents.actions.blackouts import set_blackout
from incidents.actions.demo.cast import Cast
from incidents.actions.transferring import transfer_case
from incidents.models import Incident
from incidents.workflow import State

EXTENDED = ("所需配件型号特殊，预计明天到货。", "夜间方可占道施工，申请延期。", "涉及地下管线，需燃气单位到场确认。")
RESTING = ("已列入下月路面大修计划，届时一并处理。", "需待雨季结束后施工。")
DEMANDS = ("居民多次反映，请今天办结并回复。", "属市容重点路段，请优先处置。", "已超时，请说明原因。")
REPLIES = ("已安排夜班抢修，今晚完成。", "人员已到场，预计两小时内办结。")
HELP = ("请到场清运渣土并冲洗路面。", "请派人维持现场秩序。")
QUESTIONS = ("请问具体在哪个单元门口？", "方便再拍一张远景吗？")
WEATHER = ("受台风影响停工两日，非本单位原因。", "现场被占用车辆阻挡，联系车主耗时较长。")
EACH = 3


class Special:
    """A handful of each, in one street, at one moment; what the rules refuse is left as it is."""

    def __init__(self, *, cast: Cast, street: str, at: datetime, seed: int) -> None:
        self.cast, self.street, self.at = cast, street, at
        self.lot = Random(f"{seed}:special")  # noqa: S311  (a demonstration's lot, no secret)
        held = self.cases(State.HANDLING, State.DISPATCHED).filter(due_at__gt=at).order_by("-state", "number")
        self.held: Iterator[Incident] = iter(list(held))

    def tell(self) -> int:
        """How many steps were taken."""
        steps = [self.extension, self.suspension, self.urged, self.together, self.asked, self.parted]
        self.sent_away()
        self.shut()
        return sum(self.tried(step, number) for number in range(EACH) for step in steps) + self.appeals()

    def tried(self, step: object, number: int) -> int:
        """One case; what is refused counts nothing."""
        case = next(self.held, None)
        if case is None or not callable(step):
            return 0
        try:
            step(case, number)
        except Refused:
            return 0
        return 1

    def extension(self, case: Incident, number: int) -> None:
        """Asked for by the unit; every second one is granted."""
        words = EXTENDED[number % len(EXTENDED)]
        case = requests.request_extension(actor=self.handler(case), incident_id=case.pk, version=None, at=self.at, reason=words)
        if number % 2:
            requests.grant_extension(
                actor=self.desk(Role.DUTY_CHIEF, case), incident_id=case.pk, version=None, at=self.at, opinion="同意。"
            )

    def suspension(self, case: Incident, number: int) -> None:
        """Until a day of next month; one waits for its decision."""
        until = self.at + timedelta(days=20 + 7 * number)
        words = RESTING[number % len(RESTING)]
        requests.request_suspension(actor=self.handler(case), incident_id=case.pk, version=None, at=self.at, reason=words, until=until)
        if number:
            chief = self.desk(Role.DUTY_CHIEF, case)
            requests.grant_suspension(actor=chief, incident_id=case.pk, version=None, at=self.at, opinion="情况属实，同意挂账。")

    def urged(self, case: Incident, number: int) -> None:
        """By the desk's chief; some were answered."""
        urging.urge_case(
            actor=self.desk(Role.DUTY_CHIEF, case), incident_id=case.pk, version=None, at=self.at, level=1 + number % 3,
            kind=("important", "overdue", "leader")[number % 3], text=DEMANDS[number % len(DEMANDS)],
        )  # fmt: skip
        if number % 2:
            reply = REPLIES[number % len(REPLIES)]
            urging.reply_to_urging(actor=self.handler(case), incident_id=case.pk, version=None, at=self.at, reply=reply)

    def together(self, case: Incident, number: int) -> None:
        """Another unit of the place is called; some came, one has done its part."""
        role = "enforcement" if number % 2 else "sanitation"
        partner = self.cast.unit_for(role, case.code)
        chief = self.desk(Role.DUTY_CHIEF, case)
        text = HELP[number % len(HELP)]
        joint.call_partners(actor=chief, incident_id=case.pk, version=None, at=self.at, partners=[partner.pk], text=text)
        if number and (there := self.cast.handlers(partner.pk)):
            joint.report_in(actor=there[0], incident_id=case.pk, version=None, at=self.at)
            if number == EACH - 1:
                joint.finish_part(actor=there[0], incident_id=case.pk, version=None, at=self.at, opinion="渣土已清运。")

    def asked(self, case: Incident, number: int) -> None:
        """A question waits, or was answered."""
        words = QUESTIONS[number % len(QUESTIONS)]
        talk.ask_reporter(actor=self.desk(Role.CLERK, case), incident_id=case.pk, version=None, at=self.at, question=words)
        if number % 2:
            talk.answer_question(
                actor=resident_of(case_id=str(case.pk)), incident_id=case.pk, at=self.at, answer="在二单元门口，靠近快递柜。"
            )

    def parted(self, case: Incident, number: int) -> None:
        """One case in two parts."""
        if number == 0:
            parts = ["清运堆放的杂物", "修复破损的路面砖"]
            units = [self.cast.unit_for("sanitation", case.code).pk]
            desk = self.desk(Role.DISPATCHER, case)
            splitting.split_case(actor=desk, incident_id=case.pk, version=None, at=self.at, parts=parts, units=units)

    def sent_away(self) -> None:
        """One case turned out to lie in the next street: its desk goes on with it, and this one still sees it."""
        case = self.cases(State.REPORTED, State.FILED).order_by("number").first()
        to = f"{self.street[: Level.DISTRICT]}002" if not self.street.endswith("002") else f"{self.street[: Level.DISTRICT]}001"
        if case is not None:
            desk = self.desk(Role.DISPATCHER, case)
            transfer_case(actor=desk, incident_id=case.pk, version=None, at=self.at, to=to, reason="现场在街道交界处，属相邻街道一侧。")

    def shut(self) -> None:
        """During works a few kinds of reports are not taken in one community."""
        set_blackout(
            actor=SYSTEM_ACTOR, code=f"{self.street}001", starts_at=self.at - timedelta(days=2), ends_at=self.at + timedelta(days=25),
            message="地铁围挡内的施工管理问题由项目部处理，电话见公示牌；完工后恢复受理。", at=self.at, kind="event", major_code="03",
        )  # fmt: skip

    def appeals(self) -> int:
        """Late cases of the last weeks: one waits for the first review, one for the second, one was upheld."""
        late = (
            self.cases(State.CLOSED)
            .filter(late=True, appealed=False, unit__isnull=False, closed_at__gte=self.at - timedelta(days=20))
            .order_by("number")
        )
        taken = 0
        for number, case in enumerate(late[:EACH]):
            try:
                self.appeal(case, number)
                taken += 1
            except Refused:
                continue
        return taken

    def appeal(self, case: Incident, number: int) -> None:
        """As far as its number says."""
        words = WEATHER[number % len(WEATHER)]
        objecting.appeal_case(actor=self.handler(case), incident_id=case.pk, version=None, at=self.at, reason=words)
        if number:
            chief = self.desk(Role.DUTY_CHIEF, case)
            objecting.review_appeal(actor=chief, incident_id=case.pk, version=None, at=self.at, result="upheld", opinion="情况属实。")
        if number > 1 and (leaders := self.cast.by_post[Role.LEADER, self.street[: Level.DISTRICT]]):
            objecting.decide_appeal(actor=leaders[0], incident_id=case.pk, version=None, at=self.at, result="upheld", opinion="同意。")

    def cases(self, *states: str) -> QuerySet[Incident]:
        """Told cases of the street."""
        return Incident.objects.filter(code__startswith=self.street, state__in=states, origin__startswith="demo:")

    def handler(self, case: Incident) -> Actor:
        """Somebody of the unit that holds it."""
        return self.lot.choice(self.cast.handlers(case.unit_id or 0))

    def desk(self, role: Role, case: Incident) -> Actor:
        """Somebody at the street's desk."""
        return self.cast.desk(role, case.code, self.lot)
