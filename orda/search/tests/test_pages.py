"""The public catalogue: open to everyone, and it says nothing of readers."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from orda.circulation.services import lend
from orda.console import BadInput
from orda.search.services import catch_up
from tests.house import a_reader, copies_in_stock


def test_everyone_may_search_and_narrow(client, a_book) -> None:
    a_book("Менің атым Қожа", "Соқпақбаев, Бердібек", year=1957)
    a_book("Кожаный мяч", language="rus")
    page = client.get(reverse("catalogue"), {"q": "кожа"}).content.decode()
    assert "Менің атым Қожа" in page
    narrowed = client.get(reverse("catalogue"), {"q": "кожа", "language": "kaz"}).content.decode()
    assert "checked" in narrowed
    assert "Кожаный" not in narrowed


def test_htmx_gets_the_found_part_alone(client, a_book) -> None:
    a_book("Абай")
    part = client.get(reverse("catalogue"), {"q": "абай"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "Абай" in part


def test_a_book_page_says_where_each_copy_stands_and_not_who_has_it(client, a_book, library) -> None:
    record = a_book("Абай жолы", "Әуезов, Мұхтар")
    copy, _other = copies_in_stock(library, 2, record=record)
    reader = a_reader(library)
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    page = client.get(reverse("record", args=[record.pk])).content.decode()
    assert f"on loan until {lent.due_on:%d.%m.%Y}" in page
    assert "1 of 2 in" in page
    assert reader.family_name not in page
    assert reader.card_number not in page


def test_the_marc_record_is_shown_field_by_field(client, a_book) -> None:
    record = a_book("Абай жолы")
    page = client.get(reverse("record_marc", args=[record.pk])).content.decode()
    assert "245" in page
    assert "Абай жолы" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "а" * 10_000},
        {"q": "\x00<script>"},
        {"page": "0"},
        {"page": "99999999999999"},
        {"page": "-1"},
        {"q": "кітап", "page": "500"},
        {"language": ["x" * 5000, "\x00"]},
        {"years": "банан"},
    ],
)
def test_any_address_is_answered(client, a_book, asked: dict) -> None:
    a_book("Кітап")
    answer = client.get(reverse("catalogue"), asked)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_an_unknown_book_is_not_found(client, db) -> None:
    assert client.get(reverse("record", args=[99])).status_code == 404
    assert client.get(reverse("record_marc", args=[99])).status_code == 404


def test_a_page_of_many_costs_the_same(client, a_book, library, django_assert_max_num_queries) -> None:
    for number in range(25):
        copies_in_stock(library, 2, record=a_book(f"Кітап {number}"))
    catch_up()
    with django_assert_max_num_queries(5):
        page = client.get(reverse("catalogue"), {"q": "кітап"})
    assert page.content.decode().count('class="hit card"') == 20


def test_the_command_prints_the_agreed_shape(a_book) -> None:
    record = a_book("Абай жолы", "Әуезов, Мұхтар", year=1942)
    out = StringIO()
    call_command("search", "абай", format="json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["count"] == 1
    assert said["hits"] == [
        {
            "id": record.pk,
            "title": "Абай жолы",
            "author": "Әуезов, Мұхтар",
            "year": 1942,
            "available": 0,
            "copies": 0,
        }
    ]
    assert said["facets"]["language"] == {"kaz": 1}


@pytest.mark.parametrize("asked", [{"limit": 0}, {"limit": 10**9}])
def test_the_command_refuses_an_impossible_limit(db, asked: dict) -> None:
    with pytest.raises(BadInput):
        call_command("search", "абай", **asked)


def test_orda_index_makes_it_anew(a_book) -> None:
    a_book("Абай")
    out = StringIO()
    call_command("index", all=True, stdout=out)
    assert "1 records indexed, 1 in the index" in out.getvalue()
