"""The board's other views: the map, the big screen, and how forecasts came true."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orda.network.models import Role, Unit
from orda.planning.board.geography import LARGEST, MAP, SMALLEST, scheme_of
from orda.planning.queries import Standing

VIEWS = ("board_map", "board_forecast", "board_screen")


@pytest.fixture
def director(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def placed(city):
    """Two libraries with a place."""
    for unit, latitude, longitude in ((city.branch1, "49.80", "73.10"), (city.branch5, "49.89", "73.19")):
        unit.latitude, unit.longitude = Decimal(latitude), Decimal(longitude)
        unit.save()


def text_of(client, name, *, status=200, asked="") -> str:
    answer = client.get(f"{reverse(name)}?{asked}", headers={"accept-language": "en"})
    assert answer.status_code == status, answer.content[:300]
    return " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("name", VIEWS)
def test_a_librarian_sees_the_own_library_and_no_other(client_as, city, count, name):
    count(city.branch5, "loan", 98_765)
    client = client_as(Role.LIBRARIAN, city.branch1)
    assert "98,765" not in text_of(client, name)
    assert client.get(reverse(name), {"library": city.branch5.code}).status_code == 403
    assert client.get(reverse(name), {"library": city.network.code}).status_code == 403


@pytest.mark.parametrize(
    "asked", ["year=20x4", "as_of=2024-02-30", "cohort=youth", "cohort=children&library=2к"]
)
@pytest.mark.parametrize("name", VIEWS)
def test_what_cannot_be_read_is_said_and_not_obeyed(plan, city, director, name, asked):
    assert 'role="alert"' in text_of(director, name, asked=asked, status=400)


def test_the_map_shows_each_library_with_amount_state_and_a_way_to_its_board(
    placed, plan, city, count, director
):
    count(city.branch1, "visit", 900, "2023-05-06")
    count(city.branch5, "visit", 100, "2023-05-06")
    count(city.branch1, "visit", 400)
    count(city.branch5, "visit", 70_000)
    found = text_of(director, "board_map", asked="indicator=visits&cohort=children")
    assert found.count('class="map__place') == 2
    assert "Children's branch 1б: 400, behind" in found.replace("&#x27;", "'")
    assert "Children's branch 5б: 70,000, reached" in found.replace("&#x27;", "'")
    assert f"{reverse('board')}?year=2024&amp;library=1%D0%B1" in found
    assert "Not on the map" in found  # the four without a place
    assert "http://" not in re.sub(r'xmlns="[^"]+"', "", found)  # nothing is asked of another house


def test_an_indicator_that_is_none_is_named(plan, city, director):
    assert "There is no indicator “profit”" in text_of(
        director, "board_map", asked="indicator=profit", status=400
    )


def test_a_map_of_libraries_without_a_place_says_how_to_give_one(plan, city, director):
    assert "No library here has a place" in text_of(director, "board_map")


@pytest.mark.parametrize("indicator", ["loans", "readability", "turnover"])
def test_a_map_of_nothing_counted_is_drawn(placed, plan, city, director, indicator):
    assert "map__place" in text_of(director, "board_map", asked=f"indicator={indicator}")


points = st.tuples(
    st.decimals(-89, 89, places=3), st.decimals(-179, 179, places=3), st.integers(-5, 10**6) | st.none()
)


@given(st.lists(points, min_size=1, max_size=20))
def test_every_circle_lies_on_the_sheet_and_its_size_is_of_its_amount(places):
    found = scheme_of(
        [
            Standing(Unit(code=str(n)), amount, None, None, "no_plan", (float(lat), float(lon)))
            for n, (lat, lon, amount) in enumerate(places)
        ]
    )
    assert len(found.places) == len(places)
    for place in found.places:
        assert -0.1 <= place.x <= MAP.width
        assert -0.1 <= place.y <= MAP.height
        assert SMALLEST <= place.radius <= LARGEST
    assert [p.radius for p in found.places] == sorted((p.radius for p in found.places), reverse=True)


def test_north_is_up_and_east_is_right():
    south_west, north_east = (
        Standing(Unit(code=code), 1, None, None, "no_plan", place)
        for code, place in (("a", (49.7, 73.0)), ("b", (49.9, 73.2)))
    )
    a, b = scheme_of([south_west, north_east]).places
    assert a.x < b.x
    assert a.y > b.y


def test_the_big_screen_renews_itself_and_needs_no_hand(plan, city, count, director):
    count(city.branch1, "visit", 123_456)
    found = text_of(director, "board_screen")
    assert 'hx-trigger="every 60s"' in found
    assert 'hx-select="#screen"' in found
    assert "123,456" in found
    assert "forecast to the year's end" in found
    assert "<form" not in found


def test_forecasts_are_tried_on_the_last_finished_year_unless_another_is_asked(plan, city, count, director):
    for month in range(1, 13):
        count(city.branch1, "visit", 100 + month, f"2023-{month:02}-06")
    found = text_of(director, "board_forecast")
    assert "Plan of 2023" in found
    assert "the same on every open day" in found
    assert "the last month&#x27;s pace" in found
    assert "without last year" in found  # nothing is known of 2022
    assert re.search(r"The range held what came true \d+ times of 8", found)
    assert "Plan of 2024" in text_of(director, "board_forecast", asked="year=2024")


def test_a_year_with_nothing_counted_says_so(plan, city, director):
    assert "no forecast can be tried" in text_of(director, "board_forecast")


def test_the_board_and_an_indicator_show_reason_forecast_and_the_same_day(plan, city, count, director):
    for month in range(1, 13):
        count(city.branch1, "visit", 1000 + month, f"2023-{month:02}-06")
    for month in range(1, 12):
        count(city.branch1, "visit", 1500, f"2024-{month:02}-06")
    for address in (reverse("board"), reverse("board_indicator", kwargs={"key": "visits"})):
        page = director.get(address, headers={"accept-language": "en"}).content.decode()
        assert "Behind by" in page
        assert "on 23.11.2023" in page
        assert "11,066" in page  # eleven months of last year
        assert "+49.1" in page
        assert "year-plot__band" in page
        assert "year-plot__ahead" in page
    assert "Forecast month by month" in page
    assert "Beside what is due" in page


@pytest.mark.parametrize("lines", [2, 40])
def test_the_views_ask_the_same_few_questions_however_much_there_is(
    placed, plan, city, count, director, django_assert_max_num_queries, lines
):
    for n in range(lines):
        for year in (2023, 2024):
            count(
                city.libraries[n % 8],
                "loan",
                1,
                f"{year}-{1 + n % 11:02}-{1 + n % 28:02}",
                document_kind="book",
            )
    for name, most in (("board_map", 30), ("board_forecast", 24), ("board_screen", 30)):
        with django_assert_max_num_queries(most):
            director.get(reverse(name))
