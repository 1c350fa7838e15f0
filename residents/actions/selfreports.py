"""Self-declaration (自主申报): residents and firms tell of themselves; a worker checks before anything enters the register."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.access import policy
from governance.access.actor import PUBLIC, Actor
from governance.errors import Conflict, Invalid, NotFound
from governance.ledger.record import record
from governance.phones import Kept, judged
from grids.models import Division
from residents.actions.enterprises.charge import phone_problem, put_in_charge
from residents.actions.enterprises.doubting import stamped, take_in
from residents.actions.imports.merging import settle
from residents.actions.registering import BY_SELF, checked_values, enter, locked
from residents.actions.vaulting import open_records, origin, reseal
from residents.declaration import numbers
from residents.declaration.checking import CONSENT, under_14
from residents.declaration.field import CLASSES
from residents.declaration.reasons import reason as reason_for
from residents.disclosure.kept import words_of
from residents.models import Enterprise, Locator, Resident, SelfReport
from residents.queries.declaration import declaration
from residents.queries.reports import report_for
from residents.rules import VIEWERS
from residents.vault import sealing
from residents.vault.indexing import NUMBER, digest
from residents.vault.keyring import keyring
from residents.vault.records import Record, fresh

PERSON_KEYS = (
    "name", "id_type", "id_number_enc", "sex", "birth_date", "phone", "residence_address", "building_name", "unit_no", "floor_no",
    "door_no", "occupancy_kind", "move_in_date", "employer", "emergency_name", "emergency_phone", "need_tags",
)  # fmt: skip
"""What a resident may tell at the portal; all else is asked by a worker."""
FIRM_KEYS = ("name", "uscc", "kind", "address", "industry", "staff_count", "charge_name", "charge_phone")
NEEDED = {"person": ("name", "phone", "residence_address"), "firm": ("name", "address")}
LONGEST = {"name": 200, "address": 300, "industry": 100, "charge_name": 50}
SOURCE = "自主申报"
MOST_STAFF = 1_000_000


@transaction.atomic
def send_report(*, kind: str, code: str, values: Mapping[str, str], notice: str, at: datetime) -> tuple[SelfReport, str]:
    """Keep a declaration, sealed, for the workers of a community; returns it with the receipt, which is told once.

    Refuses (Invalid) without the notice having been read, an unknown community, wrong or missing values, by field.
    Records report.sent, without a value.
    """
    if kind not in SelfReport.Kind.values or not notice:
        raise Invalid(fields={"notice": [_("请先阅读并同意告知书。")]})
    if len(code) != 12 or not Division.objects.filter(code=code).exists():  # noqa: PLR2004 - a community's code
        raise Invalid(fields={"code": [_("请选择所在社区。")]})
    kept = checked_person(values, code=code, at=at) if kind == "person" else checked_firm(values)
    missing = {key: [_("请填写此项。")] for key in NEEDED[kind] if not kept.get(key)}
    if missing:
        raise Invalid(fields=missing)
    pk, receipt = uuid4(), secrets.token_hex(5).upper()
    key, wrapped = fresh(keyring().current, pk)
    sealed = sealing.seal(key.key, key.algorithm, orjson.dumps(kept), sealing.bound(pk, "note"))
    report = SelfReport.objects.create(
        pk=pk,
        kind=kind,
        code=code,
        wrapped_key=wrapped,
        sealed=sealed,
        receipt_hash=receipt_hash(receipt),
        notice_version=notice,
        sent_at=at,
    )
    record(
        actor=PUBLIC, verb="report.sent", kind="self_report", object_id=str(pk), code=code, at=at,
        detail={"kind": kind, "fields": sorted(kept), "notice": notice},
    )  # fmt: skip
    return report, receipt


def receipt_hash(receipt: str) -> bytes:
    """What is kept of a receipt."""
    return hashlib.sha256(b"receipt " + receipt.strip().upper().encode()).digest()


def checked_person(values: Mapping[str, str], *, code: str, at: datetime) -> dict[str, str]:
    """A resident's words as they would be kept; sensitive ones need the tick of their own that the form has."""
    given = {key: values[key].strip() for key in PERSON_KEYS if values.get(key, "").strip()}
    if given.get("need_tags") and values.get("consent_sensitive") != "1":
        raise Invalid(fields={"need_tags": [_("填写服务需求须单独同意。")]})
    kept = {key: text for key, text in checked_values(declaration(code=code), given, at=at, basis="1").items() if text}
    if under_14(kept.get("birth_date", ""), timezone.localdate(at)):
        if values.get("guardian") != "1":
            raise Invalid(fields={"guardian": [_("未满14周岁须由监护人申报并同意。")]})
        kept["guardian_consent"] = "1"
    return kept


