"""What a change of the calendar moves here: due days, hold shelves, pick lists."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.circulation.copies.gate import pass_alone
from orda.circulation.holds.models import Hold
from orda.circulation.holds.moving import ask_elsewhere, on_shelves, settle_shelves
from orda.circulation.loans.models import Loan
from orda.circulation.loans.moving import Moved, settle_due_days
from orda.network import clock
from orda.network.calendar.moves import Change, Effect, Finish, moved_by_calendar
from orda.network.models import Staff
from orda.network.rights import LEND, may
from orda.readers.looks import note_looks

NAMED = 20  # of each kind; the number says how many there are


@moved_by_calendar
def loans_and_holds(change: Change) -> Finish:
    pass_alone()
    shelves = on_shelves(change.unit)

    def finish() -> Iterator[Effect]:
        first = min(change.first, clock.today())
        yield from _due_days(settle_due_days(change.unit, first))
        yield from _shelves([one.hold_id for one, _until in settle_shelves(shelves)])
        asked = ask_elsewhere(change.unit, clock.now())
        words = ngettext(
            "%(n)s copy to be picked is asked of another library",
            "%(n)s copies to be picked are asked of other libraries",
            asked,
        )
        yield Effect(words % {"n": asked}, asked)

    return finish


def _due_days(moved: Sequence[Moved]) -> Iterator[Effect]:
    later = [one for one in moved if one.after > one.before]
    earlier = [one for one in moved if one.after < one.before]
    number = sum(len(one.loans) for one in later)
    words = ngettext("%(n)s loan becomes due later", "%(n)s loans become due later", number)
    yield Effect(words % {"n": number}, number, _named_loans(later))
    number = sum(len(one.loans) for one in earlier)
    words = ngettext("%(n)s loan comes back to its day", "%(n)s loans come back to their days", number)
    yield Effect(words % {"n": number}, number, _named_loans(earlier))


def _shelves(holds: Sequence[int]) -> Iterator[Effect]:
    words = ngettext(
        "%(n)s book on the hold shelf waits until another day",
        "%(n)s books on the hold shelf wait until another day",
        len(holds),
    )
    yield Effect(words % {"n": len(holds)}, len(holds), _named_holds(holds))


def _named_loans(moved: Sequence[Moved]) -> Callable[[Staff], list[str]]:
    days = {pk: one for one in moved for pk in one.loans}

    def named(staff: Staff) -> list[str]:
        found = Loan.objects.filter(pk__in=list(days)[: NAMED * 5]).select_related(
            "reader", "library", "copy__record"
        )
        seen = [loan for loan in found.order_by("due_on", "pk") if may(staff, LEND, loan.library)][:NAMED]
        note_looks([loan.reader_id for loan in seen], staff_id=staff.pk)
        said = _("%(reader)s, “%(title)s”: %(before)s → %(after)s")
        return [
            said
            % {
                "reader": loan.reader,
                "title": loan.copy.record.title,
                "before": f"{days[loan.pk].before:%d.%m.%Y}",
                "after": f"{days[loan.pk].after:%d.%m.%Y}",
            }
            for loan in seen
        ]

    return named


def _named_holds(holds: Sequence[int]) -> Callable[[Staff], list[str]]:
    def named(staff: Staff) -> list[str]:
        found = Hold.objects.filter(pk__in=holds[: NAMED * 5]).select_related("reader", "library", "record")
        seen = [hold for hold in found.order_by("pk") if may(staff, LEND, hold.library)][:NAMED]
        note_looks([hold.reader_id for hold in seen], staff_id=staff.pk)
        said = _("%(reader)s, “%(title)s”")
        return [said % {"reader": hold.reader, "title": hold.record.title} for hold in seen]

    return named
