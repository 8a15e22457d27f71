"""A hold in a real browser, in Kazakh and by keyboard alone: from the catalogue over the pick list to the reader."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import House, in_a_browser
from tests.test_first_path_in_browser import scan
from tests.test_methodologists_year import signed_in
from tests.test_pages_for_everybody import AMISS

pytestmark = in_a_browser

# A branch that waits for the central library's books in every way that there is.
BETWEEN_LIBRARIES = """
from itertools import count
from tests import house
house._numbers = count(1000)  # the served house has used the first
from orda.circulation import services as desk
from orda.circulation.models import Transit
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.sets import services as sets
from orda.circulation.exchange.routes.services import keep_route
from orda.network.models import Unit
from tests.house import a_library, a_reader, copies_in_stock
central, branch = Unit.objects.get(code="ОҚК"), a_library("5б")
for step in range(5):
    copy, reader = copies_in_stock(branch if step < 4 else central)[0], a_reader(central)
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=central.pk)
    if step in (1, 2, 4):
        desk.found(hold.pk, library_id=hold.asked_library_id)
    if step == 2:
        desk.send(Transit.objects.get(hold=hold).pk, library_id=branch.pk)
pick = copies_in_stock(central)[0]
desk.place_hold(pick.record_id, a_reader(branch).pk, library_id=branch.pk)
gone = copies_in_stock(central)[0]
desk.not_on_shelf(desk.place_hold(gone.record_id, reader.pk, library_id=central.pk).pk, library_id=central.pk)
keep_route(None, name_kk="Солтүстік", name_ru="Северный", weekdays="135", library_ids=[central.pk, branch.pk])
made = sets.make_set("Жазғы оқу", giver=central, taker=branch)
sets.put_in(made.pk, copies_in_stock(central)[0].barcode)
selections.ask_selection("Ғарыш", library=branch)
interlibrary.ask_in("Бөкейхан Ә.", "Облыстық кітапхана", library=central, reader_id=reader.pk)
print(gone.record_id, made.pk)
"""
PAGES = (
    *("/desk/holds/", "/desk/holds/shelf/", "/desk/holds/picking/", "/desk/holds/missing/"),
    *("/desk/holds/title/{gone}/", "/desk/holds/place/?record={gone}", "/catalogue/{gone}/"),
    *("/desk/exchange/", "/desk/exchange/sets/", "/desk/exchange/sets/{made}/", "/desk/exchange/sets/new/"),
    *("/desk/exchange/selections/", "/desk/exchange/selections/new/", "/desk/exchange/selections/1/"),
    *("/desk/exchange/interlibrary/", "/desk/exchange/interlibrary/new/", "/desk/exchange/interlibrary/1/"),
    *("/desk/exchange/table/", "/desk/exchange/routes/1/list/"),
)


def test_from_the_catalogue_to_the_reader_by_keyboard(
    page: Page, house: tuple[House, dict[str, Any]]
) -> None:
    made = house[1]
    page.goto(f"/catalogue/{made['record']}/")
    page.get_by_role("link", name="Кезекке қою").press("Enter")
    page.get_by_label("Оқырман билеті").fill(made["card"])
    page.keyboard.press("Enter")
    # The reader stands at the desk now, with what they wait for.
    expect(page.locator("#reader-name")).to_contain_text("Дана")
    expect(page.locator(".desk__reader")).to_contain_text("Күтіп жүргені")
    page.wait_for_load_state()  # the reader is seen before the desk's keys have come
    page.keyboard.press("Escape")
    expect(page.locator("#reader-name")).to_have_count(0)
    page.goto("/desk/holds/picking/")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.goto("/desk/")
    scan(page, made["barcodes"][0])
    expect(page.locator("#desk")).to_contain_text("Табылды")
    scan(page, made["card"])
    expect(page.locator(".desk__reader .badge--good").last).to_contain_text("алуға дайын")
    scan(page, made["barcodes"][0])
    expect(page.locator(".desk__says.notice--good")).to_be_visible()
    expect(page.locator(".desk__reader")).not_to_contain_text("Күтіп жүргені")


@pytest.fixture(scope="module")
def between(house: tuple[House, dict[str, Any]]) -> dict[str, str]:
    gone, made = house[0].orda("shell", "-v", "0", "-c", BETWEEN_LIBRARIES).split()[-2:]
    return {"gone": gone, "made": made}


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_amiss_on_pages_of_holds_and_exchange(
    browser: Browser, house: tuple[House, dict[str, Any]], between: dict[str, str], width: int
) -> None:
    page = signed_in(browser, house[0], "aigul")
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for address in PAGES:
        answer = page.goto(address.format(**between))
        assert answer is not None
        assert answer.status == 200, address
        found[address] = page.evaluate(AMISS)
    page.context.close()
    assert {address: amiss for address, amiss in found.items() if amiss} == {}
