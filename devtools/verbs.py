"""What each word of the command line does: one call."""

from __future__ import annotations

import argparse
import subprocess

from devtools import checking, detached, django, drilling, ending, live, running
from devtools.place import Place
from devtools.readiness import set_up


def run(place: Place, asked: argparse.Namespace) -> int:
    if asked.detach:
        return detached.run_detached(place, host=asked.host, port=asked.port)
    return running.run(place, host=asked.host, port=asked.port)


def test(place: Place, asked: argparse.Namespace) -> int:
    return checking.test(place, fail_fast=asked.fail_fast, pytest=asked.rest)


def shell(place: Place, _: argparse.Namespace) -> int:
    return manage(place, ["shell"])


def stop(place: Place, _: argparse.Namespace) -> int:
    return ending.stop_all(place)


def reset(place: Place, asked: argparse.Namespace) -> int:
    return ending.reset(place, sure=asked.yes)


def manage(place: Place, words: list[str]) -> int:
    """A management command on the live database, which stays served afterwards."""
    set_up(place, tests=False)
    live.serve_database(place)
    env = live.environment(place) | django.ALONE
    return subprocess.run([place.python, "manage.py", *words], cwd=place.root, env=env, check=False).returncode


def bench(place: Place, words: list[str]) -> int:
    return drilling.bench(place, words)


def drill(place: Place, words: list[str]) -> int:
    return drilling.drill(place, words)
