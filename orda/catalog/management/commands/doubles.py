"""`orda doubles`: looks for records that may describe one book."""

from typing import Any

from tqdm import tqdm

from orda.catalog.doubles import finding
from orda.console import OrdaCommand


class Command(OrdaCommand):
    help = "Look for catalogue records that may describe one book. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit=" records", disable=None) as bar:

            def show(read: int, many: int) -> None:
                bar.total = many
                bar.update(read - bar.n)

            pairs = finding.find(show)
        self.stdout.write(f"{pairs:,} pairs of records are to be looked at")
