"""Staff in the browser: hired, appointed, on leave, dismissed; and who may do it to whom."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from orda.network import clock, rights, services
from orda.network.entry import keys, second_factor
from orda.network.models import Appointment, Deed, Leave, Role, SecondFactor, Staff
from orda.network.people import services as people
from orda.network.people.refusals import (
    AppointedAlready,
    LastAdministrator,
    NotAboveOneself,
    NotOneself,
    NotYours,
)

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "кітап оқимыз бірге"


@pytest.fixture
def administrator(city, staff_of):
    return staff_of(Role.ADMINISTRATOR, city.network)


@pytest.fixture
def client_of():
    def make(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend=BY_PASSWORD)
        return client

    return make


def _hire_form(unit, **more):
    return {
        "family_name": "Нұрланқызы",
        "given_name": "Айгүл",
        "username": "aigul",
        "email": "",
        "language": "ru",
        "role": "librarian",
        "unit": unit.pk,
        "since": clock.today().isoformat(),
        "last": "",
        **more,
    }


def test_who_is_hired_sets_a_password_by_the_slip_once(city, administrator, client_of, client):
    page = client_of(administrator).post(reverse("hire"), _hire_form(city.branch1))
    code = page.context["code"]
    staff = Staff.objects.get(username="aigul")
    assert not staff.has_usable_password()
    assert code in page.content.decode()
    assert client.get(reverse("key_open", args=[code])).status_code == 200
    for typed in (f" {code.upper()} ", code.replace("-", " ")):
        assert client.post(reverse("key_typed"), {"code": typed}).status_code == 302
    answer = client.post(reverse("key_open", args=[code]), {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "ru"
    assert client.get(reverse("desk")).status_code == 200
    assert Client().get(reverse("key_open", args=[code])).status_code == 404
    assert list(Deed.objects.filter(object_id=staff.pk).values_list("act", flat=True)) == [
        "staff_hired",
        "appointed",
        "password_set",
    ]


def test_a_weak_password_uses_no_key_up(city, administrator, client):
    _key, code = keys.give_key(administrator, by=None)
    assert client.post(reverse("key_open", args=[code]), {"password": "1", "again": "1"}).status_code == 422
    assert client.get(reverse("key_open", args=[code])).status_code == 200


def test_a_new_key_shuts_the_old_one_and_a_key_ends(city, administrator, client, monkeypatch):
    _key, old = keys.give_key(administrator, by=None)
    _key, new = keys.give_key(administrator, by=None)
    assert client.get(reverse("key_open", args=[old])).status_code == 404
    assert client.get(reverse("key_open", args=[new])).status_code == 200
    later = datetime.datetime.now(datetime.UTC) + keys.SLIP_LASTS
    monkeypatch.setattr(keys.timezone, "now", lambda: later)
    assert client.get(reverse("key_open", args=[new])).status_code == 404


def test_nobody_appoints_above_or_beside_their_own_place(city, staff_of):
    branch = staff_of(Role.ADMINISTRATOR, city.branch1)
    person = staff_of(Role.LIBRARIAN, city.branch1)
    for unit in (city.network, city.branch5, city.republic):
        with pytest.raises(NotAboveOneself):
            people.appoint(person, unit, Role.LIBRARIAN, by=branch)
    people.appoint(person, city.branch1, Role.CATALOGUER, by=branch)


def test_a_form_for_a_place_above_is_refused(city, staff_of, client_of):
    branch = client_of(staff_of(Role.ADMINISTRATOR, city.branch1))
    assert branch.post(reverse("hire"), _hire_form(city.network)).status_code == 422
    assert not Staff.objects.filter(username="aigul").exists()


ACTS = ("person_slip", "person_reset_factor", "person_dismiss", "person_sign_out", "person_leave")


@pytest.mark.parametrize("act", ACTS)
def test_a_branch_takes_nothing_of_a_person_who_works_above_it(city, staff_of, client_of, act):
    """A director who is also appointed at a branch: its administrator sees her, and changes nothing of hers."""
    branch = staff_of(Role.ADMINISTRATOR, city.branch1)
    director = staff_of(Role.DIRECTOR, city.network)
    services.appoint(director, city.branch1, Role.LIBRARIAN)
    before = Staff.objects.filter(pk=director.pk).values().get()
    form = {"since": clock.today().isoformat()}
    answer = client_of(branch).post(reverse(act, args=[director.pk]), form)
    assert answer.status_code == 302
    assert Staff.objects.filter(pk=director.pk).values().get() == before
    assert not Deed.objects.exists()
    assert not Leave.objects.exists()
    assert not director.one_time_keys.exists()


@pytest.mark.parametrize("act", [*ACTS, "person_appoint", "person_take_back", "person"])
def test_a_person_of_a_foreign_network_is_not_found(city, staff_of, client_of, act):
    other = services.add_unit(
        kind="network", code="X", name_kk="x", name_ru="x", name_en="x", parent=city.region
    )
    foreign = staff_of(Role.LIBRARIAN, other)
    client = client_of(staff_of(Role.ADMINISTRATOR, city.network))
    assert client.post(reverse(act, args=[foreign.pk])).status_code == 404
    assert foreign.username not in client.get(f"{reverse('people')}?state=all").content.decode()


def test_of_a_person_in_two_networks_each_sees_its_own_appointments(city, staff_of, client_of):
    other = services.add_unit(
        kind="network", code="X", name_kk="x", name_ru="x", name_en="The other network", parent=city.region
    )
    both = staff_of(Role.LIBRARIAN, city.branch1)
    services.appoint(both, other, Role.METHODOLOGIST)
    client = client_of(staff_of(Role.ADMINISTRATOR, city.network))
    page = client.get(reverse("person", args=[both.pk]))
    assert "The other network" not in page.content.decode()
    assert not page.context["whole"]
    theirs = both.appointments.get(unit=other)
    ended = client.post(reverse("person_appointment_end", args=[both.pk, theirs.pk]))
    assert ended.status_code == 404


def test_a_dismissal_ends_open_sessions_at_once_and_keeps_the_history(
    city, administrator, staff_of, client_of
):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    open_one = client_of(person)
    _key, code = keys.give_key(person, by=administrator)
    assert open_one.get(reverse("desk")).status_code == 200
    client_of(administrator).post(reverse("person_dismiss", args=[person.pk]))
    assert open_one.get(reverse("desk")).url.startswith(reverse("sign_in"))
    assert Client().get(reverse("key_open", args=[code])).status_code == 404
    assert [one.until for one in person.appointments.all()] == [clock.today()]
    page = client_of(administrator).get(f"{reverse('people')}?state=dismissed").content.decode()
    assert person.username in page


def test_who_is_taken_back_has_no_old_appointment(city, administrator, staff_of):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    people.dismiss(person, by=administrator)
    people.take_back(person, by=administrator)
    assert rights.granted(Staff.objects.get(pk=person.pk), city.branch1) == set()
    people.appoint(person, city.branch1, Role.LIBRARIAN, by=administrator)
    assert "lend" in rights.granted(Staff.objects.get(pk=person.pk), city.branch1)


def test_an_appointment_holds_from_its_first_day_to_its_last(city, administrator, staff_of):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    day = datetime.timedelta(days=1)
    since, until = clock.today() + 2 * day, clock.today() + 5 * day
    people.appoint(person, city.branch5, Role.LIBRARIAN, since=since, until=until, by=administrator)

    def may_on(moment):
        with clock.stopped_at(clock.now() + moment):
            return rights.may(Staff.objects.get(pk=person.pk), "lend", city.branch5)

    assert [may_on(n * day) for n in range(7)] == [False, False, True, True, True, False, False]


def test_one_role_is_not_held_twice_at_once(city, administrator, staff_of):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    with pytest.raises(AppointedAlready):
        people.appoint(person, city.branch1, Role.LIBRARIAN, by=administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(staff=person, unit=city.branch1, role=Role.LIBRARIAN)


def test_on_leave_the_appointments_rest_and_the_own_profile_opens(city, administrator, staff_of, client_of):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    client = client_of(person)
    leave = people.begin_leave(person, since=clock.today(), until=None, by=administrator)
    assert client.get(reverse("desk")).status_code == 403
    assert client.get(reverse("me")).status_code == 200
    assert "on leave" in client.get(reverse("home")).content.decode()
    assert (
        person.username
        in client_of(administrator).get(f"{reverse('people')}?state=on_leave").content.decode()
    )
    people.end_leave(leave, by=administrator)
    assert client.get(reverse("desk")).status_code == 200


def test_the_last_administrator_stays(city, administrator, staff_of):
    above = staff_of(Role.DIRECTOR, city.network)
    with pytest.raises(LastAdministrator):
        people.end_appointment(administrator.appointments.get(), by=administrator)
    for act in (people.dismiss, people.give_slip, people.reset_second_factor):
        with pytest.raises(NotOneself):
            act(administrator, by=administrator)
    assert above.is_active
    other = staff_of(Role.ADMINISTRATOR, city.network)
    people.dismiss(administrator, by=other)
    assert not Staff.objects.get(pk=administrator.pk).is_active


def test_a_director_is_no_administrator(city, staff_of):
    director = staff_of(Role.DIRECTOR, city.network)
    person = staff_of(Role.LIBRARIAN, city.branch1)
    with pytest.raises(NotYours):
        people.dismiss(person, by=director)


def test_a_lost_second_factor_is_reset_and_written_down(city, administrator, staff_of, client_of):
    person = staff_of(Role.LIBRARIAN, city.branch1)
    SecondFactor.objects.create(staff=person, sealed="x")
    open_one = client_of(person)
    client_of(administrator).post(reverse("person_reset_factor", args=[person.pk]))
    assert not second_factor.has_one(person)
    assert open_one.get(reverse("desk")).url.startswith(reverse("sign_in"))
    deed = Deed.objects.get(act="second_factor_reset")
    assert (deed.by, deed.object_id, deed.unit) == (administrator, person.pk, city.branch1)


def test_the_machine_resets_the_last_administrators(city, administrator, capsys):
    SecondFactor.objects.create(staff=administrator, sealed="x")
    call_command("reset_second_factor", administrator.username)
    assert not second_factor.has_one(administrator)
    assert Deed.objects.get(act="second_factor_reset").by is None


def test_the_list_asks_the_same_few_questions_however_many_there_are(
    city, administrator, staff_of, client_of, django_assert_max_num_queries
):
    for _one in range(20):
        staff_of(Role.LIBRARIAN, city.branch1)
    client = client_of(administrator)
    client.get(reverse("people"))
    with django_assert_max_num_queries(8):
        assert client.get(reverse("people")).status_code == 200
