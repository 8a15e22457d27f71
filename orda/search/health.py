"""Whether the catalogue can be searched."""

import time
from collections.abc import Iterator

from orda.catalog.models import Record
from orda.network.health import Trouble, looks_after
from orda.search import healing, index
from orda.search.models import Waiting

HOUR = 3600
MOST_WAITING = 5_000


@looks_after("search")
def search() -> Iterator[Trouble]:
    since = healing.damaged_since()
    if since is None and not index.is_there() and Record.objects.exists():
        healing.heal(index.Damaged("it is not there"))
        since = time.time()
    if since is not None:
        late = "" if time.time() - since < HOUR else "; it should be done by now: run `orda index --all`"
        yield Trouble("search", f"the index could not be read and is made anew{late}")
    waiting = Waiting.objects.count()
    if waiting > MOST_WAITING:
        yield Trouble("search", f"{waiting:,} changed records wait to be indexed: run `orda index`")
