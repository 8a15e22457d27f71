"""An older database in which something ended before it began: mended, its diary too, and told to a person."""

import datetime
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from orda.circulation.models import Loan, Note
from orda.circulation.services import give_back, lend
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, diary_of


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """The tables as they were before the constraint."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("ALTER TABLE circulation_loan DROP CONSTRAINT loan_ends_after_it_began")
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_a_return_before_its_loan_moves_to_it_with_its_line_and_the_copy_asks(
    unguarded: None, library: Unit, reader: Reader, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    loan_id = lend(copy.barcode, reader.pk, library_id=library.pk).loan_id
    give_back(copy.barcode, library_id=library.pk, at=MOMENT + datetime.timedelta(days=1))
    Loan.objects.update(returned_at=MOMENT - datetime.timedelta(days=1), returned_on=YESTERDAY)
    assert "loans that ended before they began" in prove().named
    import_module("orda.circulation.migrations.0014_hours_put_in_order").mend(apps, None)
    loan = Loan.objects.get(pk=loan_id)
    assert (loan.returned_at, loan.returned_on) == (MOMENT, TODAY)
    assert diary_of(TODAY)["return"] == 1
    assert "return" not in diary_of(TODAY + datetime.timedelta(days=1))
    assert Note.objects.get().copy == copy
    assert copy.barcode in capsys.readouterr().out
    assert prove().clean
