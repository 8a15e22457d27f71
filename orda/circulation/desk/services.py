"""What the desk does with what it was given: it decides by itself whether that was a card, a copy or a name."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.circulation.copies.at_hand import CopyAtDesk, copy_at_desk
from orda.circulation.copies.onward import Next, said
from orda.circulation.desk import ways
from orda.circulation.desk.answers import (
    ATTENTION,
    BAD,
    GOOD,
    Act,
    Answer,
    Desk,
    Link,
    Offer,
    lent_to,
    not_understood,
    refused,
    taken_back,
)
from orda.circulation.desk.queries import ReaderPanel, panel_by_card, reader_panel
from orda.circulation.exchange.requests import requests_of_reader
from orda.circulation.holds import services as holds
from orda.circulation.holds.models import Hold
from orda.circulation.loans import queries, renewing
from orda.circulation.loans import services as loans
from orda.circulation.loans import undo as undoing
from orda.circulation.loans.checks import SET_ASIDE
from orda.circulation.loans.models import Loan, Place, Renewal
from orda.circulation.loans.refusals import NotRegisteredThisYear
from orda.circulation.losses import services as losses
from orda.circulation.notes.services import tell_notes
from orda.circulation.refusals import ReaderElsewhere
from orda.circulation.visits import queries as visit_queries
from orda.circulation.visits import services as visits
from orda.circulation.visits.models import Visit
from orda.network import clock, reach
from orda.network.acts import act
from orda.network.codes import looks_scanned, read
from orda.network.refusals import Refusal, printable
from orda.readers import queries as readers
from orda.readers import services as reader_services
from orda.readers.looks import note_looks
from orda.readers.models import Reader

MOST_NAMES = 20
MOST_AT_ONCE = 100  # copies lent by one list
LONG_OVERDUE = 30  # days; a book that is later may not be at home any more
_LONG_OVERDUE = "long_overdue"
# "+" to borrow, "*" to an event, "/" for anything else: signs of the number pad, whatever the keyboard's language.
PURPOSES = {"+": "borrow", "*": "event", "/": "other"}
_VISITS = re.compile(r"([0-9]{0,4})([+*/])|(\+)([0-9]{1,4})")
_UNDO: dict[str, Callable[..., Next | None]] = {
    "loan": undoing.undo_loan,
    "return": undoing.undo_return,
    "renewal": undoing.undo_renewal,
    "visit": visits.undo_visit,
    "hold": holds.undo_hold,
    "cancelled_hold": holds.undo_cancel,
}


class ScannedTwice(Refusal):
    """A shaky hand scans one label twice: the second time would take back what was just lent."""

    code = "scanned_twice"
    message = gettext_lazy(
        "Scanned twice at once; the second time was left out. To go on with this copy, scan it again in a moment."
    )


def take(scan: str, reader_id: int | None, desk: Desk, keep: Callable[[Answer], None]) -> Answer:
    """Answers one scan or typed line.

    A copy that is out comes back, one from the van is received, one from the pick list found; a copy that is in
    goes to the reader at the desk; a card opens its reader, on whatever keyboard it is scanned;
    "+" counts a visit ("5+" five, "25*" a class at an event); anything else is looked for among names.
    `keep` writes what the desk remembers of the answer, by the same commit: a queue of children waits for each.
    """
    copy = None
    try:
        with act():
            visits = _VISITS.fullmatch(scan)
            code = read(scan) if scan and not visits else scan
            copy = (
                copy_at_desk(code, at=desk.library.pk, hold=True, reader_id=reader_id)
                if code and not visits
                else None
            )
            answer = _done(scan, code, visits, copy, reader_id, desk)
            keep(answer)
    except Refusal as refusal:
        with act():
            answer = _with_notes(refused(refusal, scan, reader_id, desk.place, copy=copy), copy)
            keep(answer)
    return answer


def _done(
    scan: str,
    code: str,
    visits: re.Match[str] | None,
    copy: CopyAtDesk | None,
    reader_id: int | None,
    desk: Desk,
) -> Answer:
    """What was given decides what is done; `code`: what it means on a label. Raises Refusal."""
    if not scan:
        return Answer(reader_id=reader_id)
    if visits:
        number, sign = visits[1] or visits[4] or "", visits[2] or visits[3]
        return count_visit(int(number) if number else None, PURPOSES[sign], reader_id, desk)
    if copy is not None:
        return _with_notes(_take_copy(copy, reader_id, desk), copy)
    panel = panel_by_card(code, desk.library, clock.today())
    if panel is not None:
        return _open(panel, desk)
    if reach.is_parted() and readers.holder_of(code) is not None:
        raise ReaderElsewhere
    return _look_for_name(scan, reader_id, desk)


def _take_copy(copy: CopyAtDesk, reader_id: int | None, desk: Desk) -> Answer:
    if desk.lately is not None and copy.since is not None and copy.since > desk.lately and desk.is_echo():
        raise ScannedTwice  # lent or taken back while this scan waited for its turn
    here, by = desk.library.pk, desk.staff.pk
    if copy.loan_id is not None:
        return taken_back(loans.give_back(copy, library_id=here, by_id=by), copy, reader_id)
    if copy.loss_case_id is not None:
        return _come_to_light(copy, reader_id, desk)
    came = ways.come(copy, reader_id, desk)
    if came is not None:
        return came
    if reader_id is None:
        return Answer(_("“%(title)s” is in. Scan a reader's card first.") % {"title": copy.title}, BAD)
    lent = loans.lend(copy, reader_id, library_id=here, by_id=by, place=desk.place)
    return _with_visit(lent_to(lent, reader_id, desk.place), reader_id, desk)


def _with_visit(answer: Answer, reader_id: int, desk: Desk) -> Answer:
    """The reader's visit with their first loan of the day, where the library has it counted by itself."""
    if settings.VISIT_WITH_LOAN != "count" or not answer.acts:
        return answer
    counted = count_visit_once(reader_id, desk)
    if counted.acts:
        answer.acts = [*answer.acts, *counted.acts]
        answer.lines = [*answer.lines, counted.text]
    return answer


