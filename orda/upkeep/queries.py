"""What may be asked of the house's upkeep, for the page of its state."""

from orda.network.models import Run
from orda.network.runs import BACKUP, last


def last_backup(*, well: bool | None = None) -> Run | None:
    """The last backup: when it ended, whether well, what became of it; None when there is none.

    With `well=True` the last good one. A room below asks `orda.network.runs.last("backup")`, which is the same.
    """
    return last(BACKUP, well=well)
