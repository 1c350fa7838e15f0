"""The project's own PostgreSQL: one directory, one socket, no network, nothing shared with another checkout."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from devtools import owner
from devtools.place import Place
from devtools.say import step, stop

ROLE = "wangge"
PORT = 5432  # the number in the socket's name; nothing listens on a network
ELSEWHERE = Path("/var/lib")

# For two cores that also run the server. Parallel plans are off: the other core has requests to answer, and a container
# gives /dev/shm 64 MB, which parallel workers overrun.
CONF = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = {port}
max_connections = 80
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
random_page_cost = 1.1
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
jit = off
idle_in_transaction_session_timeout = '120s'
timezone = 'UTC'
# Statements carry names and addresses of people: the log gets neither a statement nor the row in an error's detail.
log_min_error_statement = panic
log_min_duration_statement = -1
log_error_verbosity = terse
"""

# Only for the tests: after a power cut this data is thrown away, so nothing need reach the disk in time.
CARELESS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@dataclass(frozen=True)
class Cluster:
    """A private cluster in `home`/data, reached by a socket in `sockets`; `durable` is false for the tests alone.

    `elsewhere` is where `home` moves when root's server cannot work there (see owner.make_home).
    """

    home: Path
    elsewhere: Path
    sockets: Path
    durable: bool = True

    def url(self, database: str) -> str:
        return f"postgres://{ROLE}@/{database}?host={self.sockets}&port={PORT}"

    def environment(self, database: str) -> dict[str, str]:
        return {"PGHOST": str(self.sockets), "PGPORT": str(PORT), "PGUSER": ROLE, "PGDATABASE": database}

    @property
    def data(self) -> Path:
        """Its true path: the server's user may be unable to follow a link at `home`."""
        return self.home.resolve() / "data"

    @property
    def log(self) -> Path:
        return self.home.resolve() / "log"

    @property
    def socket(self) -> Path:
        return self.sockets / f".s.PGSQL.{PORT}"

    def pid(self) -> int | None:
        """The process that serves this data, or None; a number left behind by a dead server does not count."""
        found = written_pid(self.data)
        return found if found and serves(found, self.data) else None

    def ensure(self) -> bool:
        """Serve, from whatever state it was left in; True when this call started the server."""
        if self.pid() and self.socket.exists():
            return False
        if self.pid():
            step("the database runs but its socket is gone: starting it again")
            self.stop()
        home = owner.make_home(self.home, self.elsewhere)
        prefix = owner.as_owner_of(home)
        make_socket_directory(self.sockets, home)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(prefix)
        self._configure()
        forget_dead_server(self.data)
        self._start(prefix)
        return True

    def _initialise(self, prefix: list[str]) -> None:
        """Make the data beside its place and move it there whole: half a cluster, after a power cut, would never start."""
        step(f"making a database cluster in {self.home}")
        making = self.data.with_name("data.making")
        shutil.rmtree(making, ignore_errors=True)
        call = [*prefix, str(newest_folder() / "initdb"), "-D", str(making), "-U", ROLE, "-A", "trust", "-E", "UTF8"]
        call += ["--locale=C.UTF-8", "--data-checksums", *([] if self.durable else ["--no-sync"])]
        done = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/", check=False)
        if done.returncode:
            stop(f"initdb failed: {last_line(done.stderr)}")
        making.rename(self.data)

    def _folder(self) -> Path:
        """The programs of the version that made the data: no other can read it."""
        version = (self.data / "PG_VERSION").read_text().strip()
        for folder in server_folders():
            if folder.parent.name == version:
                return folder
        return stop(f"{self.home} was made by PostgreSQL {version}: sudo apt-get install postgresql-{version}-postgis-3, or ./dev reset")

    def _configure(self) -> None:
        """Write the settings anew at each start, so that they follow the code and not the day of initdb."""
        main, ours = self.data / "postgresql.conf", self.data / "wangge.conf"
        text = CONF.format(sockets=self.sockets, port=PORT) + ("" if self.durable else CARELESS)
        ours.write_text(text)
        include = "include = 'wangge.conf'"
        if include not in main.read_text():
            with main.open("a") as conf:
                conf.write(f"\n{include}\n")
        who = self.data.stat()
        if os.geteuid() == 0:
            os.chown(ours, who.st_uid, who.st_gid)

    def _start(self, prefix: list[str]) -> None:
        call = [*prefix, str(self._folder() / "pg_ctl"), "-D", str(self.data), "-w", "-t", "120", "-l", str(self.log), "start"]
        for wait in (0.5, 1.5, 3, 0):  # processes of a killed server let go of its memory after a moment
            done = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd="/", check=False)
            if done.returncode == 0:
                return
            time.sleep(wait)
        stop(f"PostgreSQL did not start: {last_line(self.log.read_text() if self.log.exists() else done.stderr)} (see {self.log})")

    def stop(self, *, how: signal.Signals = signal.SIGINT, seconds: float = 60) -> bool:
        """Stop serving (SIGINT: open sessions are cut, the data is written); True when there was something to stop."""
        pid = self.pid()
        if pid is None:
            return False
        os.kill(pid, how)
        until = time.monotonic() + seconds
        while serves(pid, self.data):
            if time.monotonic() > until:
                stop(f"PostgreSQL (process {pid}) does not stop")
            time.sleep(0.05)
        return True

    def psql(self, sql: str, *, database: str = "postgres") -> str:
        """Run one statement, return its bare output; a refusal stops the command."""
        call = [str(newest_folder() / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]
        env = {**os.environ, **self.environment(database)}
        done = subprocess.run(call, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            stop(f"the database refuses: {last_line(done.stderr)}")
        return done.stdout.strip()

    def ensure_database(self, name: str) -> None:
        """Have a database of this name, which is one of our own words."""
        if name not in self.psql("SELECT datname FROM pg_database").split():
            self.psql(f'CREATE DATABASE "{name}"')


def of_checkout(place: Place, name: str, *, durable: bool = True) -> Cluster:
    return Cluster(place.var / name, ELSEWHERE / f"{place.name}-{name}", place.sockets(name), durable)


def run_cluster(place: Place) -> Cluster:
    return of_checkout(place, "pg")


def test_cluster(place: Place) -> Cluster:
    return of_checkout(place, "test-pg", durable=False)


def drill_cluster(place: Place) -> Cluster:
    """For drills and measurements: as durable as the real one, and free to be killed."""
    return of_checkout(place, "drill-pg")


def newest_folder() -> Path:
    """The programs of the newest PostgreSQL here that has PostGIS."""
    found = server_folders()
    if not found:
        stop("PostgreSQL with PostGIS is missing: sudo apt-get install postgresql-postgis")
    return max(found, key=lambda path: int(path.parent.name))


def server_folders() -> list[Path]:
    """The bin folders of Debian's PostgreSQL versions that have PostGIS installed."""
    found = []
    for folder in Path("/usr/lib/postgresql").glob("[0-9]*/bin"):
        control = Path("/usr/share/postgresql") / folder.parent.name / "extension" / "postgis.control"
        if control.exists() and (folder / "initdb").exists():
            found.append(folder)
    return found


def written_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def serves(pid: int, data: Path) -> bool:
    """Whether `pid` is a living PostgreSQL on `data`; numbers are used again, so the number alone says nothing."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"postgres" in words[0] and any(Path(word.decode(errors="replace")) == data.resolve() for word in words[1:] if word)


def forget_dead_server(data: Path) -> None:
    """Remove a postmaster.pid whose number now belongs to some other program: PostgreSQL would refuse to start.

    A number that belongs to nobody is left to PostgreSQL, which also looks for living children of the dead server.
    """
    pid = written_pid(data)
    if pid and Path(f"/proc/{pid}").exists() and not serves(pid, data) and not children_alive(data):
        step(f"forgetting a server that died (process {pid} is another program now)")
        (data / "postmaster.pid").unlink()


def children_alive(data: Path) -> bool:
    """Whether any process works inside `data`: PostgreSQL's processes all stand in their data directory."""
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if entry.resolve(strict=True) == data.resolve():
                return True
        except OSError:
            continue
    return False


def make_socket_directory(path: Path, home: Path) -> None:
    """Make the directory of the socket, 0700 and owned by the server's user: who may enter it is the database's owner.

    /tmp is everybody's, so a directory (or link) that another user put there first is refused; root takes its place.
    """
    wanted = home.stat()
    with contextlib.suppress(FileNotFoundError):
        found = path.lstat()
        if os.geteuid() == 0 and stat.S_ISDIR(found.st_mode) and found.st_uid != wanted.st_uid:
            shutil.rmtree(path)
    path.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(path, wanted.st_uid, wanted.st_gid, follow_symlinks=False)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted.st_uid:
        stop(f"{path} belongs to somebody else: have it removed")
    path.chmod(0o700)


def last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "(it said nothing)"