def _with_notes(answer: Answer, copy: CopyAtDesk | None) -> Answer:
    """The answer, with the words left about a copy; they wait where the copy is to be offered once more."""
    if copy is not None and copy.has_notes and answer.offer is None:
        answer.notes = tell_notes(copy_id=copy.copy_id)
        answer.tone = ATTENTION if answer.tone == GOOD else answer.tone
    return answer


def _come_to_light(copy: CopyAtDesk, reader_id: int | None, desk: Desk) -> Answer:
    """A book that was written down as lost lies on the desk: it is found again. Other cases have their page."""
    assert copy.loss_case_id is not None
    after = losses.come_to_light(copy.loss_case_id, library_id=desk.library.pk, by_id=desk.staff.pk)
    goes = said(after)
    text = _("Found again: %(title)s") % {"title": copy.title}
    return Answer(text, ATTENTION if goes else GOOD, reader_id, lines=[goes] if goes else [])


def open_reader(reader_id: int, desk: Desk) -> Answer:
    """Brings a reader to the desk. Raises Reader.DoesNotExist."""
    panel = reader_panel(reader_id, desk.library, clock.today())
    if panel is None:
        raise Reader.DoesNotExist
    return _open(panel, desk)


def _open(panel: ReaderPanel, desk: Desk) -> Answer:
    """The look is noted, and what was left to tell is told."""
    reader_id = panel.reader.pk
    note_looks([reader_id, *(pk for pk, _name in panel.siblings)], staff_id=desk.staff.pk)
    notes = tell_notes(reader_id=reader_id) if panel.has_notes else []
    requests = requests_of_reader(reader_id, clock.today()) if panel.asked else []
    here = [one.what for one in requests if one.here]
    text = _("Asked for, and here:") if here else ""
    tone = ATTENTION if notes or here else ""
    return Answer(text, tone, reader_id, lines=here, notes=notes, panel=panel)


def lend(barcode: str, reader_id: int, desk: Desk, *, despite: Sequence[str] = (), place: str = "") -> Answer:
    """Lends to the reader at the desk; where the librarian may decide otherwise, a refusal comes with an offer."""
    place = place or desk.place
    known = [code for code in despite if code in SET_ASIDE]
    here, by = desk.library.pk, desk.staff.pk
    try:
        lent = loans.lend(barcode, reader_id, library_id=here, by_id=by, place=place, despite=known)
    except Refusal as refusal:
        return refused(refusal, barcode, reader_id, place, known)
    return _with_visit(lent_to(lent, reader_id, place), reader_id, desk)


