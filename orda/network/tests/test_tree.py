"""The tree of libraries, its people and its calendar."""

import datetime

import pytest
from django.db import IntegrityError

from orda.network import queries, services
from orda.network.models import Appointment, Staff, Unit

MONDAY = datetime.date(2024, 9, 16)


def _add(kind, code, parent=None, **more):
    return services.add_unit(
        kind=kind, code=code, name_kk=code, name_ru=code, name_en=code, parent=parent, **more
    )


def test_a_units_path_leads_from_the_top_to_it(city):
    parts = [city.republic.pk, city.region.pk, city.network.pk, city.branch1.pk]
    assert city.branch1.path == "/" + "/".join(map(str, parts)) + "/"


@pytest.mark.parametrize("kind", ["republic", "region", "network", "library"])
def test_a_unit_stands_only_under_a_greater_one(city, kind):
    before = Unit.objects.count()
    with pytest.raises(services.UnitOutOfPlace):
        _add(kind, "new", parent=city.branch1)
    assert Unit.objects.count() == before


def test_a_level_may_be_left_out(city):
    assert _add("library", "new", parent=city.region).parent == city.region


def test_the_same_code_again_renames_and_moves_nothing(city):
    services.add_unit(kind="library", code="1б", name_kk="Жаңа", name_ru="Новая", name_en="New")
    again = queries.unit_by_code("1б")
    assert (again.pk, again.name_en, again.path) == (city.branch1.pk, "New", city.branch1.path)
    assert again.parent == city.network


def test_only_a_library_has_a_cohort(db):
    with pytest.raises(IntegrityError):
        _add("network", "new", cohort="children")


def test_a_subtree_is_the_unit_and_all_under_it(city):
    assert list(queries.subtree(city.branch1)) == [city.branch1]
    assert set(queries.subtree(city.network)) == {city.network, *city.libraries}
    assert queries.root() == city.republic


def test_libraries_are_told_apart_by_cohort(city):
    assert set(queries.libraries(city.network)) == set(city.libraries)
    assert set(queries.libraries(city.network, "public")) == set(city.public)
    assert set(queries.libraries(cohort="children")) == set(city.children)


def test_an_empty_house_has_no_top(db):
    assert queries.root() is None


def test_an_unknown_code_is_named(db):
    with pytest.raises(Unit.DoesNotExist, match="'99'"):
        queries.unit_by_code("99")


def test_units_of_two_appointments_are_listed_once(city):
    units = queries.units_under([city.network, city.branch1])
    assert len(units) == len(set(units)) == 1 + len(city.libraries)


def test_appointing_again_changes_nothing(city, staff_of):
    person = staff_of("librarian", city.branch1)
    services.appoint(person, city.branch1, "librarian")
    assert Appointment.objects.filter(staff=person).count() == 1


def test_adding_the_same_person_again_sets_the_password_anew(city):
    for password in ("the first password", "the second password"):
        services.add_staff(
            username="a", password=password, first_name="А", last_name="Б", unit=city.central, role="director"
        )
    assert Staff.objects.get(username="a").check_password("the second password")


def test_sundays_and_holidays_are_no_working_days(city):
    sunday = MONDAY + datetime.timedelta(days=6)
    assert queries.working_days(MONDAY, sunday) == 6
    assert queries.working_days(sunday, sunday) == 0
    assert queries.working_days(sunday, MONDAY) == 0


def test_a_day_on_which_the_network_is_shut_shuts_every_library_in_it(city):
    services.shut(city.network, MONDAY, "Holiday")
    services.shut(city.branch5, MONDAY + datetime.timedelta(days=1), "Repair")
    week = MONDAY, MONDAY + datetime.timedelta(days=6)
    assert queries.working_days(*week, city.branch1) == 5
    assert queries.working_days(*week, city.branch5) == 4
    assert queries.working_days(*week, city.region) == 6


def test_shutting_a_day_again_only_renames_it(city):
    services.shut(city.network, MONDAY, "Holiday")
    assert services.shut(city.network, MONDAY, "Another").name == "Another"
    assert queries.open_days(city.network, MONDAY, MONDAY) == ()


def test_a_units_network_is_the_nearest_above_it(city):
    assert queries.network_of(city.branch1) == queries.network_of(city.network) == city.network
    assert queries.network_of(city.region) == city.region
