"""Any walk of acts over a few copies and readers: what the library says of itself stays true after every step."""

import datetime
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.circulation import services as desk
from orda.circulation.models import Loan, LoanRule, Renewal, Visit
from orda.diary import queries as diary
from orda.diary.proof import prove
from orda.diary.services import close_day, forget_known_sets
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import withdraw
from tests.house import YESTERDAY, a_reader, copies_in_stock, diary_of

DAY = datetime.timedelta(days=1)

COPIES, READERS, LIMIT = 5, 3, 2
ACTS = (
    "lend",
    "lend late",
    "lend late",
    "give back late",
    "read here",
    "give back",
    "renew",
    "undo",
    "undo",
    "withdraw",
    "visit",
    "close",
    "detach",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, COPIES - 1), st.integers(0, READERS - 1)), max_size=40
)


class Walk:
    """A desk with its last acts, kept so that they can be taken back in any order."""

    def __init__(self, library: Unit, copies: list[Copy], readers: list[Reader]) -> None:
        self.library, self.copies, self.readers = library, copies, readers
        self.done: list[tuple[Any, int]] = []
        self.acts = 0

    def step(self, act: str, copy: int, reader: int) -> None:
        try:
            with transaction.atomic():
                self._do(act, copy, self.readers[reader])
        except Refusal:
            return
        self.acts += 1

    def _do(self, act: str, which: int, reader: Reader) -> None:
        here, copy = self.library.pk, self.copies[which]
        if act == "lend":
            self.done.append((desk.undo_loan, desk.lend(copy.barcode, reader.pk, library_id=here).loan_id))
        elif (
            act == "lend late"
        ):  # by a desk without a connection, yesterday: after what is known of the copy, or never
            at = clock.now() - DAY
            self.done.append(
                (desk.undo_loan, desk.lend(copy.barcode, reader.pk, library_id=here, at=at).loan_id)
            )
        elif act == "give back late":
            back = desk.give_back(copy.barcode, library_id=here, at=clock.now() - DAY / 2)
            self.done.append((desk.undo_return, back.loan_id))
        elif act == "read here":
            read = desk.lend(copy.barcode, reader.pk, library_id=here, place="reading_room", channel="self")
            self.done.append((desk.undo_loan, read.loan_id))
        elif act == "give back":
            self.done.append((desk.undo_return, desk.give_back(copy.barcode, library_id=here).loan_id))
        elif act == "renew":
            renewed = desk.renew(copy.barcode, library_id=here).renewal_id
            assert renewed is not None
            self.done.append((desk.undo_renewal, renewed))
        elif act == "visit":
            self.done.append((desk.undo_visit, desk.count_visit(library_id=here, quantity=which + 1).pk))
        elif act == "undo" and self.done:
            undo, what = self.done.pop(-1 - which % len(self.done))
            undo(what)
        elif act == "withdraw":
            withdraw([copy], library=self.library, number=str(self.acts), reason="WORN")
        elif act == "close":
            close_day(self.library, clock.today())
        elif act == "detach":
            desk.detach_history(clock.today())

    def holds(self) -> None:
        """One open loan a copy, none of a withdrawn copy, no limit exceeded but by a return taken back."""
        twice = Loan.objects.filter(state=Loan.OPEN).values("copy").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()
        assert not Loan.objects.filter(state=Loan.OPEN).exclude(copy__status=Copy.Status.IN_STOCK).exists()
        for loan in Loan.objects.all():
            assert loan.renewals == loan.renewal_acts.filter(voided=False).count() <= LoanRule.RENEWALS

    def diary_equals_acts(self) -> None:
        said = Counter(diary_of()) + Counter(diary_of(YESTERDAY))
        standing = Loan.objects.exclude(state=Loan.VOIDED)
        assert said.get("loan", 0) == standing.count()
        in_room = standing.filter(place="reading_room")
        assert diary_of(by="place").get(("loan", "reading_room"), 0) == in_room.count()
        assert not in_room.exclude(due_on=F("day"), renewals=0, channel="self").exists()
        assert said.get("return", 0) == Loan.objects.filter(state=Loan.RETURNED).count()
        assert said.get("renewal", 0) == Renewal.objects.filter(voided=False).count()
        assert said.get("visit", 0) == sum(
            Visit.objects.filter(voided=False).values_list("quantity", flat=True)
        )
        in_stock = Copy.objects.filter(status=Copy.Status.IN_STOCK).count()
        assert diary.level("stock", clock.today()) == in_stock
        found = prove()
        assert found.clean, found.named


@contextmanager
def _forgotten_after() -> Iterator[None]:
    forget_known_sets()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_the_desk_does_the_diary_equals_the_acts(
    library: Unit, steps: list[tuple[str, int, int]]
) -> None:
    with _forgotten_after():
        LoanRule.objects.create(unit=library, limit=LIMIT)
        walk = Walk(library, copies_in_stock(library, COPIES), [a_reader(library) for _ in range(READERS)])
        for step in steps:
            walk.step(*step)
            walk.holds()
        walk.diary_equals_acts()


def test_the_walk_does_something(library: Unit) -> None:
    """The property above would hold of a desk that refuses everything."""
    walk = Walk(library, copies_in_stock(library, COPIES), [a_reader(library) for _ in range(READERS)])
    steps = [("lend late", 0, 0), ("renew", 0, 0), ("undo", 0, 0), ("give back", 0, 0), ("withdraw", 0, 0)]
    for step in [*steps, ("read here", 1, 0)]:
        walk.step(*step)
    assert walk.acts == 6
    walk.diary_equals_acts()
