"""Two networks in one house: who works in one finds, sees, changes, lends and erases nothing of the other's.

The walk builds one thing of every kind that an address can name, in one network, and opens every address with it as
somebody of the other, in every role, by GET and by POST. A view that names a thing in its address says whose it is
(`orda.network.rights.needs`), else it isn't taken; what the walk can't make fails here until it is told how.
"""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from orda.catalog.models import Record
from orda.circulation import services as desk
from orda.circulation.exchange.routes.models import Stop
from orda.circulation.models import Loan
from orda.diary.models import Entry
from orda.network import clock, rights
from orda.network.models import Role, Staff, Unit
from orda.network.rights import RIGHTS
from orda.network.services import add_staff, add_unit
from orda.readers.models import Family, Reader
from orda.stock.models import Copy
from tests.house import a_copy, a_reader
from tests.test_every_page import EVERYBODY, PAGES
from tests.test_hostile_input import fields_of

# What stands in the pages of the first network and must stand in none of the second's.
NAME, GIVEN, PHONE, SCHOOL, CARD, IIN = (
    "Бөтенбаева",
    "Зылиха",
    "+77015550199",
    "Алыс мектеп",
    "FOREIGN-1",
    "150312500128",
)
SECRETS = (NAME, GIVEN, "555 01 99", "5550199", SCHOOL, "Алыс көше", "аллергия жоқ")


class House:
    """Two networks: what the first has, and a library of the second."""

    def __init__(self) -> None:
        def unit(kind: str, code: str, parent: Unit | None, **more: str) -> Unit:
            names = {f"name_{language}": f"{code}-{kind}" for language in ("kk", "ru", "en")}
            return add_unit(kind=kind, code=code, parent=parent, **names, **more)

        a_kind = {"cohort": "children", "library_type": "children"}
        self.region = unit("region", "REG", None)
        self.network = unit("network", "FIRST", self.region)
        self.library = unit("library", "first1", self.network, **a_kind)
        self.branch = unit("library", "first2", self.network, **a_kind)
        self.other_network = unit("network", "SECOND", self.region)
        self.other = unit("library", "second1", self.other_network, **a_kind)
        self.third = unit("network", "THIRD", self.region)
        self.staff = person(self.library, Role.LIBRARIAN)
        self.reader = a_reader(
            self.library,
            family_name=NAME,
            given_name=GIVEN,
            card_number=CARD,
            iin=IIN,
            birth_date=datetime.date(2015, 3, 12),
            school=SCHOOL,
            guardian_name=f"{NAME} Ана",
            consent_by=f"{NAME} Ана",
            guardian_phone=PHONE,
            home_delivery=True,
            address="Алыс көше 1",
        )
        self.copy, self.out = a_copy(self.library), a_copy(self.library)
        self.lent = desk.lend(
            self.out.barcode, self.reader.pk, library_id=self.library.pk, by_id=self.staff.pk
        )
        self.made: dict[type[models.Model], models.Model] = {
            Unit: self.library,
            Staff: self.staff,
            Reader: self.reader,
            Copy: self.copy,
            Family: Family.objects.get(),
            Record: self.copy.record,
            Loan: Loan.objects.get(),
            Entry: Entry.objects.filter(library=self.library, quantity__gt=0).first() or Entry(),
        }

    def a(self, model: type[models.Model]) -> models.Model:
        """A row of a model in the first network: one that stands already, else one made of its fields."""
        if model not in self.made:
            fields = {one.name: self._value(one) for one in model._meta.concrete_fields if self._needed(one)}
            said = {
                name: value(self) if callable(value) else value
                for name, value in MORE.get(model._meta.label, {}).items()
            }
            self.made[model] = model._default_manager.create(**fields | said)
            for field in model._meta.many_to_many:
                getattr(self.made[model], field.name).add(self.a(field.related_model))  # type: ignore[arg-type]
        return self.made[model]

    def _needed(self, field: Any) -> bool:
        """Links of every kind are filled in, so that each way to a library leads into the first network."""
        if field.primary_key:
            return False
        if field.is_relation and field.related_model in LINKED:
            return True
        empty = field.blank and isinstance(field, models.CharField)
        return not (field.has_default() or field.null or empty)

    def _value(self, field: Any) -> Any:
        if field.is_relation:
            return self.a(field.related_model)
        if field.choices:
            return field.choices[0][0] or field.choices[1][0]
        for kind, value in VALUES.items():
            if isinstance(field, kind):
                return value() if callable(value) else value
        raise AssertionError(f"say what a {field} may hold")


