"""What must hold of copies, holds, sets and ways, whatever desks did: looked at during a walk and after it."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any


def in_order(step: Callable[..., None]) -> Callable[..., None]:
    """`step`, that first looks whether a copy is promised out of turn: its title is locked, so nobody can slip in."""
    from django.db.models import Q

    from orda.circulation.models import DepositCopy, Hold
    from orda.network import clock

    def watched(row: Any, state: str, **changes: Any) -> None:
        if isinstance(row, Hold) and row.state == "waiting" and "copy_at" in changes:
            copy_id = changes.get("copy_id") or changes["copy"].pk
            day = clock.day_of(changes["copy_at"])
            before = Hold.objects.filter(record=row.record_id, state="waiting").exclude(pk=row.pk)
            before = before.filter(Q(suspended_until=None) | Q(suspended_until__lt=day))
            before = before.filter(Q(wanted_copy=None) | Q(wanted_copy=copy_id))
            # A set is read at its branch alone; it may be given back just now, by a desk that waits for the copy.
            sets = DepositCopy.objects.filter(copy=copy_id, back_on=None, deposit__taker=row.library_id)
            if sets.filter(deposit__state__in=("standing", "returned")).exists():
                before = before.filter(library=row.library_id)
            before = before.filter(Q(placed_at__lt=row.placed_at) | Q(placed_at=row.placed_at, pk__lt=row.pk))
            assert not before.exists(), f"hold {row.pk} was served before its turn"
        step(row, state, **changes)

    return watched


def branches(copies: Iterable[int]) -> dict[int, int]:
    """The branches at which copies of sets stand: they serve its readers alone."""
    from orda.circulation.models import DepositCopy

    standing = DepositCopy.objects.filter(copy__in=list(copies), back_on=None, deposit__state="standing")
    return dict(standing.values_list("copy", "deposit__taker"))


def untrue(libraries: list[int]) -> list[str]:
    """What does not hold of the copies, holds and ways of these libraries; nothing, if all is well."""
    from orda.circulation.models import Hold, Loan, LossCase, NotOnShelf, Transit
    from orda.stock.models import Copy

    wrong: list[str] = []
    ways = {way.copy_id: way for way in Transit.objects.filter(state__in=("waiting", "sent"))}
    lent = Counter(Loan.objects.filter(state="open").values_list("copy", flat=True))
    spoilt = set(LossCase.objects.filter(LossCase.KEEPS_AWAY).values_list("copy", flat=True))
    promised = {hold.copy_id: hold for hold in Hold.objects.filter(state__in=("picking", "transit", "ready"))}
    for loan in Loan.objects.filter(state="open", copy__library__in=libraries):
        # By number, not by moment: a desk looks at the clock before it waits for its turn.
        if Loan.objects.filter(copy=loan.copy_id, pk__gt=loan.pk, state="returned").exists():
            wrong.append(f"loan {loan.pk} is open, and its copy was lent since")
    for copy in Copy.objects.filter(library__in=libraries):
        at, way, hold = copy.stands_at_id or copy.library_id, ways.get(copy.pk), promised.get(copy.pk)
        if lent[copy.pk] + (way is not None) > 1 or (lent[copy.pk] and hold):
            wrong.append(f"copy {copy.pk} is in two places")
        if copy.pk in spoilt and (lent[copy.pk] or hold):  # a spoilt one may be on its way home with its set
            wrong.append(f"copy {copy.pk} is lost or spoilt and serves somebody")
        if copy.stands_at_id == copy.library_id:
            wrong.append(f"copy {copy.pk} stands at home and away")
        if way and way.source_id != at:
            wrong.append(f"copy {copy.pk} leaves from where it isn't")
        if hold:
            there = {
                "picking": way is None and hold.asked_library_id == at,
                "transit": way is not None and way.hold_id == hold.pk and way.target_id == hold.library_id,
                "ready": way is None and hold.library_id == at,
            }
            if not there[hold.state]:
                wrong.append(f"hold {hold.pk} is {hold.state}, but its copy is not where it should be")
    missed = NotOnShelf.objects.filter(found_at=None).values_list("copy", flat=True)
    return wrong + _out_of_sets(lent, ways, promised, nobody_has=spoilt.union(missed))


def _out_of_sets(
    lent: Counter[int], ways: dict[int, Any], promised: dict[int, Any], nobody_has: set[int]
) -> list[str]:
    """What does not hold of copies in sets and of those lent to another network.

    One that is lost, or that the van lost, is missing in its set, and stands at home in the books alone.
    """
    from orda.circulation.models import DepositCopy, InterlibraryLoan

    wrong: list[str] = []
    for item in DepositCopy.objects.filter(back_on=None).select_related("deposit", "copy"):
        copy, deposit = item.copy, item.deposit
        busy, lost = lent[copy.pk] or copy.pk in promised, copy.pk in nobody_has
        way, at = ways.get(copy.pk), copy.stands_at_id or copy.library_id
        if deposit.state == "made" and (busy or way or at != deposit.giver_id):
            wrong.append(f"copy {copy.pk} is not in the set that is being put together")
        if deposit.state == "returned" and at == copy.library_id and not (busy or way or lost):
            wrong.append(f"copy {copy.pk} is missing in a set and stands at home")
    away = InterlibraryLoan.objects.filter(state__in=("sent", "received"), copy__isnull=False)
    for copy_id in away.values_list("copy", flat=True):
        if lent[copy_id] or copy_id in promised or copy_id in ways:
            wrong.append(f"copy {copy_id} is away and here")
    return wrong


def unserved(libraries: list[int]) -> list[int]:
    """Holds that wait although a copy stands free for them, once every queue has been looked through."""
    from django.db import transaction

    from orda.circulation.holds.allotment import free_copies, queue
    from orda.circulation.models import Hold
    from orda.circulation.services import serve_queues
    from orda.network import clock

    serve_queues()
    found = []
    with transaction.atomic():
        for record in Hold.objects.filter(state="waiting").values_list("record", flat=True).distinct():
            free = {copy.pk for copy in free_copies(record)}
            stands = branches(free)
            for hold in queue(record, clock.today()):
                fitting = {pk for pk in free if stands.get(pk, hold.library_id) == hold.library_id}
                if fitting if hold.wanted_copy_id is None else hold.wanted_copy_id in fitting:
                    found.append(hold.pk)
    return found
