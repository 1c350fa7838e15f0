"""Templates: placeholders and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from governance.access.actor import SYSTEM_ACTOR
from governance.errors import Invalid, NotAllowed
from governance.notices.actions import change_template, load_notice_templates
from governance.notices.models import Template
from governance.notices.wording import worded
from tests.town import NOON, Town


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{what}!", "漏水!"), ("{{ what }} {% load x %}", "{{ what }} {% load x %}"), ("{what.__class__}", "{what.__class__}"), ("{0} {} %s $what", "{0} {} %s $what"),
        ("{missing}", "—"), ("{trick}", "{what} {settings.SECRET_KEY}"), ("{lines}", "a  b c"),
    ],
)  # fmt: skip
def test_e12_only_placeholders_are_replaced_and_facts_are_never_read_again(text: str, expected: str):
    facts = {"what": "漏水", "trick": "{what} {settings.SECRET_KEY}", "lines": "a\r\nb\x1bc"}
    assert worded(text, facts, "zh-hans") == expected


def test_the_shipped_templates_load_once_and_a_change_by_hand_stays(town: Town):
    assert load_notice_templates(actor=SYSTEM_ACTOR, at=NOON) == Template.objects.count() > 0
    assert load_notice_templates(actor=SYSTEM_ACTOR, at=NOON) == 0
    row = Template.objects.get(event="incident.closed", audience="reporter", language="zh-hans")
    change_template(actor=town.actor("sam"), template_id=row.pk, subject="好了", body="{number} 办好了", gateway_code="SMS_1", at=NOON)
    assert load_notice_templates(actor=SYSTEM_ACTOR, at=NOON) == 0
    row.refresh_from_db()
    assert (row.body, row.gateway_code) == ("{number} 办好了", "SMS_1")


def test_a_placeholder_that_the_event_does_not_have_is_refused_by_name(town: Town, tmp_path: Path):
    load_notice_templates(actor=SYSTEM_ACTOR, at=NOON)
    row = Template.objects.get(event="incident.closed", audience="reporter", language="zh-hans")
    with pytest.raises(Invalid) as refused:
        change_template(actor=town.actor("sam"), template_id=row.pk, subject="x", body="{phone}", gateway_code="", at=NOON)
    assert "phone" in str(refused.value.fields["body"][0])
    with pytest.raises(NotAllowed):
        change_template(actor=town.actor("alice"), template_id=row.pk, subject="x", body="y", gateway_code="", at=NOON)
    file = tmp_path / "bad.csv"
    file.write_text("event,audience,language,subject,body\nincident.closed,reporter,en,ok,{nope}\n", encoding="utf-8")
    with pytest.raises(Invalid) as wrong:
        load_notice_templates(actor=SYSTEM_ACTOR, at=NOON, files=[file])
    assert "bad.csv" in str(wrong.value.fields["file"][0])


def test_every_event_of_a_case_that_is_told_has_words_in_both_languages(town: Town):
    from incidents.actions import telling

    load_notice_templates(actor=SYSTEM_ACTOR, at=NOON)
    wanted: set[tuple[str, str]] = {(f"incident.{verb}", "reporter") for verb in telling.TO_REPORTER}
    wanted |= {(f"incident.{verb}", "handler") for verb in {*telling.TO_UNIT, "assigned", "overdue"}}
    wanted |= {(f"incident.{verb}", "desk") for verb in {*telling.TO_DESK, "overdue", "digest"}}
    have: dict[Any, set[str]] = {}
    for event, audience, language in Template.objects.values_list("event", "audience", "language"):
        have.setdefault((event, audience), set()).add(language)
    assert {key: have.get(key) for key in wanted} == {key: {"zh-hans", "en"} for key in wanted}
