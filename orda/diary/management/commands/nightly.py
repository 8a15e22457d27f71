"""`orda nightly`: closes the days that are over. Run it every night, after midnight; again does no harm."""

from typing import Any

from orda.console import OrdaCommand
from orda.diary.services import close_days_before
from orda.network import clock


class Command(OrdaCommand):
    help = "Close every library's days before today."

    def handle(self, *args: Any, **options: Any) -> None:
        today = clock.today()
        closed = close_days_before(today)
        self.stdout.write(f"{closed:,} library days before {today} closed")
