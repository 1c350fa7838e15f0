"""Loads the demonstration's register (装入演示人房): by the same doors as real data: imports, declarations, captains, doubts."""

import csv
import tempfile
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from governance.access.actor import SYSTEM_ACTOR, person_of
from governance.ledger.models import Entry
from governance.ledger.record import record
from grids.models import Division, Dwelling
from residents.actions.accounts import note_agreement, note_assessment
from residents.actions.captains import appoint_captain, captain_reports
from residents.actions.demo_firms import FIRMS, load_firms
from residents.actions.homes import note_home
from residents.actions.imports.applying import apply_run
from residents.actions.imports.checking import Source, check_file
from residents.actions.own import ask_erasure, challenge_own
from residents.actions.selfreports import send_report
from residents.actions.tasks import ask_worker
from residents.demo.people import Home, people_in
from residents.models import Doubt, Resident
from residents.queries.notice import CURRENT

LOADED = "demo.people_loaded"
HOMES = 420
AGO = timedelta(days=40)
COLUMNS = (
    "name", "id_number_enc", "phone", "residence_address", "grid_code", "building_code", "unit_no", "floor_no", "door_no", "household_no",
    "relation_to_householder", "occupancy_kind", "employer", "need_tags", "living_alone",
)  # fmt: skip


def load_demo_people(*, street: str, seed: int, at: datetime) -> int:
    """Have people, firms and what goes with them in the first grids of a street; loaded once. Returns how many people were added.

    Everything is invented and enters by the same actions as real data. Records what they record, and demo.people_loaded.
    """
    if Entry.objects.filter(kind="demo", verb=LOADED).exists():
        return 0
    homes = homes_of(street)
    if not homes:
        return 0
    began = at - AGO
    people = list(people_in(homes, seed=seed, today=timezone.localdate(at)))
    added = imported(people, street, Source("社区入户登记", "2"), began)
    others = [one | {"phone": f"188{n:08d}"} for n, one in enumerate(people[:90:15])]
    again = [one | {"id_number_enc": "", "household_no": "", "need_tags": ""} for one in people[5:60:18]]
    added += imported([*others, *again], street, Source("社区旧台账", "4"), began + timedelta(days=20))
    extras(street, homes, at)
    with transaction.atomic():
        record(actor=SYSTEM_ACTOR, verb=LOADED, kind="demo", object_id=str(seed), code=street, at=at, detail={"people": added})
    return added


def homes_of(street: str) -> list[Home]:
    """The homes of the street's first buildings that have any."""
    rows = (
        Dwelling.objects.filter(building__grid_code__startswith=street)
        .select_related("building")
        .defer("building__footprint")
        .order_by("building__grid_code", "building__code", "stairwell", "floor", "room")[:HOMES]
    )
    return [
        Home(one.building.code, one.building.grid_code, one.building.address or str(one.building), one.stairwell, one.floor, one.room)
        for one in rows
    ]


def imported(people: Iterable[dict[str, str]], street: str, source: Source, at: datetime) -> int:
    """Write a file, check it, apply it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(COLUMNS)
            out.writerows([one.get(key, "") for key in COLUMNS] for one in people)
        run = check_file(actor=SYSTEM_ACTOR, path=path, code=street, source=source, at=at, processes=1)
        return apply_run(actor=SYSTEM_ACTOR, run_id=run.pk, at=at).added


def extras(street: str, homes: list[Home], at: datetime) -> None:
    """Firms with checks and licences, a captain who reports, declarations, a doubt with a worker, an assessment, an agreement."""
    community = homes[0].grid_code[:12]
    doors = list(Dwelling.objects.filter(building__code=homes[0].building_code).order_by("floor", "room"))
    load_firms(FIRMS, grid=homes[0].grid_code, building=doors[0].building_id, at=at)
    _link, token = appoint_captain(actor=SYSTEM_ACTOR, building_id=doors[0].building_id, at=at - timedelta(days=9))
    for number, (kind, people, note) in enumerate(
        (("moved_in", 2, "昨天搬来一家两口"), ("empty", None, ""), ("help", None, "老人腿脚不便"))
    ):
        captain_reports(token=token, dwelling_id=doors[number * 3].pk, kind=kind, people=people, note=note, at=at - timedelta(days=2))
    note_home(actor=SYSTEM_ACTOR, dwelling_id=doors[-1].pk, source="网格员走访", rented=False, empty=True, at=at)
    if Division.objects.filter(code=community).exists():
        told = {
            "name": "沈月明",
            "phone": "19700000001",
            "residence_address": homes[0].address,
            "need_tags": "孕产妇",
            "consent_sensitive": "1",
        }
        send_report(kind="person", code=community, values=told, notice=CURRENT, at=at - timedelta(hours=5))
        firm = {"name": "月明花店", "kind": "shop", "address": homes[0].address, "staff_count": "2"}
        send_report(kind="firm", code=community, values=firm, notice=CURRENT, at=at - timedelta(hours=3))
    doubt = Doubt.objects.filter(state="raised", resident__code__startswith=street).order_by("pk").first()
    if doubt is not None:
        ask_worker(actor=SYSTEM_ACTOR, doubt_id=doubt.pk, at=at - timedelta(days=1))
    asked_by_themselves(street, at)
    accounts(street, at)


def asked_by_themselves(street: str, at: datetime) -> None:
    """One person asks for a correction and another to be deleted, as by their phones."""
    first = Resident.objects.filter(code__startswith=street, erased_at__isnull=True, merged_into__isnull=True).order_by("code", "pk")[:2]
    for number, person in enumerate(first):
        actor, before = person_of(people=[person.pk]), at - timedelta(hours=20 + 9 * number)
        if number:
            ask_erasure(actor=actor, resident_id=person.pk, phone=sha256(b"demo").digest(), at=before)
        else:
            challenge_own(actor=actor, resident_id=person.pk, field="employer", value="某社区幼儿园", at=before)


def accounts(street: str, at: datetime) -> None:
    """One assessment and the agreement that stands on it."""
    words = {
        "title": "独居老人走访名单影响评估", "lawful": "依据老年人权益保障职责，仅用于安排走访。",
        "effect": "涉及健康状况，误用可能造成歧视。",
        "measures": "加密保存、遮盖显示、逐次留痕、三年后删除。", "decision": "风险可控，同意实施。",
    }  # fmt: skip
    one = note_assessment(actor=SYSTEM_ACTOR, code=street, kind="sensitive", values=words, at=at)
    agreed = {
        "giver": "坪山街道办事处", "taker": "街道社区卫生服务中心", "purpose": "家庭医生签约随访", "basis": "个人信息保护法第二十三条",
        "items": "姓名、电话、住址（须单独同意）", "way": "每季度一次，加密文件", "contact": "街道数据专员",
    }  # fmt: skip
    day: date = timezone.localdate(at)
    note_agreement(
        actor=SYSTEM_ACTOR, code=street, values=agreed, starts_on=day, ends_on=day + timedelta(days=365), assessment_id=one.pk, at=at
    )
