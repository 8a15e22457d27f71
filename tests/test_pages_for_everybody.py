"""Each page in a real browser, wide and narrow, light and dark: labels, names, headings, contrast, width."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.served import House, in_a_browser
from tests.test_methodologists_year import signed_in

pytestmark = in_a_browser

AMISS = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
PAGES = (
    *(
        "/",
        "/desk/",
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
    "/reports/expert/",
    "/reports/expert/?sql=SELECT+code,+name+FROM+libraries",
    "/reports/expert/?sql=SELECT+1+FROM+nowhere",
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


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_amiss_on_pages_of_methodologists(
    browser: Browser, house: tuple[House, dict[str, Any]], width: int
) -> None:
    page = signed_in(browser, house[0], "methodologist")
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in METHODOLOGISTS:
        page.goto(address)
        assert page.locator("textarea#sql").is_visible()
        found[address] = page.evaluate(AMISS)
    page.context.close()
    assert {address: amiss for address, amiss in found.items() if amiss} == {}