def lend_many(barcodes: Sequence[str], reader_id: int, desk: Desk) -> Answer:
    """Lends a list of copies to the reader at the desk, a class or a kindergarten above all; each by itself."""
    acts: list[Act] = []
    lines: list[str] = []
    for barcode in list(dict.fromkeys(barcodes))[:MOST_AT_ONCE]:
        answer = lend(barcode, reader_id, desk)
        acts += answer.acts
        if not answer.acts:
            lines.append(f"{printable(barcode)}: {answer.text}")
    text = _("Copies lent: %(n)s") % {"n": len(acts)}
    return Answer(text, ATTENTION if lines else GOOD, reader_id, acts, lines)


def renew(
    barcode: str,
    reader_id: int | None,
    desk: Desk,
    *,
    despite: Sequence[str] = (),
    days_late: int | None = None,
) -> Answer:
    """Makes a loan longer; one that is long overdue only once somebody has seen the book or asked for it.

    `days_late`: where the caller knows them.
    """
    late = queries.days_late(barcode, clock.today()) if days_late is None else days_late
    if late > LONG_OVERDUE and _LONG_OVERDUE not in despite:
        text = _("%(days)s days late: ask to see the book before it is renewed.") % {"days": late}
        label = _("Renew all the same")
        offer = Offer(barcode, label, (_LONG_OVERDUE,), address="desk_renew")
        return Answer(text, ATTENTION, reader_id, offer=offer)
    try:
        renewed = renewing.renew(
            barcode, library_id=desk.library.pk, by_id=desk.staff.pk, channel=desk.channel
        )
    except Refusal as refusal:
        unregistered = isinstance(refusal, NotRegisteredThisYear)
        return Answer(str(refusal), BAD, reader_id, offer_registration=unregistered)
    text = _("Renewed until %(day)s: %(title)s") % {
        "day": f"{renewed.due_on:%d.%m.%Y}",
        "title": renewed.title,
    }
    return Answer(text, GOOD, reader_id, [("renewal", renewed.renewal_id or 0)])


def renew_all(reader_id: int, desk: Desk) -> Answer:
    """Renews what the reader at the desk has at home and that is not fresh from today; each by itself."""
    day = clock.today()
    acts: list[Act] = []
    lines: list[str] = []
    unregistered = False
    for loan in queries.open_loans(reader_id, day, at=desk.library.pk):
        if loan.place == Place.READING_ROOM or loan.lent_on == day:
            continue
        answer = renew(loan.barcode, reader_id, desk, days_late=loan.days_late)
        acts += answer.acts
        if not answer.acts:
            lines.append(f"{loan.title}: {answer.text}")
            unregistered |= answer.offer_registration
    text = _("Loans renewed: %(n)s") % {"n": len(acts)}
    if not acts and not lines:
        lines.append(_("What was lent today or is read here needs no renewal."))
    tone = ATTENTION if lines or not acts else GOOD
    return Answer(text, tone, reader_id, acts, lines, offer_registration=unregistered)


def count_visit(quantity: int | None, purpose: str, reader_id: int | None, desk: Desk) -> Answer:
    """Counts people who came; a reader at the desk counts with their age group, a class with all its members."""
    age_group = ""
    if reader_id is not None:
        who = visit_queries.visitor(reader_id, desk.library.pk, clock.today())
        quantity = who.people if quantity is None else quantity
        age_group = who.age_group if quantity == who.people else ""
    try:
        visit = visits.count_visit(
            library_id=desk.library.pk,
            quantity=1 if quantity is None else quantity,
            purpose=purpose,
            age_group=age_group,
            by_id=desk.staff.pk,
        )
    except Refusal as refusal:
        return Answer(str(refusal), BAD, reader_id)
    if reader_id is not None:
        visits.came(reader_id, desk.library.pk, visit.day)
    return Answer(_("Visits counted: %(n)s") % {"n": visit.quantity}, GOOD, reader_id, [("visit", visit.pk)])


