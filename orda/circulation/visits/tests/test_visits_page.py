"""The page of the day's visits: by the hour, counted by a form, taken back; points outside the walls."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import ServicePoint, Visit
from orda.circulation.points.services import close_point, open_point
from orda.circulation.services import count_visit
from orda.circulation.visits.hour_plot import BAR, HEIGHT, plot_of
from orda.circulation.visits.queries import Hour, visits_of_day
from orda.circulation.visits.refusals import NoSuchPoint
from orda.network import clock
from orda.network.models import Role, Unit
from tests.house import a_library, diary_of

DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


@pytest.fixture
def director(client_as, library: Unit) -> Client:
    return client_as(Role.DIRECTOR, library.parent)


@pytest.fixture
def point(library: Unit) -> ServicePoint:
    return open_point(library, "№ 5 балабақша", "Детский сад № 5")


def test_the_day_is_told_by_the_hour_of_the_librarys_clock(library: Unit) -> None:
    count_visit(library_id=library.pk, quantity=3)  # noon
    count_visit(library_id=library.pk, quantity=20, purpose="event", at=clock.now().replace(hour=15))
    count_visit(library_id=library.pk, quantity=2, purpose="other", at=clock.now().replace(hour=20))
    count_visit(library_id=library.pk, quantity=5, at=clock.now() - DAY)
    count_visit(library_id=a_library("b11").pk, quantity=7)
    found = visits_of_day(library, clock.today())
    assert (found.hours[0].hour, found.hours[-1].hour) == (9, 20)
    by_hour = {hour.hour: hour for hour in found.hours if hour.people}
    assert by_hour == {12: Hour(12, 3, 0, 0), 15: Hour(15, 0, 20, 0), 20: Hour(20, 0, 0, 2)}
    assert (found.people, found.by_purpose) == (25, {"borrow": 3, "event": 20, "other": 2})


def test_the_fullest_hour_fills_the_plot_and_purposes_stand_on_one_another() -> None:
    first, second = plot_of([Hour(9, 5, 5, 0), Hour(10, 0, 0, 5)]).bars
    assert [(part.purpose, part.height) for part in first.parts] == [
        ("borrow", HEIGHT // 2),
        ("event", HEIGHT // 2),
    ]
    assert first.parts[0].y == first.parts[1].y + HEIGHT // 2
    assert [part.purpose for part in second.parts] == ["other"]
    assert second.x > first.x + BAR
    assert plot_of([Hour(9, 0, 0, 0)]).bars[0].parts == []


def test_a_visit_outside_the_walls_says_so_in_the_diary(library: Unit, point: ServicePoint) -> None:
    visit = count_visit(library_id=library.pk, quantity=18, point_id=point.pk)
    assert (visit.source, visit.point) == ("point", point)
    assert diary_of(by="point") == {("visit", "outside"): 18}
    assert visits_of_day(library, clock.today()).outside == 18


def test_a_point_of_another_library_or_a_closed_one_serves_nobody(library: Unit, point: ServicePoint) -> None:
    with pytest.raises(NoSuchPoint):
        count_visit(library_id=a_library("b11").pk, point_id=point.pk)
    close_point(point)
    with pytest.raises(NoSuchPoint):
        count_visit(library_id=library.pk, point_id=point.pk)
    assert diary_of() == {}


def test_the_form_counts_and_the_page_takes_back(desk: Client, point: ServicePoint) -> None:
    told = {"quantity": 12, "purpose": "event", "age_group": "0-10", "point": point.pk}
    assert desk.post(reverse("visits_count"), told).status_code == 302
    visit = Visit.objects.get()
    assert (visit.quantity, visit.purpose, visit.age_group, visit.point) == (12, "event", "0-10", point)
    page = desk.get(reverse("visits")).content.decode()
    assert "Детский сад" in page or "№ 5 балабақша" in page
    desk.post(reverse("visit_undo", args=[visit.pk]))
    assert diary_of() == {}


@pytest.mark.parametrize(
    "wrong", [{"quantity": 0}, {"quantity": 5000}, {"purpose": "sleep"}, {"point": 987_654}, {"quantity": ""}]
)
def test_the_form_refuses_what_can_not_be_counted(desk: Client, wrong: dict[str, object]) -> None:
    told = {"quantity": 1, "purpose": "borrow", **wrong}
    assert desk.post(reverse("visits_count"), told).status_code == 422
    assert not Visit.objects.exists()


def test_another_librarys_visit_is_not_taken_back_here(desk: Client) -> None:
    visit = count_visit(library_id=a_library("b11").pk)
    assert desk.post(reverse("visit_undo", args=[visit.pk])).status_code == 404
    assert not Visit.objects.get().voided


@pytest.mark.parametrize("asked", ["2024-09-15", "2031-01-01", "yesterday", ""])
def test_another_day_is_seen_and_none_that_lies_ahead(desk: Client, library: Unit, asked: str) -> None:
    count_visit(library_id=library.pk, quantity=5, at=clock.now() - DAY)
    answer = desk.get(reverse("visits"), {"day": asked})
    assert answer.context["visits"].people == (5 if asked == "2024-09-15" else 0)
    assert (b"visits_count" in answer.content or b"/visits/count/" in answer.content) == (
        asked != "2024-09-15"
    )


def test_a_day_of_many_visits_asks_as_few_questions(
    desk: Client, library: Unit, django_assert_max_num_queries
) -> None:
    for _time in range(30):
        count_visit(library_id=library.pk)
    with django_assert_max_num_queries(9):
        desk.get(reverse("visits"))


@pytest.mark.parametrize(
    ("address", "method", "right_role"),
    [
        ("visits", "get", Role.LIBRARIAN),
        ("visits_count", "post", Role.LIBRARIAN),
        ("entrance_open", "post", Role.LIBRARIAN),
        ("points", "get", Role.DIRECTOR),
        ("points", "post", Role.DIRECTOR),
    ],
)
def test_only_those_who_may_open_the_pages(
    client_as, library: Unit, address: str, method: str, right_role: str
) -> None:
    url = reverse(address)
    assert getattr(Client(), method)(url).status_code == 302
    refused = {role: getattr(client_as(role, library), method)(url).status_code == 403 for role in Role}
    assert not refused[right_role]
    assert refused[Role.CATALOGUER]
    assert refused[Role.ADMINISTRATOR]


def test_the_like_of_a_count_is_shown_before_it_is_counted_twice(desk: Client) -> None:
    told = {"quantity": 25, "purpose": "event", "age_group": "", "point": ""}
    desk.post(reverse("visits_count"), told)
    warned = desk.post(reverse("visits_count"), told)
    assert warned.status_code == 422
    assert 'name="another"' in warned.content.decode()
    assert Visit.objects.count() == 1
    desk.post(reverse("visits_count"), {**told, "purpose": "borrow"})
    desk.post(reverse("visits_count"), {**told, "another": "on"})
    assert Visit.objects.count() == 3


def test_one_child_after_another_is_no_like(desk: Client) -> None:
    for _child in range(2):
        desk.post(reverse("visits_count"), {"quantity": 1, "purpose": "borrow", "age_group": "", "point": ""})
    assert Visit.objects.count() == 2
