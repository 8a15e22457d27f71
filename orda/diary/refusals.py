"""Why a line may not be written or a day not be closed. Shown to people as they stand."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class UnknownMeasure(Refusal):
    code = "unknown_measure"
    message = _("The diary does not know the measure “%(measure)s”.")


class UnknownDimension(Refusal):
    code = "unknown_dimension"
    message = _("“%(measure)s” can't be told apart by %(dimension)s = “%(value)s”.")


class NothingToCount(Refusal):
    code = "nothing_to_count"
    message = _("A diary line needs a quantity from 1 to 1,000,000.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("A line entered by hand needs a reason: where does the number come from?")


class NotByHand(Refusal):
    code = "not_by_hand"
    message = _("“%(measure)s” is counted from its acts and can't be entered by hand.")


class NotALibrary(Refusal):
    code = "not_a_library"
    message = _("A diary line belongs to a library. Choose the library first.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    message = _("This line has been reversed already.")


class PostedByAnAct(Refusal):
    """Reversing it here would leave the act standing without its line."""

    code = "posted_by_an_act"
    message = _("This line was written by an act. Undo the act where it was done.")


class DayNotOver(Refusal):
    code = "day_not_over"
    message = _("A day that has not come yet can't be closed or filled in.")


class DayTooOld(Refusal):
    code = "day_too_old"
    message = _("The diary begins in the year 1900.")
