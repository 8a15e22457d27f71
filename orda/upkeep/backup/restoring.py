"""A backup is put back: beside what lives here, proved equal there, and only then in its place."""

import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from orda.network import runs
from orda.network.models import Staff, Unit
from orda.search.services import index_anew
from orda.upkeep.backup import archive, databases, keys
from orda.upkeep.backup.making import DATABASE, FORM, MEDIA
from orda.upkeep.backup.proof import differences, proof
from orda.upkeep.backup.refusals import (
    HouseLives,
    NewerOrda,
    NotABackup,
    NotEqual,
    OtherDatabase,
    OtherKeys,
)
from orda.upkeep.serving import one_at_a_time


@dataclass(frozen=True)
class Restored:
    made: str
    rows: int
    files: int
    records: int  # in the search index
    found: dict[str, int]  # what `orda check` finds, as it did when the backup was made
    kept: str  # where what lived here lies now, in words; "" where nothing did
    told: list[str]  # what a person must still do


def restore(
    path: Path,
    *,
    identities: Sequence[str] = (),
    replace: bool = False,
    other_keys: bool = False,
    say: Callable[[str], None] = lambda _line: None,
) -> Restored:
    """Puts a backup in this installation's place. Raises BackupRefusal: then nothing was changed.

    It is proved equal before it takes the place: rows of each table, what `orda check` finds, how the plan stands.
    """
    data = Path(settings.DATA_DIR)
    alone = one_at_a_time.take(data, "restoring")
    try:
        _refuse_to_overwrite(replace)
        return _restored(path, identities, other_keys, data, say)
    finally:
        os.close(alone)


def _restored(
    path: Path, identities: Sequence[str], other_keys: bool, data: Path, say: Callable[[str], None]
) -> Restored:
    for left in data.glob("restoring-*"):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="restoring-", dir=data))
    try:
        say("unpacking, and comparing with what was put in")
        said = archive.unpack(path, work, identities)
        _refuse_what_does_not_fit(said, work, other_keys)
        say("making the database beside the living one, and proving it equal")
        with databases.beside(work / DATABASE, said):
            _prove(said["proof"])
            databases.up_to_date()
        return _in_its_place(said, work, data, say)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_to_overwrite(replace: bool) -> None:
    databases.refuse_while_at_work()
    if not replace and not databases.is_empty():
        raise HouseLives(what=f"{Unit.objects.count():,} libraries, {Staff.objects.count():,} staff")


def _refuse_what_does_not_fit(said: dict[str, Any], work: Path, other_keys: bool) -> None:
    if not {"form", "database", "migrations", "proof", "key_marks"} <= said.keys():
        raise NotABackup
    if said["form"] > FORM:
        raise NewerOrda(what=f"form {said['form']} of backups")
    if said["database"] != databases.vendor():
        raise OtherDatabase(its=said["database"], this=databases.vendor())
    databases.refuse_newer(said["migrations"])
    has_keys = (work / keys.PART).exists()
    if not has_keys and not other_keys and said["key_marks"]["personal"] != keys.marks()["personal"]:
        raise OtherKeys


def _prove(before: dict[str, Any]) -> None:
    different = differences(before, proof(datetime.date.fromisoformat(before["day"])))
    if different:
        raise NotEqual(what="; ".join(different))


def _in_its_place(said: dict[str, Any], work: Path, data: Path, say: Callable[[str], None]) -> Restored:
    lived = not databases.is_empty()
    kept = data / f"before-restoring-{datetime.datetime.now():%Y%m%d%H%M%S}"
    kept.mkdir(mode=0o700)
    say("changing places")
    where = databases.change_places(work / DATABASE, kept)
    _change_files(work / MEDIA, Path(settings.MEDIA_ROOT), kept)
    told = keys.put_back(work, data)
    if not lived:
        shutil.rmtree(kept)
    say("making the search index anew")
    files = sum(1 for one in said["parts"] if one.startswith(f"{MEDIA}/"))
    rows = sum(said["proof"]["tables"].values())
    with runs.noted(runs.RESTORE) as note:
        records = index_anew()
        note.said = f"the backup of {said['made']}: {rows:,} rows, {files:,} files"
    return Restored(
        said["made"], rows, files, records, said["proof"]["check"]["found"], where if lived else "", told
    )


def _change_files(new: Path, here: Path, kept: Path) -> None:
    """The files of the backup in place of those that lie here, which are kept."""
    if here.exists():
        os.replace(here, kept / here.name)
    if new.exists():
        os.replace(new, here)
