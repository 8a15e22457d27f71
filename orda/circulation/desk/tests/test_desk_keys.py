"""What one key does at the desk: the reading room, all the same, renew all, undo again, notes, the slip, a list."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk import views
from orda.circulation.desk.tests.pressing import press, press_get, scan
from orda.circulation.models import Loan, LoanRule, Renewal, Visit
from orda.circulation.services import lend
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers.models import Family, Reader
from orda.stock.models import Copy
from tests.house import YESTERDAY, a_copy, a_library, a_reader, diary_of

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans of one label far enough apart in time."""
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)


def open_group(library: Unit, members: int = 27, grade: int = 4) -> Reader:
    return Reader.objects.create(
        card_number="G1",
        family_name="4 Ә",
        category="group",
        grade=grade,
        members=members,
        library=library,
        created_on=YESTERDAY,
    )


def test_a_renewal_asked_for_by_phone_is_noted_so_until_the_next_reader(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    other = a_reader(library, day=YESTERDAY)
    earlier = clock.now() - DAY
    for who, copy in ((reader, copies[0]), (other, copies[1])):
        lend(copy.barcode, who.pk, library_id=library.pk, at=earlier)
    scan(desk, reader.card_number)
    assert "noted as made by phone" in press(desk, "desk_phone")
    press(desk, "desk_renew_all")
    assert "by phone" in press_get(desk, "desk_why", Loan.objects.get(copy=copies[0]).pk)
    scan(desk, other.card_number)
    press(desk, "desk_renew_all")
    assert list(Renewal.objects.order_by("pk").values_list("channel", flat=True)) == ["phone", "desk"]
    press(desk, "desk_phone")
    assert "made at the desk again" in press(desk, "desk_phone")


def test_renewing_all_of_a_reader_of_last_year_offers_to_register_them(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - DAY)
    reader.registrations.update(year=clock.today().year - 1)
    scan(desk, reader.card_number)
    said = press(desk, "desk_renew_all")
    assert reverse("desk_register") in said
    assert "data-focus" in said
    press(desk, "desk_register", pending="")
    assert "Loans renewed: 1" in press(desk, "desk_renew_all")


def test_a_key_sends_loans_to_the_reading_room_and_back(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    scan(desk, reader.card_number)
    assert "stay in the reading room" in press(desk, "desk_mode")
    assert "Lent in the reading room" in scan(desk, copies[0].barcode)
    assert "go home again" in press(desk, "desk_mode")
    assert "Lent until" in scan(desk, copies[1].barcode)
    assert sorted(Loan.objects.values_list("place", flat=True)) == ["home", "reading_room"]
    assert diary_of(by="place") == {("loan", "reading_room"): 1, ("loan", None): 1}


def test_the_mark_of_age_is_told_and_set_aside_by_one_key(desk: Client, reader: Reader, copy: Copy) -> None:
    copy.record.age_mark = 16
    copy.record.save()
    scan(desk, reader.card_number)
    said = scan(desk, copy.barcode)
    assert "Marked 16+" in said
    assert 'data-key="F9"' in said
    assert not Loan.objects.exists()
    assert "Lent until" in press(desk, "desk_lend", barcode=copy.barcode, despite="age_mark", place="home")


def test_a_debt_and_a_mark_are_set_aside_one_after_the_other(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    lend(copies[0].barcode, reader.pk, library_id=library.pk)
    Loan.objects.update(due_on=clock.today() - 99 * DAY)
    copies[1].record.age_mark = 16
    copies[1].record.save()
    scan(desk, reader.card_number)
    assert 'value="in_debt"' in scan(desk, copies[1].barcode)
    again = press(desk, "desk_lend", barcode=copies[1].barcode, despite="in_debt")
    assert 'value="in_debt age_mark"' in again
    assert "Lent until" in press(desk, "desk_lend", barcode=copies[1].barcode, despite="in_debt age_mark")


def test_only_what_may_be_set_aside_is(desk: Client, reader: Reader, copies: list[Copy]) -> None:
    LoanRule.objects.create(limit=0)
    scan(desk, reader.card_number)
    despite = "limit_reached reader_blocked copy_on_loan"
    assert "more are not lent" in press(desk, "desk_lend", barcode=copies[0].barcode, despite=despite)
    assert not Loan.objects.exists()


def test_what_does_not_go_home_is_lent_in_the_reading_room_by_the_same_key(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    LoanRule.objects.create(home=False)
    scan(desk, reader.card_number)
    assert 'value="reading_room"' in scan(desk, copy.barcode)
    assert "Lent in the reading room" in press(
        desk, "desk_lend", barcode=copy.barcode, place="reading_room", despite=""
    )
    assert Loan.objects.get().due_on == clock.today()


def test_all_of_a_readers_loans_are_renewed_and_the_one_key_takes_them_all_back(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    earlier = clock.now() - 5 * DAY
    for copy in copies[:3]:
        lend(copy.barcode, reader.pk, library_id=library.pk, at=earlier)
    lend(copies[3].barcode, reader.pk, library_id=library.pk)  # fresh from today: left as it is
    scan(desk, reader.card_number)
    assert "Loans renewed: 3" in press(desk, "desk_renew_all")
    assert diary_of() == {"loan": 1, "renewal": 3}
    press(desk, "desk_undo")
    assert diary_of() == {"loan": 1}
    assert set(Renewal.objects.values_list("voided", flat=True)) == {True}


def test_renewing_all_says_why_nothing_was_renewed(desk: Client, reader: Reader, copies: list[Copy]) -> None:
    scan(desk, reader.card_number)
    scan(desk, copies[0].barcode)
    said = press(desk, "desk_renew_all")
    assert "Loans renewed: 0" in said
    assert "lent today or is read here needs no renewal" in said


def test_what_can_not_be_renewed_is_named(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    for copy in copies[:2]:
        lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - DAY)
    Loan.objects.filter(copy=copies[0]).update(renewals=2)
    scan(desk, reader.card_number)
    said = press(desk, "desk_renew_all")
    assert "Loans renewed: 1" in said
    assert "renewed 2 times already" in said


def test_undo_goes_back_step_by_step(desk: Client, reader: Reader, copies: list[Copy]) -> None:
    scan(desk, reader.card_number)
    scan(desk, copies[0].barcode)
    scan(desk, copies[1].barcode)
    scan(desk, copies[0].barcode)  # comes back
    scan(desk, "3*")
    for left in (
        {"loan": 2, "return": 1},
        {"loan": 2},
        {"loan": 1},
        {},
    ):
        press(desk, "desk_undo")
        assert diary_of() == left


def test_returns_and_loans_mix_on_one_screen(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    lend(copies[0].barcode, a_reader(library, day=YESTERDAY).pk, library_id=library.pk)
    scan(desk, reader.card_number)
    assert "Lent until" in scan(desk, copies[1].barcode)
    assert "Returned" in scan(desk, copies[0].barcode)  # another reader's
    assert "Lent until" in scan(desk, copies[2].barcode)
    assert "2 items at home" in scan(desk, reader.card_number)


@pytest.mark.parametrize(
    ("typed", "purpose", "people"),
    [("+", "borrow", 1), ("7+", "borrow", 7), ("+7", "borrow", 7), ("25*", "event", 25), ("/", "other", 1)],
)
def test_signs_of_the_number_pad_count_visits_by_purpose(
    desk: Client, library: Unit, typed: str, purpose: str, people: int
) -> None:
    assert f"Visits counted: {people}" in scan(desk, typed)
    assert diary_of(by="purpose") == {("visit", purpose): people}


def test_a_reader_at_the_desk_counts_with_their_age_group_and_a_class_with_all_its_members(
    desk: Client, library: Unit, reader: Reader
) -> None:
    scan(desk, reader.card_number)
    scan(desk, "+")
    scan(desk, "12+")  # who the twelve are is not known
    open_group(library)
    scan(desk, "G1")
    scan(desk, "*")
    assert diary_of(by="age_group") == {("visit", "0-10"): 28, ("visit", None): 12}
    assert sorted(Visit.objects.values_list("quantity", flat=True)) == [1, 12, 27]


def test_a_class_borrows_a_list_at_once_and_what_is_refused_is_named(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    LoanRule.objects.create(category="group", limit=40)
    open_group(library)
    lend(copies[0].barcode, reader.pk, library_id=library.pk)
    scan(desk, "G1")
    listed = "\r\n".join([copy.barcode for copy in copies] + ["", "NOSUCH", copies[1].barcode])
    said = press(desk, "desk_many", barcodes=listed)
    assert f"Copies lent: {len(copies) - 1}" in said
    assert f"{copies[0].barcode}: This copy is on loan already" in said
    assert "NOSUCH" in said
    press(desk, "desk_undo")
    assert diary_of() == {"loan": 1}


def test_the_slip_says_what_is_at_home_in_the_familys_language_and_not_the_whole_name(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    Reader.objects.filter(pk=reader.pk).update(family=Family.objects.create(name="Ата-ана", language="ru"))
    lent = lend(copies[0].barcode, reader.pk, library_id=library.pk)
    lend(copies[1].barcode, reader.pk, library_id=library.pk, place="reading_room")
    scan(desk, reader.card_number)
    slip = desk.get(reverse("desk_slip"), headers={"hx-request": "true"}).content.decode()
    assert f"{lent.due_on:%d.%m.%Y}" in slip
    assert slip.count("<li>") == 1
    assert reader.given_name in slip
    assert reader.family_name not in slip
    assert "Не забудьте вернуть" in slip
    assert "<html" in desk.get(reverse("desk_slip")).content.decode()


def test_a_slip_without_a_reader_leads_back_to_the_desk(desk: Client) -> None:
    assert desk.get(reverse("desk_slip")).url == reverse("desk")


def test_a_block_that_is_over_is_not_shown(desk: Client, reader: Reader) -> None:
    Reader.objects.update(blocked_reason="жоғалтты", blocked_until=clock.today())
    assert "жоғалтты" in scan(desk, reader.card_number)
    Reader.objects.update(blocked_until=clock.today() - DAY)
    assert "жоғалтты" not in scan(desk, reader.card_number)


def test_one_scan_asks_few_questions(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy], django_assert_max_num_queries
) -> None:
    scan(desk, reader.card_number)
    for copy in copies[:3]:
        scan(desk, copy.barcode)
    with django_assert_max_num_queries(29):  # PostgreSQL holds the reader by a statement of its own
        scan(desk, copies[3].barcode)


def test_a_copy_on_a_list_of_another_library_is_returned_here_too(
    desk: Client, reader: Reader, library: Unit
) -> None:
    other = a_library("b11")
    copy = a_copy(other)
    lend(copy.barcode, reader.pk, library_id=library.pk)
    assert "Returned" in scan(desk, copy.barcode)


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("desk_lend", "post"),
        ("desk_many", "post"),
        ("desk_mode", "post"),
        ("desk_note", "post"),
        ("desk_renew_all", "post"),
        ("desk_slip", "get"),
    ],
)
def test_only_those_who_lend_press_its_keys(client_as, library: Unit, address: str, method: str) -> None:
    url = reverse(address)
    assert getattr(Client(), method)(url).status_code == 302
    for role in Role:
        answer = getattr(client_as(role, library), method)(url)
        assert (answer.status_code == 403) == (role != Role.LIBRARIAN), role
