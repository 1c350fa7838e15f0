"""What the demonstration shows of evaluation (演示考核): figures, a closed month, spot checks, risk notices, some of them settled."""

from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, uuid5

from evaluation.actions.indicators import load_indicators
from evaluation.actions.keeping import keep_figures
from evaluation.actions.months import close_month
from evaluation.actions.risks.running import find_risks
from evaluation.actions.risks.settling import comment_notice, settle_notice
from evaluation.actions.spots import note_spot_check
from evaluation.models import Closing, Notice
from evaluation.models.risks import Outcome
from evaluation.periods import Span, period_of, today
from evaluation.rules import may_settle_risk
from governance.access.actor import SYSTEM_ACTOR, Actor, actor_of, posts_of
from governance.access.models import Post, User
from governance.access.roles import Role
from incidents.actions.demo.roster import DISTRICT

WORKERS = 40
MISSED = ("花坛边有散落垃圾两处，未见上报。", "人行道地砖松动，附近居民反映已有数日。", "路口小广告较多，未见上报。")
RIGHT = ("入户核对登记信息，电话变更未更新。", "按楼栋抽查登记信息，基本准确。", "抽查出租屋登记信息。")
REASONS = (
    (Outcome.EXPLAINED, "已调阅现场照片和监控，处置到位，核查人因设备故障未能拍照，已提醒。"),
    (Outcome.CORRECTED, "已约谈相关人员，补做核查并补拍照片。"),
    (Outcome.FOUND_FALSE, "核对台账后确认属于正常办理，不存在问题。"),
)


def load_evaluation_demo(*, at: datetime) -> dict[str, int]:
    """Have it; the second time nothing is added. Nothing where the demonstration is not loaded."""
    load_indicators(actor=SYSTEM_ACTOR, at=at)
    evaluator, auditor = staff("evaluator", at), staff("auditadmin", at)
    if evaluator is None or auditor is None:
        return {}
    checks = spot_checks(evaluator, at)
    told = keep_figures(actor=SYSTEM_ACTOR, at=at)
    month = period_of(Span.MONTH, today(at)).before()
    closed = 0
    if not Closing.objects.filter(month=month.key, code=DISTRICT).exists():
        close_month(actor=evaluator, code=DISTRICT, period=month, at=at)
        closed = 1
    found = find_risks(actor=SYSTEM_ACTOR, at=at)
    settled = settle_some(auditor, at) if found else 0
    return {"cases": told, "spot_checks": checks, "months": closed, "notices": found, "settled": settled}


def staff(username: str, at: datetime) -> Actor | None:
    """Somebody of the demonstration."""
    user = User.objects.filter(username=username, fictitious=True).first()
    return None if user is None else actor_of(user=user, at=at)


def spot_checks(evaluator: Actor, at: datetime) -> int:
    """One in three of the first workers was checked, this month and the last."""
    posts = Post.objects.filter(role=Role.GRID_WORKER, code__startswith=DISTRICT, user__fictitious=True).order_by("code")[:WORKERS]
    noted = 0
    for number, post in enumerate(posts):
        lot = Random(f"spot {post.code}")  # noqa: S311  (a demonstration's lot, no secret)
        if number % 3 and lot.random() < 0.5:  # noqa: PLR2004
            continue
        if not any(one.role == Role.GRID_WORKER for one in posts_of(user_ids=[post.user_id], at=at).get(post.user_id, ())):
            continue
        missed = number % 2 == 0
        sampled = lot.randint(10, 20)
        note_spot_check(
            actor=evaluator,
            check_id=uuid5(NAMESPACE_URL, f"wangge:spot:{post.code}"),
            kind="missed" if missed else "records",
            code=post.code,
            person_id=post.user_id,
            day=today(at - timedelta(days=lot.randint(0, 45))),
            counts={"found": lot.randint(1, 2)} if missed else {"sampled": sampled, "right": sampled - lot.randint(0, 3)},
            note=lot.choice(MISSED if missed else RIGHT),
            at=at,
        )
        noted += 1
    return noted


def settle_some(auditor: Actor, at: datetime) -> int:
    """Every fifth notice is settled, and some have an explanation."""
    settled = 0
    for number, notice in enumerate(Notice.objects.filter(outcome="").order_by("pk")[:60]):
        if number % 5 == 2 and may_settle_risk(auditor, notice):  # noqa: PLR2004
            outcome, reason = REASONS[settled % len(REASONS)]
            settle_notice(actor=auditor, notice_id=notice.pk, outcome=outcome, reason=reason, at=at)
            settled += 1
        elif number % 7 == 3 and notice.people:  # noqa: PLR2004
            user = User.objects.get(pk=notice.people[0])
            comment_notice(actor=actor_of(user=user, at=at), notice_id=notice.pk, text="当时现场下雨，照片未能上传，已向班长说明。", at=at)
    return settled
