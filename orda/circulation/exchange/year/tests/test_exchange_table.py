"""The year's table of exchange: here and in the network."""

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from tests.house import YESTERDAY, copies_in_stock

pytestmark = pytest.mark.usefixtures("english")


def test_the_years_table_counts_here_and_in_the_network(here, reader, library, other) -> None:
    copy = copies_in_stock(other, day=YESTERDAY)[0]
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    lines = {line.label: line for line in here.get(reverse("exchange_table")).context["lines"]}
    assert (lines["loans of other libraries' copies"].here, lines["copies issued by exchange"].network) == (
        1,
        0,
    )