def checked_firm(values: Mapping[str, str]) -> dict[str, str]:
    """A firm's words as they would be kept."""
    kept = {key: values[key].strip() for key in FIRM_KEYS if values.get(key, "").strip()}
    wrong: dict[str, list[str]] = {key: [_("文字过长。")] for key, most in LONGEST.items() if len(kept.get(key, "")) > most}
    if "uscc" in kept:
        kept["uscc"] = numbers.written(kept["uscc"])
        if numbers.uscc_problem(kept["uscc"]):
            wrong["uscc"] = [_("统一社会信用代码有误，请核对。")]
    if kept.get("kind", "firm") not in Enterprise.Kind.values:
        wrong["kind"] = [_("请选择类别。")]
    staff = kept.get("staff_count", "0")
    if not (staff.isascii() and staff.isdigit() and int(staff) < MOST_STAFF):
        wrong["staff_count"] = [_("请填写人数。")]
    if kept.get("charge_phone") and (problem := phone_problem(kept["charge_phone"])):
        wrong["charge_phone"] = [reason_for(problem)]
    if wrong:
        raise Invalid(fields=wrong)
    return kept


@transaction.atomic
def settle_report(
    *, actor: Actor, report_id: UUID, accepted: bool, at: datetime, reason: str = "", grid: str = "", kept: Kept | None = None
) -> SelfReport:
    """A worker has checked a declaration: it enters the register with its own source, or is refused with a reason.

    A person whose number is registered is brought up to date by the rule of sources; what a stronger source holds otherwise
    becomes a doubt. A firm the same by its code. NotFound for a foreign one, Conflict for a settled one. The sealed words are
    destroyed either way. What a phone `kept` comes once however often it is sent. Records report.accepted or report.refused and
    what follows.
    """
    actor, when = judged(kept, actor=actor, at=at)
    report = report_for(actor=actor, report_id=report_id)
    report = SelfReport.objects.select_for_update().get(pk=report.pk)
    if kept and (report.told_as, report.settled_by) == (kept.id, actor.user_id):
        return report
    if report.state != SelfReport.State.SENT:
        raise Conflict(_("该申报已核对。"))
    if not accepted and not reason.strip():
        raise Invalid(fields={"reason": [_("不采纳须说明理由。")]})
    place = report.code
    if accepted:
        place = place_for(actor, report, grid)
        words = words_of(report)
        if report.kind == SelfReport.Kind.PERSON:
            report.resident = take_person(actor, words, place, at)
        else:
            report.enterprise = take_firm(words, place, at)
    report.state = SelfReport.State.ACCEPTED if accepted else SelfReport.State.REFUSED
    report.reason, report.settled_at, report.settled_by = reason.strip()[:200], max(when, report.sent_at), actor.user_id
    report.told_as = kept.id if kept else None
    report.wrapped_key = report.sealed = None
    report.save()
    record(actor=actor, verb=f"report.{report.state}", kind="self_report", object_id=str(report.pk), code=place, at=at)
    return report


def place_for(actor: Actor, report: SelfReport, grid: str) -> str:
    """Where somebody is taken in: the grid that is named, else the worker's own, else the community; NotFound outside the actor's area."""
    own = [code for code in actor.scopes(VIEWERS) if code.startswith(report.code)]
    place = grid or (own[0] if own else report.code)
    if not place.startswith(report.code) or not policy.allowed(actor, "report.settle", place):
        raise NotFound
    return place


def take_person(actor: Actor, words: dict[str, str], code: str, at: datetime) -> Resident:
    """A person's words: somebody known by the number is brought up to date, anybody else is registered."""
    where = origin(kind=BY_SELF, source=SOURCE, collector=actor.user_id, at=at)
    number = words.get("id_number_enc")
    digests = [digest(key, NUMBER, number) for key in keyring().keys] if number else []
    known = Locator.objects.filter(number__in=digests).first()
    if known is None:
        return enter(actor=actor, resident_id=uuid4(), code=code, kept=words, where=where, at=at, basis=CONSENT)
    resident = locked(actor=actor, resident_id=known.pk)
    declared = declaration(code=resident.code)
    row, records = open_records(resident.pk)
    changed = []
    for key, value in words.items():
        one = declared.by_key[key]
        if one.sealed_as in CLASSES and settle(
            resident, records.setdefault(one.sealed_as, Record()), one.number_text, value, where, declared, at
        ):
            changed.append(key)
    if changed:
        reseal(resident=resident, row=row, records=records, declared=declared, changed=changed)
        resident.version += 1
        resident.save(update_fields=["version"])
    return resident


def take_firm(words: dict[str, str], code: str, at: datetime) -> Enterprise:
    """A firm's words: one known by its code gets what it had not, and doubts where they differ; anything else is new."""
    name, phone = words.pop("charge_name", ""), words.pop("charge_phone", "")
    people = {"charge": (name, phone)} if name else {}
    known = Enterprise.objects.select_for_update().filter(uscc=words["uscc"]).first() if words.get("uscc") else None
    values: dict[str, object] = dict(words)
    if "staff_count" in values:
        values["staff_count"] = int(words["staff_count"])
    if known is None:
        known = Enterprise.objects.create(code=code, provenance=stamped(values, SOURCE, at), **values)
        put_in_charge(known, people, source=SOURCE, at=at)
    else:
        take_in(known, values, people, source=SOURCE, at=at)
    return known
