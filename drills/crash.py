"""./dev drill crash: file reports while database and server are killed with -9; count lost and doubled ones.

`--short` is for every test run. A control without the idempotency key follows and must go red.
"""

import argparse
import json
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

from drills import scene
from drills.server import Server

CLIENTS = 6
LOST_ANSWERS = 0.05
GIVE_UP_SECONDS = 90.0


@dataclass
class Run:
    """One run: how many to send, with the client's key or with a fresh one for each try."""

    reports: int
    with_key: bool
    server: Server
    started: float = field(default_factory=time.monotonic)
    acknowledged: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def client(self, number: int) -> None:
        """Send this client's share, each until it is acknowledged."""
        chance = random.Random(number)  # noqa: S311  (which answers get lost, not a secret)
        for n in range(number, self.reports, CLIENTS):
            self.send(f"drill-{n}", chance)

    def send(self, mark: str, chance: random.Random) -> None:
        """One report, tried again until the answer names its id."""
        report_id, first, begin = str(uuid4()), True, time.monotonic()
        while time.monotonic() - self.started < GIVE_UP_SECONDS:
            tried = report_id if self.with_key else str(uuid4())
            drop = first and chance.random() < LOST_ANSWERS
            first = False
            answer = scene.put_report(self.server.port, tried, mark, drop_answer=drop)
            if answer is not None and json.loads(answer).get("id") == tried:
                with self.lock:
                    self.acknowledged.add(mark)
                    self.waits.append(time.monotonic() - begin)
                return
            time.sleep(0.05 + chance.random() * 0.2)

    def go(self, kills: int) -> None:
        """Clients and the killer side by side."""
        threads = [threading.Thread(target=self.client, args=(n,)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for kill in range(kills * 2):
            while len(self.acknowledged) < self.reports * (kill + 1) // (kills * 2 + 1) and any(thread.is_alive() for thread in threads):
                time.sleep(0.02)
            if kill % 2:
                self.server.kill_and_restart()
            else:
                scene.kill_database()
        for thread in threads:
            thread.join()


def measure(*, reports: int, kills: int, with_key: bool) -> dict[str, float]:
    """The figures of one run."""
    scene.empty()
    with Server() as server:
        run = Run(reports, with_key, server)
        run.go(kills)
    found = scene.count_marks()
    recovery = sorted(run.waits)[int(len(run.waits) * 0.95)] if run.waits else float("nan")
    return {
        "sent": reports,
        "acknowledged": len(run.acknowledged),
        "lost": sum(1 for mark in run.acknowledged if mark not in found),
        "duplicates": sum(count - 1 for count in found.values()),
        "entries": scene.count_entries(),
        "chain_breaks": scene.chain_breaks(),
        "wait_p95_s": round(recovery, 2),
    }


def is_whole(figures: dict[str, float]) -> bool:
    """Nothing lost, nothing doubled, every case in the ledger once."""
    rows = figures["acknowledged"] + figures["duplicates"]
    clean = not (figures["lost"] or figures["duplicates"] or figures["chain_breaks"])
    return clean and figures["acknowledged"] == figures["sent"] and figures["entries"] == rows


def main() -> int:
    """Run it and the control; 0 when the first is whole and the control is not."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--short", action="store_true")
    short = words.parse_args().short
    scene.set_up()
    reports, kills = (150, 1) if short else (1000, 3)
    figures = measure(reports=reports, kills=kills, with_key=True)
    print("crash  ", " ".join(f"{name}={value}" for name, value in figures.items()), flush=True)
    control = measure(reports=reports, kills=kills, with_key=False)
    print("control", " ".join(f"{name}={value}" for name, value in control.items()), "(the key is off: it must double)", flush=True)
    good = is_whole(figures) and control["duplicates"] > 0
    print("drill crash:", "whole, and red without the key" if good else "FAILED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
