"""A methodologist's year in a real browser: the plan is changed, submitted, approved, counted by hand; a quarter is
submitted and corrected late; next year's plan is drafted, and the annual report is read."""

import io
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.first_library import PASSWORD
from tests.served import House, in_a_browser

pytestmark = [*in_a_browser, pytest.mark.any_database]


def signed_in(browser: Browser, served: House, name: str) -> Page:
    page = browser.new_context(
        base_url=served.address, locale="kk-KZ", viewport={"width": 1280, "height": 900}
    ).new_page()
    page.goto("/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def visits_to_date(page: Page) -> int:
    """What the report's row of visits says of the year so far: its last cell."""
    row = page.locator("tbody tr", has_text="Келу").first
    return int(row.locator("td").last.inner_text().replace("\xa0", ""))


def test_a_methodologists_year(browser: Browser, house: tuple[House, dict[str, Any]]) -> None:
    served, _made = house
    methodologist = signed_in(browser, served, "methodologist")
    director = signed_in(browser, served, "director")

    # The plan: a target is changed, it is submitted; the director approves it.
    methodologist.goto("/plan/2024/section/preservation/")
    methodologist.get_by_role("link", name="Кітаптарды қалпына келтіру").first.click()
    methodologist.wait_for_url("**/plan/line/*/")
    line = methodologist.url
    methodologist.get_by_role("link", name="Өзгерту", exact=True).click()
    methodologist.fill("#id_target_0", "2500")
    methodologist.get_by_role("button", name="Сақтау", exact=True).first.click()
    expect(methodologist.locator(".facts")).to_contain_text("2\xa0500")
    methodologist.goto("/plan/2024/")
    methodologist.get_by_role("button", name="Бекітуге ұсыну").click()
    expect(methodologist.locator(".head__lead")).to_contain_text("тапсырылды")
    director.goto("/plan/2024/")
    director.get_by_role("button", name="Бекіту", exact=True).click()
    expect(director.locator(".head__lead")).to_contain_text("бекітілген")

    # Work that Orda doesn't count, with its note; the line shows it at once.
    methodologist.goto(line)
    expect(methodologist.get_by_role("link", name="Өзгерту", exact=True)).to_have_count(0)
    methodologist.fill("#id_quantity", "40")
    methodologist.fill("#id_note", "Қалпына келтіру дәптері, 3-бет")
    methodologist.get_by_role("button", name="Санды сақтау").click()
    expect(methodologist.locator(".facts")).to_contain_text("40")

    # The first quarter is submitted; a late line of its days flows into the second.
    served.orda("shell", "-c", WRITE.format(day="2024-02-05", many=30))
    methodologist.goto("/reports/indicators/2024/1/")
    before = visits_to_date(methodologist)
    assert before >= 30
    methodologist.get_by_role("button", name="Тапсыру және жабу").click()
    expect(methodologist.locator(".card").first).to_contain_text("тапсырылды")
    served.orda("shell", "-c", WRITE.format(day="2024-02-06", many=7))
    methodologist.goto("/reports/indicators/2024/1/")
    assert visits_to_date(methodologist) == before
    expect(methodologist.locator(".notice--warn")).to_be_visible()
    methodologist.goto("/reports/indicators/2024/2/")
    row = methodologist.locator("tbody tr", has_text="Келу").first.locator("td")
    assert row.nth(2).inner_text() == "7"  # carried

    # Next year's draft, and the report as it would be printed.
    methodologist.goto("/plan/2024/proposal/")
    methodologist.get_by_role("button", name="2025").click()
    expect(methodologist.locator("h1")).to_contain_text("2025")
    answer = methodologist.request.get("/reports/papers/2024/report.pdf?language=kk")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
    assert "2\xa0500" in text or "2 500" in text
    assert "Кітаптарды қалпына келтіру" in text


WRITE = (
    "import datetime; from orda.diary.services import post; from orda.network.models import Unit;"
    " post(day=datetime.date.fromisoformat('{day}'), library_id=Unit.objects.get(code='ОҚК').pk, measure='visit',"
    " quantity={many}, act='visit', act_id=987654)"
)
