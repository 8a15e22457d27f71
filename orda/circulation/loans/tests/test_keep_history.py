"""History is kept where the reader or the parent chose so, and only there."""

import datetime

from orda.circulation.models import Loan
from orda.circulation.services import detach_history, give_back, lend
from orda.network.models import Unit
from orda.readers import services as readers
from tests.house import TODAY, a_copy, a_reader


def test_it_is_kept_by_choice_and_forgotten_when_the_choice_is_taken_back(library: Unit) -> None:
    chose, other = a_reader(library), a_reader(library, given_name="Дана")
    readers.keep_history(chose, keep=True)
    for reader in (chose, other):
        copy = a_copy(library)
        lend(copy.barcode, reader.pk, library_id=library.pk)
        give_back(copy.barcode, library_id=library.pk)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert detach_history(tomorrow) == 1
    assert list(Loan.objects.values_list("reader", flat=True).order_by("pk")) == [chose.pk, None]
    readers.keep_history(chose, keep=False)
    assert detach_history(tomorrow) == 1
    assert not Loan.objects.filter(reader__isnull=False).exists()
