"""What changes slowly is asked once, and a change of it is seen at once: by ORM, by SQL, taken back."""

import datetime

import pytest
from django.db import connection, models, transaction
from django.urls import reverse

from orda.network import known, queries, rights, services, sessions
from orda.network.models import Appointment, Holiday, Role, Unit

MONDAY = datetime.date(2024, 9, 2)
TUESDAY = MONDAY + datetime.timedelta(days=1)


def _open_from_monday(unit: Unit) -> datetime.date:
    return queries.open_day_from(unit.path, MONDAY)


def _by_sql(sql: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_what_is_known_costs_one_short_question_or_none(city, django_assert_num_queries):
    _open_from_monday(city.branch5)
    with django_assert_num_queries(1):
        _open_from_monday(city.branch5)
    with known.asked_once(), django_assert_num_queries(1):
        for _time in range(5):
            _open_from_monday(city.branch5)


def test_a_change_is_seen_at_once_whoever_writes_it(city):
    assert _open_from_monday(city.branch5) == MONDAY
    services.shut(city.network, MONDAY, "Сынақ")
    assert _open_from_monday(city.branch5) == TUESDAY
    _by_sql("UPDATE network_holiday SET day = %s", "2024-09-10")
    assert _open_from_monday(city.branch5) == MONDAY
    _by_sql("UPDATE network_holiday SET day = %s", "2024-09-02")
    assert _open_from_monday(city.branch5) == TUESDAY
    Holiday.objects.all().delete()
    assert _open_from_monday(city.branch5) == MONDAY


def test_who_writes_sees_it_in_the_same_request(city):
    with known.asked_once():
        assert _open_from_monday(city.branch5) == MONDAY
        services.shut(city.network, MONDAY, "Сынақ")
        assert _open_from_monday(city.branch5) == TUESDAY
        Holiday.objects.all().delete()
        assert _open_from_monday(city.branch5) == MONDAY


def test_what_was_taken_back_is_neither_seen_nor_kept(city):
    assert _open_from_monday(city.branch5) == MONDAY
    with known.asked_once():
        for days in (8, 9, 10):  # the state that another change comes to is never one that was taken back
            with transaction.atomic():
                services.shut(city.network, MONDAY, "Сынақ")
                assert _open_from_monday(city.branch5) == TUESDAY
                transaction.set_rollback(True)
            assert _open_from_monday(city.branch5) == MONDAY
            services.shut(city.network, MONDAY + datetime.timedelta(days), "Сынақ")
            assert _open_from_monday(city.branch5) == MONDAY


def test_rights_follow_the_appointment_and_the_place_of_the_unit(client_as, city):
    client = client_as("librarian", city.branch1)
    assert client.get(reverse("desk")).status_code == 200
    Appointment.objects.update(role=Role.CATALOGUER)
    assert client.get(reverse("desk")).status_code == 403
    Appointment.objects.update(role=Role.LIBRARIAN)
    assert client.get(reverse("desk")).status_code == 200
    Unit.objects.filter(pk=city.branch1.pk).update(name_kk="Жаңа атау", name_en="A new name")
    assert "A new name" in client.get(reverse("desk")).content.decode()
    Appointment.objects.all().delete()
    assert client.get(reverse("desk")).status_code == 403


def test_a_signed_in_request_asks_once_for_session_person_rights_and_what_is_known(
    client_as, city, django_assert_num_queries
):
    client = client_as("cataloguer", city.branch1)
    client.get(reverse("desk"))
    with django_assert_num_queries(1) as asked:
        assert (
            client.get(reverse("desk")).status_code == 403
        )  # decided by rights alone, a page with the header
    assert "django_session" in asked[0]["sql"]


def test_each_request_has_units_of_its_own(staff_of, city):
    person = staff_of("librarian", city.branch1)
    one = rights.appointments(person)[0]
    one.unit.name_kk = one.unit.name_en = "changed and not saved"
    del person._kept_appointments
    other = rights.appointments(person)[0]
    assert other.unit == one.unit
    assert other.unit.name_kk != one.unit.name_kk


def test_a_person_comes_with_the_session_and_as_django_finds_them(client_as, city):
    client = client_as("librarian", city.branch1)
    for _time in range(2):  # first by Django's way, then remembered
        person = client.get(reverse("home")).context["request"].user
        assert (person.username, person.is_active, person.first_name) == ("librarian1", True, "Айгүл")
        assert person.date_joined.tzinfo is not None


@pytest.mark.parametrize("change", ["is_active = FALSE", "password = 'md5$x$y'"])
def test_who_may_work_no_longer_is_signed_out_at_once(client_as, city, change):
    client = client_as("librarian", city.branch1)
    for _time in range(2):
        assert client.get(reverse("desk")).status_code == 200
    _by_sql(f"UPDATE network_staff SET {change}")
    assert client.get(reverse("desk")).status_code == 302


def test_a_wrong_memory_of_whose_a_session_is_changes_nothing(client_as, city, staff_of):
    other = staff_of("director", city.branch1)
    client = client_as("librarian", city.branch1)
    client.get(reverse("desk"))
    sessions._whose[client.session.session_key] = other.pk
    assert client.get(reverse("home")).context["request"].user.username == "librarian2"


def test_no_function_may_be_known_of_a_table_that_is_not_watched():
    class Unwatched(models.Model):  # noqa: DJ008
        class Meta:
            app_label = "network"
            managed = False

    with pytest.raises(TypeError, match="network_unwatched"):
        known.known(Unit, Unwatched)
    with pytest.raises(TypeError):
        known.known()


def test_a_table_remade_without_its_triggers_gets_them_back_at_the_next_migrate(city):
    if connection.vendor == "sqlite":
        for act in ("insert", "update", "delete"):
            _by_sql(f"DROP TRIGGER network_holiday_known_{act}")
    else:
        _by_sql("DROP TRIGGER network_holiday_known ON network_holiday")
    assert _open_from_monday(city.branch5) == MONDAY
    _by_sql(
        "INSERT INTO network_holiday (unit_id, day, name) VALUES (%s, %s, '')", city.network.pk, "2024-09-02"
    )
    known.watch()
    assert _open_from_monday(city.branch5) == TUESDAY  # and what was read meanwhile is forgotten
    Holiday.objects.all().delete()
    assert _open_from_monday(city.branch5) == MONDAY
