"""A reader's own pages: card and PIN, loans made longer, holds, the choice to keep what was read."""

import datetime

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.losses import services as losses
from orda.circulation.models import Hold, Loan
from orda.circulation.services import lend, renew
from orda.diary.proof import prove
from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Role, Unit
from orda.portal import site_visits
from orda.portal.models import SiteVisit
from orda.readers import services as readers
from orda.readers.guardians import services as guardians
from orda.readers.models import Reader
from orda.readers.services import give_new_card, give_pin
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of

PIN = "314159"
PAGES = ("my", "my_history", "my_renew", "my_history_keep")


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library(library_type="central")


@pytest.fixture
def reader(library: Unit) -> Reader:
    made = a_reader(library, day=YESTERDAY)
    give_pin(made, PIN)
    return made


@pytest.fixture
def copy(library: Unit) -> Copy:
    return copies_in_stock(library, day=YESTERDAY)[0]


def sign_in(client: Client, reader: Reader, pin: str = PIN, **more: str):
    return client.post(reverse("my_sign_in"), {"card_number": reader.card_number, "pin": pin, **more})


@pytest.fixture
def mine(client: Client, reader: Reader) -> Client:
    assert sign_in(client, reader).status_code == 302
    return client


def test_the_first_sign_in_of_the_year_is_counted_once(client: Client, reader: Reader) -> None:
    sign_in(client, reader)
    client.post(reverse("my_sign_out"))
    sign_in(client, reader)
    assert diary_of() == {"site_user_registered": 1}
    assert prove().clean


def test_a_wrong_pin_opens_nothing(client: Client, reader: Reader) -> None:
    answer = sign_in(client, reader, "271828")
    assert answer.status_code == 422
    assert b"don&#x27;t belong together" in answer.content
    assert client.get(reverse("my")).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_nobody_comes_in_without_a_card_and_staff_neither(
    client: Client, client_as, library: Unit, name: str
) -> None:
    for one in (client, client_as(Role.LIBRARIAN, library)):
        answer = one.get(reverse(name)) if name in ("my", "my_history") else one.post(reverse(name))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("my_sign_in"))


def test_a_reader_opens_no_page_of_the_staff(mine: Client, reader: Reader) -> None:
    for name, args in (("desk", []), ("readers", []), ("reader", [reader.pk]), ("board", [])):
        assert mine.get(reverse(name, args=args)).url.startswith(reverse("sign_in"))


def test_one_is_led_back_to_where_one_wanted_to_go_and_nowhere_else(client: Client, reader: Reader) -> None:
    assert sign_in(client, reader, next=reverse("my_history")).url == reverse("my_history")
    assert sign_in(client, reader, next="https://elsewhere.example/").url == reverse("my")


def test_a_loan_is_made_longer_on_the_site(mine: Client, library: Unit, reader: Reader, copy: Copy) -> None:
    loan_id = lend(
        copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - datetime.timedelta(days=10)
    ).loan_id
    before = Loan.objects.get().due_on
    page = mine.post(reverse("my_renew"), {"loan": loan_id}, follow=True)
    assert copy.record.title in page.content.decode()
    loan = Loan.objects.get()
    assert loan.due_on > before
    assert loan.renewal_acts.get().channel == "online"
    assert diary_of()["renewal"] == 1


def test_anothers_loan_is_not_mine_to_renew(mine: Client, library: Unit, copy: Copy) -> None:
    other = a_reader(library, day=YESTERDAY)
    loan_id = lend(copy.barcode, other.pk, library_id=library.pk).loan_id
    mine.post(reverse("my_renew"), {"loan": loan_id})
    mine.post(reverse("my_renew"), {"loan": "all"})
    mine.post(reverse("my_renew"), {"loan": "x" * 30})
    assert Loan.objects.get().renewals == 0


