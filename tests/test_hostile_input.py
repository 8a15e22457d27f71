"""Whatever is put into whatever field of whatever page, the house answers; it never breaks down."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from orda.network.models import Role
from orda.network.rights import RIGHTS
from tests.test_every_page import PAGES, address_of

HOSTILE = {
    "control characters": "a\x00b\x1b\x7f",
    "ten thousand letters": "ә" * 10_000,
    "a number too great": "9" * 40,
    "not quite numbers": "²٣",
    "30 February": "2024-02-30",
    "markup": '"><script>alert(1)</script>{{ 7|add:7 }}%(x)s{0}',
}
# What a room asks of a request: request.GET.get("q"), request.POST["unit"], _day(request, "from", …), a form's field.
_ASKED = re.compile(r'(?:GET|POST)\W+(?:get\()?"(\w+)"|request, "(\w+)"|^    (\w+) = forms\.', re.MULTILINE)


def fields_of(page: str) -> list[str]:
    """Every field that the page's room reads from a request, and those that every page may have."""
    room = resolve(address_of(page)).func.__module__.split(".")
    folder = Path(settings.BASE_DIR) / (room[1] if room[0] == "orda" else "network")
    source = "\n".join(file.read_text() for file in sorted(folder.rglob("*.py")) if "tests" not in file.parts)
    return sorted({"page", "library", *(word for found in _ASKED.findall(source) for word in found if word)})


@pytest.mark.parametrize("page", PAGES)
def test_no_field_of_a_page_breaks_it(city, staff_of, page):
    client = Client(raise_request_exception=False)
    role = next((role for role in Role if PAGES[page].right in RIGHTS[role]), Role.LIBRARIAN)
    client.force_login(staff_of(role), backend="django.contrib.auth.backends.ModelBackend")
    method, address = getattr(client, PAGES[page].method), address_of(page)
    broken = Counter()
    for field in fields_of(page):
        for kind, value in HOSTILE.items():
            answer = method(address, {field: value})
            if answer.status_code >= 500 or b"<script>alert" in answer.content:
                broken[f"{field}: {kind}"] += 1
    assert not broken


def test_the_fields_are_found():
    assert {"scan", "barcode", "pending"} <= set(fields_of("desk_scan"))
    assert {"from", "to", "measure", "library", "page"} <= set(fields_of("diary_lines"))
    assert {"family_name", "birth_date", "q"} <= set(fields_of("reader_new"))
