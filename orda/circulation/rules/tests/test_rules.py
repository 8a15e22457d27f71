"""The table of rules decides: the nearest unit, then the category, then the kind; a shut day is never a due day."""

import datetime

import pytest

from orda.circulation.models import Loan, LoanRule
from orda.circulation.rules.rule import Rule, due_day, rule_for
from orda.circulation.services import lend
from orda.network import clock
from orda.network.known import asked_once
from orda.network.models import Unit
from orda.network.services import shut
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import a_library

DAY = datetime.timedelta(days=1)


def test_without_a_row_the_defaults_hold(library: Unit) -> None:
    assert rule_for(library, "child", "book") == Rule()
    assert (Rule().limit, Rule().days, Rule().renewals, Rule().row) == (5, 15, 2, None)


def test_the_most_specific_row_decides(library: Unit) -> None:
    network = library.parent
    assert network is not None
    rows = {
        "everywhere": LoanRule.objects.create(limit=1),
        "everywhere, children's journals": LoanRule.objects.create(
            category="child", document_kind="journal", limit=2
        ),
        "network": LoanRule.objects.create(unit=network, limit=3),
        "network, journals": LoanRule.objects.create(unit=network, document_kind="journal", limit=4),
        "network, children": LoanRule.objects.create(unit=network, category="child", limit=5),
        "library, discs": LoanRule.objects.create(unit=library, document_kind="audiovisual", limit=6),
    }
    other = a_library("b11")

    def deciding(unit: Unit, category: str, kind: str) -> str:
        row = rule_for(unit, category, kind).row
        return next(name for name, rule in rows.items() if rule.pk == row)

    assert deciding(library, "child", "audiovisual") == "library, discs"
    assert deciding(other, "child", "audiovisual") == "network, children"
    assert deciding(library, "child", "journal") == "network, children"  # the category comes before the kind
    assert deciding(library, "leader", "journal") == "network, journals"
    assert deciding(library, "leader", "book") == "network"
    assert network.parent is None
    LoanRule.objects.filter(unit=network).delete()
    assert deciding(library, "child", "journal") == "everywhere, children's journals"
    assert deciding(library, "leader", "journal") == "everywhere"


def test_a_row_says_all_of_the_rule(library: Unit) -> None:
    row = LoanRule.objects.create(
        unit=library,
        document_kind="journal",
        limit=7,
        days=3,
        renewals=1,
        holds=4,
        home=False,
        reminders="1,-2",
        debt_days=9,
    )
    assert rule_for(library, "child", "journal") == Rule(
        limit=7,
        days=3,
        renewals=1,
        holds=4,
        home=False,
        reminders=(1, -2),
        debt_days=9,
        of_kind=True,
        row=row.pk,
    )


@pytest.mark.parametrize("day", [datetime.date(2024, 9, 16) + DAY * n for n in range(7)])
def test_no_loan_is_due_on_a_sunday(library: Unit, day: datetime.date) -> None:
    due = due_day(library, Rule(days=7), day)
    assert due == day + 7 * DAY + (DAY if day.weekday() == 6 else 0 * DAY)
    assert due.weekday() != 6


def test_a_holiday_of_the_unit_or_above_moves_the_due_day(library: Unit) -> None:
    friday = datetime.date(2024, 10, 4)
    assert library.parent is not None
    shut(library.parent, friday, "жабық")
    shut(library, friday + DAY, "санитарлық күн")
    shut(a_library("b11"), friday + 3 * DAY, "басқа кітапхананың күні")
    start = friday - 14 * DAY
    assert (
        due_day(library, Rule(days=14), start) == friday + 3 * DAY
    )  # a Monday: Friday, Saturday, Sunday shut
    assert due_day(a_library("b12"), Rule(days=14), start) == friday + DAY


def test_a_summer_of_shut_days_is_passed_over(library: Unit) -> None:
    first = datetime.date(2024, 6, 3)
    for n in range(60):
        shut(library, first + n * DAY, "жөндеу")
    assert due_day(library, Rule(days=3), first - 3 * DAY) == datetime.date(2024, 8, 2)


def test_what_is_lent_for_no_days_is_due_the_same_day(library: Unit) -> None:
    sunday = datetime.date(2024, 9, 22)
    assert due_day(library, Rule(days=0), sunday) == sunday


def test_a_rule_is_read_by_one_query(library: Unit, django_assert_num_queries) -> None:
    LoanRule.objects.create(unit=library, limit=1)
    with asked_once():
        rule_for(library, "other", "")  # whether it is known is asked with the first
        with django_assert_num_queries(1):
            rule_for(library, "child", "book")
        with django_assert_num_queries(0):
            rule_for(library, "child", "book")


def test_a_loan_keeps_the_row_that_gave_its_day_and_the_day_is_open(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    row = LoanRule.objects.create(unit=library.parent, category="child", days=6)
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    assert Loan.objects.get().rule == row
    assert lent.due_on == clock.today() + 7 * DAY  # six days on is a Sunday
