"""What the house's own script does on every page: rows of links, rows as cards, paper, acts that get no answer."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.first_library import PASSWORD
from tests.served import House, in_a_browser
from tests.test_methodologists_year import signed_in

pytestmark = [*in_a_browser, pytest.mark.any_database]

TELEPHONE: ViewportSize = {"width": 360, "height": 740}
Made = tuple[House, dict[str, Any]]


def test_a_long_row_of_links_begins_where_one_is(page: Page) -> None:
    page.set_viewport_size(TELEPHONE)
    page.goto("/desk/losses/")
    here = page.locator(".section [aria-current]")
    expect(here).to_have_attribute("href", "/desk/losses/")
    expect(here).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".nav [aria-current]")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".section a").first).not_to_be_in_viewport()


def test_a_row_that_became_a_card_says_what_each_cell_is(page: Page) -> None:
    page.set_viewport_size(TELEPHONE)
    page.goto("/readers/?q=дана")
    cell = page.locator(".table--cards tbody td").first
    head = page.locator(".table--cards thead th").nth(1)
    expect(head).to_have_text("Туған күні")
    expect(cell).to_have_attribute("data-label", "Туған күні")
    assert "Туған күні" in cell.evaluate("(one) => getComputedStyle(one, '::before').content")


def test_paper_bears_the_library_and_the_day_and_nothing_to_press(page: Page) -> None:
    page.goto("/desk/visits/")
    page.locator("form[action='/desk/visits/count/'] button").click()
    undo = page.locator("#last-visits ~ .table-wrap form button").first
    expect(undo).to_be_visible()
    expect(page.locator(".paper-only")).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".paper-only")).to_be_visible()
    expect(page.locator(".paper-only")).to_contain_text("ОҚК кітапханасы")
    for hidden in (page.locator(".top"), page.locator(".section"), undo, page.locator("td:has(form)").first):
        expect(hidden).to_be_hidden()
    expect(page.locator("#last-visits ~ .table-wrap tbody tr").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")


def test_a_scan_after_the_session_is_over_leads_to_the_sign_in_and_back_to_the_desk(
    browser: Browser, house: Made
) -> None:
    page = signed_in(browser, house[0], "aigul")
    page.goto("/desk/")
    expect(page.locator("#scan")).to_be_focused()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type(house[1]["card"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/?next=/desk/&late=1")
    expect(page.locator(".notice--warn")).to_contain_text("соңғы әрекет жазылған жоқ")
    page.fill("#id_username", "aigul")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    expect(page.locator("#scan")).to_be_focused()
    page.context.close()


def test_a_page_grown_old_says_so_and_an_act_without_an_answer_too(browser: Browser, house: Made) -> None:
    page = signed_in(browser, house[0], "aigul")
    page.goto("/desk/")
    expect(page.locator("#scan")).to_be_focused()
    # As of one signed in anew in another window. The cookie itself may be renewed by what the desk keeps for later.
    page.locator("body").evaluate(
        "(body) => body.setAttribute('hx-headers', '{\"X-CSRFToken\": \"%s\"}')" % ("x" * 64)
    )
    page.keyboard.type(house[1]["card"])
    page.keyboard.press("Enter")
    expect(page.locator("#grown-old")).to_be_visible()
    expect(page.locator("#desk-lost")).to_be_hidden()
    page.goto("/readers/family/")
    page.route("**/readers/family/child/", lambda route: route.fulfill(status=500))
    page.get_by_role("button", name="Тағы бір бала қосу").click()
    expect(page.locator("#no-answer")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Тағы бір бала қосу").click()
    expect(page.locator("#id_child1-family_name")).to_be_focused()
    expect(page.locator("#no-answer")).to_be_hidden()
    page.context.close()
