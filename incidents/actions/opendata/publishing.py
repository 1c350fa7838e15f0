"""Publishing (发布): everything is made beside, checked by its sums, and put in place by one rename. Nobody meets half a file."""

import csv
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
import shapely
from django.conf import settings
from django.db import transaction

from governance.access import policy
from governance.access.actor import Actor
from governance.ledger.record import record
from incidents.actions.opendata.writing import Shaped, write_set
from incidents.queries import opendata
from incidents.tables.opendata import COLUMNS, SETS, dictionary_rows

CURRENT = "current"
KEPT = 2
"""Editions that stay beside the current one: a reader in the middle of a file keeps it."""
SUMMED = ("csv", "geojson")
"""Forms whose bytes tell whether anything changed: a GeoPackage holds the moment of its making."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was made. `changed` is False when the data are those of before; then nothing was touched."""

    edition: str
    changed: bool
    rows: dict[str, int]


def publish_open_data(*, actor: Actor, at: datetime) -> Published | None:
    """Make the files of the day; None while another process is at it. Records opendata.published when something changed.

    The same data again change no file. A fault leaves what stood before.
    """
    policy.require(actor, "opendata.publish", None)
    root = Path(settings.OPEN_DATA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with alone(root) as free:
        if not free:
            return None
        making = root / f".making-{os.getpid()}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        try:
            return _published(actor, root, making, at)
        finally:
            shutil.rmtree(making, ignore_errors=True)


@contextmanager
def alone(root: Path) -> Iterator[bool]:
    """Whether this process is the only one that makes them; a dead process holds nothing."""
    with (root / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@transaction.atomic
def _published(actor: Actor, root: Path, making: Path, at: datetime) -> Published:
    rows = {name: _write(making, name, at) for name in SETS}
    edition = edition_of(making)
    current = root / CURRENT
    if current.is_symlink() and current.readlink().name.endswith(edition):
        return Published(current.readlink().name, changed=False, rows=rows)
    describe(making, rows, at)
    for file in making.iterdir():
        with file.open("rb") as done:
            os.fsync(done.fileno())
    name = f"{at:%Y%m%d}-{edition}"
    shutil.rmtree(root / name, ignore_errors=True)
    record(actor=actor, verb="opendata.published", kind="opendata", object_id=name, code="", at=at, detail={"rows": rows})
    making.rename(root / name)
    switch(root, name)
    return Published(name, changed=True, rows=rows)


def _write(folder: Path, name: str, at: datetime) -> int:
    columns = COLUMNS[name]
    if name == "closed-cases":
        cases = (Shaped(row, point(row.lon, row.lat)) for row in opendata.closed_cases(at=at))
        return write_set(folder=folder, name=name, columns=columns, rows=cases, geometry="Point")
    areas = opendata.division_rows() if name == "divisions" else opendata.grid_rows()
    return write_set(folder=folder, name=name, columns=columns, rows=(Shaped(row[:-1], row.wkb) for row in areas), geometry="MultiPolygon")


def point(lon: float | None, lat: float | None) -> bytes | None:
    """A point as WKB."""
    return None if lon is None or lat is None else bytes(shapely.to_wkb(shapely.Point(lon, lat)))


def edition_of(folder: Path) -> str:
    """What names this edition: the sum of its texts."""
    sums = hashlib.sha256()
    for name in SETS:
        for form in SUMMED:
            sums.update(digest(folder / f"{name}.{form}").encode())
    return sums.hexdigest()[:16]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(folder: Path, rows: dict[str, int], at: datetime) -> None:
    """Dictionary, licence, sums and manifest."""
    with (folder / "dictionary.csv").open("w", encoding="utf-8-sig", newline="") as table:
        writer = csv.writer(table, lineterminator="\r\n")
        writer.writerow(("dataset", "column", "type", "zh", "en"))
        writer.writerows(dictionary_rows())
    (folder / "LICENCE.txt").write_text(settings.OPEN_DATA_LICENCE + "\n", encoding="utf-8")
    files = {file.name: {"bytes": file.stat().st_size, "sha256": digest(file)} for file in sorted(folder.iterdir())}
    sums = "".join(f"{about['sha256']}  {name}\n" for name, about in files.items())
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    manifest = {"made_at": at.isoformat(), "licence": settings.OPEN_DATA_LICENCE, "rows": rows, "files": files}
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))


def switch(root: Path, name: str) -> None:
    """Let `current` mean this edition, by one rename, and drop editions that are long past."""
    fresh = root / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(root / CURRENT)
    editions = [one for one in root.iterdir() if one.is_dir() and not one.is_symlink() and not one.name.startswith(".")]
    for old in sorted(editions, key=lambda one: one.stat().st_mtime)[: -1 - KEPT]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
