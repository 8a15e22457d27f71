"""Pages of losses: who sees which case, what is filled in wrongly is said, what is settled is shown."""

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.losses import services as losses
from orda.circulation.models import LossCase
from orda.circulation.services import lend
from orda.network.models import Role, Unit
from orda.readers.models import Look
from orda.stock.models import Copy
from tests.house import a_library, a_reader, copies_in_stock, new_copies


@pytest.fixture
def here(library: Unit) -> Unit:
    return library


@pytest.fixture
def client(client_as, here: Unit) -> Client:
    return client_as(Role.LIBRARIAN, here)


def a_case(library: Unit, copy: Copy | None = None) -> LossCase:
    copy = copy or copies_in_stock(library)[0]
    lend(copy.barcode, a_reader(library).pk, library_id=library.pk)
    return losses.open_case(copy.barcode, kind="lost", library_id=library.pk)


def test_a_case_is_opened_by_the_barcode(client: Client, here: Unit) -> None:
    copy = copies_in_stock(here)[0]
    lend(copy.barcode, a_reader(here).pk, library_id=here.pk)
    filled = {"barcode": copy.barcode, "kind": "lost", "remark": "Left in a bus"}
    answer = client.post(reverse("loss_open"), filled)
    case = LossCase.objects.get()
    assert answer.url == reverse("loss", args=[case.pk])
    assert "Left in a bus" in client.get(answer.url).content.decode()
    refused = client.post(reverse("loss_open"), filled)
    assert refused.status_code == 422
    assert "has an open case already" in refused.content.decode()


def test_a_child_who_lost_a_book_has_it_at_the_desk_by_one_click(client: Client, here: Unit) -> None:
    copy, reader = copies_in_stock(here)[0], a_reader(here)
    lend(copy.barcode, reader.pk, library_id=here.pk)
    desk = client.post(reverse("desk_pick", args=[reader.pk]), follow=True).content.decode()
    there = f"{reverse('loss_open')}?barcode={copy.barcode}"
    assert f'href="{there}"' in desk
    page = client.get(there).content.decode()
    assert copy.record.title in page
    assert f'value="{copy.barcode}"' in page
    assert client.get(reverse("loss_open"), {"barcode": "\0"}).status_code == 200


def test_the_list_shows_where_cases_stand_and_notes_the_looks(client: Client, here: Unit) -> None:
    open_case, paid = a_case(here), a_case(here)
    losses.waive(paid.pk, "A fire")
    shown = client.get(reverse("losses")).content.decode()
    assert open_case.copy.record.title in shown
    assert paid.copy.record.title not in shown
    assert [look.reader for look in Look.objects.all()] == [open_case.reader]
    assert paid.copy.record.title in client.get(reverse("losses"), {"state": "settled"}).content.decode()


def test_another_librarys_case_is_not_shown_nor_settled(client: Client, here: Unit) -> None:
    other = a_case(a_library("b11"))
    assert client.get(reverse("loss", args=[other.pk])).status_code == 404
    assert client.post(reverse("loss_settle", args=[other.pk, "found"])).status_code == 404
    client.post(reverse("losses_write_off"), {"case": [other.pk], "number": "1"})
    assert LossCase.objects.get().state == LossCase.State.OPEN


def test_each_way_to_settle(client: Client, here: Unit) -> None:
    found, replaced, paid, waived = (a_case(here) for _ in range(4))
    [new] = new_copies(replaced.copy.record)
    book = {
        "record": new.record.pk,
        "barcode": new.barcode,
        "inventory_number": new.inventory_number,
        "price": "1200",
    }
    for case, way, filled in (
        (found, "found", {}),
        (replaced, "replace", book),
        (paid, "pay", {"paid": "900", "receipt": "5"}),
        (waived, "waive", {"reason": "A fire"}),
    ):
        answer = client.post(reverse("loss_settle", args=[case.pk, way]), filled)
        assert answer.status_code == 302, way
        again = client.post(reverse("loss_settle", args=[case.pk, way]), filled, follow=True)
        assert "This case is settled already." in again.content.decode()
    assert set(LossCase.objects.values_list("state", flat=True)) == {"found", "replaced", "paid", "waived"}
    answer = client.post(
        reverse("losses_write_off"),
        {"case": [replaced.pk, paid.pk, waived.pk], "number": "12"},
        follow=True,
    )
    assert "Act № 12, copies: 3" in answer.content.decode()
    assert client.post(reverse("loss_settle", args=[paid.pk, "nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("way", "filled", "said"),
    [
        ("replace", {"record": 987654}, "no record of this number"),
        ("pay", {"paid": "0", "receipt": "1"}, "more than nothing"),
        ("pay", {"paid": "ten", "receipt": "1"}, "Enter a number"),
        ("waive", {"reason": "  "}, "This field is required"),
    ],
)
def test_what_is_filled_in_wrongly_is_said(
    client: Client, here: Unit, way: str, filled: dict[str, str], said: str
) -> None:
    case = a_case(here)
    book = {"barcode": "N1", "inventory_number": "N1", "price": "10"} if way == "replace" else {}
    answer = client.post(reverse("loss_settle", args=[case.pk, way]), {**book, **filled})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert LossCase.objects.get().state == LossCase.State.OPEN


def test_a_settlement_is_taken_back_on_its_page(client: Client, here: Unit) -> None:
    case = a_case(here)
    losses.waive(case.pk, "A fire")
    reopening = reverse("loss_reopen", args=[case.pk])
    assert f'action="{reopening}"' in client.get(reverse("loss", args=[case.pk])).content.decode()
    assert "Say what was written down" in client.post(reopening, follow=True).content.decode()
    answer = client.post(reopening, {"why": "Not this reader"}, follow=True).content.decode()
    assert "The case is open again." in answer
    assert "Not this reader" in answer
    assert f'action="{reopening}"' not in answer
    other = a_case(a_library("b11"))
    assert client.post(reverse("loss_reopen", args=[other.pk]), {"why": "x"}).status_code == 404


@pytest.mark.parametrize("typed", ["", "²", "9" * 40, "x"])
def test_a_strange_choice_writes_nothing_off(client: Client, here: Unit, typed: str) -> None:
    losses.waive(a_case(here).pk, "A fire")
    answer = client.post(reverse("losses_write_off"), {"case": [typed], "number": "1"}, follow=True)
    assert "Choose settled cases" in answer.content.decode()


def test_the_notebook_is_a_page_and_a_paper_to_sign(client: Client, here: Unit) -> None:
    case = a_case(here)
    [new] = new_copies(case.copy.record)
    losses.replace(case.pk, new)
    page = client.get(reverse("losses_notebook")).content.decode()
    assert new.inventory_number in page
    answer = client.get(reverse("losses_notebook"), {"file": "pdf"})
    words = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert case.copy.inventory_number in words.replace("\n", "")
    assert "Signature" in words


def test_a_list_asks_as_much_for_one_case_as_for_many(
    client: Client, here: Unit, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        a_case(here)
    client.get(reverse("losses"))
    with django_assert_max_num_queries(9):
        client.get(reverse("losses"))
