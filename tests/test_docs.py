"""What the documents tell people to type and to set exists."""

import re
import shlex

import pytest
from django.core.management import get_commands, load_command_class

from tests.desks import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text()
# Said of the command in general, not to be typed as it stands.
IN_GENERAL = {"help COMMAND"}


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


def test_the_readme_names_every_setting_and_no_other():
    known = set(re.findall(r'"(ORDA_[A-Z_]+)"', (ROOT / "orda" / "settings.py").read_text()))
    assert set(re.findall(r"^\| `(ORDA_[A-Z_]+)`", README, re.MULTILINE)) == known


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
