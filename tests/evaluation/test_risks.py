"""Rules over the ledger: what they find, once; who may settle it; who may set the thresholds."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from evaluation.actions.risks.running import find_risks
from evaluation.actions.risks.settling import change_rule, comment_notice, settle_notice
from evaluation.models import Notice, RiskRule
from evaluation.models.risks import Outcome
from evaluation.rules import may_view_risk, risks_visible_to
from governance.access.actor import SYSTEM_ACTOR, actor_of
from governance.access.models import Post, User
from governance.access.roles import Role
from governance.errors import Conflict, Invalid, NotAllowed, NotFound
from governance.ledger.models import Entry
from governance.ledger.record import record
from incidents.models import Category
from residents.models import Look
from tests.town import DISTRICT, STREET


def found(d, rule: str) -> list[Notice]:
    find_risks(actor=SYSTEM_ACTOR, at=d.at)
    return list(Notice.objects.filter(rule=rule))


def looked(d, who: str, people: int, *, verb: str = "resident.read") -> None:
    """So many different residents, one after the other, as the one door records it."""
    actor = d.actor(who)
    for _n in range(people):
        resident = uuid4()
        with transaction.atomic():
            entry = record(
                actor=actor, verb=verb, kind="resident", object_id=str(resident), code=f"{STREET}001", at=d.at, detail={"purpose": "visit"}
            )
            Look.objects.create(resident_id=resident, chain=entry.chain, seq=entry.seq, actor_id=actor.user_id, at=d.at, whole=False)


def test_a_case_closed_without_a_check_photo_is_noticed_once_with_both_entries(days) -> None:
    d = days()
    case = d.whole()
    (notice,) = found(d, "no_check_photo")
    assert (str(notice.incident_id), len(notice.entries)) == (str(case), 2)
    assert set(notice.people) == {d.town.people["bea"].pk, d.town.people["erin"].pk}
    assert find_risks(actor=SYSTEM_ACTOR, at=d.at) == 0
    assert Entry.objects.filter(verb="risk.raised").count() == Notice.objects.count()


def test_three_reworks_are_noticed_and_two_are_not(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case)
    for times in (1, 2, 3):
        d.wait(5).feed_back(case).check(case, result="failed").do(case, "rework_incident", "alice", reason="没修好")
        assert len(found(d, "reworked_often")) == (times == 3)


def test_the_same_pair_again_and_again(days) -> None:
    d = days()
    for n in range(8):
        case = d.wait(60).report()
        d.file(case).dispatch(case).wait(5).feed_back(case)
        assert len(found(d, "same_pair")) == (n == 7)
    assert sorted(Notice.objects.get(rule="same_pair").people) == sorted([d.town.people["bob"].pk, d.town.people["dan"].pk])


def test_a_check_in_seconds_and_a_cancellation_after_the_deadline(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(60).feed_back(case).check(case, minutes=0.5)
    late = d.report()
    d.wait(5).file(late).wait(5).dispatch(late).wait(60 * 24 * 9).do(late, "cancel_incident", "erin", reason="误立")
    assert len(found(d, "quick_check")) == 1
    assert [str(one.incident_id) for one in found(d, "closed_after_late")] == [str(late)]


def test_changing_three_categories_in_the_last_days_of_a_month_is_noticed_and_in_its_middle_is_not(days) -> None:
    from incidents.actions.recategorising import recategorise_case

    d = days()
    kinds = [d.town.category, Category.objects.create(kind="event", code="0101", name="暴露垃圾", major_code="01", major_name="市容环境")]

    def changed(times: int) -> None:
        for n in range(times):
            case = d.report()
            recategorise_case(actor=d.actor("alice"), incident_id=case, version=None, at=d.at, category_id=kinds[1].pk, reason=f"看错了{n}")

    d.at = datetime(2026, 10, 15, 2, tzinfo=UTC)
    changed(5)
    assert found(d, "recategorised") == [], "the middle of the month is the red control of the days"
    d.at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    changed(2)
    assert found(d, "recategorised") == [], "two are not three"
    changed(3)
    (notice,) = found(d, "recategorised")
    assert (notice.numbers, notice.people) == ({"changes": 3}, [d.town.people["alice"].pk])


@pytest.mark.parametrize(("before", "noticed"), [(29, True), (31, False)])
def test_an_extension_in_the_last_minutes_is_noticed_and_one_before_is_not(days, before: int, noticed: bool) -> None:
    from incidents.actions.requests import grant_extension, request_extension

    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case)
    due = d.case(case).handle_due_at
    assert due is not None
    d.at = due - timedelta(minutes=before)
    request_extension(actor=d.actor("dan"), incident_id=case, version=None, at=d.at, reason="等配件")
    grant_extension(actor=d.actor("alice"), incident_id=case, version=None, at=d.at)
    notices = found(d, "last_minute_extension")
    assert [one.numbers for one in notices] == ([{"minutes": before}] if noticed else [])
    if noticed:
        assert sorted(notices[0].people) == sorted([d.town.people["dan"].pk, d.town.people["alice"].pk])


def test_a_case_closed_by_force_is_noticed_and_one_closed_as_usual_is_not(days) -> None:
    from incidents.actions.closing import force_close

    d = days()
    d.whole()
    assert found(d, "forced_close") == []
    case = d.report()
    d.wait(5).file(case)
    force_close(actor=d.actor("leo"), incident_id=case, version=None, at=d.at, reason="道路整体改造")
    (notice,) = found(d, "forced_close")
    assert (str(notice.incident_id), notice.people) == (str(case), [d.town.people["leo"].pk])


@pytest.mark.parametrize(("who", "noticed"), [("bob", True), ("bea", False)])
def test_who_verifies_the_own_report_is_noticed_and_a_colleague_is_not(days, who: str, noticed: bool) -> None:
    d = days()
    case = d.report(by="bob")
    d.wait(5).do(case, "send_to_verify", "alice").wait(5).do(case, "verify_incident", who, result="exists")
    assert [one.people for one in found(d, "self_verified")] == ([[d.town.people["bob"].pk]] if noticed else [])


def test_a_rule_that_is_off_finds_nothing(days) -> None:
    """The red control of all rules: the same case with the rule switched off."""
    from incidents.actions.closing import force_close

    d = days()
    RiskRule.objects.update(active=False)
    case = d.report()
    d.wait(5).file(case)
    force_close(actor=d.actor("leo"), incident_id=case, version=None, at=d.at, reason="道路整体改造")
    assert found(d, "forced_close") == []


def test_an_urging_that_nobody_heeds_is_noticed_when_its_time_is_over(days) -> None:
    d = days()
    case = d.report()
    d.wait(5).file(case).wait(5).dispatch(case).wait(5)
    from incidents.actions import urging

    urging.urge_case(actor=d.actor("erin"), incident_id=case, version=None, at=d.at, level=1, kind="important", text="请尽快处置")
    assert found(d.wait(60), "urge_ignored") == []
    assert len(found(d.wait(60 * 24), "urge_ignored")) == 1


def test_unmasking_at_night_is_noticed_and_by_day_is_not(days) -> None:
    d = days()
    looked(d, "bob", 1, verb="resident.unmasked")
    assert found(d, "unmask_out_of_hours") == []
    looked(d.wait(13 * 60), "bob", 2, verb="resident.unmasked")
    (notice,) = found(d, "unmask_out_of_hours")
    assert (notice.people, len(notice.entries)) == ([d.town.people["bob"].pk], 2)


def test_d12_a_bulk_export_and_many_exports_in_a_day_raise_an_alarm(days) -> None:
    """D12: an insider takes out much at once, or a little again and again."""
    d = days()
    actor = d.actor("bob")

    def export(people: int) -> None:
        with transaction.atomic():
            record(actor=actor, verb="export.made", kind="export", object_id=str(uuid4()), code=STREET, at=d.at, detail={"people": people})

    export(999)
    assert found(d, "bulk_export") == []
    export(1000)
    assert [one.numbers for one in found(d, "bulk_export")] == [{"people": 1000}]
    for _n in range(3):
        export(5)
    assert {"exports": 5} in [one.numbers for one in found(d, "bulk_export")]


def peers(d, looks: dict[str, int]) -> None:
    """Other workers with a usual day of so many people."""
    for name, people in looks.items():
        user = User.objects.create(username=name, display_name=name)
        Post.objects.create(
            user=user,
            role=Role.GRID_WORKER,
            unit=d.town.units["第一街道办事处"],
            code=f"{STREET}001002",
            starts_at=d.at - timedelta(days=90),
        )
        d.town.people[name] = user
        looked(d, name, people)


def test_d13_over_three_times_the_median_of_the_peers_is_an_alarm_and_three_times_is_not(days) -> None:
    """D13: an insider browses slowly; the peers' median of the last 30 days is what is usual."""
    d = days()
    peers(d, {"p1": 9, "p2": 12, "p3": 15})
    d.wait(60 * 24)
    looked(d, "bob", 36)
    assert found(d, "many_looks") == []
    looked(d, "bob", 1)
    (notice,) = found(d, "many_looks")
    assert notice.numbers == {"people": 37, "peers": 12.0}
    assert notice.people == [d.town.people["bob"].pk]


