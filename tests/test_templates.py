"""Every piece keeps its own templates: their names are unique in the house, and what one names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.template.loader import get_template

ORDA = Path(__file__).resolve().parent.parent / "orda"
FILES = [path for path in sorted(ORDA.rglob("templates/**/*")) if path.suffix in {".html", ".txt", ".js"}]
_NAMED = re.compile(r"""\{% (?:include|extends) "([^"]+)" """)
_RENDERED = re.compile(r"""["']([a-z_]+(?:/[a-z_]+)+\.(?:html|txt))["']""")


def _name(path: Path) -> str:
    return str(path.relative_to(next(one for one in path.parents if one.name == "templates")))


def test_no_two_templates_have_one_name() -> None:
    assert len(FILES) > 100
    assert [name for name, times in Counter(map(_name, FILES)).items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_template_and_what_it_names_can_be_read(path: Path) -> None:
    get_template(_name(path))
    for name in _NAMED.findall(path.read_text(encoding="utf-8")):
        get_template(name)


def test_what_the_code_names_can_be_read() -> None:
    code = [path for path in ORDA.rglob("*.py") if "tests" not in path.parts]
    named = {name for path in code for name in _RENDERED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 80
    for name in sorted(named):
        get_template(name)
