"""An import that is killed: the command is ended with SIGKILL at random moments and started again until it is done.

    ./dev drill import_people [--people 60000] [--kills 10]

Two processes check and two connections write. The register afterwards is compared with the file: every number once, every
person openable, nothing else. Prints `kills=N people=N difference=N`; anything but 0 is a failure, and so is a file that was in before
all the kills.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import django

CODE = "449801001"


def main() -> int:
    """Run the drill; 0 when nothing differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args()
    django.setup()
    from bench.registry import empty
    from bench.registry_people import write_people

    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    empty()
    path = write_people(Path(os.environ["WANGGE_VAR"]) / "drill-people.csv", first=0, count=asked.people)
    dice, kills, begin = random.Random(asked.seed), 0, time.monotonic()  # noqa: S311
    span = 4.0
    while True:
        command = subprocess.Popen(
            [sys.executable, "manage.py", "import_residents", str(path), "--code", CODE, "--processes", "2"], stdout=subprocess.DEVNULL
        )
        try:
            code = command.wait(timeout=dice.uniform(1.5, span) if kills < asked.kills else None)
        except subprocess.TimeoutExpired:
            command.send_signal(signal.SIGKILL)
            command.wait()
            kills, span = kills + 1, span + 1.0
            continue
        if code:
            return code
        break
    difference = compared(asked.people)
    print(f"kills={kills} people={asked.people} difference={difference} seconds={time.monotonic() - begin:.0f}")
    return 1 if difference or kills < asked.kills else 0


def compared(people: int) -> int:
    """How many of the file's people are missing, doubled or do not open, and how many are there that should not be."""
    from bench.registry_people import number
    from residents.models import Locator, Residence, Resident, Sealed, StagedRow
    from residents.vault.indexing import NUMBER, digest
    from residents.vault.keyring import keyring
    from residents.vault.records import opened

    ring = keyring()
    wanted = {digest(ring.current, NUMBER, number(n)) for n in range(people)}
    found = [bytes(one or b"") for one in Locator.objects.values_list("number", flat=True)]
    broken = sum(
        not opened(ring, row.pk, row.wrapped_key).record("identity", row.identity).values
        for row in Sealed.objects.all().iterator()
        if row.wrapped_key is not None
    )
    counts = {Resident.objects.count(), Residence.objects.count(), Sealed.objects.count(), len(found)}
    return len(wanted ^ set(found)) + len(found) - len(set(found)) + broken + (counts != {people}) + StagedRow.objects.count()


if __name__ == "__main__":
    sys.exit(main())
