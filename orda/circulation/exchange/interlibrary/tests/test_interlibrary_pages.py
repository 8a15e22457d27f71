"""Pages of interlibrary loans: each goes its steps."""

import pytest
from django.urls import reverse

from orda.circulation.conftest import do, text
from orda.circulation.models import InterlibraryLoan
from tests.house import diary_of

pytestmark = pytest.mark.usefixtures("english")


def test_an_interlibrary_loan_goes_its_steps(here, reader) -> None:
    do(
        here,
        "interlibrary_new",
        direction="in",
        partner="Облыстық",
        document="Бөкейхан",
        card=reader.card_number,
    )
    loan = InterlibraryLoan.objects.get()
    assert "Received" in text(here, "interlibrary_loan", loan.pk)
    do(here, "interlibrary_loan", loan.pk, state="received")
    assert "16.10.2024" in text(here, "interlibrary")
    do(here, "interlibrary_loan", loan.pk, state="returned")
    assert "Бөкейхан" in text(here, "interlibrary", over="1")
    assert here.post(reverse("interlibrary_loan", args=[loan.pk]), {"state": "sent"}).status_code == 422
    assert diary_of()["interlibrary_loan"] == 1
