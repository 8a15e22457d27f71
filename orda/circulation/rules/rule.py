"""The rules of use: which row of the table decides, and the day on which a loan is due."""

import datetime
from dataclasses import dataclass

from django.db import connection

from orda.circulation.rules.models import LoanRule
from orda.network import queries as network
from orda.network.known import known
from orda.network.models import Unit


@dataclass(frozen=True)
class Rule:
    """What the rules of use say for a reader, a document and a library. `row`: the table's row, None: the defaults."""

    limit: int = LoanRule.LIMIT
    days: int = LoanRule.DAYS
    renewals: int = LoanRule.RENEWALS
    holds: int = LoanRule.HOLDS
    home: bool = True
    reminders: tuple[int, ...] = tuple(int(day) for day in LoanRule.REMINDERS.split(","))
    debt_days: int = LoanRule.DEBT
    of_kind: bool = False  # the limit counts items of the row's kind alone
    row: int | None = None


# Nearest unit first, then the row that names the category, then the one that names the kind ("" sorts below any).
_ROW = """
SELECT r."limit", r.days, r.renewals, r.holds, r.home, r.reminders, r.debt_days, r.document_kind <> '', r.id
FROM circulation_loanrule r LEFT JOIN network_unit u ON u.id = r.unit_id
WHERE (r.unit_id IS NULL OR r.unit_id IN ({above})) AND r.category IN ('', %s) AND r.document_kind IN ('', %s)
ORDER BY COALESCE(LENGTH(u.path), 0) DESC, r.category DESC, r.document_kind DESC LIMIT 1"""


def rule_for(library: Unit, category: str, document_kind: str) -> Rule:
    """The rule for a reader of a category who borrows a document of a kind at a library.

    The most specific row decides: the unit nearest to the library, then the row that names the category, then the
    one that names the kind. Without a row the defaults hold (rules of use: 5 items, 15 days, 2 renewals).
    """
    return rule_at(library.path, category, document_kind)


@known(LoanRule, Unit)
def rule_at(path: str, category: str, document_kind: str) -> Rule:
    """`rule_for`, by the library's path in the tree: read once by each process while no rule changes."""
    above = network.units_above(path)
    sql = _ROW.format(above=", ".join(["%s"] * len(above)))
    with connection.cursor() as cursor:
        cursor.execute(sql, (*above, category, document_kind))
        row = cursor.fetchone()
    if row is None:
        return Rule()
    limit, days, renewals, holds, home, reminders, debt_days, of_kind, found = row
    reminded = tuple(int(day) for day in reminders.split(",") if day)
    return Rule(limit, days, renewals, holds, bool(home), reminded, debt_days, bool(of_kind), found)


def due_day(library: Unit, rule: Rule, day: datetime.date) -> datetime.date:
    """The day by which what is lent on `day` is due: the rule's number of days on, and never a day on which the
    library is shut."""
    return due_at(library.path, rule, day)


def due_at(path: str, rule: Rule, day: datetime.date) -> datetime.date:
    """`due_day`, by the library's path in the tree. What is lent for no days is due before the doors close."""
    if rule.days == 0:
        return day
    return network.open_day_from(path, day + datetime.timedelta(days=rule.days))
