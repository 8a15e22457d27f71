"""Why a machine may not do what it asks for."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class NameTaken(Refusal):
    code = "device_name_taken"
    message = _("A machine of this library bears the name %(name)s already.")


class NotALibrary(Refusal):
    code = "device_needs_a_library"
    message = _("A machine stands in a library; choose the library you work in first.")


class AskTheLibrarian(Refusal):
    """Said on a machine's screen in place of what others in the room need not read."""

    code = "ask_the_librarian"
    message = _("Please ask the librarian.")


class NotByMachine(Refusal):
    code = "not_by_machine"
    message = _("A machine changes nothing about a copy. Please ask the librarian.")


class CardUnknown(Refusal):
    code = "card_unknown"
    message = _("This card is not known. Please ask the librarian.")


class WrongPin(Refusal):
    code = "wrong_pin"
    message = _("The PIN does not fit this card.")


class NotYours(Refusal):
    code = "not_yours"
    message = _("This copy is not on loan to you.")


class YoursAlready(Refusal):
    code = "yours_already"
    message = _("This copy is yours already, until %(day)s.")


class BadReading(Refusal):
    code = "bad_reading"
    message = _("A reading is a whole number from 0 and a moment that is not in the future.")


class NoSuchHold(Refusal):
    code = "no_such_hold"
    message = _("You do not wait for this book.")


class NothingToPay(Refusal):
    code = "nothing_to_pay"
    message = _("No fines are taken here. A lost book is settled with the librarian.")


class WrongCode(Refusal):
    code = "wrong_code"
    message = _("This code is wrong or too old. Ask for a new one on the page of machines.")


class CardFirst(Refusal):
    code = "card_first"
    message = _("First show your card, then the book.")


class NeitherCardNorBook(Refusal):
    code = "neither_card_nor_book"
    message = _("This is neither a card nor a book of the library. Please ask the librarian.")
