"""./dev bench and ./dev drill: programs of bench/ and drills/, one at a time, on a cluster of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from devtools import cluster, django, lock
from devtools.place import Place
from devtools.readiness import set_up
from devtools.say import stop


def bench(place: Place, words: list[str]) -> int:
    return program(place, "bench", "bench", words)


def drill(place: Place, words: list[str]) -> int:
    known = sorted(path.stem for path in (place.root / "drills").glob("[a-z]*.py") if "__main__" in path.read_text())
    if not words or words[0] not in known:
        stop(f"./dev drill NAME, where NAME is one of: {', '.join(known) or '(there is none)'}")
    return program(place, f"drills.{words[0]}", "drill", words[1:])


def program(place: Place, module: str, database: str, words: list[str]) -> int:
    """Run the module on the cluster of the drills, which keeps every promise of durability; its database stays for the next time."""
    set_up(place, tests=True)
    held = lock.take(place.var / "drill.lock", wait=False)
    if held is None:
        stop("a drill or a measurement runs already in this checkout: two at once would measure each other")
    pg = cluster.drill_cluster(place)
    files = place.var / "drill-files"
    for name in ("media", "static"):
        Path(files, name).mkdir(parents=True, exist_ok=True)
    with held:
        try:
            pg.ensure()
            pg.ensure_database(database)
            env = django.sealed_environment(place, database_url=pg.url(database), files=files)
            said = files / "server.log"
            said.unlink(missing_ok=True)
            call = [place.python, "-m", module, *words]
            code = subprocess.run(call, cwd=place.root, env=env, stdin=subprocess.DEVNULL, check=False).returncode
            if code and said.exists():
                print(f"the last words of {said}:", *said.read_text(errors="replace").splitlines()[-40:], sep="\n", flush=True)
            return code
        finally:
            pg.stop()
