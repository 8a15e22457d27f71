"""`orda restore FILE`: a backup in this installation's place, proved equal before it says so."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.upkeep.backup.restoring import restore

LONGEST_KEY_FILE = 10_000


class Command(OrdaCommand):
    help = (
        "Put a backup in this installation's place. What lives here is replaced only if you say so, and kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="The secret key, of an encrypted backup."
        )
        parser.add_argument("--replace", action="store_true", help="In place of the house that lives here.")
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="Though what the old keys sealed can't be read any more.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise BadInput(f"{options['file']}: no such file")
        done = restore(
            options["file"],
            identities=_keys(options["key"]),
            replace=options["replace"],
            other_keys=options["other_keys"],
            say=self.stdout.write,
        )
        self.stdout.write(
            f"equal to what was copied away on {done.made}: {done.rows:,} rows, {done.files:,} files,"
            " the plan and what `orda check` finds"
        )
        self.stdout.write(f"{done.records:,} records in the search index")
        if done.found:
            self.stdout.write(
                f"`orda check` found faults already when it was made: {sum(done.found.values()):,}"
            )
        if done.kept:
            self.stdout.write(f"what lived here before is kept: {done.kept}")
        for line in done.told:
            self.stdout.write(f"still to do: {line}")
        self.stdout.write("done")


def _keys(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        text = path.read_bytes()[:LONGEST_KEY_FILE].decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: {getattr(error, 'strerror', None) or 'no file of keys'}") from None
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
