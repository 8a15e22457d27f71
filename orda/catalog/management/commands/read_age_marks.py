"""`orda read_age_marks`: age marks (6+, 12+) of records that came in before marks were read. Run it once."""

from typing import Any

from orda.catalog.age_marks import read_age_marks
from orda.console import OrdaCommand


class Command(OrdaCommand):
    help = "Read the age mark off the MARC of records that have none; again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        looked, marked = read_age_marks()
        self.stdout.write(f"{marked:,} of {looked:,} records without an age mark have one now")
