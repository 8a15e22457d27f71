"""Who may do what, and where."""

import re

import pytest
from django.urls import reverse

from orda.network import navigation, rights, services, workplace
from orda.network.models import Role, Unit

# Each role's rights, said once more: a right given or taken by mistake must be changed in two places.
TABLE = {
    Role.DIRECTOR: "see_board approve_plan build_reports expert_sql see_diary close_day"
    " set_rules see_looks see_deeds erase_readers study_readers propose_calendar set_calendar",
    Role.METHODOLOGIST: "see_board edit_plan submit_report build_reports expert_sql"
    " see_diary write_diary close_day hold_event set_rules study_readers remind propose_calendar",
    Role.LIBRARIAN: "lend register see_board see_diary write_diary close_day hold_event"
    " see_needs import_readers merge_readers exchange remind study_readers propose_calendar",
    Role.CATALOGUER: "catalogue see_diary",
    Role.ACQUISITION: "see_board build_reports see_diary",
    Role.ADMINISTRATOR: "administer run_machines see_looks see_deeds erase_readers propose_calendar set_calendar",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_rights_of_the_table_and_no_other(city, staff_of, role):
    assert rights.granted(staff_of(role, city.central), city.central) == set(TABLE[role].split())


def test_only_librarians_come_near_readers_data():
    assert [role for role in Role if "register" in rights.RIGHTS[role]] == [Role.LIBRARIAN]


def test_a_right_holds_over_the_subtree_and_nowhere_else(city, staff_of):
    department = services.add_unit(
        kind="department", code="1б-а", name_kk="a", name_ru="a", name_en="a", parent=city.branch1
    )
    person = staff_of("librarian", city.branch1)
    reached = [unit for unit in Unit.objects.all() if rights.may(person, "lend", unit)]
    assert reached == [city.branch1, department]


def test_at_the_network_a_right_reaches_every_library_but_not_the_region(city, staff_of):
    person = staff_of("director", city.network)
    assert all(rights.may(person, "see_board", unit) for unit in [city.network, *city.libraries])
    assert not rights.may(person, "see_board", city.region)


def test_a_unit_whose_number_begins_alike_is_another_unit(city, staff_of):
    """/1/2/3/ is no ancestor of /1/2/31/."""
    unit = city.branch1
    Unit.objects.filter(pk=city.branch5.pk).update(path=unit.path[:-1] + "1/")
    city.branch5.refresh_from_db()
    assert not rights.may(staff_of("librarian", unit), "lend", city.branch5)


def test_two_appointments_give_each_its_rights_at_its_place(city, staff_of):
    person = staff_of("librarian", city.branch1)
    services.appoint(person, city.network, "director")
    assert rights.may(person, "lend", city.branch1)
    assert not rights.may(person, "lend", city.branch5)
    assert rights.may(person, "see_board", city.branch5)


def test_without_an_appointment_there_is_no_right_and_no_workplace(city, staff_of, client):
    person = staff_of("librarian", city.branch1)
    person.appointments.all().delete()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert rights.granted(person, city.branch1) == set()
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("desk")).status_code == 403


def test_one_works_where_one_was_appointed_until_one_chooses(city, client_as):
    client = client_as("librarian", city.network)
    assert client.get(reverse("home")).wsgi_request.workplace == city.network
    client.post(reverse("workplace"), {"unit": city.branch5.pk})
    assert client.get(reverse("home")).wsgi_request.workplace == city.branch5


@pytest.mark.parametrize("where", ["another library", "above", "no number", "nothing", "no such unit"])
def test_one_chooses_only_among_ones_own(city, client_as, where):
    client = client_as("librarian", city.branch1)
    unit = {
        "another library": city.branch5.pk,
        "above": city.network.pk,
        "no number": "1; drop",
        "nothing": "",
        "no such unit": 10**30,
    }[where]
    assert client.post(reverse("workplace"), {"unit": unit}).status_code == 403
    assert client.get(reverse("home")).wsgi_request.workplace == city.branch1


