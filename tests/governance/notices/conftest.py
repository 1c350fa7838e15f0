"""An event of the tests' own, and the shipped templates."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from governance.access.actor import SYSTEM_ACTOR
from governance.notices.actions import load_notice_templates, notify
from governance.notices.events import EVENTS, declare
from governance.notices.message import Later, Message
from governance.notices.models import Template
from governance.notices.recipients import To
from tests.town import NOON

if "test.happened" not in EVENTS:
    declare("test.happened", "发生", what="什么", when="何时")

Tell = Callable[..., UUID | None]


@pytest.fixture
def tell(db: None) -> Tell:
    """Tells the tests' event to one phone."""
    load_notice_templates(actor=SYSTEM_ACTOR, at=NOON)
    Template.objects.create(
        event="test.happened", audience="reporter", language="zh-hans", subject="出事了 {what}", body="{what} 于 {when} 发生。"
    )
    Template.objects.create(
        event="test.happened", audience="reporter", language="en", subject="It happened: {what}", body="{what} on {when}."
    )

    def call(**changes: Any) -> UUID | None:
        given = {"event": "test.happened", "audience": "reporter", "to": [To.at("sms", "138 0013 1234")], "facts": {"what": "漏水", "when": NOON},
                 "at": NOON, "key": "test:1", "code": "440399001001"}  # fmt: skip
        with transaction.atomic():
            return notify(**(given | changes))

    return call


class Gateway:
    """A channel's `send` that remembers and can be down."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.fault: Exception | None = None

    def __call__(self, message: Message) -> str:
        if self.fault is not None:
            raise self.fault
        self.sent.append(message)
        return ""

    def down(self) -> None:
        self.fault = Later("away")


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    """Stands for the SMS gateway."""
    from governance.notices.channels import sms

    one = Gateway()
    monkeypatch.setattr(sms, "send", one)
    return one


def at_noon(hours: float = 0) -> datetime:
    from datetime import timedelta

    return NOON + timedelta(hours=hours)
