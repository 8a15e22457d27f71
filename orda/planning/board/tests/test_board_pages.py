"""The board's pages: what they show, to whom, and how few questions they put."""

import pytest
from django.urls import reverse

from orda.diary.models import Entry
from orda.events import services as events
from orda.events.models import Direction, Form
from orda.network.models import Role
from orda.readers.models import Reader, Registration

PAGES = [
    ("board", {}),
    ("board_indicator", {"key": "loans"}),
    ("board_lines", {"key": "loans"}),
]


@pytest.fixture
def director(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    client.cookies["django_language"] = "en"
    return client


def text_of(client, name, *, status=200, asked="", **kwargs) -> str:
    answer = client.get(f"{reverse(name, kwargs=kwargs)}?{asked}", headers={"accept-language": "en"})
    assert answer.status_code == status, answer.content[:200]
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_a_stranger_is_asked_to_sign_in(client, city, name, kwargs):
    answer = client.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign_in"))


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_an_administrator_of_accounts_sees_no_board(client_as, city, name, kwargs):
    assert client_as(Role.ADMINISTRATOR, city.network).get(reverse(name, kwargs=kwargs)).status_code == 403


@pytest.mark.parametrize(("name", "kwargs"), PAGES)
def test_a_librarian_sees_the_own_library_and_no_other(client_as, city, count, name, kwargs):
    count(city.branch1, "loan", 3)
    count(city.branch5, "loan", 98_765)
    client = client_as(Role.LIBRARIAN, city.branch1)
    address = reverse(name, kwargs=kwargs)
    mine = text_of(client, name, **kwargs)
    assert "branch 1б" in mine
    assert "98,765" not in mine
    assert "branch 5б" not in mine
    assert client.get(address, {"library": city.branch5.code}).status_code == 403
    assert client.get(address, {"library": city.network.code}).status_code == 403


def test_a_cataloguer_without_the_right_to_the_board_may_see_lines_of_the_diary(client_as, city):
    client = client_as(Role.CATALOGUER, city.network)
    assert client.get(reverse("board")).status_code == 403
    assert client.get(reverse("board_lines", kwargs={"key": "loans"})).status_code == 200


def test_the_board_shows_plan_actual_percent_due_and_need(plan, city, count, director):
    count(city.branch1, "visit", 68_720, "2024-05-06")
    found = text_of(director, "board", asked="cohort=children")
    assert "68,720" in found
    assert "of 85,900" in found
    assert "80.0 %" in found
    assert "should be by this day" in found
    assert "needed per working day" in found
    assert "536.9" in found  # (85,900 - 68,720) over the 32 days left


def test_a_state_is_said_in_words(plan, city, count, director):
    count(city.branch1, "visit", 200_000)
    found = text_of(director, "board")
    assert "reached" in found
    assert "behind" in found


def test_both_cohorts_stand_beside_the_networks_number(plan, city, count, director):
    count(city.branch1, "visit", 111)
    count(city.public2, "visit", 222)
    found = text_of(director, "board")
    assert "333" in found
    assert "<strong>111</strong>" in found
    assert "<strong>222</strong>" in found


def test_the_source_contradictions_stand_beside_the_numbers(plan, city, director):
    found = text_of(director, "board")
    assert "the four quarters add up to 845, the year is printed as 865" in found


def test_last_years_print_stands_beside_last_years_acts(plan, city, count, director):
    count(city.branch1, "visit", 72_243, "2023-05-06")
    found = text_of(director, "board", asked="cohort=children")
    assert "2023 as the document prints" in found
    assert "2023 computed from acts" in found
    assert found.count("72,243") == 3  # as printed, from acts, and by the same day


def test_a_rate_shows_its_formula_in_words_and_numbers(plan, city, count, director):
    count(city.branch1, "reader_registered", 4, "2024-01-09")
    count(city.branch1, "loan", 50)
    found = text_of(director, "board")
    assert "= 50 ÷ 4" in found
    assert "12.50" in found


def test_readers_of_two_libraries_are_told_as_one_person(plan, city, count, director):
    reader = Reader.objects.create(
        card_number="1",
        family_name="А",
        given_name="Б",
        birth_date="2014-01-01",
        created_on="2024-01-09",
        library=city.branch1,
    )
    for library in (city.branch1, city.branch5):
        Registration.objects.create(
            reader=reader, library=library, year=2024, day="2024-01-09", age_group="0-10", disability=False
        )
        count(library, "reader_registered", 1, "2024-01-09")
    found = text_of(director, "board")
    assert "different people among them</dt><dd>1</dd>" in found
    assert '<span class="big-number">2</span>' in found
    count(city.branch1, "reader_registered", 7, "2024-01-10")  # by hand: how many, not who
    assert "different people" not in text_of(director, "board").partition("How these numbers")[0]


def test_a_library_without_a_target_says_so(plan, city, director):
    found = text_of(director, "board", asked=f"library={city.branch1.code}")
    assert "The plan sets no target for one library" in found


def test_a_year_without_a_plan_says_so(city, director):
    assert "No plan of this year is loaded" in text_of(director, "board", asked="year=2021")


@pytest.mark.parametrize(
    "asked",
    [
        "year=20x4",
        "year=0",
        "year=99999999999999999999",
        "as_of=2024-02-30",
        "as_of=2023-05-06",
        "cohort=youth",
        "month=13",
        "month=0",
        "month=²",
        "month=12",
        "cohort=children&library=2к",
    ],
)
@pytest.mark.parametrize("name", ["board", "board_indicator", "board_lines"])
def test_what_cannot_be_read_is_said_and_not_obeyed(plan, city, director, name, asked):
    kwargs = {} if name == "board" else {"key": "loans"}
    assert 'role="alert"' in text_of(director, name, asked=asked, status=400, **kwargs)


def test_an_unknown_library_and_an_unknown_indicator_are_not_found(city, director):
    assert director.get(reverse("board"), {"library": "nowhere"}).status_code == 404
    assert director.get(reverse("board_indicator", kwargs={"key": "profit"})).status_code == 404
    assert director.get(reverse("board_lines", kwargs={"key": "readability"})).status_code == 404


def test_the_way_down_leads_from_libraries_to_months_to_days_to_acts(plan, city, count, director):
    count(city.branch1, "loan", 3, "2024-05-06", act_id=77)
    count(city.branch1, "loan", 4, "2024-05-07")
    count(city.branch5, "loan", 5, "2024-06-03")
    whole = text_of(director, "board_indicator", key="loans", asked="year=2024")
    assert '<tfoot><tr><th scope="row">Together</th><td class="num">12</td>' in whole
    library = f"library={city.branch1.code}"
    assert '<td class="num">7</td>' in text_of(director, "board_indicator", key="loans", asked=library)
    month = text_of(director, "board_indicator", key="loans", asked=f"{library}&month=5")
    assert "06.05.2024" in month
    assert "day=2024-05-06" in month
    day = text_of(director, "board_lines", key="loans", asked=f"{library}&month=5&day=2024-05-06")
    assert '<strong class="big-number">3</strong>' in day
    assert "№ 77" in day


def test_an_of_which_says_that_it_never_adds(plan, city, director):
    found = text_of(director, "board_indicator", key="loans_electronic_documents")
    assert "never added to it" in found


def test_what_a_rate_divides_can_be_followed_too(plan, city, count, director):
    count(city.branch1, "intake", 6, supply="gift")
    assert '<td class="num">6</td>' in text_of(director, "board_indicator", key="intake")
    assert "board/intake/" in text_of(director, "board_indicator", key="renewal_rate")


def test_an_event_leads_to_its_page_for_those_who_may_and_to_the_list_for_others(
    plan, city, director, client_as
):
    event = events.hold_event(
        library=city.branch1,
        day=Entry._meta.get_field("day").to_python("2024-05-06"),
        title="Quiz",
        form=Form.objects.create(code="quiz", name_kk="q", name_ru="q", name_en="q"),
        direction=Direction.objects.create(code="law", name_kk="l", name_ru="l", name_en="l"),
        channel="offline",
        attendance=12,
    )
    asked = "month=5&day=2024-05-06"
    page = text_of(director, "board_lines", key="events_offline", asked=asked)
    assert reverse("events_held") in page
    assert reverse("event_correct", kwargs={"event_id": event.pk}) not in page
    methodologist = client_as(Role.METHODOLOGIST, city.network)
    page = text_of(methodologist, "board_lines", key="events_offline", asked=asked)
    assert reverse("event_correct", kwargs={"event_id": event.pk}) in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_numbers_of_a_drawing_are_the_same_in_every_language(plan, city, count, director, language):
    count(city.branch1, "visit", 12_345)
    director.cookies["django_language"] = language
    page = director.get(reverse("board"), headers={"accept-language": language}).content.decode()
    drawings = page.split("<svg")[1:]
    assert all("points" not in one or "," in one for one in drawings)
    assert not [one for one in page.split('cx="')[1:] if "," in one.split('"')[0]]


@pytest.mark.parametrize("lines", [2, 40])
def test_the_pages_ask_the_same_few_questions_however_much_there_is(
    plan, city, count, director, django_assert_max_num_queries, lines
):
    for n in range(lines):
        count(city.libraries[n % 8], "loan", 1, f"2024-05-{1 + n % 28:02}", document_kind="book")
    for name, kwargs, most in (
        ("board", {}, 30),
        ("board_indicator", {"key": "loans"}, 30),
        ("board_lines", {"key": "loans"}, 24),
    ):
        with django_assert_max_num_queries(most):
            director.get(reverse(name, kwargs=kwargs), {"month": "5"} if kwargs else {})
