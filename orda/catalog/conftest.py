"""What the catalogue's tests start from."""

import io

import pytest

from orda.catalog.rejects import Rejects
from orda.catalog.services import ImportCounts, import_records


@pytest.fixture
def take(city):
    """take(bytes, family) -> counts; the reasons of what was refused stand in `take.rejects`."""

    def taking(
        data: bytes, family: str = "marc21", charset: str | None = None, **more: object
    ) -> ImportCounts:
        taking.rejects = Rejects()
        return import_records(
            io.BytesIO(data),
            family=family,
            database="books",
            library=city.central,
            charset=charset,
            rejects=taking.rejects,
            **more,
        )

    return taking
