"""The overdue page and the outbox: who is on it, who may see it, what is written down."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.readers.models import Look, Reader
from orda.reminders.conftest import a_family, at, held
from orda.reminders.models import Message
from orda.reminders.services import queue_due
from tests.house import a_library, diary_of


@pytest.fixture
def client(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def page(client: Client, **asked: str) -> str:
    return client.get(reverse("overdue"), asked).content.decode()


def names(text: str, readers: list[Reader]) -> list[bool]:
    return [one.card_number in text or reverse("reader", args=[one.pk]) in text for one in readers]


def test_it_lists_who_is_late_the_longest_first_and_notes_the_looks(client: Client, library: Unit) -> None:
    late, later, timely = a_family(library, children=3)
    held(late, library, left=-3)
    held(later, library, left=-40)
    held(timely, library, left=0)
    text = page(client)
    assert names(text, [late, later, timely]) == [True, True, False]
    assert text.index(reverse("reader", args=[later.pk])) < text.index(reverse("reader", args=[late.pk]))
    assert "2 readers are late" in text
    assert set(Look.objects.values_list("reader", flat=True)) == {late.pk, later.pk}


def test_other_libraries_debts_are_not_shown(client: Client, library: Unit) -> None:
    other = a_library("b11")
    [child] = a_family(other)
    held(child, other, left=-3)
    assert "Nothing is overdue" in page(client)
    assert not Look.objects.exists()


def test_it_is_asked_by_days_class_school_and_need_of_a_call(client: Client, library: Unit) -> None:
    [mailed] = a_family(library)
    [unreached] = a_family(library, reached_by="")
    Reader.objects.filter(pk=unreached.pk).update(school="№ 7 мектеп", school_class="5Б")
    held(mailed, library, left=-3)
    held(unreached, library, left=-40)
    both = [mailed, unreached]
    for asked, shown in (
        ({"days": "7"}, [False, True]),
        ({"school": "7 мек"}, [False, True]),
        ({"school_class": "5б"}, [False, True]),
        ({"school_class": "3Ә"}, [True, False]),
        ({"who": "unreached"}, [False, True]),
        ({"who": "call"}, [True, True]),
        ({"days": "many", "who": "nobody"}, [True, True]),
    ):
        assert names(page(client, **asked), both) == shown, asked
    client.post(reverse("overdue_call", args=[mailed.pk]), {"result": "promised"})
    assert names(page(client, who="call"), both) == [False, True]


def test_a_family_that_did_not_agree_to_messages_is_one_to_call(client: Client, library: Unit) -> None:
    [agreed], [unasked] = a_family(library), a_family(library, agreed="data")
    for child in (agreed, unasked):
        held(child, library, left=-3)
    assert names(page(client, who="unreached"), [agreed, unasked]) == [False, True]
    assert page(client).count("no message reaches them") == 1


def test_a_call_counts_one_reminder_and_is_shown(client: Client, library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=-3)
    filter_ = f"{reverse('overdue')}?days=1"
    answer = client.post(
        reverse("overdue_call", args=[child.pk]), {"result": "promised", "text": "On Friday", "next": filter_}
    )
    assert answer.url == filter_
    assert diary_of(by="medium")["reminder", "call"] == 1
    assert "will bring them" in page(client)
    again = client.post(reverse("overdue_call", args=[child.pk]), {"result": "promised"}, follow=True)
    assert "noted already" in again.content.decode()
    assert Message.objects.get().text == "On Friday"
    assert prove().clean


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_after_a_call_one_stays_in_the_house(client: Client, library: Unit, where: str) -> None:
    [child] = a_family(library)
    answer = client.post(reverse("overdue_call", args=[child.pk]), {"result": "promised", "next": where})
    assert answer.url == reverse("overdue")


def test_nobody_is_called_for_nothing(client: Client, library: Unit) -> None:
    [child] = a_family(library)
    answer = client.post(reverse("overdue_call", args=[child.pk]), {"result": "promised"}, follow=True)
    assert "Nothing of this reader is overdue" in answer.content.decode()
    client.post(reverse("overdue_call", args=[child.pk]), {"result": "sang a song"})
    assert not Message.objects.exists()


def test_a_methodologist_sees_the_networks_debts_and_calls_from_no_library(client_as, library: Unit) -> None:
    client = client_as(Role.METHODOLOGIST, library.parent)
    [child] = a_family(library)
    held(child, library, left=-3)
    text = page(client)
    assert child.full_name in text
    assert "Note a call" not in text
    client.post(reverse("overdue_call", args=[child.pk]), {"result": "promised"})
    assert not Message.objects.exists()


def test_the_sheet_holds_a_row_for_each_book_and_no_formula(client: Client, library: Unit) -> None:
    [child] = a_family(library)
    for _ in range(2):
        held(child, library, left=-3)
    Reader.objects.filter(pk=child.pk).update(family_name='=HYPERLINK("x")')
    answer = client.get(reverse("overdue"), {"file": "csv"})
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "'=HYPERLINK" in rows[1]
    assert "+7 701 111 22 33" in rows[1]
    assert answer["Content-Disposition"].endswith('overdue-2024-09-16.csv"')
    assert Look.objects.count() == 1


def test_a_page_asks_as_much_for_many_readers_as_for_few(
    client: Client, library: Unit, django_assert_num_queries
) -> None:
    for _ in range(4):
        held(a_family(library)[0], library, left=-7)
    queue_due({"email"}, at())
    page(client)
    with django_assert_num_queries(8):
        page(client)
    for child in a_family(library, children=8):
        held(child, library, left=-7)
    with django_assert_num_queries(8):
        page(client)


def test_the_outbox_shows_what_was_not_sent_and_sends_it_again(client: Client, library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=-7)
    queue_due({"email"}, at())
    Message.objects.update(state="failed", error="550 no such user", settled_on="2024-09-16")
    text = client.get(reverse("outbox"), {"state": "failed"}).content.decode()
    assert "550 no such user" in text
    assert "Серік Әлібек" in text
    assert Look.objects.get().reader == child
    client.post(reverse("outbox_again", args=[Message.objects.get().pk]))
    assert Message.objects.get().state == "queued"
    again = client.post(reverse("outbox_again", args=[Message.objects.get().pk]), follow=True)
    assert "Only a message that was not sent" in again.content.decode()


def test_another_librarys_messages_are_not_shown(client_as, library: Unit) -> None:
    held(a_family(library)[0], library, left=-7)
    queue_due({"email"}, at())
    elsewhere = client_as(Role.LIBRARIAN, a_library("b11"))
    assert "No message stands here" in elsewhere.get(reverse("outbox")).content.decode()
    assert elsewhere.post(reverse("outbox_again", args=[Message.objects.get().pk])).status_code == 404
