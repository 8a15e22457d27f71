"""`orda import_marc FILE --format marc21|unimarc`: takes a file of records in, reports every bad one."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from tqdm import tqdm

from orda.catalog.marc import MARC21, UNIMARC, known_charset
from orda.catalog.models import Record
from orda.catalog.rejects import Rejects
from orda.catalog.services import ImportCounts, import_records
from orda.console import BadInput, OrdaCommand
from orda.network.models import Unit
from orda.network.queries import libraries, unit_by_code


class Command(OrdaCommand):
    help = "Import ISO 2709 or MARCXML records; the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", required=True, choices=[MARC21, UNIMARC], dest="family")
        parser.add_argument("--database", choices=Record.Database.values, default=Record.Database.BOOKS)
        parser.add_argument(
            "--encoding",
            metavar="E",
            help="utf-8, cp1251, kz-1048, koi8-r, cp866, marc-8; proved over the file without it.",
        )
        parser.add_argument(
            "--library", metavar="CODE", help="Who catalogued them; the central library else."
        )
        parser.add_argument("--rejects", type=Path, metavar="PATH", help="Where to keep the bad records.")
        parser.add_argument("--json", action="store_true", help="The counts as JSON.")

    def handle(self, *args: Any, file: Path, family: str, **options: Any) -> None:
        charset = _charset(options["encoding"])
        library = _library(options["library"])
        size = _size(file)
        path: Path = options["rejects"] or settings.DATA_DIR / "rejects" / f"{file.name}.rejects"
        _refuse_to_write_over(file, Rejects(path).paths)
        try:
            with (
                file.open("rb") as stream,
                Rejects(path) as rejects,
                tqdm(total=size, unit="B", unit_scale=True, disable=None) as bar,
            ):
                counts = import_records(
                    stream,
                    family=family,
                    database=options["database"],
                    library=library,
                    charset=charset,
                    rejects=rejects,
                    on_progress=lambda offset: bar.update(offset - bar.n),
                )
        except OSError as error:
            raise BadInput(f"{error.filename}: {error.strerror}") from None
        self._say(counts, rejects, options["json"])
        if not counts.read:
            raise BadInput(f"{file} holds no MARC record")
        if not counts.good:
            raise BadInput(f"nothing in {file} could be taken: {rejects.first[0]}")

    def _say(self, counts: ImportCounts, rejects: Rejects, as_json: bool) -> None:
        for line in rejects.first:
            sys.stderr.write(f"  {line}\n")
        if counts.rejected:
            more = counts.rejected - len(rejects.first)
            and_more = f"  … and {more:,} more; " if more > 0 else "  "
            sys.stderr.write(f"{and_more}rejects: {rejects.path}, reasons: {rejects.reasons_path}\n")
        if counts.charset_open:
            sys.stderr.write(
                f"  {counts.charset_open:,} rejects read in two character sets, both named with their words:"
                f" choose one and import {rejects.path} with --encoding\n"
            )
        if as_json:
            self.stdout.write(json.dumps(asdict(counts)))
            return
        numbers = {name: number for name, number in asdict(counts).items() if isinstance(number, int)}
        self.stdout.write(", ".join(f"{name} {number:,}" for name, number in numbers.items()))
        read_as = sorted(counts.charsets.items(), key=lambda item: -item[1])
        if read_as:
            self.stdout.write("read as " + ", ".join(f"{charset} {number:,}" for charset, number in read_as))


def _refuse_to_write_over(file: Path, written: Iterable[Path]) -> None:
    """The rejects must not be written over what is read, nor over the house's own database, by whatever name."""
    database = settings.DATABASES["default"]
    kept = [file, *([Path(database["NAME"])] if "sqlite" in database["ENGINE"] else ())]
    for path in written:
        for one in kept:
            if path.exists() and one.exists() and path.samefile(one):
                raise BadInput(f"the rejects would be written over {one}; name another file with --rejects")


def _charset(name: str | None) -> str | None:
    if name is None:
        return None
    charset = known_charset(name)
    if charset is None:
        raise BadInput(
            f"'{name}' is not a known encoding; try utf-8, cp1251, kz-1048, koi8-r, cp866 or marc-8"
        )
    return charset


def _library(code: str | None) -> Unit:
    if code:
        unit = unit_by_code(code)
        if unit.kind != Unit.Kind.LIBRARY:
            raise BadInput(f"'{code}' is not a library")
        return unit
    found = libraries().filter(library_type=Unit.LibraryType.CENTRAL).first() or libraries().first()
    if found is None:
        raise BadInput("there is no library yet: run `orda load_network` first")
    return found


def _size(file: Path) -> int:
    if not file.exists():
        raise BadInput(f"there is no file {file}")
    if not file.is_file():
        raise BadInput(f"{file} is not a file")
    size = file.stat().st_size
    if not size:
        raise BadInput(f"{file} is empty")
    return size
