"""The day's diary and the very lines, in a browser's terms."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orda.diary import queries, services
from orda.diary.models import ClosedDay, Entry
from orda.network.models import Role, Staff

from .conftest import TODAY, Town, staff_at

DAY = reverse("diary_day")
LINES = reverse("diary_lines")
POSTS = [
    (reverse("diary_enter"), {"measure": "visit", "quantity": "3", "reason": "power cut"}),
    (reverse("diary_close"), {}),
]


@pytest.fixture(autouse=True)
def _english(client: Client) -> None:
    client.cookies["django_language"] = "en"


@pytest.fixture
def at_desk(client: Client, librarian: Staff) -> Client:
    client.force_login(librarian)
    return client


def visits(town: Town, quantity: int, day: datetime.date = TODAY, act_id: int = 1, **values: str) -> None:
    services.post(
        day=day,
        library_id=town.first.pk,
        measure="visit",
        quantity=quantity,
        values=values,
        act="visit",
        act_id=act_id,
    )


def row(response: Any, label: str) -> tuple[int, int, int]:
    rows = [r for part in response.context["sheet"] for r in part.rows if str(r.label) == label]
    return rows[0].day, rows[0].month, rows[0].year


@pytest.mark.parametrize("address", [DAY, LINES, reverse("diary_manual_fields")])
def test_a_stranger_is_sent_to_sign_in(client: Client, town: Town, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize(("address", "form"), POSTS)
def test_a_stranger_writes_nothing(client: Client, town: Town, address: str, form: dict[str, str]) -> None:
    assert client.post(address, form).status_code == 302
    assert not Entry.objects.exists()
    assert not ClosedDay.objects.exists()


@pytest.mark.parametrize("address", [DAY, LINES])
def test_an_administrator_does_not_see_the_diary(client: Client, town: Town, address: str) -> None:
    client.force_login(staff_at(town.network, Role.ADMINISTRATOR))
    assert client.get(address).status_code == 403


def test_a_cataloguer_sees_but_neither_writes_nor_closes(client: Client, town: Town) -> None:
    client.force_login(staff_at(town.first, Role.CATALOGUER))
    page = client.get(DAY)
    assert page.status_code == 200
    assert not page.context["may_write"]
    assert not page.context["may_close"]
    for address, form in POSTS:
        assert client.post(address, form).status_code == 403
    assert client.get(reverse("diary_manual_fields")).status_code == 403
    assert not Entry.objects.exists()


def test_a_librarian_reaches_no_other_library(at_desk: Client, town: Town) -> None:
    assert at_desk.get(DAY, {"library": town.second.code}).status_code == 403
    assert at_desk.get(LINES, {"library": town.network.code}).status_code == 403
    for address, form in POSTS:
        assert at_desk.post(address, {**form, "library": town.second.code}).status_code == 403
    assert at_desk.get(DAY, {"library": "atlantis"}).status_code == 404
    assert not Entry.objects.exists()


def test_a_line_of_another_library_is_not_taken_back(at_desk: Client, town: Town) -> None:
    line = services.enter_by_hand(
        day=TODAY, library=town.second, measure="visit", quantity=2, reason="power cut"
    )
    assert at_desk.post(reverse("diary_take_back", args=[line.pk])).status_code == 403
    assert Entry.objects.count() == 1


def test_the_sheet_shows_the_day_the_month_and_the_year(at_desk: Client, town: Town) -> None:
    visits(town, 5, purpose="borrow")
    visits(town, 2, purpose="event", act_id=2)
    visits(town, 10, TODAY.replace(day=1), act_id=3)
    visits(town, 100, TODAY.replace(month=1, day=31), act_id=4, purpose="borrow")
    visits(town, 1000, TODAY.replace(year=2023), act_id=5)
    visits(town, 7, TODAY - datetime.timedelta(days=1), act_id=6)
    services.close_days_before(TODAY)
    page = at_desk.get(DAY)
    assert row(page, "visits") == (7, 24, 124)
    assert row(page, "to borrow") == (5, 5, 105)
    assert row(page, "not stated") == (0, 17, 17)
    assert row(at_desk.get(DAY, {"day": "2024-01-31"}), "visits") == (100, 100, 100)


def test_of_which_rows_add_into_no_total(at_desk: Client, town: Town) -> None:
    for act_id, values in enumerate(({"age_group": "0-10"}, {"age_group": "11-15", "disability": "yes"})):
        services.post(
            day=TODAY,
            library_id=town.first.pk,
            measure="reader_registered",
            values=values,
            act="registration",
            act_id=act_id,
        )
    page = at_desk.get(DAY)
    assert row(page, "readers registered for the year")[0] == 2
    readers = [r for r in page.context["sheet"][0].rows if r.kind in ("part", "of_which") and r.day]
    assert [(r.kind, r.day) for r in readers] == [("part", 1), ("part", 1), ("of_which", 1)]


def test_the_page_of_a_busy_day_asks_few_questions(
    at_desk: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    for n in range(40):
        visits(town, 1, act_id=n)
        services.enter_by_hand(
            day=TODAY, library=town.first, measure="visit", quantity=n + 1, reason="power cut"
        )
    with django_assert_max_num_queries(18):
        assert at_desk.get(DAY).status_code == 200


def test_a_director_sees_the_network_and_each_library(client: Client, town: Town) -> None:
    client.force_login(staff_at(town.network, Role.DIRECTOR))
    visits(town, 5)
    page = client.get(DAY)
    assert row(page, "visits")[0] == 5
    assert page.context["state"] is None
    assert row(client.get(DAY, {"library": town.second.code}), "visits")[0] == 0


@pytest.mark.parametrize("day", ["2024-02-30", "yesterday", "0001-01-01", "9999-12-31", "\0"])
def test_a_day_that_is_none_is_named(at_desk: Client, day: str) -> None:
    page = at_desk.get(DAY, {"day": day})
    assert page.status_code == 400
    assert page.context["day"] == TODAY
    assert page.context["refusal"]


def enter(client: Client, **changes: str) -> Any:
    form = {"day": TODAY.isoformat(), "measure": "visit", "quantity": "3", "reason": "power cut", **changes}
    return client.post(reverse("diary_enter"), form)


def test_a_line_by_hand_is_written_and_shown(at_desk: Client, town: Town, librarian: Staff) -> None:
    answer = enter(at_desk, purpose="event")
    assert answer.status_code == 302
    line = Entry.objects.select_related("dimensions").get()
    assert (line.measure, line.quantity, line.reason, line.recorded_by) == (
        "visit",
        3,
        "power cut",
        librarian,
    )
    assert (line.library, line.dimensions.values) == (town.first, {"purpose": "event"})
    page = at_desk.get(answer["Location"])
    assert row(page, "visits")[0] == 3
    assert "power cut" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "1000001"}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"measure": "intake"}, "measure"),
        ({"measure": "ghost"}, "measure"),
        ({"purpose": "sleep"}, "purpose"),
        ({"reason": "r" * 301}, "reason"),
        ({"day": "2024-11-24"}, "__all__"),
    ],
)
def test_a_refusal_is_shown_at_its_field(at_desk: Client, changes: dict[str, str], field: str) -> None:
    page = enter(at_desk, **changes)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Entry.objects.exists()


def test_a_network_is_no_place_for_a_line(client: Client, town: Town) -> None:
    client.force_login(staff_at(town.network, Role.METHODOLOGIST))
    assert enter(client).context["form"].errors["__all__"]
    assert enter(client, library=town.second.code).status_code == 302
    assert Entry.objects.get().library == town.second


def test_the_form_follows_the_measure(at_desk: Client) -> None:
    page = at_desk.get(reverse("diary_manual_fields"), {"measure": "loan"})
    assert {field.name for field in page.context["form"].dimensions} == {
        "subject_field",
        "language",
        "document_kind",
        "age_group",
        "place",
    }
    assert at_desk.get(reverse("diary_manual_fields"), {"measure": "ghost"}).status_code == 200


def test_a_line_by_hand_is_taken_back_once(at_desk: Client, town: Town) -> None:
    enter(at_desk)
    address = reverse("diary_take_back", args=[Entry.objects.get().pk])
    assert at_desk.post(address).status_code == 302
    assert row(at_desk.get(DAY), "visits")[0] == 0
    page = at_desk.post(address)
    assert page.status_code == 422
    assert "already" in page.context["refusal"]
    assert at_desk.post(address, headers={"HX-Request": "true"}).status_code == 200
    assert Entry.objects.count() == 2


def test_a_line_of_an_act_is_not_taken_back_here(at_desk: Client, town: Town) -> None:
    visits(town, 5)
    page = at_desk.post(reverse("diary_take_back", args=[Entry.objects.get().pk]))
    assert page.status_code == 422
    assert Entry.objects.count() == 1
    assert at_desk.post(reverse("diary_take_back", args=[10**9])).status_code == 404


def test_the_day_is_closed_and_reopens_by_a_late_line(at_desk: Client, town: Town, librarian: Staff) -> None:
    visits(town, 5)
    assert at_desk.post(reverse("diary_close"), {"day": TODAY.isoformat()}).status_code == 302
    assert ClosedDay.objects.get().closed_by == librarian
    assert at_desk.get(DAY).context["state"].closed
    enter(at_desk)
    state = at_desk.get(DAY).context["state"]
    assert (state.closed, state.waiting) == (False, 1)
    assert queries.is_closed(town.first, TODAY) is False


def test_a_day_to_come_is_not_closed(at_desk: Client) -> None:
    page = at_desk.post(reverse("diary_close"), {"day": "2024-11-24"})
    assert page.status_code == 422
    assert not ClosedDay.objects.exists()


def test_the_lines_of_a_period_are_paged_and_summed(
    at_desk: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    for n in range(60):
        visits(town, 2, TODAY - datetime.timedelta(days=n % 3), act_id=n)
    asked = {"from": "2024-11-22", "to": "2024-11-23", "measure": "visit", "library": town.first.code}
    page = at_desk.get(LINES, asked)
    assert page.context["page"].paginator.count == 40
    assert page.context["total"] == 80
    assert page.context["lines"][0].entry.day == TODAY
    with django_assert_max_num_queries(13):
        whole = at_desk.get(LINES, {"from": "2024-11-01", "to": "2024-11-30"})
    assert len(whole.context["lines"]) == 50
    second = at_desk.get(LINES, {"from": "2024-11-01", "to": "2024-11-30", "page": "2"})
    assert len(second.context["lines"]) == 10


def test_lines_are_narrowed_by_what_they_tell_apart_and_by_their_act(at_desk: Client, town: Town) -> None:
    visits(town, 2, act_id=7, purpose="borrow")
    visits(town, 3, act_id=8, purpose="event")
    visits(town, 4, act_id=9)
    asked = {"measure": "visit", "from": TODAY.isoformat()}
    assert at_desk.get(LINES, {**asked, "purpose": ["borrow", "event"]}).context["total"] == 5
    assert at_desk.get(LINES, {**asked, "purpose": ""}).context["total"] == 4  # not stated
    page = at_desk.get(LINES, {**asked, "act": "visit", "act_id": "8"})
    assert [line.entry.quantity for line in page.context["lines"]] == [3]
    both = at_desk.get(LINES, {**asked, "measure": "visit,loan", "purpose": "event"})
    assert both.context["total"] == 3
    assert "purpose of the visit: event" in both.content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"from": "2024-02-30"}, {"from": "2024-11-23", "to": "2024-11-01"}, {"measure": "ghost"}, {"to": "x"}],
)
def test_a_period_that_can_not_be_read_is_named(at_desk: Client, asked: dict[str, str]) -> None:
    page = at_desk.get(LINES, asked)
    assert page.status_code == 400
    assert page.context["refusal"]
    assert page.context["asked"].first == page.context["asked"].last == TODAY


def test_the_like_of_a_line_by_hand_is_shown_before_it_is_written_twice(at_desk: Client, town: Town) -> None:
    told = {
        "day": TODAY.isoformat(),
        "library": town.first.code,
        "measure": "visit",
        "quantity": 12,
        "reason": "a list",
    }
    at_desk.post(reverse("diary_enter"), told)
    warned = at_desk.post(reverse("diary_enter"), {**told, "reason": "the list"})
    assert warned.status_code == 422
    assert "a list" in warned.content.decode()
    assert Entry.objects.count() == 1
    services.take_back_by_hand(Entry.objects.get())
    at_desk.post(reverse("diary_enter"), told)
    at_desk.post(reverse("diary_enter"), {**told, "another": "on"})
    assert Entry.objects.filter(quantity=12).count() == 3
