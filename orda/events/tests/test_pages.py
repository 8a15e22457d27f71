import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.events.models import Direction, Form, HeldEvent, PlannedEvent
from orda.events.services import cancel_event, hold_event, load_planned_events
from orda.events.tests.conftest import TODAY, counted, staff_at
from orda.network.models import Role, Staff, Unit

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, librarian: Staff) -> Client:
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    return client


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(library: Unit, form: Form, direction: Direction, /, **changed: object) -> dict[str, object]:
    return {
        "library": library.pk,
        "day": TODAY.isoformat(),
        "title": "Оқу марафоны",
        "form": form.pk,
        "direction": direction.pk,
        "audience": "all",
        "channel": "offline",
        "attendance": 18,
        "views": "",
        **changed,
    }


@pytest.mark.parametrize("name", ["events", "events_held", "event_hold"])
def test_a_stranger_is_asked_to_sign_in(client: Client, db: None, name: str):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert reverse("sign_in") in response.url


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.LIBRARIAN, {"events", "events_held", "event_hold"}),
        (Role.METHODOLOGIST, {"events", "events_held", "event_hold"}),
        (Role.DIRECTOR, {"events", "events_held"}),
        (Role.CATALOGUER, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_each_role_opens_what_is_its_own(town: Unit, library: Unit, role: str, allowed: set[str]):
    client = signed_in(staff_at(town, role))

    opened = {
        name
        for name in ("events", "events_held", "event_hold")
        if client.get(reverse(name)).status_code == 200
    }

    assert opened == allowed


def test_the_plan_shows_what_is_held_and_what_is_missing(desk: Client, library, other_library, plan_folder):
    load_planned_events(plan_folder)
    line = PlannedEvent.objects.get(number=1)
    hold_event(
        library=library,
        day=TODAY,
        title=line.title,
        form=line.form,
        direction=line.direction,
        channel="offline",
        planned=line,
    )

    missing = desk.get(reverse("events"), {"state": "missing"}).content.decode()
    held = desk.get(reverse("events"), {"state": "held"}).content.decode()

    assert "«Жасыл әлем»" in held
    assert "«Жасыл әлем»" not in missing
    assert "«Су – өмір»" in missing
    assert "«Ел тарихы»" not in missing + held, "another library's event alone"


def test_the_plan_is_filtered_by_quarter_direction_and_library(town, library, other_library, plan_folder):
    load_planned_events(plan_folder)
    director = signed_in(staff_at(town, Role.DIRECTOR))

    def titles(**filters: str) -> list[str]:
        page = director.get(reverse("events"), filters).context["page"]
        return [line.event.title for line in page.object_list]

    assert titles() == ["«Жасыл әлем»", "«Су – өмір»", "«Ел тарихы»"]
    assert titles(quarter="4") == ["«Ел тарихы»"]
    assert titles(quarter="1") == ["«Жасыл әлем»"]
    assert titles(direction="ecology") == ["«Жасыл әлем»", "«Су – өмір»"]
    assert titles(library="5б") == ["«Жасыл әлем»", "«Ел тарихы»"]
    assert titles(quarter="x", library="no such", year="99999999999") == titles()


def test_a_cancelled_event_is_missing_again(desk: Client, library, other_library, plan_folder):
    load_planned_events(plan_folder)
    line = PlannedEvent.objects.get(number=2)
    held = hold_event(
        library=library,
        day=TODAY,
        title="x",
        form=line.form,
        direction=line.direction,
        channel="offline",
        planned=line,
    )
    assert desk.get(reverse("events")).context["plan"].done == 1

    cancel_event(held)

    assert desk.get(reverse("events")).context["plan"].done == 0


def test_the_form_is_filled_from_the_plan(desk: Client, library, other_library, plan_folder):
    load_planned_events(plan_folder)
    line = PlannedEvent.objects.get(number=1)

    form = desk.get(reverse("event_hold"), {"planned": line.pk}).context["form"]

    assert (form["title"].value(), form["form"].value()) == ("«Жасыл әлем»", line.form_id)
    assert (form["audience"].value(), form["day"].value()) == ("grades_1_4", TODAY)
    assert form["library"].value() == library.pk


def test_an_event_is_noted_for_its_line_of_the_plan(desk: Client, library, other_library, plan_folder):
    load_planned_events(plan_folder)
    line = PlannedEvent.objects.get(number=1)

    response = desk.post(
        f"{reverse('event_hold')}?planned={line.pk}", filled(library, line.form, line.direction)
    )

    assert response.status_code == 302
    event = HeldEvent.objects.get()
    assert (event.planned, event.attendance, event.library) == (line, 18, library)
    assert counted("event_attended") == 18


def test_htmx_gets_the_form_alone_with_its_errors(desk: Client, library, form, direction):
    response = desk.post(reverse("event_hold"), filled(library, form, direction, title=""), headers=HTMX)

    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert response.context["form"].errors.keys() == {"title"}
    assert not HeldEvent.objects.exists()


def test_htmx_is_sent_to_the_list_after_an_event(desk: Client, library, form, direction):
    response = desk.post(reverse("event_hold"), filled(library, form, direction), headers=HTMX)

    assert response.headers["HX-Redirect"] == reverse("events_held")
    assert HeldEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": "2024-02-30"}, "day"),
        ({"day": (TODAY + datetime.timedelta(days=1)).isoformat()}, "day"),
        ({"title": "ә" * 10_000}, "title"),
        ({"attendance": "100001"}, "attendance"),
        ({"attendance": "-1"}, "attendance"),
        ({"attendance": "many"}, "attendance"),
        ({"channel": "online"}, "attendance"),
        ({"form": "999999"}, "form"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(desk: Client, library, form, direction, changed, field):
    response = desk.post(reverse("event_hold"), filled(library, form, direction, **changed))

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not HeldEvent.objects.exists()


def test_no_event_is_noted_at_a_library_where_one_does_not_work(desk: Client, other_library, form, direction):
    response = desk.post(reverse("event_hold"), filled(other_library, form, direction))

    assert response.context["form"].errors.keys() == {"library"}
    assert not HeldEvent.objects.exists()


def test_the_numbers_of_an_event_are_corrected(desk: Client, event: HeldEvent):
    assert desk.get(reverse("event_correct", args=[event.pk])).context["form"]["attendance"].value() == 25

    desk.post(reverse("event_correct", args=[event.pk]), {"attendance": 30, "views": 4})

    assert (counted("event_attended"), counted("event_viewed")) == (30, 4)


def test_an_event_is_cancelled_by_a_button(desk: Client, event: HeldEvent):
    assert desk.get(reverse("event_cancel", args=[event.pk])).status_code == 405

    desk.post(reverse("event_cancel", args=[event.pk]))

    assert HeldEvent.objects.get().cancelled
    assert counted("event_held") == 0


@pytest.mark.parametrize("name", ["event_correct", "event_cancel"])
def test_another_librarys_event_is_not_touched(other_library, event: HeldEvent, name: str):
    neighbour = signed_in(staff_at(other_library, Role.LIBRARIAN))

    response = neighbour.post(reverse(name, args=[event.pk]), {"attendance": 1, "views": 1})

    assert response.status_code == 403
    assert counted("event_attended") == 25


def test_the_director_looks_and_changes_nothing(town, event: HeldEvent):
    director = signed_in(staff_at(town, Role.DIRECTOR))

    for name in ("event_correct", "event_cancel"):
        assert director.post(reverse(name, args=[event.pk]), {"attendance": 1}).status_code == 403
    assert not HeldEvent.objects.get().cancelled


def test_the_list_keeps_to_its_period_channel_and_library(town, library, other_library, form, direction):
    for where, day, channel in (
        (library, TODAY, "offline"),
        (library, TODAY - datetime.timedelta(days=40), "online"),
        (other_library, TODAY, "online"),
    ):
        hold_event(library=where, day=day, title="x", form=form, direction=direction, channel=channel)
    director = signed_in(staff_at(town, Role.DIRECTOR))

    def count(**filters: str) -> int:
        return director.get(reverse("events_held"), filters).context["page"].paginator.count

    assert count() == 3
    assert count(channel="online") == 2
    assert count(library="1б") == 2
    assert count(**{"from": TODAY.isoformat()}) == 2
    assert count(**{"from": "2024-02-31", "to": "yesterday"}) == 3


def test_the_plan_costs_the_same_for_many_lines(
    town, library, other_library, plan_folder, django_assert_max_num_queries
):
    load_planned_events(plan_folder)
    lines = [
        PlannedEvent(
            year=2024,
            number=100 + n,
            direction=Direction.objects.get(code="history"),
            form=Form.objects.get(code="game"),
            title=f"{n}",
            quarters="1",
        )
        for n in range(80)
    ]
    for line in PlannedEvent.objects.bulk_create(lines):
        line.performers.set([library, other_library])
    director = signed_in(staff_at(town, Role.DIRECTOR))

    director.get(reverse("events"))  # what is known of the calendar is read once
    with django_assert_max_num_queries(12):
        assert director.get(reverse("events")).context["page"].paginator.count == 83


def test_the_list_costs_the_same_for_many_events(
    desk: Client, library, form, direction, django_assert_max_num_queries
):
    for n in range(60):
        hold_event(
            library=library,
            day=TODAY,
            title=f"{n}",
            form=form,
            direction=direction,
            channel="online",
            views=n,
        )

    with django_assert_max_num_queries(10):
        response = desk.get(reverse("events_held"))
    assert len(response.context["page"].object_list) == 50
    assert len(desk.get(reverse("events_held"), {"page": 2}).context["page"].object_list) == 10


def test_the_like_of_an_event_on_its_day_is_shown_before_it_is_kept_twice(
    desk: Client, library: Unit, form: Form, direction: Direction
) -> None:
    told = filled(library, form, direction)
    desk.post(reverse("event_hold"), told)
    first = HeldEvent.objects.get()
    warned = desk.post(reverse("event_hold"), {**told, "title": "  оқу «марафоны»! ", "attendance": 40})
    assert warned.status_code == 422
    assert reverse("event_correct", args=[first.pk]) in warned.content.decode()
    assert HeldEvent.objects.count() == 1
    desk.post(reverse("event_hold"), {**told, "another": "on"})
    assert HeldEvent.objects.count() == 2


def test_another_title_or_day_or_a_cancelled_event_is_not_the_like(
    desk: Client, library: Unit, form: Form, direction: Direction, librarian: Staff
) -> None:
    told = filled(library, form, direction)
    desk.post(reverse("event_hold"), told)
    desk.post(reverse("event_hold"), {**told, "title": "Басқа кеш"})
    desk.post(reverse("event_hold"), {**told, "day": (TODAY - datetime.timedelta(days=1)).isoformat()})
    assert HeldEvent.objects.count() == 3
    for event in HeldEvent.objects.all():
        cancel_event(event)
    desk.post(reverse("event_hold"), told)
    assert HeldEvent.objects.filter(cancelled=False).count() == 1


def test_an_event_of_the_plan_that_was_held_is_not_noted_again_without_a_word(
    desk: Client, library: Unit, other_library: Unit, plan_folder
) -> None:
    load_planned_events(plan_folder)
    planned = PlannedEvent.objects.first()
    assert planned is not None
    told = filled(library, planned.form, planned.direction, planned=planned.pk, title=planned.title)
    address = f"{reverse('event_hold')}?planned={planned.pk}"
    desk.post(address, {**told, "day": (TODAY - datetime.timedelta(days=5)).isoformat()})
    assert HeldEvent.objects.filter(planned=planned).count() == 1
    assert desk.post(address, {**told, "title": "Жаңа атау"}).status_code == 422
    assert HeldEvent.objects.count() == 1
