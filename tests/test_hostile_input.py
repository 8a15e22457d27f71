"""Whatever is put into whatever field of whatever page, the house answers; it never breaks down."""

import inspect
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict

from orda.network.models import Role, Staff
from orda.network.rights import RIGHTS
from tests.test_every_page import NOBODYS, PAGES, address_of

HOSTILE = {
    "control characters": "a\x00b\x1b\x7f",
    "ten thousand letters": "ә" * 10_000,
    "a number too great": "9" * 40,
    "not quite numbers": "²٣",
    "30 February": "2024-02-30",
    "no year": "0000",
    "the first day there is": "0001-01-01",
    "the last day there is": "9999-12-31",
    "without end": "[" * 30_000,
    "markup": '"><script>alert(1)</script>{{ 7|add:7 }}%(x)s{0}',
}
# What is asked of a request: GET.get("q"), asked.get("from"), POST["unit"], _day(request, "from", …), a form's field.
_ASKED = re.compile(
    r'(?:GET|POST|asked)\W+(?:get\()?"(\w+)"|request, "(\w+)"|^    (\w+) = forms\.', re.MULTILINE
)
# PostgreSQL takes no NUL and minds more; SQLite minds numbers beyond its own.
MINDED = {"postgresql": list(HOSTILE), "sqlite": ["a number too great", "not quite numbers"]}
EVERYWHERE = {"page", "library", "q"}


def fields_of(page: str) -> list[str]:
    """Every field that the page's view reads from a request, itself or by what it imports of its room, and those that
    every page may have."""
    view = resolve(address_of(page)).func
    module = import_module(view.__module__ if view.__module__.startswith("orda.") else "orda.network.views")
    room = ".".join(module.__name__.split(".")[:2])
    sources, found = {module.__name__}, set(EVERYWHERE)
    for thing in vars(module).values():
        whence = thing.__name__ if inspect.ismodule(thing) else getattr(thing, "__module__", "") or ""
        if whence.startswith(f"{room}."):
            sources.add(whence)
            if inspect.isclass(thing) and issubclass(thing, forms.BaseForm):
                found.update(thing.base_fields)
    source = "\n".join(source_of(name) for name in sorted(sources))
    return sorted(found | {word for one in _ASKED.findall(source) for word in one if word})


def source_of(module: str) -> str:
    """A module's source; "" of what is none, or a package."""
    path = Path(settings.BASE_DIR.parent, *module.split(".")).with_suffix(".py")
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.mark.parametrize("page", PAGES)
def test_no_field_of_a_page_breaks_it(city, staff_of, page, read):
    """Each value in all fields at once; then in each field alone that the page looks at: what a database may mind."""
    client = Client(raise_request_exception=False)
    role = next((role for role in Role if PAGES[page].right in RIGHTS[role]), Role.LIBRARIAN)
    client.force_login(staff_of(role), backend="django.contrib.auth.backends.ModelBackend")
    method, address, fields = getattr(client, PAGES[page].method), address_of(page), fields_of(page)
    broken = Counter()

    def send(said, sent):
        answer = method(address, sent)
        as_markup = answer.get("Content-Type", "").startswith("text/html")
        if answer.status_code >= 500 or (as_markup and b"<script>alert" in answer.content):
            broken[said] += 1

    send("nothing", {})
    for kind, value in HOSTILE.items():
        send(f"all: {kind}", dict.fromkeys(fields, value))
    for field in sorted(read.intersection(fields)):
        for kind in MINDED[connection.vendor]:
            send(f"{field}: {kind}", {field: HOSTILE[kind]})
    assert not broken


@pytest.fixture
def read(monkeypatch):
    """The fields that were looked at, of any request."""
    seen = set()
    for name in ("__getitem__", "__contains__", "get", "getlist", "pop", "setdefault"):
        plain = getattr(MultiValueDict, name)
        monkeypatch.setattr(MultiValueDict, name, _noting(plain, seen))
    for name in ("items", "lists", "values", "dict", "urlencode"):
        plain = getattr(QueryDict, name)
        monkeypatch.setattr(QueryDict, name, _noting_all(plain, seen))
    return seen


def _noting(plain, seen):
    def noting(asked, key, *more, **named):
        seen.add(key)
        return plain(asked, key, *more, **named)

    return noting


def _noting_all(plain, seen):
    def noting(asked, *more, **named):
        seen.update(asked)
        return plain(asked, *more, **named)

    return noting


def test_the_fields_are_found():
    assert {"scan", "barcode", "pending"} <= set(fields_of("desk_scan"))
    assert {"from", "to", "measure", "library", "page"} <= set(fields_of("diary_lines"))
    assert {"family_name", "birth_date"} <= set(fields_of("reader_new"))
    assert {"q"} <= set(fields_of("readers"))


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"a":' * 100_000, "[1e999", "\ud800", "null", "{}", '{"acts":{"a":1}}', ""]
)
def test_no_body_breaks_what_takes_acts(city, staff_of, body):
    client = Client(raise_request_exception=False)
    client.force_login(staff_of(Role.LIBRARIAN), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        reverse("desk_offline_hand_in"),
        body.encode("utf-8", "surrogatepass"),
        content_type="application/json",
    )
    assert answer.status_code == 400


GREATEST = 9223372036854775807  # of a database's own numbers


@pytest.mark.parametrize("number", [0, GREATEST, GREATEST + 1, 10**30])
def test_no_number_in_an_address_breaks_a_page(city, staff_of, number):
    broken = Counter()
    for page, told in PAGES.items():
        role = next((role for role in Role if told.right in RIGHTS[role]), Role.LIBRARIAN)
        client = Client(raise_request_exception=False)
        client.force_login(_one_of(staff_of, role), backend="django.contrib.auth.backends.ModelBackend")
        for method in {told.method, "get"}:
            if (
                getattr(client, method)(address_of(page).replace(str(NOBODYS), str(number))).status_code
                >= 500
            ):
                broken[page] += 1
    assert not broken


def _one_of(staff_of, role: str) -> Staff:
    return Staff.objects.filter(appointments__role=role).first() or staff_of(role)
