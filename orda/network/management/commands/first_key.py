"""`orda first_key`: a key by which an empty house is begun in the browser; `orda serve` prints one too."""

from typing import Any

from orda.console import BadInput, OrdaCommand
from orda.network.first_run.services import is_empty, new_key


class Command(OrdaCommand):
    help = "Print a new key by which an empty house is begun in the browser."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            raise BadInput("the house is begun already")
        self.stdout.write(new_key())
