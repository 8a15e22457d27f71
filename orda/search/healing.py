"""An index that is damaged or gone is noticed, said, and made anew beside the old one, by a process of its own.

Two at once make it once: a lock on a file beside the index. What can't be healed (a full disk) is tried again later.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

log = logging.getLogger(__name__)
AGAIN = 300.0  # seconds after which it is tried again
_started: "subprocess.Popen[bytes] | None" = None


def heal(fault: Exception) -> None:
    """Notes that the index can't be read, and starts to make it anew unless that was begun already."""
    noted = _note()
    if noted.get("tried", 0.0) > time.time() - AGAIN:
        return
    log.error("the search index can't be read and is made anew: %s", fault)
    with suppress(OSError):
        _file("damaged").parent.mkdir(parents=True, exist_ok=True)
        since = noted.get("since", time.time())
        _file("damaged").write_text(
            json.dumps({"since": since, "tried": time.time(), "why": str(fault)[:300]})
        )
    start()


def start() -> None:
    """`orda index --all`, by a process that outlives this one. It comes second to one that is at work already."""
    global _started
    if _started is not None:
        _started.poll()
    _started = subprocess.Popen(
        [sys.executable, "-m", "orda.console", "index", "--all"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def healed() -> None:
    _file("damaged").unlink(missing_ok=True)


def damaged_since() -> float | None:
    """The moment (seconds of the epoch) since when the index is known not to be readable; None while it is."""
    noted = _note()
    return float(noted["since"]) if "since" in noted else None


def _note() -> dict[str, float]:
    try:
        found: dict[str, float] = json.loads(_file("damaged").read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError):
        return {}


@contextmanager
def alone() -> Iterator[bool]:
    """True for the one that may make the index anew; while it does, what changed in the catalogue waits."""
    with _locked(exclusively=True) as got:
        yield got


@contextmanager
def nobody_makes_it_anew() -> Iterator[bool]:
    """True while the index that stands may be written."""
    with _locked(exclusively=False) as got:
        yield got


@contextmanager
def _locked(*, exclusively: bool) -> Iterator[bool]:
    if fcntl is None:
        yield True
        return
    _file("anew").parent.mkdir(parents=True, exist_ok=True)
    file = os.open(_file("anew"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if exclusively else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            got = True
        except BlockingIOError:
            got = False
        yield got
    finally:
        os.close(file)


def _file(name: str) -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / name
