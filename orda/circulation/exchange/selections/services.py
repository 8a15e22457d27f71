"""Selections: books chosen to order for a branch or for its reader; counted by their copies when they are done.

What becomes of the copies then stands in `chosen.py`.
"""

import datetime

from django.db import IntegrityError, transaction

from orda.circulation.copies.states import step
from orda.circulation.exchange.selections.models import Selection, SelectionCopy
from orda.circulation.exchange.selections.refusals import BadNumberOfCopies, ChosenAlready
from orda.circulation.exchange.sets.services import standing_free
from orda.circulation.refusals import BadHoldDay, HoldHasMoved, SaysNothing
from orda.diary import services as diary
from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit
from orda.network.refusals import printable

MOST_COPIES = 1_000
LONGEST_TEXT = 300


@transaction.atomic
def ask_selection(
    topic: str,
    *,
    library: Unit,
    asker: str = Selection.Asker.BRANCH,
    wanted: int = 1,
    due_on: datetime.date | None = None,
    reader_id: int | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Selection:
    """A branch asks for books on a topic, for itself or for a reader.

    Raises SaysNothing, BadNumberOfCopies, BadHoldDay.
    Source: the within-system loan's work by orders of branches and requests of readers.
    """
    day = clock.day_of(at or clock.now())
    topic = plain(topic)
    if not topic or library.kind != Unit.Kind.LIBRARY:
        raise SaysNothing
    if not 1 <= wanted <= MOST_COPIES:
        raise BadNumberOfCopies
    if due_on is not None and due_on < day:
        raise BadHoldDay
    return Selection.objects.create(
        library=library,
        asker=Selection.Asker(asker),
        reader_id=reader_id,
        topic=topic,
        wanted=wanted,
        due_on=due_on,
        asked_on=day,
        asked_by_id=by_id,
    )


@transaction.atomic
def choose(selection_id: int, barcode: str, *, giver: Unit) -> SelectionCopy:
    """Scans a copy that stands free at a library into a selection that is asked for.

    Raises HoldHasMoved, UnknownCopy, CopyNotFree and ChosenAlready.
    """
    selection = _asked(selection_id)
    where = standing_free(barcode, giver.pk)
    try:
        with transaction.atomic():
            return SelectionCopy.objects.create(selection=selection, copy_id=where.copy_id)
    except IntegrityError:
        raise ChosenAlready(barcode=printable(barcode)) from None


@transaction.atomic
def leave_out(selection_id: int, copy_id: int) -> None:
    """Takes a copy out of a selection that is not answered yet. Raises HoldHasMoved."""
    SelectionCopy.objects.filter(selection=_asked(selection_id), copy=copy_id).delete()


@transaction.atomic
def selection_done(
    selection_id: int,
    found: int = 0,
    *,
    giver: Unit,
    answer: str = "",
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Selection:
    """The books were chosen; counts at the library that chose them the copies scanned, or `found` where none was.

    Raises HoldHasMoved and BadNumberOfCopies.
    """
    at = at or clock.now()
    selection = _held(selection_id)
    found = selection.chosen.count() or found
    if not 1 <= found <= MOST_COPIES or giver.kind != Unit.Kind.LIBRARY:
        raise BadNumberOfCopies
    day = max(clock.day_of(at), selection.asked_on)
    step(
        selection,
        Selection.State.DONE,
        found=found,
        giver_id=giver.pk,
        answer=plain(answer),
        done_on=day,
        done_by_id=by_id,
    )
    diary.post(
        day=day,
        library_id=giver.pk,
        measure="selection",
        quantity=found,
        values={"asker": selection.asker},
        act="selection",
        act_id=selection.pk,
        by_id=by_id,
        at=at,
    )
    return selection


@transaction.atomic
def refuse_selection(
    selection_id: int, answer: str, *, by_id: int | None = None, at: datetime.datetime | None = None
) -> None:
    """Nothing was found; the branch is told why. Raises HoldHasMoved and SaysNothing."""
    answer = plain(answer)
    if not answer:
        raise SaysNothing
    selection = _held(selection_id)
    day = max(clock.day_of(at or clock.now()), selection.asked_on)
    step(selection, Selection.State.REFUSED, answer=answer, done_on=day, done_by_id=by_id)


def plain(text: str) -> str:
    """One line without control signs."""
    return one_line(text, LONGEST_TEXT)


def _asked(selection_id: int) -> Selection:
    """A selection that waits for its answer, held to the end of the act. Raises HoldHasMoved."""
    selection = _held(selection_id)
    if selection.state != Selection.State.ASKED:
        raise HoldHasMoved(state=selection.get_state_display())
    return selection


def answered(selection_id: int) -> Selection:
    """A selection that was answered with copies, held to the end of the act. Raises HoldHasMoved."""
    selection = _held(selection_id)
    if selection.state != Selection.State.DONE:
        raise HoldHasMoved(state=selection.get_state_display())
    return selection


def _held(selection_id: int) -> Selection:
    selections = Selection.objects.select_for_update(of=("self",)).select_related(
        "library", "giver", "deposit"
    )
    selection = selections.filter(pk=selection_id).first()
    if selection is None:
        raise HoldHasMoved(state="—")
    return selection
