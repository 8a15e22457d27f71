"""The first whole path, in a real browser: work is done at the desk, and the plan board moves by exactly that."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.desks import ROOT
from tests.first_library import PASSWORD
from tests.served import CHROMIUM, House, environment_of, serve

COUNTS = ("readers", "loans", "visits", "events_offline", "attendance_offline")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("ORDA_REQUIRE_BROWSER"), reason="no Chromium on this machine"
    ),
]


@pytest.fixture(scope="module")
def house(
    new_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, dict[str, Any]]]:
    folder: Path = tmp_path_factory.mktemp("house")
    environment = environment_of(new_database, folder)
    made = subprocess.run(
        [sys.executable, "-m", "tests.first_library"],
        **{"env": environment, "cwd": ROOT, "capture_output": True, "text": True},
    )
    assert made.returncode == 0, made.stderr
    with serve(environment, folder) as served:
        yield served, json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, house: tuple[House, dict[str, Any]]) -> Iterator[Page]:
    """A librarian's signed-in window; anything that the page complains of fails the test."""
    context = browser.new_context(base_url=house[0].address, locale="kk-KZ")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto("/sign-in/")
    page.fill("#id_username", "aigul")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    yield page
    context.close()
    assert complaints == []


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

    page.locator(".desk__reader tbody tr button").first.click()
    expect(page.locator(".notice--good")).to_be_visible()
    expect(page.locator(".desk__log li")).to_have_count(3)
    check(loans=1)

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
