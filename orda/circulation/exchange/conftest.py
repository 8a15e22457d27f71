import pytest

from orda.diary.proof import prove
from orda.network.models import Unit
from tests.house import a_library


@pytest.fixture
def giver(library: Unit) -> Unit:
    return a_library("b6", library_type="central")


def proved() -> None:
    found = prove()
    assert found.clean, found.named
