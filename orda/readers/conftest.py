import pytest

from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Unit
from tests.house import MOMENT, a_library


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, and the process remembers no combination of dimensions of another database."""
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()
