"""A cataloguer's morning, in Kazakh and by keyboard: a book, a slip seen, articles of one issue, a version back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import window_of
from tests.served import House, in_a_browser

pytestmark = [*in_a_browser, pytest.mark.any_database]


@pytest.fixture
def page(browser: Browser, house: tuple[House, dict[str, Any]], complaints: list[str]) -> Iterator[Page]:
    with window_of("cataloguer", browser, house[0], complaints) as page:
        yield page


def value(page: Page, tag: str, code: str) -> Any:
    """The input of a subfield."""
    row = page.locator(f".editor__row:has(input[value='{tag}'])").last
    return row.locator(f"input[value='{code}'][name$='-code'] + label input")


def test_a_book_is_catalogued_seen_and_put_back(page: Page) -> None:
    page.goto("/cataloguing/")
    assert page.locator("html").get_attribute("lang") == "kk"
    page.get_by_role("link", name="кітап", exact=True).first.click()
    expect(value(page, "245", "a")).to_be_focused()
    page.keyboard.type("Менің атым Қожa")  # the last letter is a Latin one
    page.keyboard.press("Enter")
    page.keyboard.type("повесть")
    value(page, "100", "a").fill("Соқпақбаев, Б.")
    value(page, "264", "c").fill("2023")
    value(page, "041", "a").fill("kaz")
    expect(page.locator("#slips")).to_contain_text("Қожa")
    value(page, "245", "a").fill("Менің атым Қожа")
    expect(page.locator("#slips")).not_to_contain_text("Қож")
    page.get_by_role("button", name="+ Кілт сөз").click()
    expect(value(page, "653", "a")).to_be_focused()
    page.keyboard.type("балалар әдебиеті")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Менің атым Қожа")
    assert value(page, "653", "a").input_value() == "балалар әдебиеті"
    value(page, "245", "b").fill("хикаят")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Нұсқалар", exact=True).click()
    expect(page.locator("del", has_text="повесть")).to_be_visible()
    page.get_by_role("button", name="Осы нұсқаны қайтару: 1").click()
    expect(page.get_by_role("heading", name="3-нұсқа")).to_be_visible()
    page.get_by_role("link", name="Жазбаға").click()
    assert value(page, "245", "b").input_value() == "повесть"
    page.get_by_role("link", name="Өрістер", exact=True).click()
    assert "245 10$aМенің атым Қожа$bповесть" in page.locator("#lines").input_value()


def test_three_articles_of_one_issue_follow_each_other(page: Page) -> None:
    page.goto("/cataloguing/new/?kind=serial")
    expect(value(page, "245", "a")).to_be_focused()
    page.keyboard.type("Балдырған")
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Мақала қосу").click()
    for number, title in enumerate(("Түлкі мен қоян", "Ақ аю", "Күз"), 1):
        expect(value(page, "245", "a")).to_be_focused()
        page.keyboard.type(title)
        assert value(page, "773", "t").input_value() == "Балдырған"
        value(page, "773", "g").fill(f"2024. № 3. Б. {number}")
        page.keyboard.press("Alt+Enter")
        expect(value(page, "245", "a")).to_have_value("")
        expect(value(page, "773", "g")).to_have_value("2024. № 3")
    page.goto("/cataloguing/?q=Ақ аю")
    expect(page.locator("h1")).to_have_text("Ақ аю")
    page.goto("/cataloguing/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="мақалалар"))
    expect(row.get_by_role("cell").first).to_have_text("3")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        "/cataloguing/",
        "/cataloguing/new/?kind=book",
        "/cataloguing/new/?kind=book&view=fields",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_double_is_seen_merged_and_parted_again(page: Page, house: tuple[House, dict[str, Any]]) -> None:
    for title in ("Бақытсыз Жамал", "Бакытсыз Жамал"):
        page.goto("/cataloguing/new/?kind=book")
        value(page, "245", "a").fill(title)
        value(page, "100", "a").fill("Дулатов, М.")
        value(page, "264", "c").fill("2015")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: "new" not in url)
    house[0].orda("doubles")
    page.goto("/cataloguing/")
    page.get_by_role("link", name="Қосарланған жазбалар").first.click()
    page.get_by_role("link", name="Қатар қою: Бақытсыз Жамал").click()
    expect(page.get_by_role("row").filter(has_text="245").get_by_text("айырмасы бар")).to_be_visible()
    expect(page.get_by_role("button", name="Біріктіру")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Біріктірілді")
    page.goto("/cataloguing/?q=Бакытсыз")
    expect(page.get_by_text("Мұндай жазба табылмады")).to_be_visible()
    page.goto("/cataloguing/doubles/")
    page.get_by_role("button", name="Кері қайтару: Бакытсыз Жамал").click()
    expect(page.get_by_role("status")).to_contain_text("Қайта ажыратылды")