def test_an_appointment_that_ends_takes_the_chosen_workplace_with_it(city, client_as):
    client = client_as("librarian", city.network)
    client.post(reverse("workplace"), {"unit": city.branch5.pk})
    person = client.get(reverse("home")).wsgi_request.user
    person.appointments.all().delete()
    services.appoint(person, city.branch1, "librarian")
    assert client.get(reverse("home")).wsgi_request.workplace == city.branch1


def test_the_header_shows_only_pages_that_open(city, client_as):
    for role in Role:
        client = client_as(role)
        for item in client.get(reverse("home")).context["navigation"]:
            assert client.get(item.url).status_code == 200, (role, item.url)


def test_the_second_row_shows_only_pages_that_open_each_once(city, client_as):
    for role in Role:
        client = client_as(role)
        for name in navigation.SECTIONS:
            for first in navigation.section(rights.RIGHTS[role], reverse(name)):
                answer = client.get(first.url)
                assert answer.status_code == 200, (role, first.url)
                shown = [item.url for item in answer.context["room_pages"]]
                assert len(shown) == len(set(shown))
                assert [item.url for item in answer.context["room_pages"] if item.here] == [first.url]


def test_the_header_names_the_room_whatever_page_of_it_opens(city, client_as):
    """A methodologist sets the desk's rules and lends nothing: the header still says "Desk"."""
    page = client_as("methodologist", city.network).get(reverse("home"))
    shown = {item.label: item.url for item in page.context["navigation"]}
    assert shown["Desk"] == reverse("rules")
    assert "Rules of use" not in shown
    assert {item.label for item in client_as("cataloguer").get(reverse("home")).context["navigation"]} >= {
        "Reports"
    }


def test_rights_are_read_once_a_page(city, client_as, django_assert_max_num_queries):
    client = client_as("librarian", city.network)
    # Session, person, appointments, units, the message of none, events of the plan on shut days.
    with django_assert_max_num_queries(6):
        client.get(reverse("home"))


def test_of_a_large_tree_what_lies_around_one_is_offered(city, client_as, monkeypatch):
    """The republic has thousands of libraries: no page lists them all."""
    monkeypatch.setattr(workplace, "MOST_OFFERED", 5)
    client = client_as("director", city.republic)

    def offered(address: str) -> set[str]:
        return {unit.code for unit in workplace.choices_of(client.get(address).wsgi_request)}

    assert offered(reverse("home")) == {"KZ", "KZ-KAR"}
    assert offered(f"{reverse('board')}?library=KZ-KAR") == {"KZ", "KZ-KAR", "OKJ"}
    assert offered(f"{reverse('board')}?library=1б") == {"KZ", "KZ-KAR", "OKJ", "1б"}
    client.post(reverse("workplace"), {"unit": city.branch5.pk})
    assert client.get(reverse("home")).wsgi_request.workplace == city.branch5
    assert offered(reverse("home")) == {"KZ", "KZ-KAR", "OKJ", "5б"}


def test_a_large_tree_offers_nothing_of_others(city, client_as, monkeypatch):
    monkeypatch.setattr(workplace, "MOST_OFFERED", 2)
    client = client_as("director", city.network)
    request = client.get(f"{reverse('home')}?library=KZ").wsgi_request
    assert {unit.code for unit in workplace.choices_of(request)} == {
        "OKJ",
        *(one.code for one in city.libraries),
    }
    assert client.post(reverse("workplace"), {"unit": city.republic.pk}).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_everybody_at_work_finds_something_to_begin_with_on_the_home_page(client, city, staff_of, role):
    client.force_login(staff_of(role), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("home")).content.decode()
    tiles = re.findall(r'class="card tile" href="([^"]+)"', page)
    assert tiles
    assert {client.get(tile).status_code for tile in tiles} == {200}
