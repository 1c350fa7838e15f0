"""Only the writing rooms write."""

from pathlib import PurePosixPath

import pytest

from tests.house.walls.files import report, sources, text
from tests.house.walls.writes import may_write, writes

DOOR = PurePosixPath("incidents/api/desk.py")


def test_nobody_writes_but_actions_the_record_and_migrations() -> None:
    found = [finding for path in sources() for finding in writes(path, text(path))]
    assert not found, report(found)


@pytest.mark.parametrize(
    "planted",
    [
        "incident.save()",
        "incident.save(update_fields=['text'])",
        "incident.delete()",
        "Incident.objects.create(text='')",
        "incident.photos.create(text='')",
        "await incident.asave()",
        "Incident.objects.filter(pk=1).update(text='')",
        "Incident.objects.filter(pk=1).order_by('pk')[:3].delete()",
        "cases.update(text='')",
        "Incident._default_manager.all().delete()",
        "Incident.objects.bulk_create(rows)",
        "manager.get_or_create(pk=1)",
        "cursor.execute('DELETE FROM incidents_incident')",
        "cursor.execute(f'UPDATE {table} SET x = 1')",
        "cursor.execute('WITH old AS (SELECT 1) DELETE FROM a')",
        "cursor.copy('COPY a FROM STDIN')",
    ],
)
def test_a_planted_write_is_found(planted: str) -> None:
    source = f"async def view(request):\n    {planted}\n"
    assert [finding.line for finding in writes(DOOR, source)] == [2]


@pytest.mark.parametrize(
    "harmless",
    [
        "digest.update(b'bytes')",
        "seen.update({1: 2})",
        "image.save(out, format='JPEG')",
        "cache.delete('key')",
        "storage.delete(name)",
        "cursor.execute('SELECT updated FROM a')",
        "cursor.execute(sql)",
        "cursor.copy('COPY (SELECT 1) TO STDOUT')",
        "Incident.objects.filter(pk=1).exists()",
    ],
)
def test_a_call_that_only_sounds_like_a_write_is_not(harmless: str) -> None:
    assert writes(DOOR, harmless) == []


@pytest.mark.parametrize(
    "room", ["incidents/actions/photos.py", "grids/actions.py", "governance/ledger/record.py", "grids/migrations/0001_x.py"]
)
def test_the_writing_rooms_may(room: str) -> None:
    assert may_write(PurePosixPath(room))
    assert writes(PurePosixPath(room), "incident.save()") == []


@pytest.mark.parametrize("room", ["incidents/cards.py", "governance/ledger/verify.py", "incidents/management/commands/load_demo.py"])
def test_no_other_room_may(room: str) -> None:
    assert not may_write(PurePosixPath(room))
