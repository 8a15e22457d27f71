"""Desks as a test sees them: processes that take orders, one at a time or all at once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOON = 0.02  # seconds in which an order reaches every desk


class Desk:
    """One process of `tests.desk` on the database at `url`."""

    def __init__(self, url: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.desk"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("ORDA_")},
                "DJANGO_SETTINGS_MODULE": "orda.settings",
                "DATABASE_URL": url,
                "ORDA_DATA_DIR": str(folder),
            },
        )

    def tell(self, order: str, **what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"order": order, **what}) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """The next answer; {} when the process is gone."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line.endswith("\n") else {}
        return answer

    def ask(self, order: str, **what: Any) -> Any:
        """Has an order done and gives its result; anything else fails the test."""
        self.tell(order, **what)
        answer = self.hear()
        assert "done" in answer, answer
        return answer["done"]

    def kill(self) -> None:
        """SIGKILL: nothing in the process can put anything in order."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


def all_at_once(desks: Sequence[Desk], orders: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Gives each desk its order for the same moment; their answers."""
    at = time.monotonic() + SOON
    for desk, (order, what) in zip(desks, orders, strict=True):
        desk.tell(order, at=at, **what)
    return [desk.hear() for desk in desks]
