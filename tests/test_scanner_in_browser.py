"""Scanners of all settings in a real browser: keys come as a keyboard in that language sends them."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orda.network import codes
from tests.served import House, in_a_browser

pytestmark = [*in_a_browser, pytest.mark.any_database]

PLACE = {
    sign: (f"Key{sign.upper()}", sign.isupper())
    for sign in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
PLACE |= {digit: (f"Digit{digit}", False) for digit in "0123456789"}
PLACE |= {"*": ("Digit8", True), "]": ("BracketRight", False), "-": ("Minus", False)}
TYPED = {
    language: {latin: sign for sign, latin in reversed(table.items())}
    for language, table in codes.LAYOUTS.items()
}


LONGEST_GAP = 0.08  # seconds
ATTEMPTS = 10


class Scanner:
    """Types as a scanner does, on a keyboard in a language."""

    def __init__(self, page: Page) -> None:
        self.page, self.wire = page, page.context.new_cdp_session(page)

    def send(self, code: str, *, language: str = "", suffix: str = "Enter") -> None:
        """Once more where the machine held an order back: a page takes so long a silence for the end of a scan."""
        for _attempt in range(ATTEMPTS):
            if self._keys(code, language) <= LONGEST_GAP:
                break
            self.page.wait_for_timeout(500)
            self.page.locator("#scan").fill("")
            self.page.keyboard.press("Escape")
        else:
            pytest.fail("the machine is too busy to type as a scanner does")
        if suffix:
            self.page.keyboard.press(suffix)

    def _keys(self, code: str, language: str) -> float:
        """The longest time that one of the orders took, in seconds."""
        began, longest = time.time(), 0.0
        for number, sign in enumerate(code):
            asked = time.monotonic()
            key, shift = PLACE[sign]
            typed = TYPED.get(language, {}).get(sign, sign)
            # A scanner's pace, however slowly the orders come through.
            at = {"timestamp": began + number * 0.005}
            event = {**at, "key": typed, "code": key, "text": typed, "modifiers": 8 if shift else 0}
            self.wire.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
            self.wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **event, "text": ""})
            longest = max(longest, time.monotonic() - asked)
        return longest


@pytest.fixture
def scanner(page: Page) -> Scanner:
    page.goto("/desk/")
    expect(page.locator("#scan")).to_be_focused()
    return Scanner(page)


@pytest.mark.parametrize("suffix", ["Enter", "Tab", ""])
@pytest.mark.parametrize("language", ["", "ru", "kk"])
def test_a_card_opens_whatever_the_keyboard_and_the_suffix(
    scanner: Scanner, house: tuple[House, dict[str, Any]], language: str, suffix: str
) -> None:
    card = house[1]["card"]
    scanner.send(card, language=language, suffix=suffix)
    expect(scanner.page.locator(".desk__reader")).to_have_attribute("data-card", card)
    expect(scanner.page.locator("#scan")).to_be_focused()
    scanner.page.keyboard.press("Escape")
    expect(scanner.page.locator(".desk__reader")).to_have_count(0)


def test_a_star_in_front_of_a_scan_counts_no_visit_and_a_star_alone_does(
    scanner: Scanner, house: tuple[House, dict[str, Any]]
) -> None:
    page, card = scanner.page, house[1]["card"]
    counted = page.locator(".desk__visits strong")
    before = int(counted.inner_text())
    scanner.send(f"*{card}*")
    expect(page.locator(".desk__reader")).to_have_attribute("data-card", card)
    expect(counted).to_have_text(str(before))
    page.keyboard.press("Escape")
    expect(page.locator(".desk__reader")).to_have_count(0)
    page.keyboard.press("*")
    expect(counted).to_have_text(str(before + 1))
    expect(page.locator("#scan")).to_have_value("")


def test_a_new_card_scanned_on_the_russian_keyboard_is_written_in_latin(scanner: Scanner) -> None:
    page = scanner.page
    page.goto("/readers/new/")
    page.locator("[name=card_number]").focus()
    scanner.send("R00077777", language="ru")
    expect(page.locator("[name=card_number]")).to_have_value("R00077777")
    expect(page.locator("[name=card_number]")).not_to_be_focused()


def test_the_scanners_page_tells_what_came_and_how_it_ended(scanner: Scanner) -> None:
    page = scanner.page
    page.goto("/desk/scanner/")
    expect(page.locator("#sent")).to_be_focused()
    scanner.send("ORDA-0123456789", language="kk", suffix="Tab")
    page.wait_for_url("**sent=*")
    expect(page.locator("[role=status] code").last).to_have_text("ORDA-0123456789")
    expect(page.locator("dd[data-keys]")).to_contain_text("Tab")