LINKED = (Unit, Reader, Copy)
VALUES: dict[type, Any] = {
    models.DateTimeField: lambda: clock.now(),
    models.DateField: lambda: clock.today(),
    models.UUIDField: uuid.uuid4,
    models.JSONField: dict,
    models.BooleanField: False,
    models.DecimalField: 1,
    models.FloatField: 1.0,
    models.IntegerField: 1,
    models.FileField: "lost.pdf",
    models.CharField: "x1",
    models.TextField: "x1",
}
# What the fields alone don't say.
MORE: dict[str, dict[str, Any]] = {
    "readers.Consent": {"signed_on": lambda house: clock.today(), "network": lambda house: house.third},
    "circulation.Note": {"text": "аллергия жоқ", "copy": None},
    "circulation.Hold": {"state": "waiting", "copy": None, "wanted_copy": None, "asked_library": None},
    "circulation.Transit": {"state": "waiting", "target": lambda house: house.branch},
    "readers.Guardian": {"reader": None, "phone": PHONE},
    "circulation.OfflineAct": {"outcome": "conflict", "kind": "lend", "card_number": CARD},
    "events.Evidence": {"link": "https://x.kz/1"},
    "events.HeldEvent": {"channel": "offline"},
    "network.YearlyHoliday": {"month": 5, "day": 5},
    "network.Timetable": {"until": None, "season_first": None, "season_last": None},
    "readers.ClassList": {"columns": {"0": "family_name"}, "rows": [[NAME]], "said": {}, "refused": []},
    "reminders.Message": {"text": NAME, "state": "failed"},
}
# Of a number that no network holds, or that the view looks after itself: what stands for it in the walk.
BY_ITSELF: dict[tuple[str, str], str] = {
    ("desk_pick", "reader_id"): "readers.Reader",
    ("report_saved", "pk"): "reports.SavedReport",
    ("report_builder_forget", "pk"): "reports.SavedReport",
    ("person_leave_end", "leave_id"): "network.Leave",
    **{(name, "staff_id"): "network.Staff" for name in PAGES if name.startswith("person")},
    ("hold_queue", "record_id"): "catalog.Record",
}
# A plan, a report, an indicator are the house's own, and hold no person.
THE_HOUSES = {name for name in PAGES if name.startswith(("plan", "report", "branch_quarter"))} - {
    "plan_count_take_back",
    "plan_attachment",
    "report_saved",
    "report_builder_forget",
} | {"hold_queue"}
WORDS = {
    "name": "HOLD_SHELF_DAYS",
    "cell": "A1",
    "step": "accept",
    "way": "replace",
    "act": "send",
    "kind": "book_week",
    "key": "x",
    "form": "pdf",
    "what": "plan",
}


def person(unit: Unit, role: str) -> Staff:
    return add_staff(
        username=f"{role}{unit.pk}",
        password="a good long password",
        first_name="Б",
        last_name="К",
        unit=unit,
        role=role,
    )


def signed_in(staff: Staff) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def every_view(patterns: Any = None) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """(name, view, arguments of its address) of every page whose address names something."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from every_view(one.url_patterns)
        elif isinstance(one, URLPattern) and one.pattern.converters:
            yield str(one.name), one.callback, one.pattern.converters


def arguments(house: House, name: str, view: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """An address of the page that names what the first network has."""
    found: dict[str, Any] = {}
    for argument in wanted:
        look = getattr(view, "named", {}).get(argument)
        label = BY_ITSELF.get((name, argument))
        model = apps.get_model(label) if label else getattr(look, "model", None)
        if model is not None:
            found[argument] = house.a(model).pk
        elif look is rights.everybodys:
            found[argument] = 2024
        elif argument in WORDS and look is None:
            found[argument] = WORDS[argument]
        else:
            raise AssertionError(f"{name}: what of the first network stands for {argument}?")
    return found


@pytest.fixture
def house(db: None) -> House:
    """With one thing of every kind; all that can't be made is named at once."""
    made, unmade = House(), []
    for name, view, wanted in every_view():
        if hasattr(view, "needed_right"):
            try:
                with transaction.atomic():
                    arguments(made, name, view, wanted)
            except (AssertionError, IntegrityError, TypeError, ValueError) as why:
                unmade.append(f"{name}: {why}")
    made.a(Stop)
    assert not unmade, "\n".join(unmade)
    return made


