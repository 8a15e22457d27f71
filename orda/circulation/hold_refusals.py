"""Why a hold, a way between libraries or an exchange may not be done. Spoken as they stand."""

from django.utils.translation import gettext_lazy as _

from orda.circulation.refusals import Refusal


class HoldHasMoved(Refusal):
    """Somebody else took the step meanwhile, or it is not a step from here."""

    code = "hold_has_moved"
    message = _("It can't be done any more: “%(state)s” is its state now.")


class WaitsAlready(Refusal):
    code = "waits_already"
    message = _("The reader waits for this title already.")


class HasItAtHome(Refusal):
    code = "has_it_at_home"
    message = _("The reader has a copy of this title on loan.")


class HoldLimitReached(Refusal):
    code = "hold_limit_reached"
    message = _("The reader has %(limit)s open holds already; more are not taken at once.")


class NotRegisteredAnywhere(Refusal):
    code = "not_registered_anywhere"
    message = _("The reader is not registered in the network for %(year)s.")


class NothingToWaitFor(Refusal):
    code = "nothing_to_wait_for"
    message = _("No library of the network has a copy of this title that could be fetched.")


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


class ChosenAlready(Refusal):
    code = "chosen_already"
    message = _("Copy %(barcode)s is in this selection already.")


class NoReaderToHoldFor(Refusal):
    code = "no_reader_to_hold_for"
    message = _("This selection names no reader.")


class NotUnderWay(Refusal):
    code = "not_under_way"
    message = _("This copy is not on its way.")


class WrongLibrary(Refusal):
    code = "wrong_library"
    message = _("It goes to %(library)s, not here.")


class NotALibraryOfTheNetwork(Refusal):
    code = "not_a_library_of_the_network"
    message = _("Copies are exchanged between the libraries of one network.")


class SaysNothing(Refusal):
    code = "says_nothing"
    message = _("This field is needed.")


class BadNumberOfCopies(Refusal):
    code = "bad_number_of_copies"
    message = _("Count from 1 to 1,000 copies.")


class NothingInTheSet(Refusal):
    code = "nothing_in_the_set"
    message = _("There is no copy in this set.")


class TooFewStops(Refusal):
    code = "too_few_stops"
    message = _("A route leads through two libraries at least.")


class NameTaken(Refusal):
    code = "name_taken"
    message = _("There is a route with this name already: %(name)s.")
