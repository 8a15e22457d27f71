import pytest

from orda.circulation.losses import services as losses
from orda.circulation.models import LossCase
from orda.circulation.services import lend
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy

LOST, DAMAGED = LossCase.Kind.LOST, LossCase.Kind.DAMAGED


@pytest.fixture
def lost(library: Unit, reader: Reader, copy: Copy) -> LossCase:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    return losses.open_case(copy.barcode, kind=LOST, library_id=library.pk, remark="Left in a bus")
