"""The detail column: what it shows, which steps it offers, and that its cost does not grow with the list."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.actions import desk
from incidents.actions.passing import pass_time
from tests.incidents.walking import step, to
from tests.town import STREET


def fragment(as_, town, name: str, case) -> str:
    return as_(name).get(f"/desk/cases/{case.pk}/").content.decode()


def test_the_first_proposal_has_the_key(as_, town) -> None:
    html = fragment(as_, town, "alice", town.case())
    assert f'data-unit="{town.units["市政养护所"].pk}" data-key="A"' in html
    assert 'data-verb="refuse"' in html


def test_a_leader_may_urge_and_takes_no_other_step(as_, town) -> None:
    html = fragment(as_, town, "leo", town.case())
    assert "data-step" not in html
    assert set(re.findall(r'<dialog data-verb="(\w+)"', html)) == {"urge", "force_close"}


def test_the_steps_are_those_of_the_state(as_, town) -> None:
    case = town.case()
    desk.dispatch_incident(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk)
    html = fragment(as_, town, "erin", case)
    assert 'data-opens="cancel"' in html
    assert "建议派遣" not in html
    assert "市政养护所" in html


def test_text_of_a_report_is_escaped(as_, town) -> None:
    """E1."""
    html = fragment(as_, town, "alice", town.case(text="<script>alert(1)</script>"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize(("name", "path"), [("bob", "/w/mine/"), ("bob", "/w/"), ("dan", "/handle/")])
def test_a_list_costs_the_same_with_one_row_and_with_three(as_, town, django_assert_num_queries, name: str, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def grow() -> None:
        case = town.case()
        if path == "/w/":
            desk.send_to_verify(actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at)
        if path == "/handle/":
            desk.dispatch_incident(
                actor=town.actor("alice"), incident_id=case.pk, version=1, at=town.at, unit_id=town.units["市政养护所"].pk
            )

    client = as_(name)
    grow()
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        assert client.get(path).content.count(b'class="task"') == 1
    grow()
    grow()
    with django_assert_num_queries(len(one)):
        assert client.get(path).content.count(b'class="task"') == 3


def test_the_record_says_who_was_told_from_where_to_where_and_until_when(as_, town) -> None:
    town.at = timezone.now() - timedelta(days=2)
    case = town.case()
    pass_time(at=timezone.now())
    step(town, case, "transfer", by="alice", to=f"{STREET}001", reason="由社区先看")
    html = fragment(as_, town, "leo", case)
    assert "→ 网格长" in html
    assert "第一街道 → 第一街道第1社区" in html


def test_the_record_says_the_new_deadline_and_the_end_of_a_suspension(as_, town) -> None:
    town.at = timezone.now()
    case = to(town, "handling")
    step(town, case, "request_extension")
    step(town, case, "grant_extension")
    step(town, case, "request_suspension", reason="等大修", until=town.at + timedelta(days=20))
    step(town, case, "grant_suspension")
    html = fragment(as_, town, "erin", case)
    assert f"截止时间改为{timezone.localtime(case.handle_due_at):%Y-%m-%d %H:%M}" in html
    assert f"挂账至{timezone.localtime(case.suspended_until):%Y-%m-%d}" in html
