"""In the night the catalogue is looked through for doubles."""

from collections.abc import Iterator

from orda.catalog.doubles import finding
from orda.network.night import every_night


@every_night("doubles")
def doubles() -> Iterator[str]:
    finding.find()
    yield from ()
