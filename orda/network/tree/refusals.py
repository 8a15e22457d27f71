"""What can't be done to the tree."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class CodeTaken(Refusal):
    code = "code_taken"
    message = _("Another unit has this code.")


class NotYourPlace(Refusal):
    code = "not_your_place"
    message = _("You change the tree below the places you administer, nowhere else.")


class StillOpenBelow(Refusal):
    code = "still_open_below"
    message = _("Below it something is still open: close %(name)s first.")


class InItself(Refusal):
    code = "in_itself"
    message = _("Nothing stands under itself.")


class MovedLater(Refusal):
    code = "moved_later"
    message = _("It was moved on a later day already, or that day has not come yet.")


class ClosedBeforeItOpened(Refusal):
    code = "closed_before_it_opened"
    message = _("It would close before it opened.")


class ParentClosed(Refusal):
    code = "parent_closed"
    message = _("What it would stand under is closed.")