def rows() -> dict[str, dict[Any, Any]]:
    """Every row of every table, but of sessions, forms and tries."""
    left_out = {"sessions.Session", "network.KeptForm", "network.Try", "network.KnownState", "readers.Look"}
    return {
        model._meta.label: {row[0]: row for row in model._base_manager.values_list("pk", *_columns(model))}
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in left_out
    }


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]


def changed(before: dict[str, dict[Any, Any]]) -> list[str]:
    """Rows that are not as they were, and new ones that name the first network's reader."""
    now = rows()
    return [
        f"{label} {pk}"
        for label, kept in before.items()
        for pk, row in kept.items()
        if now[label].get(pk) != row
    ]


def told(answer: Any) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("where", ["library", "network"])
@pytest.mark.parametrize("role", Role)
def test_no_address_of_one_network_opens_to_another(house: House, role: str, where: str) -> None:
    client = signed_in(person(house.other if where == "library" else house.other_network, role))
    before = rows()
    opened = []
    for name, view, wanted in every_view():
        if not hasattr(view, "needed_right"):
            continue
        address = reverse(name, kwargs=arguments(house, name, view, wanted))
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            shut = answer.status_code in (403, 404, 405) or name in THE_HOUSES or not view.named
            if not shut or answer.status_code >= 500 or told(answer):
                opened.append(f"{method} {name}: {answer.status_code} {told(answer)}")
    assert not opened, "\n".join(opened)
    assert not changed(before)


def values_of(house: House) -> dict[str, str]:
    """All by which something of the first network can be asked for in a field."""
    return {
        "card": CARD,
        "name": NAME,
        "telephone": PHONE,
        "IIN": IIN,
        "birth date": "12.03.2015",
        "copy": house.copy.barcode,
        "copy on loan": house.out.barcode,
        "library": house.library.code,
        "reader": str(house.reader.pk),
        "unit": str(house.library.pk),
    }


def _pages() -> list[str]:
    named = {name for name, _view, _wanted in every_view()}
    ends = {"sign_out", "me_out", "set_language"}
    return [name for name, page in PAGES.items() if name not in named | ends and page.right != EVERYBODY]


ABOUT_READERS = set(RIGHTS[Role.LIBRARIAN]) - {
    "see_board",
    "see_diary",
    "write_diary",
    "close_day",
    "hold_event",
} | {
    "erase_readers",
    "see_looks",
}


def asked_with(house: House, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What is typed into a page: each value into all fields together; where readers are, into each field alone too."""
    fields = fields_of(name)
    for what, value in values_of(house).items():
        yield what, dict.fromkeys(fields, value)
        if PAGES[name].right in ABOUT_READERS:
            yield from ((f"{field}: {what}", {field: value}) for field in fields)


@pytest.mark.any_database
def test_no_field_of_a_page_brings_up_what_another_network_has(house: House) -> None:
    everybody = {role: person(house.other, role) for role in Role}
    before = rows()
    found = []
    for name in _pages():
        right = PAGES[name].right
        who = everybody[next((role for role in Role if right in RIGHTS[role]), Role.LIBRARIAN)]
        client = signed_in(who)
        for what, typed in asked_with(house, name):
            if name.startswith("desk"):  # it says again what was typed before
                client = signed_in(who)
            answer = getattr(client, PAGES[name].method)(reverse(name), typed)
            secrets = [
                secret for secret in told(answer) if not any(secret in value for value in typed.values())
            ]
            if secrets or answer.status_code >= 500:
                found.append(f"{name}, {what}: {answer.status_code} {secrets}")
    assert not found, "\n".join(found)
    assert not changed(before)