@transaction.atomic
def count_visit_once(reader_id: int, desk: Desk) -> Answer:
    """The visit that is offered with the first loan of the day: counted once, at whichever desk."""
    day = clock.today()
    panel = reader_panel(reader_id, desk.library, day)
    if panel is None or panel.counted or not visits.came(reader_id, desk.library.pk, day):
        return Answer(_("This visit is counted already."), ATTENTION, reader_id)
    return count_visit(None, "borrow", reader_id, desk)


def register_for_year(reader_id: int, pending: str, desk: Desk) -> Answer:
    """Enters the reader for the year on the spot, then lends what was waiting."""
    reader = Reader.objects.get(pk=reader_id)
    try:
        reader_services.register_for_year(reader, library=desk.library, by_id=desk.staff.pk)
    except Refusal as refusal:
        return Answer(str(refusal), BAD, reader_id)
    if pending:
        return lend(pending, reader_id, desk)
    return Answer(_("Registered for the year: %(reader)s") % {"reader": reader}, GOOD, reader_id)


def undo(acts: Sequence[Act], reader_id: int | None, desk: Desk) -> Answer:
    """Takes the last act of this desk back: all of it or nothing."""
    after: Next | None = None
    text = _undone(acts)  # before it: a hold that is taken back is gone
    try:
        with transaction.atomic():
            for kind, act_id in reversed(acts):
                after = _UNDO[kind](act_id, by_id=desk.staff.pk)
            if reader_id is not None and any(kind == "visit" for kind, _act_id in acts):
                visits.did_not_come(reader_id, desk.library.pk, clock.today())
    except Refusal as refusal:
        return Answer(str(refusal), BAD, reader_id)
    goes = said(after) if after and len(acts) == 1 else ""
    return Answer(text, ATTENTION if goes else GOOD, reader_id, lines=[goes])


def _undone(acts: Sequence[Act]) -> str:
    """What the key took back, and of which title: the librarian sees what it did."""
    kind, act_id = acts[-1]
    if len(acts) > 1:
        return _("Taken back: %(n)s acts at once") % {"n": len(acts)}
    if kind == "visit":
        n = Visit.objects.values_list("quantity", flat=True).filter(pk=act_id).first()
        return _("Visits taken back: %(n)s") % {"n": n}
    title = Hold.objects.values_list("record__title", flat=True) if "hold" in kind else _titles_of(kind)
    said: dict[str, str] = {
        "loan": _("Not lent after all: %(title)s"),
        "return": _("Not returned after all: %(title)s"),
        "renewal": _("Not renewed after all: %(title)s"),
        "hold": _("The hold is taken back: %(title)s"),
        "cancelled_hold": _("The hold stands again: %(title)s"),
    }
    return said[kind] % {"title": title.filter(pk=act_id).first() or ""}


def _titles_of(kind: str) -> QuerySet[Any, Any]:
    if kind == "renewal":
        return Renewal.objects.values_list("loan__copy__record__title", flat=True)
    return Loan.objects.values_list("copy__record__title", flat=True)


def _look_for_name(text: str, reader_id: int | None, desk: Desk) -> Answer:
    typed = not any(sign.isdecimal() for sign in text) and not looks_scanned(text)
    if not typed or len(text) > MOST_NAMES * 5 or not text.isprintable():
        return not_understood(text, reader_id)
    found = readers.search_names(text, at=desk.library.pk)
    names = list(found.readers[: MOST_NAMES + 1])
    more = [Link(f"{reverse('readers')}?{urlencode({'q': text})}", _("Show all of them"))]
    if not found.all_of_them:
        said = _("Too many readers: write more of the name.")
        return Answer(said, ATTENTION, reader_id, names=names[:MOST_NAMES], links=more)
    if len(names) > MOST_NAMES:
        said = _("The first %(n)s: write more of the name, or look at all of them.") % {"n": MOST_NAMES}
        return Answer(said, ATTENTION, reader_id, names=names[:MOST_NAMES], links=more)
    if len(names) == 1:
        return open_reader(names[0].pk, desk)
    if not names:
        return Answer(_("No reader's name begins with “%(text)s”.") % {"text": text}, BAD, reader_id)
    return Answer(reader_id=reader_id, names=names)
