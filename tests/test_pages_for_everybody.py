"""Each page in a real browser, wide and narrow, light and dark: labels, names, headings, contrast, width."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.served import House, in_a_browser
from tests.test_methodologists_year import signed_in

pytestmark = [*in_a_browser, pytest.mark.any_database]

AMISS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
PAGES = (
    *(
        "/readers/family/",
        "/readers/group/",
        "/readers/year/",
        "/readers/lists/",
        "/readers/{reader}/change/",
    ),
    *("/readers/merge/", "/readers/?q=дана", "/readers/consents/", "/readers/new/?beside={reader}"),
    *("/desk/deliveries/", "/desk/losses/", "/desk/losses/notebook/", "/research/readers/"),
    *(
        "/",
        "/desk/",
        "/desk/visits/",
        "/board/",
        "/board/loans/",
        "/board/loans/lines/",
        "/board/map/",
        "/board/forecast/",
        "/board/screen/",
        "/diary/",
        "/diary/lines/",
    ),
    *("/events/", "/events/held/", "/events/hold/", "/readers/", "/readers/new/", "/readers/{reader}/"),
    *(
        "/open/",
        "/open/dictionary/",
        "/reports/forms/",
        "/reports/forms/srdgob-1/?year=2024",
        "/reports/forms/srdgob-1/cells/6.01.kk/?year=2024",
    ),
    *(
        "/reports/builder/",
        "/reports/builder/?counted=i:visits&rows=weekday&columns=hour&period=this_year&plot=heat",
        "/reports/builder/?counted=loan&rows=month&columns=language&period=this_year&plot=lines&is_language=kk",
    ),
    *(
        "/catalogue/",
        "/catalogue/?q=кітап",
        "/catalogue/{record}/",
        "/catalogue/{record}/marc/",
        "/no-such-page/",
    ),
)

METHODOLOGISTS = (
    *(
        "/reports/expert/",
        "/reports/expert/?sql=SELECT+code,+name+FROM+libraries",
        "/reports/expert/?sql=SELECT+1+FROM+nowhere",
    ),
    *(
        "/plan/2024/",
        "/plan/2024/section/preservation/",
        "/plan/2024/missing/",
        "/plan/2024/languages/",
        "/plan/2024/proposal/",
    ),
    *(
        "/plan/indicators/",
        "/plan/indicators/new/count/",
        "/plan/indicators/new/of_which/",
        "/plan/indicators/new/rate/",
        "/plan/indicators/visits_kazakh/",
        "/plan/indicators/visits_kazakh/change/",
        "/board/visits_kazakh/",
    ),
    *(
        "/reports/",
        "/reports/indicators/2024/1/",
        "/reports/work-diary/",
        "/reports/work-diary/?kind=year&day=2024-01-01",
        "/reports/stock-book/",
        "/reports/stock-book/?kind=year&day=2024-01-01",
    ),
)
AN_INDICATOR = (
    "from orda.network.models import Staff; from orda.planning.indicators.declared import Term;"
    " from orda.planning.indicators.added import Words; from orda.planning.indicator_editor import services as s;"
    " s.define('visits_kazakh', s.Definition('count', Words('Қазақша беру', 'Выдано на казахском', 'In Kazakh'),"
    " (Term('loan', {'language': 'kk'}),)), 2024, Staff.objects.get(username='methodologist'))"
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_amiss(
    page: Page, house: tuple[House, dict[str, Any]], scheme: Any, width: int, complaints: list[str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in PAGES:
        page.goto(address.format(**house[1]))
        assert page.locator("main").is_visible()
        found[address] = page.evaluate(AMISS)
    complaints.clear()  # the page that is not there is complained of
    assert {address: amiss for address, amiss in found.items() if amiss} == {}


@pytest.fixture(scope="module")
def an_indicator(house: tuple[House, dict[str, Any]]) -> None:
    house[0].orda("shell", "-c", AN_INDICATOR)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.usefixtures("an_indicator")
def test_nothing_is_amiss_on_pages_of_methodologists(
    browser: Browser, house: tuple[House, dict[str, Any]], width: int
) -> None:
    page = signed_in(browser, house[0], "methodologist")
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in METHODOLOGISTS:
        page.goto(address)
        # A page that is not there has an h1 too: what is looked at is the page that was asked for.
        assert page.locator("nav.section a[aria-current]").count() == 1, address
        found[address] = page.evaluate(AMISS)
    page.context.close()
    assert {address: amiss for address, amiss in found.items() if amiss} == {}


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("name", ["methodologist", "director", "aigul"])
def test_the_header_is_one_line_on_a_desks_screen(
    browser: Browser, house: tuple[House, dict[str, Any]], name: str, language: str
) -> None:
    page = signed_in(browser, house[0], name)
    with page.expect_navigation():
        page.locator(f"button[name=language][value={language}]").click()
    page.goto("/board/")
    assert page.locator("html").get_attribute("lang") == language
    tops = "['.nav li:first-child', '.nav li:last-child', '.top__tools'].map((one) => document.querySelector(one)"
    first, last, tools = page.evaluate(f"{tops}.getBoundingClientRect().top)")
    page.context.close()
    assert first == last, "the pages of the header wrap"
    assert tools < first + 20, "the tools stand in a row of their own"
