"""./dev drill outbox: phones in a real Chromium file reports through a network, tabs, a server and a database that all die.

Counts what the workers were promised against what the server has: lost, doubled, stuck without a reason. A report whose tab
was killed before it said 已保存 was not promised (`tab_died_first`); it may be there or not, but never twice. A control without the
idempotency key follows and must go red. `--reports 50` is for every test run.
"""

import argparse
import base64
import os
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Browser, sync_playwright

from drills import scene
from drills.browser import launched
from drills.phones import Phone, jpeg, kill_a_tab, worker_session
from drills.proxy import CALM, STORM, Proxy
from drills.server import Server

PHONES = 4
BY_HAND = 10  # every so many reports go through the form, the others straight into the outbox
NUDGE_SECONDS = 0.7


@dataclass
class Run:
    """One run over a storm."""

    reports: int
    kills: int
    photos: int
    browser: Browser
    server: Server
    proxy: Proxy
    storm: tuple[str, ...] = STORM
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    phones: int = PHONES
    promised: set[str] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)
    killer: threading.Thread | None = None

    def go(self, limit: float) -> list[Phone]:
        """File everything, then let the storm calm and the outboxes empty."""
        address = f"http://localhost:{self.proxy.port}"
        phones = [Phone(self.browser, address, worker_session(n)) for n in range(self.phones)]
        picture = jpeg()
        given = base64.b64encode(picture).decode()
        self.proxy.faults, self.proxy.rate = self.storm, 0.35
        kills = {self.reports * (n + 1) // (2 * self.kills + 1): n for n in range(2 * self.kills)}
        for n in range(self.reports):
            self.one(phones[n % self.phones], n, given, picture)
            if n in kills:
                self.kill(kills[n])
        self.revived()
        self.calm(phones, limit)
        return phones

    def one(self, phone: Phone, n: int, given: str, picture: bytes) -> None:
        """One report; now and then the tab dies, before or after."""
        mark = f"drill-{n}"
        if self.photos and n % BY_HAND == BY_HAND - 1:
            kept = phone.file_by_hand(mark, picture)
            self.killed["by_hand"] += kept
        else:
            kept = phone.file([mark, scene.BODY["category"], self.photos, given])
        if kept:
            self.promised.add(mark)
        if self.kills and self.chance.random() < 0.1:
            kill_a_tab(self.browser, phone, self.chance)
            self.killed["tabs"] += 1
        if n % 5 == 0:
            phone.nudge()

    def kill(self, turn: int) -> None:
        """-9 to the database and the server in turns; reports go on being filed while it is away."""
        self.revived()
        name, deed = ("servers", self.server.kill_and_restart) if turn % 2 else ("databases", scene.kill_database)
        self.killed[name] += 1
        self.killer = threading.Thread(target=deed)
        self.killer.start()

    def revived(self) -> None:
        """Wait until what was killed last is there again."""
        if self.killer is not None:
            self.killer.join()

    def calm(self, phones: list[Phone], limit: float) -> None:
        """Half the time still stormy, then calm, until nothing waits."""
        begin = time.monotonic()
        while time.monotonic() - begin < limit:
            if time.monotonic() - begin > limit / 6:
                self.proxy.faults = CALM
            for phone in phones:
                phone.nudge()
            phones[0].page.wait_for_timeout(NUDGE_SECONDS * 1000)
            waiting = [phone.left() for phone in phones]
            if all(left is not None and not any(one["state"] == "waiting" for one in left) for left in waiting):
                return


def measure(*, run: Run, limit: float) -> dict[str, object]:
    """The figures of one run."""
    scene.empty()
    begin = time.monotonic()
    phones = run.go(limit)
    left = [item for phone in phones for item in phone.left() or []]
    for phone in phones:
        phone.context.close()
    found = scene.count_marks()
    return {
        "reports": run.reports, "promised": len(run.promised), "tab_died_first": run.reports - len(run.promised),
        "by_hand": run.killed["by_hand"], "lost": sum(1 for mark in run.promised if mark not in found),
        "doubled": sum(count - 1 for count in found.values()), "stuck": sum(1 for item in left if item["state"] != "waiting"),
        "waiting": sum(1 for item in left if item["state"] == "waiting"),
        "without_reason": sum(1 for item in left if not (item["why"] or item["said"])),
        "photos_short": scene.cases_short_of(run.photos) if run.photos else 0,
        "chain_breaks": scene.chain_breaks(), "phones": run.phones, "tabs_killed": run.killed["tabs"],
        "servers_killed": run.killed["servers"], "databases_killed": run.killed["databases"],
        "unanswered": run.proxy.unanswered, "faults": sum(run.proxy.done.values()), "seconds": round(time.monotonic() - begin),
    }  # fmt: skip


def is_whole(figures: dict[str, object]) -> bool:
    """Nothing lost, doubled or left, and every photo with its case."""
    return bool(figures["by_hand"]) and not any(
        figures[name] for name in ("lost", "doubled", "stuck", "waiting", "without_reason", "photos_short", "chain_breaks")
    )


def main() -> int:
    """Run it and the control; 0 when the first is whole and the control is not."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--reports", type=int, default=200)
    reports = words.parse_args().reports
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright leaves a loop running in this thread
    scene.set_up()
    kills, limit = (1, 60.0) if reports <= 50 else (3, 240.0)
    with sync_playwright() as playwright, Server() as server:
        browser = launched(playwright)
        with Proxy(server.port) as proxy:
            figures = measure(run=Run(reports, kills, 1, browser, server, proxy), limit=limit)
        print("outbox ", " ".join(f"{name}={value}" for name, value in figures.items()), flush=True)
        # only answers are lost: that is what the key is for, and among 24 reports some are sure to lose theirs
        with Proxy(server.port, rename=True) as proxy:
            control = measure(run=Run(24, 0, 0, browser, server, proxy, ("drop_after",), phones=2), limit=20.0)
        browser.close()
    print("control", " ".join(f"{name}={value}" for name, value in control.items()), "(the key is off: it must double)", flush=True)
    good = is_whole(figures) and bool(control["doubled"])
    print("drill outbox:", "whole, and red without the key" if good else "FAILED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
