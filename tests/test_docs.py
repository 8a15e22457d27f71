"""What the documents tell people to type and to set exists."""

import ast
import re
import shlex

import pytest
from django.core.management import get_commands, load_command_class

from tests.desks import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
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
