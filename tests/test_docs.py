"""What the documents tell people to type and to set exists."""

import ast
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from tests.desks import ROOT
from tests.test_rooms import LAYERS

pytestmark = pytest.mark.any_database

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
COMMANDS = (ROOT / "docs" / "commands.md").read_text()
A_SETTING = re.compile("ORDA_[A-Z_]+|DATABASE_URL")
# Said of the command in general, not to be typed as it stands.
IN_GENERAL = {"help", "help COMMAND"}


def _commands(text: str) -> set[str]:
    """What follows `orda` in a code block's line or in code within a sentence."""
    typed = re.findall(r"^(?:\.venv/bin/)?orda (.+)$", text, re.MULTILINE) + re.findall(
        r"`orda ([^`]+)`", text
    )
    return {command for command in typed if command not in IN_GENERAL}


@pytest.mark.parametrize(
    "typed", sorted({command for document in DOCUMENTS for command in _commands(document.read_text())})
)
def test_a_command_of_the_documents_is_known_with_its_options(typed):
    name, *words = shlex.split(typed)
    parser = load_command_class(get_commands()[name], name).create_parser("orda", name)
    if words:  # a bare name speaks of the command, not of a way to call it
        parser.parse_args(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_make_target_of_the_documents_exists(document):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = document.read_text()
    typed = re.findall(r"^ *(?:SCALE=\w+ )?make ([a-z-]+)", text, re.MULTILINE) + re.findall(
        r"`(?:SCALE=\w+ )?make ([a-z-]+)`", text
    )
    assert set(typed) <= targets


def _settings_read() -> dict[str, set[str]]:
    """Each setting that Orda's code names -> the defaults it is read with, as the document writes them.

    A default that is worked out ("made at the first start") has no fixed words and is not in the set.
    """
    read: dict[str, set[str]] = {}
    for path in (ROOT / "orda").rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and A_SETTING.fullmatch(str(node.value)):
                read.setdefault(node.value, set())
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name, defaults = node.args[0].value, node.args[1:]
                if A_SETTING.fullmatch(str(name)) and defaults and isinstance(defaults[0], ast.Constant):
                    read.setdefault(name, set()).add(_in_words(defaults[0].value))
    return read


def _in_words(default: object) -> str:
    if isinstance(default, bool):
        return f"`{default:d}`"
    return f"`{default}`" if default else "none"


def test_the_page_of_settings_names_every_setting_with_its_default_and_no_other():
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", SETTINGS, re.MULTILINE))
    read = _settings_read()
    assert len(read) > 30
    assert set(told) == set(read)
    assert {name: told[name] for name, defaults in read.items() if defaults - {told[name]}} == {}


def test_the_documents_name_no_setting_that_is_not_read():
    named = {name for document in DOCUMENTS for name in re.findall(r"`(ORDA_[A-Z_]+)", document.read_text())}
    assert named <= set(_settings_read())


def _rows_of_commands() -> list[str]:
    return [line for line in COMMANDS.splitlines() if line.startswith("| `orda ")]


def test_the_page_of_commands_names_every_command_of_orda():
    own = {name for name, app in get_commands().items() if isinstance(app, str) and app.startswith("orda.")}
    assert len(own) > 15
    assert own <= {re.findall(r"`orda (\w+)", row)[0] for row in _rows_of_commands()}


@pytest.mark.parametrize("row", _rows_of_commands())
def test_a_command_has_the_options_that_its_row_speaks_of(row):
    for name in set(re.findall(r"`orda (\w+)", row)):
        load_command_class(get_commands()[name], name)
    name = re.findall(r"`orda (\w+)", row)[0]
    known = load_command_class(get_commands()[name], name).create_parser("orda", name)._option_string_actions
    spoken_of = set(re.findall(r"(?<=[ `])--[a-z][a-z-]*", row))
    assert spoken_of <= set(known)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?://)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_a_file_that_a_document_names_exists():
    lacking = []
    for document in DOCUMENTS:
        for path in re.findall(r"`((?:orda/|tests/|docs/)?[a-z_]+/[a-z_/]+\.py)`", document.read_text()):
            if not (ROOT / path).exists() and not (ROOT / "orda" / path).exists():
                lacking.append(f"{document.name}: {path}")
    assert lacking == []


CHANGES = (ROOT / "docs" / "where-do-i-change.md").read_text()
NEW_ROOM = (ROOT / "docs" / "new-room.md").read_text()


def _names_of(path: Path) -> set[str]:
    """What a module defines: names, and those of its classes as "Class.name"."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        for name in _defined(node):
            found.add(name)
            inside = node.body if isinstance(node, ast.ClassDef) else []
            found |= {f"{name}.{inner}" for one in inside for inner in _defined(one)}
    return found


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    each = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [one.id for one in each if isinstance(one, ast.Name)]


# What people change most: whatever else the page has, it has these.
COMMON = {
    "A new reason of withdrawal",
    "A column of the diary report",
    "A new kind of message",
    "A new measure of the diary",
    "A new SIP2 field",
    "A new screen with its right",
    "A new language string",
    "A new line of the demo",
    "A new document layout",
    "A new rule of lending",
}


def _changes() -> dict[str, list[str]]:
    """Change -> its lines that begin with the place: "`folder/file.py`: `name` — Red: `test`"."""
    parts = re.split(r"^#{2,3} (.+)$", CHANGES, flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {
        change: [line for line in text.splitlines() if " — " in line and not line.startswith("-")]
        for change, text in told.items()
        if text.strip()
    }


def test_the_page_of_changes_has_at_least_the_common_ones():
    assert set(_changes()) >= COMMON


@pytest.mark.parametrize("change", sorted(_changes()))
def test_a_change_has_on_one_line_its_place_and_its_test(change):
    lines = _changes()[change]
    assert lines
    for line in lines:
        place, _dash, test = line.partition(" — ")
        assert re.search(r"`(?:orda|docs)/[\w./-]+`", place), place
        assert re.match(r"(?:Red|Add)\b[^:]*: .*`[a-z0-9_/]+\.py(?:::test_\w+)?`$", test), test


def test_what_the_page_of_changes_names_exists():
    lacking = []
    for path in set(re.findall(r"`((?:orda|tests|docs)/[\w./-]+)", CHANGES)):
        file, _, name = path.partition("::")
        if not (ROOT / file).exists():
            lacking.append(path)
    named = re.findall(r"`((?:orda|tests)/[\w/]+\.py)(?:::(\w+)`|`: ((?:`[\w.]+`(?:, )?)+))", CHANGES)
    for file, test, names in named:
        known = _names_of(ROOT / file)
        lacking += [
            f"{file}: {one}"
            for one in [*filter(None, [test]), *re.findall(r"[\w.]+", names)]
            if one not in known
        ]
    assert len(named) > 20
    assert lacking == []


def test_what_the_page_of_a_new_room_quotes_is_the_code_itself():
    quoted = re.findall(r"^`([\w/]+\.py)`\n```python\n(.*?)```$", NEW_ROOM, re.MULTILINE | re.DOTALL)
    assert len(quoted) == NEW_ROOM.count("```python") > 8
    assert [file for file, code in quoted if code not in (ROOT / file).read_text()] == []


def _drawn() -> dict[str, list[set[str]]]:
    """Room -> the lines of its drawing from the top down, each with the pieces that stand in it."""
    [drawing] = re.findall(r"^```\n( circulation .*?)^```", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    rooms: dict[str, list[set[str]]] = {}
    for column in (slice(None, 52), slice(52, None)):
        room = ""
        for line in (line[column].rstrip() for line in drawing.splitlines()):
            if head := re.fullmatch(r" ?([a-z]+)", line):
                room = head[1]
            elif "▼" not in line and (pieces := re.match(r" +([a-z_]+(?: · [a-z_]+)*)", line)):
                rooms.setdefault(room, []).append(set(pieces[1].split(" · ")))
    return rooms


def _contracts() -> dict[str, list[set[str]]]:
    """The same as import-linter holds it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {
        one["containers"][0].rpartition(".")[2]: [set(re.split(r" [|:] ", layer)) for layer in one["layers"]]
        for one in contracts
        if "containers" in one
    }


@pytest.mark.parametrize("room", sorted(_contracts()))
def test_the_drawing_of_a_room_s_inside_is_what_import_linter_holds(room):
    folder = next(path for path in (ROOT / "orda").rglob(room) if (path / "__init__.py").exists())
    is_piece = {path.parent.name for path in folder.glob("*/__init__.py")} - {"management"}
    drawn = _drawn()[room]
    shown = set().union(*drawn)
    held = [layer & (is_piece | shown) for layer in _contracts()[room]]
    assert drawn == [layer for layer in held if layer]


def _told_of_rooms() -> dict[str, set[str]]:
    """Room -> the rooms that the table of rooms says it may import, "… and below" written out."""
    told = {}
    for room, words in re.findall(r"^\| `([a-z]+)` \| [^|]+ \| ([^|]+) \|$", ARCHITECTURE, re.MULTILINE):
        named = set(words.replace(" and below", "").split(", ")) - {"nothing"}
        if words == "every room":
            named = set().union(*LAYERS) - {room}
        lowest = max((n for n, layer in enumerate(LAYERS) if named & layer), default=0)
        below = LAYERS[lowest + 1 :] if words.endswith(" and below") else []
        told[room] = named.union(*below)
    return told


def test_the_table_of_rooms_is_what_import_linter_holds():
    held = {room: set().union(*LAYERS[n + 1 :]) for n, layer in enumerate(LAYERS) for room in layer}
    assert _told_of_rooms() == held
