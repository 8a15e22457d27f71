"""The definition files of the house: those that come with it, and the installation's own in DATA_DIR/forms.

An installation's own file takes the place of a shipped one of the same name: when an order changes a form, its
changed file is laid there. A file is read again when it has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orda.reports.forms.checking import prove
from orda.reports.forms.definition import Form
from orda.reports.forms.faults import FormFault
from orda.reports.forms.reading import read

SHIPPED = Path(__file__).parent / "definitions"


@dataclass(frozen=True)
class Known:
    """Sound forms, and what is wrong with the files that are not."""

    forms: tuple[Form, ...]
    faults: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form.code for form in self.forms))

    def versions(self, code: str) -> tuple[Form, ...]:
        """Versions of a form, the newest first."""
        return tuple(form for form in self.forms if form.code == code)

    def of_year(self, code: str, year: int) -> Form | None:
        """The version that is valid in a year."""
        return next((form for form in self.versions(code) if form.valid_in(year)), None)


def known_forms() -> Known:
    """Every form that can be filled; a faulty file leaves the others as they are."""
    forms: list[Form] = []
    faults: list[str] = []
    for path in _files():
        try:
            form = _read(path, path.stat().st_mtime_ns, get_language() or "")
            _once(form, forms)
        except (FormFault, OSError) as fault:
            faults.append(str(fault))
        else:
            forms.append(form)
    return Known(tuple(sorted(forms, key=lambda one: (one.code, -one.first_year))), tuple(faults))


def _files() -> Iterator[Path]:
    own = settings.DATA_DIR / "forms"
    files = {path.name: path for folder in (SHIPPED, own) for path in sorted(folder.glob("*.toml"))}
    yield from files.values()


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, _language: str) -> Form:
    """Kept until the file changes (its faults are said in the language of who asks, and are never kept)."""
    return prove(read(path))


def _once(form: Form, others: list[Form]) -> None:
    """Two versions of a form are never valid in the same year."""
    for other in others:
        if form.code == other.code and (other.valid_in(form.first_year) or form.valid_in(other.first_year)):
            told = {"other": other.file}
            raise FormFault(
                file=form.file,
                place=_("the whole file"),
                fault=_("another version, %(other)s, is valid in the same years") % told,
            )
