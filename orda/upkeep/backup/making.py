"""A backup is made: the database at one moment, evidence and photographs, keys as chosen."""

import datetime
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import orda
from orda.upkeep.backup import archive, databases, keys
from orda.upkeep.backup.refusals import AnotherBackup, NoRoom
from orda.upkeep.backup.thinning import NAME

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

MEDIA, DATABASE = "media", "database"
FORM = 1  # of the backup; a later form is read by a later Orda
_WORK, _LOCK = ".orda-backup-", ".orda-backup"


@dataclass(frozen=True)
class Made:
    path: Path
    size: int
    rows: int
    files: int
    lost: list[str]  # files that vanished while they were copied
    found: dict[str, int]  # what `orda check` finds in it


def make(folder: Path, *, recipients: Sequence[str] = (), with_keys: bool = False) -> Made:
    """Makes one backup in a folder, for the holders of these keys alone if any are named.

    The house works meanwhile. Raises BackupRefusal; OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _sweep(folder)
        _refuse_without_room(folder)
        name = NAME.format(datetime.datetime.now()) + (".age" if recipients else "")
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=folder))
        try:
            return _made(folder / name, work, recipients, with_keys)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _made(path: Path, work: Path, recipients: Sequence[str], with_keys: bool) -> Made:
    (work / DATABASE).mkdir()
    said = databases.copy_away(work / DATABASE)
    media = Path(settings.MEDIA_ROOT)
    lost: list[str] = []

    def fill(writer: archive.Writer) -> dict[str, Any]:
        for file in _files(work / DATABASE):
            writer.add_file(f"{DATABASE}/{file.relative_to(work / DATABASE).as_posix()}", file)
        for file in _files(media):
            within = file.relative_to(media).as_posix()
            try:
                writer.add_file(f"{MEDIA}/{within}", file)
            except FileNotFoundError:  # a photograph was taken away meanwhile
                lost.append(within)
        if with_keys:
            writer.add_bytes(keys.PART, keys.packed())
            if keys.settings_file().exists():
                writer.add_bytes(keys.SETTINGS, keys.settings_file().read_bytes())
        return {
            "orda": orda.__version__,
            "form": FORM,
            "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "database": databases.vendor(),
            "key_marks": keys.marks(),
            **said,
        }

    archive.write(path, recipients, fill)
    rows, files = sum(said["proof"]["tables"].values()), sum(1 for _ in _files(media))
    return Made(path, path.stat().st_size, rows, files, lost, said["proof"]["check"]["found"])


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    file = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AnotherBackup from None
        yield
    finally:
        os.close(file)


def _sweep(folder: Path) -> None:
    """What a backup that was killed has left: nobody else makes one here now."""
    for path in folder.glob(f"{_WORK}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".orda-*.part"):
        path.unlink(missing_ok=True)


def _refuse_without_room(folder: Path) -> None:
    """The copy of the database, and the packed file beside it."""
    media = sum(path.stat().st_size for path in _files(Path(settings.MEDIA_ROOT)))
    need, free = databases.size() * 3 // 2 + media, shutil.disk_usage(folder).free
    connection.close()
    if free < need:
        raise NoRoom(folder=folder, free=f"{free // 1_000_000:,}", need=f"{need // 1_000_000:,}")
