import pytest

from orda.diary.services import forget_known_sets
from orda.network.models import Unit
from tests.house import a_library


@pytest.fixture(autouse=True)
def _no_sets_known() -> None:
    """The process remembers combinations of dimensions; another test's database does not have them."""
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()
