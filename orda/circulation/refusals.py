"""Why an act of circulation may not be done: what several of its pieces say. Spoken at the desk as they stand."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class UnknownCopy(Refusal):
    code = "unknown_copy"
    message = _("No copy has the barcode %(barcode)s.")


class CopyWithdrawn(Refusal):
    code = "copy_withdrawn"
    message = _("This copy is withdrawn from the stock.")


class NotOnLoan(Refusal):
    code = "not_on_loan"
    message = _("This copy is not on loan.")


class UnknownReader(Refusal):
    code = "unknown_reader"
    message = _("There is no such reader.")


class ReaderBlocked(Refusal):
    code = "reader_blocked"
    message = _("The reader may not borrow: %(reason)s")


class PromisedToAnother(Refusal):
    code = "promised_to_another"
    message = _("This copy is put by for another reader.")


class LossCaseOpen(Refusal):
    code = "loss_case_open"
    message = _("This copy is written down as lost or damaged. Settle that first.")


class TooLateToUndo(Refusal):
    code = "too_late_to_undo"
    message = _("This act can't be undone any more.")


class HoldHasMoved(Refusal):
    """Somebody else took the step meanwhile, or it is not a step from here."""

    code = "hold_has_moved"
    message = _("It can't be done any more: “%(state)s” is its state now.")


class BadHoldDay(Refusal):
    code = "bad_hold_day"
    message = _("The day lies in the past.")


class CopyUnderWay(Refusal):
    code = "copy_under_way"
    message = _("This copy is on its way to another library: %(library)s.")


class CopyInASet(Refusal):
    code = "copy_in_a_set"
    message = _("This copy lies in a set that is being put together: %(name)s.")


class CopyLentAway(Refusal):
    code = "copy_lent_away"
    message = _("This copy is lent to a library of another network.")


class CopyNotFree(Refusal):
    code = "copy_not_free"
    message = _("Copy %(barcode)s is not free here: it is on loan, promised, under way or written off.")


class WrongLibrary(Refusal):
    code = "wrong_library"
    message = _("It goes to %(library)s, not here.")


class NotALibraryOfTheNetwork(Refusal):
    code = "not_a_library_of_the_network"
    message = _("Copies are exchanged between the libraries of one network.")


class SaysNothing(Refusal):
    code = "says_nothing"
    message = _("This field is needed.")


# Why a reader of another network is blocked is for their own to know.
ELSEWHERE = _("their own library knows why")


class CopyElsewhere(Refusal):
    """Says nothing of who has it."""

    code = "copy_elsewhere"
    message = _("This copy belongs to another network: %(library)s. Nothing was done with it.")


class ReaderElsewhere(Refusal):
    """Says nothing of whom."""

    code = "reader_elsewhere"
    message = _(
        "This card is of another network. With the reader's consent, noted at their own library, it serves here too."
    )
