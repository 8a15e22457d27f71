"""`orda load_network [FILE]`: the tree of libraries from a table; the shipped one is Karaganda's."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from orda.console import OrdaCommand
from orda.network.tree_files import SHIPPED_HOLIDAYS, SHIPPED_TREE, load_tree


class Command(OrdaCommand):
    help = "Load the tree of libraries and the days on which they are shut. Again changes only names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED_TREE, metavar="FILE")
        parser.add_argument("--holidays", type=Path, metavar="FILE", help="Columns: unit, day, name.")

    def handle(self, *args: Any, **options: Any) -> None:
        shipped = SHIPPED_HOLIDAYS if options["file"] == SHIPPED_TREE else None
        loaded = load_tree(options["file"], options["holidays"] or shipped)
        self.stdout.write(f"{loaded.units} units, {loaded.holidays} days shut")
