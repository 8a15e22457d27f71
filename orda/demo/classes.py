"""Classes that borrow as one: a teacher's card in every library. They count as no readers."""

import datetime
import random
from collections.abc import Sequence

from orda.demo.people import home_of
from orda.network.models import Unit
from orda.readers.services import register_group

LETTERS = "АӘБВ"


def classes(libraries: Sequence[Unit], day: datetime.date, seed: int, by_id: int) -> int:
    """Registers a class with its teacher at every library; how many."""
    for number, library in enumerate(libraries):
        rng = random.Random(f"{seed}:class:{library.code}")
        school, school_class = f"№ {rng.randint(1, 99)} мектеп", f"{rng.randint(1, 9)}{rng.choice(LETTERS)}"
        register_group(
            f"{school}, {school_class}",
            library=library,
            members=rng.randint(18, 30),
            school=school,
            school_class=school_class,
            leader=home_of(90_000_000 + number * 4).parent,
            card_number=f"T{number:05d}",
            day=day,
            by_id=by_id,
        )
    return len(libraries)
