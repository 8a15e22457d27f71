"""Pages of selections: asked by a branch, answered by the central library."""

import datetime

import pytest
from django.urls import reverse

from orda.circulation.conftest import do, text
from orda.circulation.models import Selection
from orda.network.models import Role
from tests.house import a_library, diary_of

pytestmark = pytest.mark.usefixtures("english")


def test_a_selection_is_asked_by_a_branch_and_answered_by_the_central_library(
    client_as, here, reader
) -> None:
    central = client_as(Role.LIBRARIAN, a_library("c", library_type="central"))
    do(
        here,
        "selection_new",
        asker="reader",
        card=reader.card_number,
        topic="Ғарыш",
        wanted="5",
        due_on="2024-09-20",
    )
    selection = Selection.objects.get()
    assert (selection.reader, selection.due_on) == (reader, datetime.date(2024, 9, 20))
    assert "Ғарыш" in text(central, "selections")
    answer = central.post(reverse("selection", args=[selection.pk]), {"found": "0"})
    assert answer.status_code == 422  # nothing found, and no word why
    do(central, "selection", selection.pk, found="4", answer="төртеуі табылды")
    assert diary_of(by="asker")["selection", "reader"] == 4
    assert "төртеуі табылды" in text(here, "selections", state="done")
