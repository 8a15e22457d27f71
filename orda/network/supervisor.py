"""Starts processes and brings back those that end, saying why; ends them all when it is asked to end itself.

Knows nothing of Django, so that it is small and nothing in it can break:
`python -m orda.network.supervisor DATA_FOLDER '{"web-1": ["python", …], …}'`. What ended is said in the log and noted
in a file of the data folder (`NOTES`), where the state of the house reads it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LIVED = 10.0  # seconds after which a start is called a good one
LONGEST_WAIT = 10.0  # seconds before a process that ends at once is started again
TO_END = 25.0  # seconds in which processes end by themselves
REFUSED = 2  # the exit code of what can't be done: tried again it would be refused again
NOTED = 50  # of the last returns
NOTES = "came-back-{}.json"  # with the name of the first process


@dataclass
class Process:
    """A process that is kept alive."""

    name: str
    command: list[str]
    running: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        self.running, self.started = subprocess.Popen(self.command), time.monotonic()


@dataclass
class Supervisor:
    folder: Path
    processes: list[Process]
    _ending: bool = False
    _returns: list[dict[str, object]] = field(default_factory=list)

    def run(self) -> int:
        """Until SIGTERM or SIGINT: 0. A process that refuses to start at all ends the rest: 2."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # it wakes the wait below
        for process in self.processes:
            process.start()
        while not self._ending:
            for process in self.processes:
                if not self._looked_after(process):
                    self._stop()
                    return REFUSED
            if not self._ending:
                self._wait()
        self._stop()
        return 0

    def _end(self, *_signal: object) -> None:
        self._ending = True

    def _wait(self) -> None:
        """Until a child ends, a signal comes, or somebody's time to be started again has come."""
        with suppress(InterruptedError):
            signal.sigtimedwait([], self._seconds())

    def _seconds(self) -> float:
        waiting = [one.again_at - time.monotonic() for one in self.processes if one.running is None]
        return max(min([1.0, *waiting]), 0.01)

    def _looked_after(self, process: Process) -> bool:
        if process.running is None:
            if time.monotonic() >= process.again_at:
                process.start()
            return True
        code = process.running.poll()
        if code is None or self._ending:
            return True
        lived = time.monotonic() - process.started
        if code == REFUSED and lived < LIVED and not self._returns:
            return False
        process.failures = 0 if lived > LIVED else process.failures + 1
        wait = min(0.25 * 2 ** (process.failures - 2), LONGEST_WAIT) if process.failures > 1 else 0.0
        process.running, process.again_at = None, time.monotonic() + wait
        self._note(process.name, why(code), wait)
        return True

    def _note(self, name: str, reason: str, wait: float) -> None:
        when = "now" if not wait else f"in {wait:g} s"
        print(f"orda: {name} ended ({reason}); it is started again {when}", file=sys.stderr, flush=True)
        self._returns = [*self._returns, {"at": time.time(), "name": name, "why": reason}][-NOTED:]
        with suppress(OSError):  # a full disk is no reason not to start it again
            notes = self.folder / NOTES.format(self.processes[0].name)
            new = notes.with_suffix(".new")
            new.write_text(json.dumps(self._returns), encoding="utf-8")
            new.replace(notes)

    def _stop(self) -> None:
        alive = [one.running for one in self.processes if one.running is not None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + TO_END
        for process in alive:
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def why(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code}, {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def end_with_the_parent() -> None:
    """For a child: where the system can (Linux), the parent's sudden end is its end too."""
    parent = os.getppid()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        sys.exit(1)


def main() -> int:
    commands: dict[str, list[str]] = json.loads(sys.argv[2])
    return Supervisor(Path(sys.argv[1]), [Process(name, line) for name, line in commands.items()]).run()


def returns(folder: Path, since: float) -> list[dict[str, object]]:
    """What came back since a moment (seconds of the epoch): name, why, at."""
    found = []
    for path in folder.glob(NOTES.format("*")):
        with suppress(OSError, ValueError):
            found += [one for one in json.loads(path.read_text(encoding="utf-8")) if one["at"] >= since]
    return found


def take_over(folder: Path, commands: dict[str, list[str]]) -> None:
    """This process becomes the supervisor; it does not return."""
    sys.stdout.flush()
    words = ["-m", "orda.network.supervisor", str(folder), json.dumps(commands)]
    os.execv(sys.executable, [sys.executable, *words])


if __name__ == "__main__":
    sys.exit(main())
