"""The tree in the browser: opened, renamed, closed, moved; what was counted stays where it was counted."""

import datetime

import pytest
from django.urls import reverse

from orda.diary import queries as diary
from orda.diary.services import close_day, post
from orda.network import clock, queries, services
from orda.network.models import Deed, Role, Unit, UnitPlace
from orda.network.tree import services as tree
from orda.network.tree.refusals import InItself, MovedLater, NotYourPlace, StillOpenBelow

DAY = datetime.timedelta(days=1)
NAMES = {"name_kk": "Жаңа", "name_ru": "Новая", "name_en": "New"}


@pytest.fixture
def administrator(city, staff_of):
    return staff_of(Role.ADMINISTRATOR, city.region)


@pytest.fixture
def client(city, client_as):
    return client_as(Role.ADMINISTRATOR, city.network)


@pytest.fixture
def other(city):
    return services.add_unit(
        kind="network", code="X", name_kk="x", name_ru="x", name_en="x", parent=city.region
    )


def _form(**more):
    return {**NAMES, "library_type": "children", "cohort": "children", "address": "", **more}


def test_a_library_is_opened_and_named_anew(city, client):
    form = _form(kind="library", code="20б", opened_on=clock.today().isoformat())
    client.post(reverse("unit_open", args=[city.network.pk]), form)
    unit = Unit.objects.get(code="20б")
    assert (unit.parent, unit.opened_on) == (city.network, clock.today())
    assert (
        client.post(reverse("unit_open", args=[city.network.pk]), form).status_code == 422
    )  # the code is taken
    client.post(reverse("unit", args=[unit.pk]), _form(name_ru="Другая"))
    unit.refresh_from_db()
    assert unit.name_ru == "Другая"
    assert Deed.objects.get(act="unit_changed").changes == [["name_ru", "Новая", "Другая"]]


def test_a_network_opens_nothing_under_a_department_and_counts_nowhere(city, client):
    form = _form(kind="network", code="y", opened_on=clock.today().isoformat())
    assert client.post(reverse("unit_open", args=[city.network.pk]), form).status_code == 422


@pytest.mark.parametrize("act", ["unit", "unit_open", "unit_close", "unit_reopen", "unit_move"])
def test_a_foreign_networks_library_is_not_found(client, other, act):
    library = services.add_unit(
        kind="library", code="a foreign library", name_kk="x", name_ru="x", name_en="x", parent=other
    )
    assert client.post(reverse(act, args=[library.pk]), {}).status_code == 404
    assert "a foreign library" not in client.get(reverse("tree")).content.decode()


def test_nothing_is_moved_into_a_foreign_network(city, client, other):
    form = {"parent": other.pk, "day": clock.today().isoformat()}
    assert client.post(reverse("unit_move", args=[city.branch1.pk]), form).status_code == 422
    city.branch1.refresh_from_db()
    assert city.branch1.parent == city.network


def test_a_closed_library_is_no_workplace_and_begins_nothing(city, client_as, staff_of, administrator):
    librarian = staff_of(Role.LIBRARIAN, city.branch1)
    methodologist = client_as(Role.METHODOLOGIST, city.network)
    tree.close_unit(city.branch1, clock.today(), by=administrator)
    assert librarian.appointments.get().until == clock.today()
    assert methodologist.post(reverse("workplace"), {"unit": city.branch1.pk}).status_code == 403
    assert city.branch1 not in queries.open_libraries(city.network)
    assert city.branch1 in queries.libraries(city.network)  # its years are still asked for
    tree.reopen_unit(Unit.objects.get(pk=city.branch1.pk), by=administrator)
    assert city.branch1 in queries.open_libraries(city.network)


def test_a_closing_to_come_changes_nothing_today(city, administrator):
    tree.close_unit(city.branch1, clock.today() + DAY, by=administrator)
    assert city.branch1 in queries.open_libraries(city.network)
    with clock.stopped_at(clock.now() + DAY):
        assert city.branch1 not in queries.open_libraries(city.network)


