"""Why a loan, a return or a renewal may not be done. Spoken at the desk as they stand."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class UnknownCopy(Refusal):
    code = "unknown_copy"
    message = _("No copy has the barcode %(barcode)s.")


class CopyWithdrawn(Refusal):
    code = "copy_withdrawn"
    message = _("This copy is withdrawn from the stock.")


class CopyOnLoan(Refusal):
    code = "copy_on_loan"
    message = _("This copy is on loan already. Take it back first.")


class NotOnLoan(Refusal):
    code = "not_on_loan"
    message = _("This copy is not on loan.")


class UnknownReader(Refusal):
    code = "unknown_reader"
    message = _("There is no such reader.")


class ReaderBlocked(Refusal):
    code = "reader_blocked"
    message = _("The reader may not borrow: %(reason)s")


class NotRegisteredThisYear(Refusal):
    """The desk offers to register the reader on the spot."""

    code = "not_registered_this_year"
    message = _("The reader is not registered here for %(year)s.")


class LimitReached(Refusal):
    code = "limit_reached"
    message = _("The reader holds %(limit)s items already; more are not lent at once.")


class RenewalsUsedUp(Refusal):
    code = "renewals_used_up"
    message = _("This loan has been renewed %(limit)s times already.")


class RenewedToday(Refusal):
    code = "renewed_today"
    message = _("This loan was made longer today already.")


class AgeMark(Refusal):
    """Lent all the same when the librarian says so."""

    code = "age_mark"
    message = _("Marked %(mark)s+; the reader is %(age)s.")


class InDebt(Refusal):
    """Nothing more is lent home before it is back, unless the librarian says so; the reading room is open."""

    code = "in_debt"
    message = _("The reader keeps an item that was due on %(due)s.")


class ReadingRoomOnly(Refusal):
    code = "reading_room_only"
    message = _("By the rules this is read in the reading room and not lent home.")


class PromisedToAnother(Refusal):
    code = "promised_to_another"
    message = _("This copy is put by for another reader.")


class LossCaseOpen(Refusal):
    code = "loss_case_open"
    message = _("This copy is written down as lost or damaged. Settle that first.")


class ReadInRoom(Refusal):
    code = "read_in_room"
    message = _("A loan in the reading room ends today; it is not renewed.")


class AwaitedByAnother(Refusal):
    code = "awaited_by_another"
    message = _("Another reader waits for this title; it is not renewed.")


class BadVisit(Refusal):
    code = "bad_visit"
    message = _("Count from 1 to 1,000 people at once, with a known purpose.")


class NotBroughtHome(Refusal):
    code = "not_brought_home"
    message = _("No books are brought home to this reader.")


class DeliveredToday(Refusal):
    code = "delivered_today"
    message = _("This delivery is counted already: once a day.")


class NoSuchPoint(Refusal):
    code = "no_such_point"
    message = _("This library serves no such point.")


class PointExists(Refusal):
    code = "point_exists"
    message = _("The library has a point of this name already.")


class PointWithoutName(Refusal):
    code = "point_without_name"
    message = _("A point needs its name in Kazakh and in Russian.")


class TooLateToUndo(Refusal):
    code = "too_late_to_undo"
    message = _("This act can't be undone any more.")


class CaseOpenAlready(Refusal):
    code = "case_open_already"
    message = _("This copy has an open case already.")


class CaseSettledAlready(Refusal):
    """Two desks may settle at once; one of them wins."""

    code = "case_settled_already"
    message = _("This case is settled already.")


class BadSettlement(Refusal):
    """`field` names what was filled in wrongly."""

    code = "bad_settlement"

    def __init__(self, field: str, message: object, **params: object) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message  # type: ignore[assignment]


class SettlementStands(Refusal):
    """`why` says what stands on the settlement by now."""

    code = "settlement_stands"

    def __init__(self, why: object) -> None:
        super().__init__()
        self.message = why  # type: ignore[assignment]


class NothingToWriteOff(Refusal):
    code = "nothing_to_write_off"
    message = _("Choose settled cases whose copies are still in the stock.")
