"""`orda demo`: the real plan and network, an invented library around them, served in your browser."""

import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connection
from tqdm import tqdm

from orda.console import BadInput, OrdaCommand
from orda.demo.build import SCALES, YEAR, Built, build
from orda.demo.staff import LOGINS, PASSWORD, READERS_PIN, card_for_the_site

_NAMES = {"ORDA_DEMO_YEAR": str(YEAR), "ORDA_HTTPS": "0"}


class Command(OrdaCommand):
    help = "Build the demo (once) and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=sorted(SCALES), default="small")
        parser.add_argument("--seed", type=int, default=2024)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Build it and stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["port"] <= 65_535:
            raise BadInput(f"{options['port']} is not a port")
        if settings.DEMO_YEAR != YEAR or settings.HTTPS:
            _start_again_as_a_demo()
        with _few_searches_for_cycles():
            call_command("migrate", verbosity=0)
        made = _read_note()
        wanted = {"scale": options["scale"], "seed": options["seed"]}
        if made is None:
            self._build(wanted)
        elif made != wanted:
            raise BadInput(
                f"{settings.DATA_DIR} holds a demo of scale {made['scale']} and seed {made['seed']};"
                " `make clean` removes it"
            )
        self._say_logins()
        if not options["no_serve"]:
            call_command("serve", port=options["port"])

    def _build(self, wanted: dict[str, Any]) -> None:
        _refuse_other_data()
        start = time.monotonic()
        _write_note({**wanted, "finished": False})
        with _few_searches_for_cycles(), _not_waiting_for_the_disk():
            built = build(SCALES[wanted["scale"]], wanted["seed"], _bar)
        _write_note({**wanted, "finished": True})
        self._say_size(built, time.monotonic() - start)

    def _say_size(self, built: Built, seconds: float) -> None:
        size = ""
        if connection.vendor == "sqlite":
            size = f", {Path(settings.DATABASES['default']['NAME']).stat().st_size / 1e6:,.0f} MB"
        self.stdout.write(
            f"built in {seconds:.0f} s{size}: {built.records:,} records, {built.copies:,} copies,"
            f" {built.acts:,} acts, {built.lines_by_hand:,} lines by hand; all of it invented but the plan"
        )

    def _say_logins(self) -> None:
        self.stdout.write(f"\nLogins of the demo, password {PASSWORD}:")
        for login in LOGINS:
            self.stdout.write(f"  {login.username:<14} {login.role:<14} {login.unit}")
        card = card_for_the_site()
        if card:
            self.stdout.write(f"A reader's own pages, /my/: card {card}, PIN {READERS_PIN}")


def _start_again_as_a_demo() -> None:
    """Notes the demo's settings in the data folder and begins anew, so that they hold from the first line on."""
    path = settings.DATA_DIR / "orda.env"
    if path.exists() or any(os.environ.get(name, value) != value for name, value in _NAMES.items()):
        raise BadInput(f"{path} or the environment is set up for something else than the demo of {YEAR}")
    path.write_text("".join(f"{name}={value}\n" for name, value in _NAMES.items()), encoding="utf-8")
    os.execv(sys.executable, [sys.executable, "-m", "orda.console", *sys.argv[1:]])


def _note() -> Path:
    return Path(settings.DATA_DIR) / "demo.json"


def _read_note() -> dict[str, Any] | None:
    """The scale and seed of the demo that stands here; None where there is none."""
    if not _note().exists():
        return None
    note: dict[str, Any] = json.loads(_note().read_text(encoding="utf-8"))
    if not note.pop("finished"):
        raise BadInput(f"the demo in {settings.DATA_DIR} was broken off; `make clean` removes it")
    return note


def _write_note(note: dict[str, Any]) -> None:
    _note().write_text(json.dumps(note), encoding="utf-8")


def _refuse_other_data() -> None:
    from orda.network.models import Unit

    if Unit.objects.exists():
        raise BadInput("this database holds a library already; the demo wants an empty one")


@contextmanager
def _few_searches_for_cycles() -> Iterator[None]:
    """The collector walks all that lives each time some hundreds of things were made: a third of migrating."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """SQLite writes as it can while the demo is made: broken off by a power cut, it is made anew anyway. Afterwards
    everything is on the disk, and each act waits for it again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bar(what: str, total: int) -> Any:
    bar = tqdm(total=total, desc=what, disable=None)

    def advance(by: int) -> None:
        bar.update(by)
        if bar.n >= total:
            bar.close()

    return advance
