"""What is added by `make setup EXTRAS=…` is in the locks, and in none that everybody installs."""

import re
import tomllib

import pytest

from tests.desks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {
    name: wanted for name, wanted in PROJECT["optional-dependencies"].items() if name not in ("build", "dev")
}


def _pinned(lock: str) -> dict[str, set[str]]:
    """Package as it is pinned ("pyarrow==26.0.1") -> its hashes."""
    text = (ROOT / lock).read_text()
    found = re.findall(r"^([\w.-]+(?:\[\w,]+)?==\S+)((?: \\\n +--hash=\S+)+)", text, re.MULTILINE)
    return {name: set(re.findall(r"sha256:\w+", hashes)) for name, hashes in found}


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_is_locked_as_it_is_tested_and_installed_for_nobody_else(extra):
    own, tested, everybodys = (_pinned(f"requirements{of}.lock") for of in (f"-{extra}", "-dev", ""))
    assert {name.split("==")[0] for name in own} >= set(EXTRAS[extra])
    assert own.items() <= tested.items()
    assert not own.keys() & everybodys.keys()
    assert len(everybodys) > 20


def test_a_page_that_lacks_its_extra_names_one_that_exists():
    code = "\n".join(path.read_text() for path in (ROOT / "orda").rglob("*.py"))
    named = set(re.findall(r"NotInstalled\(.*extra=\"(\w+)\"\)", code))
    assert named == set(EXTRAS)


def test_the_pages_of_commands_and_decisions_tell_of_every_extra():
    told = (ROOT / "docs" / "commands.md").read_text()
    assert set(re.findall(r"`make setup EXTRAS=(\w+)`", told)) == set(EXTRAS)
