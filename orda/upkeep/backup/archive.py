"""The one file of a backup: a tar, packed by gzip, encrypted by age if asked; its last part says what must be in it.

Any `age` and `tar` open it: `age --decrypt -i key.txt backup.tar.gz.age | tar xz`.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

from orda.upkeep.backup.refusals import NoKey, NotABackup, NotWhole, WrongKey

MANIFEST = "manifest.json"
AGE = b"age-encryption.org/"
PACKED = 3  # of gzip's nine: a half smaller than at one, twice as fast as at six
PIECE = 1 << 20
LONGEST_MANIFEST = 500_000_000


@dataclass
class Writer:
    """Parts go in one by one; what each is, is noted for the manifest."""

    tar: tarfile.TarFile
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add_file(self, name: str, path: Path) -> None:
        """Raises FileNotFoundError where it is gone."""
        with path.open("rb") as file:
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mode = 0o600
            summed = _Summed(file, info.size)
            self.tar.addfile(info, summed)  # type: ignore[arg-type]
        self.parts[name] = {"size": info.size, "sha256": summed.hexdigest()}

    def add_bytes(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self.tar.addfile(info, io.BytesIO(content))
        self.parts[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


class _Summed:
    """A file that is summed as it is read, and never longer than it was said to be."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._left, self._sum = file, size, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(piece)
        self._sum.update(piece)
        return piece

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def write(path: Path, recipients: Sequence[str], fill: Callable[[Writer], dict[str, Any]]) -> None:
    """Writes a backup at `path`; `fill` adds its parts and gives what the manifest says besides.

    It stands under its name only when it is whole and on the disk. Raises WrongKey for what is no public key.
    """
    keys = [_recipient(one) for one in recipients]
    part = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            if keys:
                with _through(lambda read, to: pyrage.encrypt_io(read, to, keys), out) as inner:
                    _pack(inner, fill)
            else:
                _pack(out, fill)
            out.flush()
            os.fsync(out.fileno())
        os.link(part, path)  # unlike a renaming, never over another
    finally:
        part.unlink(missing_ok=True)
    _fsync_folder(path.parent)


def _pack(out: IO[bytes], fill: Callable[[Writer], dict[str, Any]]) -> None:
    with (
        gzip.GzipFile(fileobj=out, mode="wb", compresslevel=PACKED, mtime=0, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w|", bufsize=PIECE) as tar,
    ):
        writer = Writer(tar)
        said = fill(writer)
        writer.add_bytes(MANIFEST, json.dumps({**said, "parts": writer.parts}, ensure_ascii=False).encode())


def _fsync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _through(work: Callable[[IO[bytes], IO[bytes]], object], out: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file to write to; what is written goes through `work`, in a thread, to `out`."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with open(reading, "rb") as source:
            try:
                work(source, out)
            except BaseException as fault:
                failed.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with open(writing, "wb", buffering=PIECE) as inner:
            yield inner
    finally:
        thread.join()
    if failed:
        raise failed[0]


def unpack(path: Path, folder: Path, identities: Sequence[str]) -> dict[str, Any]:
    """Unpacks a backup into an empty folder and gives its manifest; every part is what the manifest says of it.

    Raises NotABackup, NotWhole, NoKey, WrongKey.
    """
    with path.open("rb") as file:
        encrypted = file.read(len(AGE)) == AGE
        file.seek(0)
        if not encrypted:
            return _unpacked(file, folder)
        if not identities:
            raise NoKey
        keys = [_identity(one) for one in identities]
        with _drawn_through(lambda to: pyrage.decrypt_io(file, to, keys)) as inner:
            return _unpacked(inner, folder)


@contextmanager
def _drawn_through(work: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """A file to read from, filled by `work` in a thread."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with open(writing, "wb", buffering=PIECE) as to:
                work(to)
        except BaseException as fault:
            failed.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    gone_wrong: BaseException | None = None
    try:
        with open(reading, "rb", buffering=PIECE) as inner:
            try:
                yield inner
            except (NotABackup, NotWhole) as fault:
                gone_wrong = fault
    finally:
        thread.join()
    # Who unpacks may have stopped first, and left nobody to write to.
    told = [fault for fault in failed if not isinstance(fault, BrokenPipeError)]
    if told:
        raise (WrongKey if "atching keys" in str(told[0]) else NotWhole) from told[0]
    if gone_wrong is not None:
        raise gone_wrong


def _unpacked(file: IO[bytes], folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(fileobj=file, mode="r|gz", bufsize=PIECE) as tar:
            for info in tar:
                content = tar.extractfile(info) if info.isreg() else None
                if content is None or manifest is not None:
                    raise NotABackup
                if info.name == MANIFEST:
                    manifest = json.loads(content.read(LONGEST_MANIFEST))
                else:
                    found[info.name] = _put(content, _safe(folder, info.name))
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno:  # a full disk is no fault of the backup
            raise
        raise (NotWhole if found else NotABackup) from None
    if manifest is None or not isinstance(manifest.get("parts"), dict):
        raise NotWhole if found else NotABackup
    if found != manifest["parts"]:
        raise NotWhole
    return manifest


def _safe(folder: Path, name: str) -> Path:
    """Where a part goes: inside the folder, whatever its name says."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\0" in name:
        raise NotABackup
    return folder.joinpath(*parts)


def _put(content: IO[bytes], to: Path) -> dict[str, Any]:
    to.parent.mkdir(parents=True, exist_ok=True)
    size, summed = 0, hashlib.sha256()
    with to.open("xb") as out:
        while piece := content.read(PIECE):
            out.write(piece)
            summed.update(piece)
            size += len(piece)
        out.flush()
        os.fsync(out.fileno())
    return {"size": size, "sha256": summed.hexdigest()}


def refuse_what_is_no_key(recipients: Sequence[str]) -> None:
    """Raises WrongKey."""
    for one in recipients:
        _recipient(one)


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise WrongKey from None


def _identity(text: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise WrongKey from None


def new_key() -> tuple[str, str]:
    """A pair of age's keys: the secret one, which opens, and the public one, for which a backup is made."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())
