"""The screen at the door in a real browser, in Kazakh: paired, worked by scanner, by keyboard alone and by camera."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served import House, in_a_browser
from tests.test_methodologists_year import signed_in
from tests.test_pages_for_everybody import AMISS

pytestmark = in_a_browser
SELF_SERVICE = "/machines/self-service/"
SHELF = {"width": 768, "height": 1024}
Given = tuple[House, dict[str, Any]]


@pytest.fixture(scope="module")
def cookies(browser: Browser, house: Given) -> list[Any]:
    """What a paired screen keeps: an administrator enters it, its code is typed at the door."""
    office = signed_in(browser, house[0], "administrator")
    office.goto("/machines/")
    office.fill("#id_name", "Есік алдында")
    office.select_option("#id_kind", "tablet")
    office.click("main form button.button--primary")
    code = office.locator(".big-number code").inner_text()
    office.context.close()
    door = browser.new_context(base_url=house[0].address, viewport=SHELF)
    page = door.new_page()
    page.goto(SELF_SERVICE)
    page.fill("#code", code)
    page.keyboard.press("Enter")
    expect(page.locator(".screen__choice button")).to_have_count(3)
    kept = door.cookies()
    door.close()
    return kept


@pytest.fixture
def door(browser: Browser, house: Given, cookies: list[Any], complaints: list[str]) -> Iterator[Page]:
    """The screen at the door; anything that it complains of fails the test."""
    context = browser.new_context(base_url=house[0].address, viewport=SHELF)
    context.add_cookies([one for one in cookies if one["name"] == "orda_screen"])
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(SELF_SERVICE)
    yield page
    context.close()
    assert complaints == []


def scan(page: Page, label: str) -> None:
    """As a scanner does: letters and Enter, wherever the focus stands."""
    page.keyboard.type(label)
    page.keyboard.press("Enter")


def test_a_child_borrows_keeps_longer_and_returns(door: Page, house: Given) -> None:
    card, (first, second) = house[1]["card"], house[1]["barcodes"][4:6]
    expect(door.locator("h1")).to_have_text("Сәлем! Не істегің келеді?")
    door.click("text=Кітап аламын")
    expect(door.locator("h1")).to_have_text("Билетіңді көрсет")
    scan(door, card)
    expect(door.locator(".screen__said--good")).to_have_text("Сәлем, Дана!")
    for label in (first, second):
        scan(door, label)
        expect(door.locator(".screen__said--good")).to_contain_text("Енді сенде")
    expect(door.locator(".screen__list li")).to_have_count(2)
    expect(door.locator("body")).not_to_contain_text("Серікқызы")
    door.locator("text=Ұзарту").first.click()
    expect(door.locator("[role=status]")).to_contain_text("бүгін ұзартудан бір күн де қосылмайды")
    door.click("text=Болды")
    expect(door.locator("h1")).to_have_text("Дана, уақытында қайтар:")
    door.click("text=Сау бол!")
    expect(door.locator("body")).not_to_contain_text("Дана")

    expect(door.locator("h1")).to_have_text("Сәлем! Не істегің келеді?")
    door.click("text=Кітап аламын")
    expect(door.locator("h1")).to_have_text("Билетіңді көрсет")
    scan(door, house[1]["lent"]["card"])
    expect(door.locator(".screen__said--good")).to_have_text("Сәлем, Әсел!")
    door.locator("text=Ұзарту").first.click()
    expect(door.locator(".screen__said--good")).to_contain_text("Мерзімі ұзартылды")
    door.click("text=Болды")
    expect(door.locator("h1")).to_have_text("Сәлем! Не істегің келеді?")  # nothing borrowed: no slip

    door.click("text=Кітап қайтарамын")
    for label in (first, second):  # without waiting for an answer between them, as a scanner fires
        scan(door, label)
    expect(door.locator(".screen__list li")).to_have_count(2)
    expect(door.locator(".screen__said--good")).to_contain_text("Рақмет!")
    scan(door, "ZZZ")
    expect(door.locator("#tablet .screen__said--bad")).to_contain_text("Кітапханашыға айт")
    house[0].orda("check")  # leaves with 1, and so fails, where diary and acts differ


def test_by_the_keyboard_alone(door: Page) -> None:
    expect(door.locator("#scan")).to_be_focused()
    for _ in range(3):
        door.keyboard.press("Shift+Tab")
    expect(door.locator("button[value=borrow]")).to_be_focused()
    door.keyboard.press("Tab")
    door.keyboard.press("Space")
    expect(door.locator("h1")).to_have_text("Кітаптарды бірінен соң бірін көрсет")
    expect(door.locator("#scan")).to_be_focused()


def test_in_russian_until_the_child_has_gone(door: Page) -> None:
    door.click("text=Русский")
    expect(door.locator("h1")).to_have_text("Привет! Что хочешь сделать?")
    expect(door.locator("html")).to_have_attribute("lang", "ru")
    door.click("text=Вернуть книгу")
    door.click("text=Готово")
    expect(door.locator("h1")).to_have_text("Сәлем! Не істегің келеді?")


def test_a_child_who_walked_away_is_forgotten(door: Page, house: Given) -> None:
    door.clock.install()
    door.goto(SELF_SERVICE)
    scan(door, house[1]["card"])
    expect(door.locator("h1")).to_have_text("Дана, кітаптарды көрсет")
    door.wait_for_timeout(300)
    door.clock.fast_forward(61_000)
    expect(door.locator("h1")).to_have_text("Сәлем! Не істегің келеді?")
    expect(door.locator("body")).not_to_contain_text("Дана")


# A browser that reads barcodes, with a camera that sees one label the whole time.
CAMERA = """
window.seen = 'LABEL';
window.BarcodeDetector = class { async detect() { return [{ rawValue: window.seen }]; } };
const canvas = document.createElement('canvas');
setInterval(() => canvas.getContext('2d').fillRect(0, 0, 1, 1), 50);
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
"""


def test_a_card_by_the_camera_is_read_once(door: Page, house: Given) -> None:
    scans: list[str] = []
    door.on("request", lambda asked: scans.append(asked.url) if asked.url.endswith("/scan/") else None)
    door.add_init_script(CAMERA.replace("LABEL", house[1]["card"]))
    door.goto(SELF_SERVICE)
    door.locator("[data-camera]").click()
    expect(door.locator(".screen__said--good")).to_have_text("Сәлем, Дана!")
    expect(door.locator("#camera")).to_be_visible()
    door.wait_for_timeout(1200)
    assert len(scans) == 1


def test_without_a_detector_the_scanner_is_named(door: Page) -> None:
    door.add_init_script("delete window.BarcodeDetector")
    door.goto(SELF_SERVICE)
    expect(door.locator("[data-no-camera]")).to_be_visible()
    expect(door.locator("[data-camera]")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [768, 360])
def test_nothing_is_amiss(door: Page, house: Given, scheme: Any, width: int) -> None:
    door.emulate_media(color_scheme=scheme)
    door.set_viewport_size({"width": width, "height": 1024})
    found = {"first": door.evaluate(AMISS)}
    scan(door, "ZZZ")
    expect(door.locator("#tablet .screen__said--bad")).to_be_visible()
    found["bad"] = door.evaluate(AMISS)
    scan(door, house[1]["card"])
    expect(door.locator(".screen__said--good")).to_be_visible()
    found["reader"] = door.evaluate(AMISS)
    scan(door, house[1]["barcodes"][3])
    expect(door.locator(".screen__said--good")).to_contain_text("Енді сенде")
    found["lent"] = door.evaluate(AMISS)
    door.locator("[data-done]").click()
    expect(door.locator(".screen__slip")).to_be_visible()
    found["slip"] = door.evaluate(AMISS)
    door.locator("[data-done]").click()
    door.locator("text=Кітап қайтарамын").wait_for()
    door.locator("text=Кітап қайтарамын").click()
    scan(door, house[1]["barcodes"][3])
    expect(door.locator(".screen__said--good")).to_be_visible()
    assert {where: amiss for where, amiss in found.items() if amiss} == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_amiss_on_the_pages_of_machines(
    browser: Browser, house: Given, cookies: list[Any], width: int
) -> None:
    office = signed_in(browser, house[0], "administrator")
    office.set_viewport_size({"width": width, "height": 800})
    found = {}
    office.goto("/machines/")
    found["all"] = office.evaluate(AMISS)
    office.click("text=Есік алдында")
    expect(office.locator("h1")).to_have_text("Есік алдында")  # a click waits for no page
    found["one"] = office.evaluate(AMISS)
    office.context.close()
    assert {page: amiss for page, amiss in found.items() if amiss} == {}
