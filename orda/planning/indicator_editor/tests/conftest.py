import pytest

from orda.network.models import Role
from orda.planning.indicator_editor.services import Definition, define
from orda.planning.indicators.added import Words
from orda.planning.indicators.declared import Term

LOANS = (Term("loan"), Term("renewal"))


KAZAKH = (Term("loan", {"language": "kk"}), Term("renewal", {"language": "kk"}))


NAME = Words("Қазақша кітап берілімі", "Выдача на казахском", "Loans in Kazakh")


UNIT = Words("бір оқырманға", "на читателя", "per reader")


IN_KAZAKH = Definition("of_which", NAME, KAZAKH, of_which_of="loans")


VISITS_TO_BORROW = Definition("count", NAME, (Term("visit", {"purpose": "borrow"}),))


PER_READER = Definition("rate", NAME, numerator="loans", denominator="readers", unit=UNIT)


@pytest.fixture
def methodologist(staff_of, city):
    return staff_of(Role.METHODOLOGIST, city.network)


@pytest.fixture
def add(methodologist):
    """add(key, definition, year) defines an indicator."""
    return lambda key, definition, year=2024: define(key, definition, year, methodologist)


ONE = Term("loan", {"language": "kk"})
