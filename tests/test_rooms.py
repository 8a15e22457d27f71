"""A room names nothing kept by a room that it may not import, not even as text.

What is kept where is read off the models, which rooms stand below which off the layers that import-linter holds in
pyproject.toml: no list here is to be kept up. Tests of a room may use the rooms above it, as they may import them.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tests.desks import ROOT

# What takes the name of a relation by itself; a longer path (`loans__state`) is looked for everywhere.
ASKING = set(
    "Q F Count Sum Max Min Avg Prefetch OuterRef filter exclude get values values_list order_by only defer"
    " select_related prefetch_related annotate aggregate alias distinct".split()
)
NAMING = {"annotate", "aggregate", "alias"}  # their own keywords are new names
MANAGING = set(
    "all filter exclude get first last exists count create add set values values_list order_by select_related"
    " select_for_update prefetch_related annotate aggregate update delete none in_bulk iterator".split()
)


def _layers() -> list[set[str]]:
    """The rooms from the top down; those of one layer don't know each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if "orda.network" in contract["layers"])
    return [{room.strip().removeprefix("orda.") for room in layer.split("|")} for layer in layers]


LAYERS = _layers()
ROOMS = sorted(room for layer in LAYERS for room in layer)


def _may_name(room: str) -> set[str]:
    """The room itself and those below it."""
    (at,) = (place for place, layer in enumerate(LAYERS) if room in layer)
    return {room}.union(*LAYERS[at + 1 :])


def _kept_by(rooms: Iterable[str]) -> list[type[models.Model]]:
    return [
        model
        for room in sorted(rooms)
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    ]


class _Named:
    """What a room must not name, and the way to know it."""

    def __init__(self, room: str) -> None:
        self.may = _may_name(room)
        self.above = set(ROOMS) - self.may
        kept_above = _kept_by(self.above)
        tables = "|".join(sorted(re.escape(model._meta.db_table) for model in kept_above))
        self.tables = re.compile(rf"\b({tables})\b") if tables else re.compile("(?!)")
        self.labels = {model._meta.label_lower for model in kept_above}
        self.known = _kept_by(self.may)
        relations = [
            one for model in self.known for one in model._meta.related_objects if self._stands_above(one)
        ]
        self.relations = {one.name for one in relations}
        self.accessors = {one.get_accessor_name() for one in relations} - {None}

    def _stands_above(self, relation: object) -> bool:
        return relation.related_model._meta.app_label in self.above

    def leads_above(self, path: str) -> bool:
        """Whether a lookup (`copy__loans__state`), begun at any table the room may know, ends up in a room above."""
        return any(self._climbs(model, path.split("__")) for model in self.known)

    def _climbs(self, model: type[models.Model], steps: list[str]) -> bool:
        for step in steps:
            try:
                field = model._meta.get_field(step)
            except FieldDoesNotExist:
                return False
            if field.auto_created and not field.concrete and self._stands_above(field):
                return True
            if field.related_model is None:
                return False
            model = field.related_model
        return False


def _code_of(room: str) -> list[Path]:
    files = sorted((ROOT / "orda" / room).rglob("*.py"))
    return [path for path in files if not {"tests", "migrations"} & set(path.parts)]


def found_in(source: str, room: str) -> list[str]:
    """Each name of something kept above `room` in its source, with its line."""
    named, tree = _Named(room), ast.parse(source)
    explained = {id(text) for node in ast.walk(tree) for text in _docstring(node)}
    found: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        if id(node) not in explained:
            found.update((node.lineno, what) for what in _named_by(node, named))
    return [f"{line}: {what}" for line, what in sorted(found)]


def _docstring(node: ast.AST) -> Iterator[ast.AST]:
    """A text that stands as a statement of its own says something to people."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value


def _named_by(node: ast.AST, named: _Named) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
        yield from named.tables.findall(text)
        if text.lower() in named.labels or ("__" in text and named.leads_above(text.lstrip("-"))):
            yield text
    elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg and named.leads_above(node.arg):
        yield node.arg
    elif isinstance(node, ast.Call):
        yield from _asked_by(node, named)
    elif _is_managed(node, named):
        yield f"{node.value.attr}.{node.attr}"


def _is_managed(node: ast.AST, named: _Named) -> bool:
    """`copy.loans.exists`: a relation taken off a row and asked something."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
        return False
    return node.attr in MANAGING and node.value.attr in named.accessors


def _asked_by(call: ast.Call, named: _Named) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    if name == "get_model" and first in named.above:
        yield f"{name}({first!r})"
    if name in ASKING:
        words = [one.value for one in call.args if isinstance(one, ast.Constant)]
        words += [] if name in NAMING else [one.arg for one in call.keywords]
        yield from (f"{name}({word})" for word in words if word in named.relations)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_nothing_that_a_room_above_it_keeps(room):
    found = [
        f"{path.relative_to(ROOT)}:{what}"
        for path in _code_of(room)
        for what in found_in(path.read_text(), room)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('Q(loans__state="open")', "loans__state"),
        (
            'Record.objects.filter(copies__deposit_items__deposit__state="sent")',
            "copies__deposit_items__deposit__state",
        ),
        ('copies.order_by("-loans__due_on")', "-loans__due_on"),
        ('copies.prefetch_related("transits")', "prefetch_related(transits)"),
        ("copies.exclude(holds=None)", "exclude(holds)"),
        ("copies.annotate(times=Count('loans'))", "Count(loans)"),
        ("copy.loans.exists()", "loans.exists"),
        ('cursor.execute("SELECT 1 FROM circulation_loan WHERE copy_id = %s")', "circulation_loan"),
        ('cursor.execute(f"SELECT 1 FROM {here} JOIN circulation_hold h")', "circulation_hold"),
        ('apps.get_model("circulation", "Loan")', "get_model('circulation')"),
        ('Model("circulation.Loan")', "circulation.Loan"),
        ('Model("readers.Reader")', "readers.Reader"),  # of a room beside it
    ],
)
def test_what_a_room_above_the_stock_keeps_is_found(source, what):
    assert found_in(source, "stock") == [f"1: {what}"]


@pytest.mark.parametrize(
    "source",
    [
        'Copy.objects.filter(record__title="x", batch__day=day).select_related("library__parent")',
        'Record.objects.filter(copies__status="in_stock").annotate(loans=Count("copies"))',
        'def said():\n    """As circulation_loan says."""',
        'figures = {"loans": row.loans, "holds": row.holds}',
        'cursor.execute("SELECT 1 FROM stock_copy c JOIN catalog_record b ON b.id = c.record_id")',
    ],
)
def test_what_the_stock_and_the_rooms_below_keep_may_be_named(source):
    assert found_in(source, "stock") == []


def test_a_room_may_name_what_it_keeps_itself():
    assert found_in('Q(loans__state="open"), "circulation_loan"', "circulation") == []
