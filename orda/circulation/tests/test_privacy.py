"""The library forgets who borrowed what; no statistic notices."""

import datetime
from io import StringIO

from django.core.management import call_command
from pytest_django import Settings

from orda.circulation.exchange.interlibrary.services import ask_in, move_on
from orda.circulation.exchange.selections.services import ask_selection, refuse_selection
from orda.circulation.forgetting import forget_requests
from orda.circulation.models import Loan
from orda.circulation.services import cancel_hold, detach_history, give_back, lend, place_hold, undo_loan
from orda.diary.models import DayTotal, DimensionSet, Entry
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import diary_of

DAY = datetime.timedelta(days=1)


def test_returned_loans_forget_their_reader_and_the_diary_stays(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    for copy in copies[:3]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
    for copy in copies[:2]:
        give_back(copy.barcode, library_id=library.pk)
    before = diary_of(by="age_group")
    assert detach_history(clock.today() + DAY) == 2
    assert Loan.objects.filter(reader=None).count() == 2
    assert diary_of(by="age_group") == before
    assert detach_history(clock.today() + DAY) == 0


def test_an_open_loan_keeps_its_reader(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    assert detach_history(clock.today() + 400 * DAY) == 0
    assert give_back(copy.barcode, library_id=library.pk).reader_id == reader.pk


def test_a_loan_returned_on_the_day_itself_is_kept(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    give_back(copy.barcode, library_id=library.pk)
    assert detach_history(clock.today()) == 0
    assert Loan.objects.get().reader == reader


def test_a_loan_taken_back_at_the_desk_is_forgotten_too(library: Unit, reader: Reader, copy: Copy) -> None:
    undo_loan(lend(copy.barcode, reader.pk, library_id=library.pk).loan_id)
    assert detach_history(clock.today() + DAY) == 1
    assert Loan.objects.get().reader is None


def test_no_line_of_the_diary_names_a_reader(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    fields = {
        field.name for model in (Entry, DayTotal, DimensionSet) for field in model._meta.concrete_fields
    }
    assert not fields & {"reader", "reader_id", "card_number"}
    named = " ".join(DimensionSet.objects.values_list("key", flat=True))
    assert reader.card_number not in named
    assert reader.family_name not in named


def test_every_night_the_loans_whose_time_is_over_forget_their_reader(
    library: Unit, reader: Reader, copies: list[Copy], settings: Settings
) -> None:
    settings.KEEP_LOAN_HISTORY_DAYS = 30
    for copy, days_ago in zip(copies, (31, 30), strict=False):
        lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - days_ago * DAY)
        give_back(copy.barcode, library_id=library.pk, at=clock.now() - days_ago * DAY)
    call_command("nightly", stdout=StringIO())
    assert [loan.reader_id for loan in Loan.objects.order_by("pk")] == [None, reader.pk]
    assert not Entry.objects.filter(open=True, day__lt=clock.today()).exists()


def test_what_was_asked_for_and_is_over_forgets_its_reader(library: Unit, reader: Reader, copy: Copy) -> None:
    past = clock.now() - 40 * DAY
    hold = place_hold(copy.record_id, reader.pk, library_id=library.pk, at=past)
    selection = ask_selection("Ғарыш", library=library, reader_id=reader.pk, at=past)
    loan = ask_in("Бөкейхан", "Облыстық", library=library, reader_id=reader.pk, at=past)
    assert forget_requests(clock.today()) == 0  # they are open still
    cancel_hold(hold.pk, at=past)
    refuse_selection(selection.pk, "қорда жоқ", at=past)
    move_on(loan.pk, "refused", at=past)
    assert forget_requests(clock.today()) == 1
    for row in (hold, selection, loan):
        row.refresh_from_db()
        assert row.reader_id is None
