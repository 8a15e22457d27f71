"""How many MARC records a second go from a file into the database and the search index, beside bare readers."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from benchmarks import environment, say, scratch, sized

RECORDS = 100_000


def run() -> None:
    with scratch() as folder:
        os.environ.update(environment(folder))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from benchmarks._records import marc

        size, file = sized(RECORDS), folder / "records.mrc"
        with file.open("wb") as out:
            for record in marc(size):
                out.write(record)
        print(f"  {size:,} records in UTF-8, {file.stat().st_size / 1e6:,.0f} MB", flush=True)
        bare = size / _seconds(lambda: _by_pymarc(file))
        say("pymarc, reading alone", bare, "records/s")
        if shutil.which("yaz-marcdump"):
            yaz = size / _seconds(lambda: _by_yaz(file))
            say("yaz-marcdump -n, reading alone", yaz, "records/s")
        took = size / _seconds(lambda: _import(file, size, 0))
        say(
            "import, database and index",
            took,
            "records/s",
            limit=("pymarc's bare reading", bare),
            note="aim 3,000",
        )
        again = size / _seconds(lambda: _import(file, 0, size))
        say("the same file again: nothing changes", again, "records/s", limit=("pymarc's bare reading", bare))
        say("database", (folder / "orda.sqlite3").stat().st_size / size, "bytes/record")


def _seconds(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _by_pymarc(file: Path) -> None:
    from pymarc import MARCReader

    with file.open("rb") as stream:
        for record in MARCReader(stream):
            assert record is not None


def _by_yaz(file: Path) -> None:
    subprocess.run(["yaz-marcdump", "-n", str(file)], check=True, capture_output=True)


def _import(file: Path, new: int, unchanged: int) -> None:
    from orda.catalog.services import import_records
    from orda.network.models import Unit
    from orda.network.services import add_unit

    library = Unit.objects.filter(code="b").first() or add_unit(
        kind="library", code="b", name_kk="b", name_ru="b", name_en="b", library_type="central", cohort="children",
        parent=add_unit(kind="network", code="n", name_kk="n", name_ru="n", name_en="n"),
    )  # fmt: skip
    with file.open("rb") as stream:
        counts = import_records(stream, family="marc21", database="books", library=library)
    assert (counts.new, counts.unchanged) == (new, unchanged), counts
