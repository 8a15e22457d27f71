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


# Forms without a key: what signs in or switches, what a screen or the desk sends by itself (its acts are told apart by
# copy, reader and hour), and what the database lets happen once (a day closed, a line taken back, an act settled).
WITHOUT_A_KEY = {
    *(
        "base.html",
        "network/sign_in.html",
        "portal/account/sign_in.html",
        "interop/pair.html",
        "demo/logins.html",
    ),
    *(
        "desk/desk.html",
        "desk/_desk.html",
        "desk/_reader.html",
        "entrance/entrance.html",
        "interop/tablet.html",
    ),
    *("diary/_lines_table.html", "diary/_which_day.html", "offline/acts.html", "holds/_of_reader.html"),
}


@pytest.mark.parametrize(
    "path", [one for one in FILES if "csrf_token %}" in one.read_text("utf-8")], ids=_name
)
def test_every_form_that_keeps_something_is_kept_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    keys, forms = text.count("{% once %}"), text.count("{% csrf_token %}")
    assert keys == (0 if _name(path) in WITHOUT_A_KEY else forms)