def test_d13_few_looks_are_no_alarm_however_few_the_peers_have(days) -> None:
    d = days()
    peers(d, {"p1": 1, "p2": 1})
    looked(d, "bob", 29)
    assert found(d, "many_looks") == []


def test_the_red_control_without_the_threshold_the_same_looks_raise_it(days) -> None:
    d = days()
    RiskRule.objects.filter(pk="many_looks").update(limits={"times": 0, "least": 1})
    looked(d, "bob", 2)
    assert len(found(d, "many_looks")) == 1


@pytest.fixture
def notice(days) -> tuple:
    d = days()
    d.whole()
    (one,) = found(d, "no_check_photo")
    return d, one


def test_the_auditor_settles_it_once_and_with_a_reason(notice) -> None:
    d, one = notice
    ann = d.actor("ann")
    with pytest.raises(Invalid):
        settle_notice(actor=ann, notice_id=one.pk, outcome=Outcome.EXPLAINED, reason=" ", at=d.at)
    settle_notice(actor=ann, notice_id=one.pk, outcome=Outcome.EXPLAINED, reason="现场已复核，处置到位。", at=d.at)
    with pytest.raises(Conflict):
        settle_notice(actor=ann, notice_id=one.pk, outcome=Outcome.FOUND_FALSE, reason="再改一次结果", at=d.at)
    assert Entry.objects.get(verb="risk.settled").detail["outcome"] == "explained"


