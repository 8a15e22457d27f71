"""What the plan's commands are asked for: a year that has a plan, and a day of it that has come."""

import datetime

from orda.console import BadInput
from orda.network import clock


def no_plan(year: int) -> BadInput:
    return BadInput(f"there is no plan of {year}: load one with `orda load_plan`")


def check_day(year: int, as_of: datetime.date | None) -> None:
    """Raises BadInput for a day of another year, and for one that has not come: nothing is known of it."""
    if as_of is not None and as_of.year != year:
        raise BadInput(f"--as-of {as_of} lies outside the year {year}")
    if as_of is not None and as_of > clock.today():
        raise BadInput(f"--as-of {as_of} has not come yet")
