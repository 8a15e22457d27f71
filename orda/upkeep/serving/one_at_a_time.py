"""One `orda serve` at a time on a data folder: a lock on a file in it, which ends with the process that holds it."""

import os
from pathlib import Path

from orda.console import BadInput

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

NAME = "serving"


def take(folder: Path, address: str) -> int:
    """From here on this process serves, and whatever program it becomes, until the file given is closed. Raises
    BadInput where another does."""
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    if not _locked(file):
        said = _said(file)
        os.close(file)
        raise BadInput(f"{folder} is being served already: {said}")
    os.ftruncate(file, 0)
    os.pwrite(file, f"process {os.getpid()} at {address}".encode(), 0)
    os.set_inheritable(file, True)
    return file


def _locked(file: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _said(file: int) -> str:
    return os.pread(file, 200, 0).decode("utf-8", "replace") or "by another process"
