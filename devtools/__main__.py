"""./dev: the verbs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from devtools import cluster, django, lanes, lock, pythons
from devtools.place import Place, this_checkout
from devtools.say import Stop, step

RUN = frozenset[str]()
TEST = frozenset({"dev", "browser"})


def set_up(place: Place, groups: frozenset[str]) -> None:
    with lock.alone(place.var / "setup.lock"):
        pythons.ensure_environment(place, groups)


def live_environment(place: Place) -> dict[str, str]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        pg = cluster.run_cluster(place)
        with lock.alone(place.var / "setup.lock"):
            pg.ensure()
            pg.ensure_database("wangge")
        url = pg.url("wangge")
    return django.environment(place, database_url=url, files=place.var)


def manage(place: Place, words: list[str]) -> int:
    set_up(place, RUN)
    return subprocess.run([place.python, "manage.py", *words], env=live_environment(place), check=False).returncode


def test(place: Place, words: list[str]) -> int:
    set_up(place, TEST)
    with lanes.lane(place) as env:
        call = [str(place.python), "-m", "pytest", *[word for word in words if word != "--"]]
        return subprocess.run(call, env=env, stdin=subprocess.DEVNULL, check=False).returncode


VERBS: dict[str, Callable[[Place, list[str]], int]] = {"manage": manage, "test": test}


def main(words: list[str]) -> int:
    verb, rest = (words[0], words[1:]) if words else ("help", [])
    if verb not in VERBS:
        print(f"usage: ./dev {{{','.join(VERBS)}}}", file=sys.stderr)
        return 2
    try:
        return VERBS[verb](this_checkout(), rest)
    except Stop as reason:
        step(str(reason))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
