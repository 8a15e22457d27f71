"""A question in SQL, why one is refused, and where in it; what checks it is an extra (checking.py)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from orda.network.extras import NotInstalled, is_installed
from orda.network.refusals import Refusal

FUNCTION_NAMES = (
    "COUNT SUM AVG MIN MAX GROUP_CONCAT STRING_AGG ROUND ABS FLOOR CEIL COALESCE NULLIF LOWER UPPER LENGTH SUBSTR TRIM"
    " CASE CAST EXISTS ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD FIRST_VALUE LAST_VALUE"
).split()


class BadQuestion(Refusal):
    """`line` and `column` count from 1; 0 where no place can be named."""

    code = "bad_question"

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__()
        self.problem, self.line, self.column = problem, line, column

    def __str__(self) -> str:
        if not self.line:
            return self.problem
        place = _("Line %(line)s, sign %(column)s") % {"line": self.line, "column": self.column}
        return f"{place}: {self.problem}"


@dataclass(frozen=True)
class Question:
    """A checked question: its own CTEs, the rest, and the tables it asks; both written for the database."""

    own_ctes: tuple[str, ...]
    own_names: frozenset[str]
    body: str
    tables: frozenset[str]


def checking_missing() -> NotInstalled | None:
    """What the page says in place of the field for a question."""
    return None if is_installed("sqlglot") else NotInstalled(what=_("Questions in SQL"), extra="sql")


def place_at(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def place_of_word(text: str, word: str) -> tuple[int, int]:
    """Where a word that the database did not know stands in the question; (0, 0) where it does not."""
    at = text.lower().find(word.lower()) if word else -1
    return place_at(text, at) if at >= 0 else (0, 0)
