"""The table of rules of use: add, change and remove its rows."""

import re
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.circulation.rules.models import LoanRule
from orda.diary.measures import DOCUMENT_KIND
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers.models import Reader

# The largest number that makes sense in each column; a kindergarten borrows by the box.
MOST = {"limit": 500, "days": 400, "renewals": 50, "holds": 100, "debt_days": 400}
MOST_REMINDERS = 8
_REMINDERS = re.compile(r"(-?[0-9]{1,3})(,-?[0-9]{1,3})*")


class BadRule(Refusal):
    """One column of the row is wrong; `field` names it."""

    code = "bad_rule"
    message = _("This is not possible here.")

    def __init__(self, field: str, **params: object) -> None:
        super().__init__(**params)
        self.field = field


class RuleExists(Refusal):
    code = "rule_exists"
    message = _("The table has a row for these readers and documents there already. Change that one.")


class NoSuchRule(Refusal):
    code = "no_such_rule"
    message = _("This row is not in the table any more.")


@dataclass(frozen=True)
class Row:
    """What a row says. Empty `category` or `document_kind`: any. `reminders`: days before and after, "3,0,-7"."""

    category: str = ""
    document_kind: str = ""
    limit: int = LoanRule.LIMIT
    days: int = LoanRule.DAYS
    renewals: int = LoanRule.RENEWALS
    holds: int = LoanRule.HOLDS
    home: bool = True
    reminders: str = LoanRule.REMINDERS
    debt_days: int = LoanRule.DEBT


@transaction.atomic
def add_rule(unit: Unit | None, row: Row) -> LoanRule:
    """Adds a row for a unit and what is under it, or for every library. Raises BadRule and RuleExists."""
    _check(row)
    try:
        with transaction.atomic():
            return LoanRule.objects.create(unit=unit, **_columns(row))
    except IntegrityError:
        raise RuleExists from None


@transaction.atomic
def change_rule(rule_id: int, unit: Unit | None, row: Row) -> LoanRule:
    """Changes a row; loans that were made by it keep their days. Raises NoSuchRule, BadRule, RuleExists."""
    _check(row)
    try:
        with transaction.atomic():
            changed = LoanRule.objects.filter(pk=rule_id).update(unit=unit, **_columns(row))
    except IntegrityError:
        raise RuleExists from None
    if not changed:
        raise NoSuchRule
    return LoanRule.objects.get(pk=rule_id)


@transaction.atomic
def remove_rule(rule_id: int) -> None:
    """Takes a row out of the table; the next one that fits decides from now on. Raises NoSuchRule."""
    if not LoanRule.objects.filter(pk=rule_id).delete()[0]:
        raise NoSuchRule


def _columns(row: Row) -> dict[str, object]:
    return asdict(row) | {"reminders": ",".join(str(day) for day in _reminders(row.reminders))}


def _reminders(text: str) -> list[int]:
    """The days, the earliest reminder first, each once."""
    return sorted({int(day) for day in text.replace(" ", "").split(",") if day}, reverse=True)


def _check(row: Row) -> None:
    if row.category and row.category not in Reader.Category.values:
        raise BadRule("category")
    if row.document_kind and row.document_kind not in (DOCUMENT_KIND.values or {}):
        raise BadRule("document_kind")
    for column, most in MOST.items():
        if not 0 <= getattr(row, column) <= most:
            raise BadRule(column)
    reminders = row.reminders.replace(" ", "")
    if reminders and (not _REMINDERS.fullmatch(reminders) or len(_reminders(reminders)) > MOST_REMINDERS):
        raise BadRule("reminders")
