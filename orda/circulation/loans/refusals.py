"""Why a loan, a return or a renewal may not be done."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal as Refusal


class CopyOnLoan(Refusal):
    code = "copy_on_loan"
    message = _("This copy is on loan already. Take it back first.")


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


class GainsNothing(Refusal):
    """It would cost the reader a renewal and give no day."""

    code = "gains_nothing"
    message = _("It may be kept until %(day)s as it is: making it longer today would add no day.")


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


class ReadInRoom(Refusal):
    code = "read_in_room"
    message = _("A loan in the reading room ends today; it is not renewed.")


class AwaitedByAnother(Refusal):
    code = "awaited_by_another"
    message = _("Another reader waits for this title; it is not renewed.")
