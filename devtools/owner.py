"""As whom PostgreSQL runs: it refuses root."""

from __future__ import annotations

import functools
import os
import pwd
import subprocess
from pathlib import Path

from devtools.say import stop

# A user namespace in which root's files look like an ordinary user's: PostgreSQL is content, no file changes its
# owner, and it works below directories that only root may enter.
NAMESPACE = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
SERVICE_USER = "postgres"


def as_owner_of(directory: Path) -> list[str]:
    """The prefix under which a server may use `directory`: always as the owner of its files."""
    me, owner = os.geteuid(), directory.stat().st_uid
    if me == owner:
        return NAMESPACE if me == 0 else []
    if me == 0:
        user = pwd.getpwuid(owner)
        return ["setpriv", f"--reuid={owner}", f"--regid={user.pw_gid}", "--init-groups"]
    return stop(f"{directory} belongs to {pwd.getpwuid(owner).pw_name}: run as that user, or ./dev reset as that user")


def can_write(prefix: list[str], directory: Path) -> bool:
    done = subprocess.run([*prefix, "test", "-w", str(directory)], capture_output=True, check=False)
    return done.returncode == 0


@functools.cache
def service_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return None


def make_home(wanted: Path, elsewhere: Path) -> Path:
    """Make the directory of a cluster and say where: `wanted`, or, for root where namespaces are forbidden, `elsewhere`.

    The second is owned by the user postgres and lies on a path that everybody may enter; a link at `wanted` remembers it.
    """
    if wanted.exists():
        return wanted.resolve()
    wanted.mkdir(parents=True, mode=0o700)
    if os.geteuid() != 0 or can_write(NAMESPACE, wanted):
        return wanted.resolve()
    user = service_user() or stop("root may not run PostgreSQL here and there is no user postgres: apt-get install postgresql-postgis")
    elsewhere.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chown(elsewhere, user.pw_uid, user.pw_gid)
    wanted.rmdir()
    wanted.symlink_to(elsewhere)
    return elsewhere
