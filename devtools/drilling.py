"""./dev bench and ./dev drill: programs of bench/ and drills/, each on a database of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from devtools import cluster, django
from devtools.place import Place
from devtools.readiness import set_up
from devtools.say import stop


def bench(place: Place, words: list[str]) -> int:
    return program(place, "bench", words)


def drill(place: Place, words: list[str]) -> int:
    known = sorted(path.stem for path in (place.root / "drills").glob("[a-z]*.py"))
    if not words or words[0] not in known:
        stop(f"./dev drill NAME, where NAME is one of: {', '.join(known) or '(there is none yet)'}")
    return program(place, f"drills.{words[0]}", words[1:])


def program(place: Place, module: str, words: list[str]) -> int:
    """Run the module with the project's environment on the cluster of the drills, which keeps every promise of durability."""
    set_up(place, tests=True)
    pg = cluster.drill_cluster(place)
    files = place.var / "drill-files"
    Path(files, "media").mkdir(parents=True, exist_ok=True)
    try:
        pg.ensure()
        pg.ensure_database("drill")
        env = django.sealed_environment(place, database_url=pg.url("drill"), files=files)
        return subprocess.run([place.python, "-m", module, *words], cwd=place.root, env=env, check=False).returncode
    finally:
        pg.stop()
