"""What an administrator may not do."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NotYours(Refusal):
    code = "not_yours"
    message = _("This person also works where you are no administrator: changed as a whole from above alone.")


class NotAboveOneself(Refusal):
    code = "not_above_oneself"
    message = _("You appoint at the places you administer and below them, nowhere else.")


class NotOneself(Refusal):
    code = "not_oneself"
    message = _("Nobody does this to themselves: ask another administrator.")


class LastAdministrator(Refusal):
    code = "last_administrator"
    message = _("This is the last administrator: appoint another first.")


class NameTaken(Refusal):
    code = "name_taken"
    message = _("Somebody has this user name already.")


class AppointedAlready(Refusal):
    code = "appointed_already"
    message = _("This person holds that role there already.")


class EndsBeforeItBegins(Refusal):
    code = "ends_before_it_begins"
    message = _("It would end before it begins.")


class UnitIsClosed(Refusal):
    code = "unit_is_closed"
    message = _("That library is closed.")


class Dismissed(Refusal):
    code = "dismissed"
    message = _("This person is dismissed: take them back into service first.")
