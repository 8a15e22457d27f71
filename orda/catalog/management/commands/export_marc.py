"""`orda export_marc --format marc21|unimarc PATH`: a database's records, each as it came."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from orda.catalog.marc import MARC21, MARCXML, UNIMARC
from orda.catalog.marc.refusals import BadRecord
from orda.catalog.models import Record
from orda.catalog.services import export_records
from orda.console import BadInput, OrdaCommand


class Command(OrdaCommand):
    help = "Export the records of one family byte for byte as they came."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--format", required=True, choices=[MARC21, UNIMARC], dest="family")
        parser.add_argument("--container", choices=["iso2709", MARCXML], default="iso2709")
        parser.add_argument(
            "--cut-fields",
            action="store_true",
            help="Cut fields of XML records that ISO 2709 can't hold (9,999 bytes).",
        )
        parser.add_argument("--database", choices=Record.Database.values, default=Record.Database.BOOKS)

    def handle(self, *args: Any, path: Path, family: str, **options: Any) -> None:
        if path.is_dir():
            raise BadInput(f"{path} is a folder")
        database = options["database"]
        of_database = Record.objects.filter(database=database)
        total = of_database.filter(format=family).count()
        left_out: list[str] = []

        def leave_out(title: str, problem: BadRecord) -> None:
            left_out.append(title)
            self.stderr.write(f"  «{title}» is left out: {problem}")

        unfinished = path.with_name(path.name + ".unfinished")
        try:
            with unfinished.open("wb") as file, tqdm(total=total, unit=" records", disable=None) as bar:
                for record in export_records(
                    database,
                    family,
                    container=options["container"],
                    cut_fields=options["cut_fields"],
                    on_left_out=leave_out,
                ):
                    file.write(record)
                    bar.update()
            os.replace(unfinished, path)
        except OSError as error:
            raise BadInput(f"{path}: {error.strerror}") from None
        finally:
            unfinished.unlink(missing_ok=True)
        if left_out:
            self.stderr.write(
                "  fields that are too long for ISO 2709: write marcxml, or cut them with --cut-fields"
            )
        left = of_database.exclude(format=family).count()
        self.stdout.write(
            f"{total - len(left_out):,} records written to {path}"
            + (f"; {len(left_out):,} left out" if left_out else "")
            + (f"; {left:,} of the other family left out: records are not converted" if left else "")
        )
