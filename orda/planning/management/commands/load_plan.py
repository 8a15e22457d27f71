"""`orda load_plan`: the plan's figures and planned events, from a folder of tables."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from orda.console import BadInput, OrdaCommand
from orda.events import services as events
from orda.network.refusals import Refusal
from orda.planning.document.models import Plan
from orda.planning.loading.comparing import compared, differences
from orda.planning.loading.services import SHIPPED_PLAN, SHIPPED_YEAR, load_plan

EVENTS_MARK = "directions.csv"  # a plan's folder may hold the events room's tables beside its own


class Command(OrdaCommand):
    help = "Load a plan: control indicators as printed, notes where the source contradicts itself, events."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED_PLAN, metavar="FOLDER")
        parser.add_argument("--year", type=int, default=SHIPPED_YEAR, help="The year of the plan.")

        told = parser.add_mutually_exclusive_group()
        told.add_argument(
            "--compare", action="store_true", help="Only say what the plan as it is kept says otherwise."
        )
        told.add_argument(
            "--keep",
            action="store_true",
            help="You have compared: what the plan says stays, and `orda check` is content with it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, year = options["folder"], options["year"]
        if not 1901 <= year <= 2999:
            raise BadInput(f"{year} is not a year of a plan")
        try:
            if options["compare"] or options["keep"]:
                self._compare(folder, year, keep=options["keep"])
                return
            with transaction.atomic():
                loaded = load_plan(folder, year)
                planned = _load_events(folder)
        except Refusal as refusal:
            raise BadInput(refusal) from None
        said = f"plan {year}: {loaded.figures} figures, {loaded.notes} notes on the source"
        if planned:
            said += f", {planned.planned} planned events"
            if planned.unknown_performers:
                said += f" (no such library yet: {', '.join(planned.unknown_performers)})"
        self.stdout.write(said)

    def _compare(self, folder: Path, year: int, *, keep: bool) -> None:
        plan = Plan.objects.filter(year=year).first()
        if plan is None:
            raise BadInput(f"there is no plan of {year}")
        found = differences(plan, folder)
        if keep:
            compared(plan, folder)
            self.stdout.write(f"plan {year}: stays as it is, {len(found)} differences from its source")
            return
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"plan {year}: {len(found)} differences from its source")


def _load_events(folder: Path) -> events.LoadedEvents | None:
    if folder == SHIPPED_PLAN:
        return events.load_planned_events(allow_missing=True)
    if (folder / EVENTS_MARK).exists():
        return events.load_planned_events(folder, allow_missing=True)
    return None
