"""A family comes in, in Kazakh and by keyboard alone: a parent and three children leave with cards."""

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.served import House, in_a_browser

pytestmark = in_a_browser

SECONDS = 60
CHILDREN = (
    ("Ерлан", "12032015", "3Ә", "K-7001"),
    ("Айша", "08032016", "2Б", "K-7002"),
    ("Мадина", "01052018", "0", "K-7003"),
)


def go_to(page: Page, name: str, backwards: bool = False) -> None:
    """With Tab alone to the field or button of that name."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab never comes to {name}")


def fill(page: Page, **typed: str) -> None:
    """Goes to each field in turn and types."""
    for name, text in typed.items():
        go_to(page, name.replace("__", "-"))
        page.keyboard.type(text)


def test_a_parent_and_three_children_are_registered_by_keyboard_in_under_a_minute(
    page: Page, house: tuple[House, dict[str, Any]], complaints: list[str]
) -> None:
    page.goto("/readers/family/")
    assert page.locator("html").get_attribute("lang") == "kk"
    start = time.monotonic()
    fill(page, parent__family_name="Оспанова", parent__given_name="Гүлнар", parent__phone="+7 700 000 70 01")
    go_to(page, "parent-reads")
    page.keyboard.press("Space")
    fill(page, parent__birth_date="01021988", parent__card_number="K-7000")
    page.keyboard.press("Enter")  # the scanner's: on to the next field, nothing is sent
    for number, (name, born, school_class, card) in enumerate(CHILDREN):
        if number:
            go_to(page, "Тағы бір бала қосу")
            page.keyboard.press("Enter")
            expect(page.locator(f"#id_child{number}-family_name")).to_be_focused()
            assert page.input_value(f"#id_child{number}-family_name") == "Оспан"  # as the one before
            assert page.evaluate("getSelection().toString()") == "Оспан"  # what is typed goes in its place
        else:
            fill(page, child0__family_name="Оспан")
        typed = {"given_name": name, "birth_date": born, "school_class": school_class, "card_number": card}
        fill(page, **{f"child{number}__{field}": text for field, text in typed.items()})
        page.keyboard.press("Enter")
    go_to(page, "parent-consent_signed")
    page.keyboard.press("Space")
    go_to(page, "Отбасын тіркеу")
    page.keyboard.press("Enter")
    expect(page.locator(".notice--good")).to_contain_text("Тіркелді")
    assert time.monotonic() - start < SECONDS

    page.goto("/readers/")
    expect(page.locator("input[name=q]")).to_be_focused()
    page.keyboard.type("оспан")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(4)
    page.goto("/readers/?q=K-7002")
    expect(page.locator("h1")).to_have_text("Оспан Айша")
    expect(page.get_by_role("link", name="Оспан Ерлан")).to_be_visible()

    # The same child again, at another desk and in other letters: noticed before anything is kept.
    page.goto("/readers/new/")
    fill(
        page,
        family_name="Ospan",
        given_name="Aisha",
        birth_date="08.03.2016",
        guardian_name="Оспанова Гүлнар",
    )
    fill(page, consent_by="Оспанова Гүлнар")
    page.keyboard.press("Enter")
    expect(page.locator("#doubles")).to_contain_text("K-7002")
    assert len(complaints) == 1  # of the answer 409, which is meant
    complaints.clear()
    go_to(page, "Осыны ашу")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Оспан Айша")
    house[0].orda("check")


def test_a_form_that_came_back_begins_at_what_is_wrong(
    page: Page, house: tuple[House, dict[str, Any]], complaints: list[str]
) -> None:
    page.goto("/readers/family/")
    fill(page, parent__family_name="Оспанова", parent__given_name="Гүлнар")
    fill(page, child0__family_name="Оспан", child0__given_name="Ерлан", child0__birth_date="31022015")
    go_to(page, "Отбасын тіркеу")
    page.keyboard.press("Enter")
    expect(page.locator("#id_child0-birth_date")).to_be_focused()
    assert len(complaints) == 1  # of the answer 422, which is meant
    complaints.clear()
