"""From any due day: which row of the rules gave it and which shut day moved it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import Loan, LoanRule, Renewal
from orda.circulation.queries import explain
from orda.circulation.services import lend, renew
from orda.network import clock
from orda.network.models import Role, Unit
from orda.network.services import shut
from orda.readers.models import Reader
from orda.stock.models import Copy

DAY = datetime.timedelta(days=1)


def why(loan_id: int):  # type: ignore[no-untyped-def]
    found = explain(loan_id)
    assert found is not None
    return found


def test_the_row_and_the_shut_days_are_named(library: Unit, reader: Reader, copy: Copy) -> None:
    row = LoanRule.objects.create(unit=library, category="child", days=5)
    shut(library, clock.today() + 5 * DAY, "жөндеу")
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    said = why(lent.loan_id)
    assert (said.row, said.start, said.days) == (row, clock.today(), 5)
    assert [(one.day, one.name) for one in said.shut] == [
        (clock.today() + 5 * DAY, "жөндеу"),
        (clock.today() + 6 * DAY, ""),
    ]
    assert said.due_on == lent.due_on == said.now_due == clock.today() + 7 * DAY
    assert not said.changed


def test_the_defaults_are_named_as_such(library: Unit, reader: Reader, copy: Copy) -> None:
    said = why(lend(copy.barcode, reader.pk, library_id=library.pk).loan_id)
    assert (said.row, said.days, said.shut, said.changed) == (None, 15, (), False)


def test_a_renewal_counts_from_its_day(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    later = clock.now() + 4 * DAY
    renew(copy.barcode, library_id=library.pk, at=later)
    said = why(lent.loan_id)
    assert (said.renewed, said.start, said.due_on) == (
        True,
        clock.day_of(later),
        clock.day_of(later) + 15 * DAY,
    )


def test_a_renewal_that_left_a_later_day_says_so(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    row = LoanRule.objects.create(unit=library, days=3)
    renewal = {"library": library, "day": clock.today(), "at": clock.now(), "due_before": lent.due_on}
    Renewal.objects.create(loan_id=lent.loan_id, **renewal)  # as they were made until such were refused
    Loan.objects.update(renewals=1, rule=row)
    said = why(lent.loan_id)
    assert (said.kept, said.changed, said.due_on) == (True, False, lent.due_on)


def test_a_rule_changed_since_is_told(library: Unit, reader: Reader, copy: Copy) -> None:
    row = LoanRule.objects.create(unit=library, days=5)
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    LoanRule.objects.filter(pk=row.pk).update(days=9)
    said = why(lent.loan_id)
    assert (said.changed, said.due_on, said.now_due) == (True, lent.due_on, clock.today() + 9 * DAY)


def test_the_reading_room_is_due_before_the_doors_close(library: Unit, reader: Reader, copy: Copy) -> None:
    said = why(lend(copy.barcode, reader.pk, library_id=library.pk, place="reading_room").loan_id)
    assert (said.in_room, said.due_on) == (True, clock.today())


def test_there_is_nothing_to_say_of_an_unknown_loan(db: None) -> None:
    assert explain(987_654) is None


def test_the_page_says_it_in_words(client_as, library: Unit, reader: Reader, copy: Copy) -> None:
    LoanRule.objects.create(category="child", days=6)
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    desk = client_as(Role.LIBRARIAN, library)
    said = desk.get(reverse("desk_why", args=[lent.loan_id])).content.decode()
    assert "every library · child · any document" in said
    assert "22.09.2024, Sunday: shut" in said
    part = desk.get(reverse("desk_why", args=[lent.loan_id]), headers={"hx-request": "true"}).content.decode()
    assert "23.09.2024" in part
    assert "<html" not in part


def test_only_the_desk_asks(client_as, library: Unit, reader: Reader, copy: Copy) -> None:
    url = reverse("desk_why", args=[lend(copy.barcode, reader.pk, library_id=library.pk).loan_id])
    assert Client().get(url).status_code == 302
    for role in Role:
        assert (client_as(role, library).get(url).status_code == 200) == (role == Role.LIBRARIAN)
    assert client_as(Role.LIBRARIAN, library).get(reverse("desk_why", args=[987_654])).status_code == 404


@pytest.mark.parametrize("days", [0, 1])
def test_a_loan_for_no_days_is_due_the_same_day(library: Unit, reader: Reader, copy: Copy, days: int) -> None:
    LoanRule.objects.create(unit=library, days=days)
    said = why(lend(copy.barcode, reader.pk, library_id=library.pk).loan_id)
    assert said.due_on == clock.today() + days * DAY
    assert not said.changed
