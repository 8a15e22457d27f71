"""The libraries of a subtree, with the days on which each moved one stood in it."""

import datetime
from collections.abc import Iterable

Span = tuple[int, datetime.date, datetime.date]  # library, first and last day


class LibrariesUnder(list[int]):
    """The ids that stand there now. `steady`: those never moved; `moved`: the days of the others, gone ones too."""

    def __init__(self, steady: Iterable[int], moved: Iterable[Span] = ()) -> None:
        self.steady, self.moved = list(steady), list(moved)
        super().__init__([*self.steady, *(one for one, _first, last in moved if last == datetime.date.max)])

    def on(self, day: datetime.date) -> list[int]:
        """The ids that stood there on that day."""
        return [*self.steady, *(one for one, first, last in self.moved if first <= day <= last)]