def test_one_lent_today_would_gain_nothing_and_is_said_to(
    mine: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    loan_id = lend(copy.barcode, reader.pk, library_id=library.pk).loan_id
    page = mine.post(reverse("my_renew"), {"loan": loan_id}, follow=True)
    assert "It may be kept until 01.10.2024 as it is" in page.content.decode()
    assert Loan.objects.get().renewals == 0


def test_why_a_loan_is_not_made_longer_is_said(
    mine: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    at = clock.now() - datetime.timedelta(days=12)
    loan_id = lend(copy.barcode, reader.pk, library_id=library.pk, at=at).loan_id
    for days in (8, 4):
        renew(copy.barcode, library_id=library.pk, at=clock.now() - datetime.timedelta(days=days))
    page = mine.post(reverse("my_renew"), {"loan": loan_id}, follow=True)
    assert "renewed 2 times already" in page.content.decode()


def test_a_book_that_is_out_is_waited_for_in_the_queue(
    mine: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    first, second = (a_reader(library, day=YESTERDAY) for _n in range(2))
    lend(copy.barcode, first.pk, library_id=library.pk)
    address = reverse("my_hold", args=[copy.record_id])
    assert copy.record.title in mine.get(address).content.decode()
    page = mine.post(address, {"library": library.code}, follow=True)
    assert "number 1 in the queue" in page.content.decode()
    hold = Hold.objects.get()
    assert (hold.reader, hold.channel) == (reader, "online")
    mine.post(reverse("my_hold_cancel", args=[hold.pk]))
    hold.refresh_from_db()
    assert hold.state == "cancelled"
    assert second.holds.count() == 0


def test_anothers_hold_is_not_mine_to_cancel(mine: Client, client: Client, library: Unit, copy: Copy) -> None:
    other = a_reader(library, day=YESTERDAY)
    give_pin(other, PIN)
    theirs = Client()
    sign_in(theirs, other)
    theirs.post(reverse("my_hold", args=[copy.record_id]), {"library": library.code})
    hold = Hold.objects.get()
    assert mine.post(reverse("my_hold_cancel", args=[hold.pk])).status_code == 404
    hold.refresh_from_db()
    assert hold.state in Hold.OPEN


def test_nothing_is_kept_of_what_was_read_unless_the_reader_wants_it(mine: Client, reader: Reader) -> None:
    assert "forgets what you read" in mine.get(reverse("my_history")).content.decode()
    mine.post(reverse("my_history_keep"), {"keep": "yes"})
    reader.refresh_from_db()
    assert reader.keep_history
    mine.post(reverse("my_history_keep"), {"keep": "no"})
    reader.refresh_from_db()
    assert not reader.keep_history


def test_the_page_asks_the_same_few_questions_however_much_one_has(
    mine: Client, library: Unit, reader: Reader, django_assert_max_num_queries
) -> None:
    for copy in copies_in_stock(library, 4, day=YESTERDAY):
        lend(copy.barcode, reader.pk, library_id=library.pk)
    with django_assert_max_num_queries(10):
        mine.get(reverse("my"))


def test_a_visit_of_the_site_is_its_second_page_once(library: Unit) -> None:
    visitor = Client()
    for _page in range(4):
        visitor.get(reverse("catalogue"))
    assert SiteVisit.objects.count() == 1
    assert diary_of() == {"site_visit": 1}
    Client().get(reverse("catalogue"))  # one page alone
    assert SiteVisit.objects.count() == 1
    assert prove().clean


def test_no_cookie_forges_a_visit(library: Unit) -> None:
    for made_up in ("seen", "counted", "x:y:z", "ab12", "a" * 5000):
        visitor = Client()
        for _page in range(5):
            visitor.cookies["visit"] = made_up
            visitor.get(reverse("catalogue"))
    assert not SiteVisit.objects.exists()


def test_one_browsers_number_counts_once_however_often_it_is_sent(library: Unit) -> None:
    visitor = Client()
    visitor.get(reverse("catalogue"))
    drawn = visitor.cookies["visit"].value
    for _page in range(10):
        visitor.cookies["visit"] = drawn
        visitor.get(reverse("catalogue"))
    assert SiteVisit.objects.count() == 1
    assert diary_of() == {"site_visit": 1}


def test_an_address_makes_only_so_many_visits_a_day(library: Unit, monkeypatch) -> None:
    monkeypatch.setattr(site_visits, "MOST_A_DAY", 3)
    for number in range(6):
        visitor = Client(REMOTE_ADDR="10.0.0.7" if number else "10.0.0.8")
        visitor.get(reverse("catalogue"))
        visitor.get(reverse("catalogue"))
    assert SiteVisit.objects.count() == 1 + 3


def test_while_the_database_is_busy_a_visit_waits_and_its_page_does_not(library: Unit, monkeypatch) -> None:
    def busy(*_args: object, **_more: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(site_visits, "count_site_visit", busy)
        visitor = Client()
        for _page in range(2):
            assert visitor.get(reverse("catalogue")).status_code == 200
        assert not SiteVisit.objects.exists()
    site_visits.write_down()
    assert SiteVisit.objects.count() == 1


def test_in_the_night_the_site_forgets_who_came(library: Unit) -> None:
    visitor = Client()
    visitor.get(reverse("catalogue"))
    visitor.get(reverse("catalogue"))
    SiteVisit.objects.update(day=YESTERDAY)
    assert site_visits.forget_visitors() == 1
    assert SiteVisit.objects.filter(number=None, origin="").count() == 1


def test_staff_are_no_visitors_of_the_site(library: Unit, client_as) -> None:
    client = client_as(Role.LIBRARIAN, library)
    for _page in range(3):
        client.get(reverse("catalogue"))
    assert not SiteVisit.objects.exists()


def test_a_readers_visit_counts_at_their_library(reader: Reader) -> None:
    other = a_library("b9")
    Reader.objects.filter(pk=reader.pk).update(library=other)
    client = Client()
    sign_in(client, reader)
    client.get(reverse("my"))
    client.get(reverse("my_history"))
    assert SiteVisit.objects.get().library == other


def test_what_is_lost_is_shown_until_it_is_settled(
    mine: Client, library: Unit, reader: Reader, copy: Copy, settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    lend(copy.barcode, reader.pk, library_id=library.pk)
    case = losses.open_case(copy.barcode, kind="lost", library_id=library.pk)
    page = mine.get(reverse("my")).content.decode()
    assert copy.record.title in page
    assert "No fine" in page
    losses.waive(case.pk, "A fire")
    assert copy.record.title not in mine.get(reverse("my")).content.decode()


def test_a_record_that_was_merged_away_is_signed_out(mine: Client, library: Unit, reader: Reader) -> None:
    readers.merge(a_reader(library, given_name="Дана"), reader, chosen={})
    assert mine.get(reverse("my"))["Location"].startswith(reverse("my_sign_in"))


def test_what_i_asked_for_by_exchange_is_seen_in_its_state(
    mine: Client, library: Unit, reader: Reader
) -> None:
    loan = interlibrary.ask_in("Бөкейхан Ә.", "Облыстық кітапхана", library=library, reader_id=reader.pk)
    page = mine.get(reverse("my")).content.decode()
    assert "Бөкейхан Ә." in page
    assert "waits for you" not in page
    interlibrary.move_on(loan.pk, "received")
    assert "waits for you" in mine.get(reverse("my")).content.decode()
    interlibrary.move_on(loan.pk, "returned")
    assert "Бөкейхан Ә." not in mine.get(reverse("my")).content.decode()


def test_a_new_pin_or_card_given_at_the_desk_ends_the_open_session_at_once(
    client: Client, reader: Reader
) -> None:
    acts = (lambda: give_new_card(reader, "K-9001"), lambda: give_pin(reader, "271828"))
    for act in acts:
        sign_in(client, reader)
        assert client.get(reverse("my")).status_code == 200
        act()
        assert client.get(reverse("my")).status_code == 302
        reader.refresh_from_db()


PHONE = "+7 701 555 44 33"


@pytest.fixture
def child(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY, given_name="Дана", guardian_phone=PHONE)


@pytest.fixture
def parent(client: Client, child: Reader, staff_of, library: Unit) -> Client:
    by_id = staff_of(Role.LIBRARIAN, library).pk
    pin = guardians.confirm(child, phone=PHONE, by_id=by_id).pin
    answer = client.post(reverse("my_sign_in"), {"card_number": "8 (701) 555-44-33", "pin": pin})
    assert answer.status_code == 302
    return client


def test_a_parent_sees_renews_and_waits_for_the_child(
    parent: Client, child: Reader, copy: Copy, library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent = lend(copy.barcode, child.pk, library_id=library.pk)
    page = parent.get(reverse("my")).content.decode()
    assert "Дана" in page
    assert copy.record.title in page
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(days=3))
    parent.post(reverse("my_renew"), {"loan": lent.loan_id, "whose": child.pk})
    assert Loan.objects.get(pk=lent.loan_id).renewals == 1
    wanted = copies_in_stock(library)[0]
    typed = {"library": library.code, "whose": child.pk}
    lend(wanted.barcode, a_reader(library, given_name="Басқа").pk, library_id=library.pk)
    parent.post(reverse("my_hold", args=[wanted.record_id]), typed)
    hold = Hold.objects.get(reader=child)
    parent.post(reverse("my_hold_cancel", args=[hold.pk]))
    assert Hold.objects.get().state == Hold.State.CANCELLED
    assert parent.get(reverse("my_history")).status_code == 302  # what a child has read is the child's
    assert prove().clean


def test_a_parent_sees_nobody_elses_child(parent: Client, reader: Reader, copy: Copy, library: Unit) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    for whose in (str(reader.pk), ""):
        parent.post(reverse("my_renew"), {"loan": lent.loan_id, "whose": whose})
    assert Loan.objects.get(pk=lent.loan_id).renewals == 0
    typed = {"library": library.code, "whose": reader.pk}
    assert parent.post(reverse("my_hold", args=[copy.record_id]), typed).status_code == 404
    assert copy.record.title not in parent.get(reverse("my")).content.decode()


def test_a_new_pin_of_the_telephone_and_a_word_at_the_desk_end_it_at_once(
    parent: Client, child: Reader
) -> None:
    ward = child.guardianships.select_related("guardian").get()
    guardians.end(ward)
    assert "Дана" not in parent.get(reverse("my")).content.decode()
    guardians.new_pin(ward.guardian)
    assert parent.get(reverse("my")).status_code == 302


def test_a_parent_with_a_card_sees_their_own_and_the_childs(
    client: Client, child: Reader, library: Unit, staff_of
) -> None:
    born = {"birth_date": datetime.date(1988, 2, 1), "guardian_name": "", "school_class": ""}
    own = a_reader(library, family_name="Әлібек", given_name="Серік", consent_by="Серік Әлібек", **born)
    give_pin(own, PIN)
    guardians.confirm(child, card=own, by_id=staff_of(Role.LIBRARIAN, library).pk)
    sign_in(client, own)
    page = client.get(reverse("my")).context
    assert (page["reader"], [one for one, _has in page["children"]]) == (own, [child])
    offered = client.get(reverse("my_hold", args=[copies_in_stock(library)[0].record_id])).context["people"]
    assert offered == [own, child]


def test_wrong_pins_of_a_telephone_look_like_those_of_a_card(client: Client, parent: Client) -> None:
    said = {
        client.post(reverse("my_sign_in"), {"card_number": number, "pin": "000000"}).status_code
        for number in (PHONE, "+7 701 999 99 99", "R000000001")
    }
    assert said == {422}
