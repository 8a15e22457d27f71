"""The house as a user meets it: a database of its own, `orda serve` in front of it, a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.desks import ROOT
from tests.wire import SECONDS_LATE, wire_to

ORDA = Path(sys.executable).with_name("orda")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS_TO_START = 180

# Marks of a test file that drives a real browser.
in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("ORDA_REQUIRE_BROWSER"), reason="no Chromium on this machine"
    ),
]


@dataclass(frozen=True)
class House:
    """A served installation."""

    address: str
    environment: dict[str, str]
    process: int = 0

    def orda(self, *words: str) -> str:
        """Runs an `orda` command on the same installation; what it prints."""
        done = subprocess.run([ORDA, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def serve(
    environment: dict[str, str], folder: Path, *options: str, pulse: dict[str, str] | None = None
) -> Iterator[House]:
    """Serves what `environment` names until the block ends. `pulse`: headers that a proxy would add."""
    port = _free_port()
    house = House(f"http://127.0.0.1:{port}", environment)
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [ORDA, "serve", "--port", str(port), *options], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
        try:
            _wait_for(house.address, server, folder / "server.log", pulse or {})
            house = replace(house, process=server.pid)
            with wire_to(port) as wire:
                yield replace(house, address=wire.address) if SECONDS_LATE else house
        finally:
            server.terminate()
            server.wait(timeout=30)


def environment_of(database_url: str, folder: Path) -> dict[str, str]:
    """What an installation in `folder` on that database needs; its library day is today's in the plan's year."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ORDA_")}
    return {
        **kept,
        "DATABASE_URL": database_url,
        "ORDA_DATA_DIR": str(folder),
        "ORDA_HTTPS": "0",
        "ORDA_DEMO_YEAR": "2024",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path, headers: dict[str, str]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            asked = urllib.request.Request(f"{address}/healthz", headers=headers)
            with urllib.request.urlopen(asked, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start in {SECONDS_TO_START} s: {log.read_text()}")
