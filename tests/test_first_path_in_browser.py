"""The first whole path, in a real browser: work is done at the desk, and the plan board moves by exactly that."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.served import House, in_a_browser

COUNTS = ("readers", "loans", "visits", "events_offline", "attendance_offline")

pytestmark = in_a_browser


def board(page: Page) -> dict[str, int]:
    """The actuals that the plan board shows, in a window of its own."""
    other = page.context.new_page()
    other.goto("/board/")
    found = {
        key: int(other.locator(f'[data-indicator="{key}"]').first.get_attribute("data-actual") or "")
        for key in COUNTS
    }
    other.close()
    return found


def scan(page: Page, text: str) -> None:
    """As a scanner does: letters and Enter, wherever the focus stands."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def loans_shown(page: Page) -> int:
    return page.locator(".desk__reader tbody tr").count()


def test_the_board_moves_by_exactly_what_is_done(page: Page, house: tuple[House, dict[str, Any]]) -> None:
    served, made = house
    first, second, third = made["barcodes"][:3]
    before = board(page)
    moved = dict.fromkeys(COUNTS, 0)

    def check(**by: int) -> None:
        for key, quantity in by.items():
            moved[key] += quantity
        assert board(page) == {key: before[key] + moved[key] for key in COUNTS}

    page.goto("/desk/")
    scan(page, made["card"])
    expect(page.locator("#reader-name")).to_contain_text("Дана")
    # Three labels without waiting for an answer between them, as a scanner fires.
    for barcode in (first, second, third):
        scan(page, barcode)
    expect(page.locator(".desk__reader tbody tr")).to_have_count(3)
    check(loans=3)

    page.locator(".desk__reader tbody tr button").first.click()  # lent today: a renewal gains no day
    expect(page.locator(".desk__says.notice--good")).to_have_count(0)
    check()

    scan(page, made["lent"]["card"])
    expect(page.locator("#reader-name")).to_contain_text("Әсел")
    page.locator(".desk__reader tbody tr button").first.click()
    expect(page.locator(".desk__says.notice--good")).to_be_visible()
    check(loans=1)
    scan(page, made["card"])
    expect(page.locator("#reader-name")).to_contain_text("Дана")

    page.keyboard.press("Escape")
    expect(page.locator("#reader-name")).to_have_count(0)
    scan(page, second)
    expect(page.locator(".desk__says")).to_be_visible()
    check()

    page.keyboard.press("F8")
    expect(page.locator(".desk__says")).to_be_visible()
    check()

    page.keyboard.press("+")
    expect(page.locator(".desk__visits strong")).to_have_text("1")
    scan(page, "25+")
    expect(page.locator(".desk__visits strong")).to_have_text("26")
    check(visits=26)

    page.keyboard.press("F2")
    page.fill("#id_family_name", "Нұрланқызы")
    page.fill("#id_given_name", "Аружан")
    page.fill("#id_birth_date", "2015-03-08")
    page.fill("#id_guardian_name", "Нұрлан Асқар")
    page.fill("#id_consent_by", "Нұрлан Асқар")
    page.check("#id_consent_signed")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Аружан")
    check(readers=1)

    page.goto("/events/hold/")
    page.fill("#id_title", "Кітап – білім бұлағы")
    page.select_option("#id_form", index=1)
    page.select_option("#id_direction", index=1)
    page.select_option("#id_channel", "offline")
    page.fill("#id_attendance", "42")
    page.locator("form[novalidate] button.button--primary").click()
    page.wait_for_url("**/events/held/**")
    check(events_offline=1, attendance_offline=42)

    served.orda("check")
