"""A stranger's file is read in a process of its own, under limits: what is small packed and huge unpacked, or takes
for ever to read, ends that process and nothing else.

`python -m orda.network.apart MODULE FUNCTION`: the file comes in, what the function makes of it goes out as JSON.
"""

import importlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

try:
    import resource
except ImportError:  # not a Unix: the time limit holds all the same
    resource = None  # type: ignore[assignment]

SECONDS = 60  # of the clock: a machine may be busy
CPU_SECONDS = 25
MEMORY = 1_200_000_000  # bytes of address space; the libraries themselves take a third
LONGEST_ANSWER = 60_000_000  # bytes
UNPACKED = 60_000_000  # bytes of a packed file, all its parts together
MOST_PARTS = 2_000


class TooMuch(Exception):
    """The file is larger inside than it may be, or takes too long to read."""


class NotReadable(Exception):
    """The function couldn't read it."""


def call(function: Callable[[bytes], Any], content: bytes) -> Any:
    """What a module's function makes of a file's content, as JSON brings it back. Raises TooMuch, NotReadable."""
    if unpacked(content) > UNPACKED:
        raise TooMuch
    words = [sys.executable, "-m", "orda.network.apart", function.__module__, function.__qualname__]
    try:
        done = subprocess.run(words, input=content, capture_output=True, timeout=SECONDS, env=_environment())
    except subprocess.TimeoutExpired:
        raise TooMuch from None
    if done.returncode == 1:
        raise NotReadable(done.stderr.decode("utf-8", "replace")[-300:])
    if done.returncode != 0 or len(done.stdout) > LONGEST_ANSWER:  # killed by a limit
        raise TooMuch
    return json.loads(done.stdout)


def unpacked(content: bytes) -> int:
    """Bytes of a ZIP's parts together, as it says itself: no more of a part is ever read. 0 for what is no ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return 0
    return sum(part.file_size for part in parts) if len(parts) <= MOST_PARTS else UNPACKED + 1


def _environment() -> dict[str, str]:
    """This process's; threads of number libraries would take address space for nothing."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def main() -> None:
    import django

    django.setup()
    function = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    content = sys.stdin.buffer.read()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        made = json.dumps(function(content), ensure_ascii=False)
    except MemoryError:
        sys.exit(3)
    except Exception as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}")
        sys.exit(1)
    sys.stdout.buffer.write(made.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orda.settings")
    main()
