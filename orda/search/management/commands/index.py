"""`orda index`: indexes what waits; `--all` makes the index anew from the database."""

from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from orda.catalog.models import Record
from orda.console import OrdaCommand
from orda.search import index
from orda.search.models import Waiting
from orda.search.services import catch_up, index_anew


class Command(OrdaCommand):
    help = "Bring the search index up to date. Safe at any time; readers go on searching."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Make the whole index anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        anew = options["all"] or not _can_be_read()
        total = Record.objects.count() if anew else Waiting.objects.count()
        with tqdm(total=total, unit=" records", disable=None) as bar:
            done = index_anew(bar.update) if anew else catch_up(bar.update)
        self.stdout.write(f"{done:,} records indexed, {index.searcher().num_docs:,} in the index")


def _can_be_read() -> bool:
    """Whether there is an index with anything in it to bring up to date."""
    try:
        return bool(index.searcher().num_docs)
    except index.Damaged:
        return False
