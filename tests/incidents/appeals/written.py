"""Files of appeals, written for a test and imported by the command."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from incidents.models import Incident

AT = datetime(2026, 11, 18, 4, tzinfo=UTC)
PLAIN = {
    "REC_ID": "1",
    "CREATE_TIME": "2018-02-08 15:34:40",
    "SUB_TYPE_ID": "662",
    "SUB_TYPE_NAME": "侵占绿地",
    "MAIN_TYPE_ID": "186",
    "MAIN_TYPE_NAME": "市政设施",
    "EVENT_SRC_NAME": "12345",
    "EVENT_PROPERTY_NAME": "投诉",
    "STREET_NAME": "东街道",
    "COMMUNITY_NAME": "老坑社区",
    "DISPOSE_UNIT_NAME": "城市管理局",
    "DISPOSE_UNIT_ID": "1583",
    "INTIME_ARCHIVE_NUM": "1",
    "OVERTIME_ARCHIVE_NUM": "0",
    "DISTRICT_NAME": "某区",
    "OCCUR_PLACE": "-",
}


def row(**changes: str) -> dict[str, str]:
    return PLAIN | changes


def written(path: Path, rows: list[dict[str, str]], *, encoding: str = "utf-8", columns: list[str] | None = None) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns or list(PLAIN))
        writer.writeheader()
        writer.writerows(rows)
    return path


def ran(path: Path, district: str, *words: str) -> dict[str, Any]:
    out, err = StringIO(), StringIO()
    call_command("import_appeals", str(path), "--district", district, "--json", *words, stdout=out, stderr=err)
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert answer["rows"] == answer["imported"] + answer["unchanged"] + len(answer["refused"])
    assert "%" in err.getvalue(), "progress"
    return answer


def case(rec_id: str = "1") -> Incident:
    return Incident.objects.get(origin=f"appeals:440399:{rec_id}")


def lines(answer: dict[str, Any], kind: str) -> dict[int, str]:
    return {one["line"]: one["reason"] for one in answer[kind]}