def test_nobody_settles_a_notice_about_themselves_but_they_may_say_something(notice) -> None:
    d, one = notice
    Post.objects.create(
        user=d.town.people["erin"],
        role=Role.AUDIT_ADMIN,
        unit=d.town.units["第一街道办事处"],
        code=DISTRICT,
        starts_at=d.at - timedelta(days=1),
    )
    erin = actor_of(user=d.town.people["erin"], at=d.at)
    with pytest.raises(NotAllowed):
        settle_notice(actor=erin, notice_id=one.pk, outcome=Outcome.FOUND_FALSE, reason="我自己看过没问题", at=d.at)
    comment_notice(actor=erin, notice_id=one.pk, text="当时停电，照片没拍成。", at=d.at)
    assert Entry.objects.get(verb="risk.commented").detail["text"] == "当时停电，照片没拍成。"


@pytest.mark.parametrize(
    ("name", "sees"), [("ann", True), ("bea", True), ("erin", True), ("alice", False), ("leo", False), ("sam", False), ("carol", False)]
)
def test_a_notice_is_seen_by_the_auditor_and_whom_it_is_about(notice, name: str, sees: bool) -> None:
    d, one = notice
    actor = d.actor(name)
    assert may_view_risk(actor, one) == sees == risks_visible_to(actor).filter(pk=one.pk).exists()
    if not sees:
        with pytest.raises(NotFound):
            comment_notice(actor=actor, notice_id=one.pk, text="我来说明一下情况", at=d.at)


def test_only_the_security_administrator_sets_thresholds_and_it_is_recorded(days) -> None:
    d = days()
    with pytest.raises(NotAllowed):
        change_rule(actor=d.actor("ann"), code="quick_check", limits={"seconds": 5}, active=True, at=d.at)
    with pytest.raises(Invalid):
        change_rule(actor=d.actor("sue"), code="quick_check", limits={"minutes": 5}, active=True, at=d.at)
    change_rule(actor=d.actor("sue"), code="quick_check", limits={"seconds": 5}, active=True, at=d.at)
    detail = Entry.objects.get(verb="risk_rule.changed").detail
    assert (detail["before"]["limits"], detail["after"]["limits"]) == ({"seconds": 60}, {"seconds": 5})


def test_a_notice_can_be_neither_deleted_nor_rewritten(notice) -> None:
    _d, one = notice
    for change in (lambda: Notice.objects.filter(pk=one.pk).delete(), lambda: Notice.objects.filter(pk=one.pk).update(people=[])):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
