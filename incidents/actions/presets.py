"""Keeping and dropping presets (预设): one's own, nobody else's."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import Actor
from governance.errors import Invalid, NotFound
from governance.ledger.record import record
from incidents.models import Preset, PresetKind
from incidents.workflow import BY_VERB

MOST = 30
VIEWED = frozenset({"stage", "q", "category", "code", "map", "inview", "ring", "order"})
"""What a view may say: filters and the map's place, never a case."""


@transaction.atomic
def keep_preset(*, actor: Actor, kind: str, topic: str, name: str, body: str, at: datetime) -> Preset:
    """Keep one under a name; the same name again replaces it. Records preset.kept (without what a sentence says).

    Refuses (Invalid) an empty name or body, a verb that is none, and more than MOST of a kind.
    """
    policy.require(actor, "preset.keep", None)
    name, body = name.strip(), body.strip()
    missing = {field: [_("请填写。")] for field, value in (("name", name), ("body", body)) if not value}
    if missing:
        raise Invalid(fields=missing)
    if kind == PresetKind.SENTENCE and topic not in BY_VERB:
        raise Invalid(fields={"topic": [_("没有这个环节。")]})
    if kind == PresetKind.VIEW:
        topic, body = "", urlencode([(key, value) for key, value in parse_qsl(body.removeprefix("?")) if key in VIEWED])
    owner = actor.user_id or 0
    own = Preset.objects.select_for_update().filter(user=owner, kind=kind)
    if own.exclude(topic=topic, name=name).count() >= MOST:
        raise Invalid(fields={"name": [_("最多保存 %(most)d 个，请先删除不用的。") % {"most": MOST}]})
    preset, _new = Preset.objects.update_or_create(user_id=owner, kind=kind, topic=topic, name=name, defaults={"body": body})
    _record(actor, "preset.kept", preset, at)
    return preset


@transaction.atomic
def drop_preset(*, actor: Actor, preset_id: int, at: datetime) -> None:
    """Forget one of one's own; NotFound for anybody else's. Records preset.dropped."""
    policy.require(actor, "preset.keep", None)
    preset = Preset.objects.select_for_update().filter(pk=preset_id, user=actor.user_id).first()
    if preset is None:
        raise NotFound
    _record(actor, "preset.dropped", preset, at)
    preset.delete()


def _record(actor: Actor, verb: str, preset: Preset, at: datetime) -> None:
    detail = {"kind": preset.kind, "topic": preset.topic, "name": preset.name}
    record(actor=actor, verb=verb, kind="preset", object_id=str(preset.pk), code="", at=at, detail=detail)