def test_what_has_something_open_below_is_not_closed(city, administrator):
    with pytest.raises(StillOpenBelow):
        tree.close_unit(city.network, clock.today(), by=administrator)


def _post(library, day, quantity):
    post(
        day=day,
        library_id=library.pk,
        measure="visit",
        values={"purpose": "borrow"},
        act="visit",
        act_id=1,
        quantity=quantity,
    )


def _visits(unit, first, last):
    found = diary.totals(first, last, measures=("visit",), library_ids=diary.library_ids_under(unit))
    return sum(one.quantity for one in found)


@pytest.mark.parametrize("folded", [False, True])
def test_what_was_counted_before_a_move_stays_where_it_was_counted(city, other, administrator, folded):
    today = clock.today()
    moved = today - 2 * DAY
    for days, quantity in ((5, 10), (3, 20), (2, 40), (0, 80)):
        _post(city.branch1, today - days * DAY, quantity)
        _post(city.branch5, today - days * DAY, 1)
        if folded:
            for one in (city.branch1, city.branch5):
                close_day(one, today - days * DAY)
    first, last = today - 30 * DAY, today
    assert _visits(city.network, first, last) == 154
    tree.move_unit(city.branch1, other, moved, by=administrator)
    assert _visits(city.network, first, last) == 30 + 4
    assert _visits(other, first, last) == 120
    assert _visits(city.region, first, last) == 154
    assert _visits(Unit.objects.get(pk=city.branch1.pk), first, last) == 150
    lines = diary.entries(first, last, measures=("visit",), library=other)
    assert sum(one.quantity for one in lines) == 120


def test_a_library_that_comes_back_is_counted_where_it_stood_each_day(city, other, administrator):
    today = clock.today()
    for days in range(6):
        _post(city.branch1, today - days * DAY, 10**days)
    tree.move_unit(city.branch1, other, today - 3 * DAY, by=administrator)
    tree.move_unit(Unit.objects.get(pk=city.branch1.pk), city.network, today - DAY, by=administrator)
    assert _visits(other, today - 9 * DAY, today) == 1100
    assert _visits(city.network, today - 9 * DAY, today) == 110011


def test_a_move_takes_people_and_departments_along(city, other, administrator, staff_of):
    department = services.add_unit(
        kind="department", code="1б-а", name_kk="a", name_ru="a", name_en="a", parent=city.branch1
    )
    tree.move_unit(city.branch1, other, clock.today(), by=administrator)
    department.refresh_from_db()
    assert department.path.startswith(other.path)
    assert UnitPlace.objects.filter(unit=department).exists()


def test_a_move_goes_neither_into_itself_nor_before_another_nor_ahead(city, other, administrator):
    with pytest.raises(InItself):
        tree.move_unit(city.branch1, city.branch1, clock.today(), by=administrator)
    with pytest.raises(MovedLater):
        tree.move_unit(city.branch1, other, clock.today() + DAY, by=administrator)
    tree.move_unit(city.branch1, other, clock.today() - DAY, by=administrator)
    back = Unit.objects.get(pk=city.branch1.pk)
    for day in (clock.today() - DAY, clock.today() - 2 * DAY):
        with pytest.raises(MovedLater):
            tree.move_unit(back, city.network, day, by=administrator)


def test_a_branch_moves_nothing_out_of_its_place(city, staff_of, other):
    branch = staff_of(Role.ADMINISTRATOR, city.branch1)
    with pytest.raises(NotYourPlace):
        tree.move_unit(city.branch1, other, clock.today(), by=branch)


def test_what_is_left_in_a_library_is_said_before_it_is_closed(city, client):
    from tests.house import copies_in_stock

    copies_in_stock(city.branch1, 3)
    page = client.get(reverse("unit", args=[city.branch1.pk])).content.decode()
    assert "3 copies in stock" in page
