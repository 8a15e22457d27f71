"""Why a record can't be taken. Each is a reason that stands in the import's report."""

from django.utils.translation import gettext_lazy as _

from orda.network.refusals import Refusal


class BadRecord(Refusal):
    code = "bad_record"
    message = _("The record can't be read.")


class NotARecord(BadRecord):
    code = "not_a_record"
    message = _("These bytes are not a MARC record: no leader at their beginning.")


class Truncated(BadRecord):
    code = "truncated"
    message = _("The record is cut off: its leader promises %(promised)s bytes, %(found)s are there.")


class WrongLength(BadRecord):
    code = "wrong_length"
    message = _("The leader gives a length of %(promised)s bytes, but the record ends after %(found)s.")


class TooLong(BadRecord):
    code = "too_long"
    message = _("The record is longer than a MARC record can be (%(limit)s bytes).")


class FieldTooLong(BadRecord):
    code = "field_too_long"
    message = _("Field %(tag)s has %(length)s bytes; ISO 2709 holds %(limit)s at most.")


class BadDirectory(BadRecord):
    code = "bad_directory"
    message = _("The record's directory does not agree with its fields.")


class UnknownCharset(BadRecord):
    code = "unknown_charset"
    message = _("Its character set can't be told. Name it when importing.")


class CharsetOpen(BadRecord):
    code = "charset_open"
    message = _(
        "Its character set stays open. Read as %(one)s it says «%(one_says)s», as %(other)s «%(other_says)s». "
        "Name the right one when importing."
    )


class NotInCharset(BadRecord):
    code = "not_in_charset"
    message = _("The record is not written in %(charset)s (first wrong byte at %(at)s).")


class ReadsAsUtf8(BadRecord):
    code = "reads_as_utf8"
    message = _("The record is written in UTF-8, not in %(charset)s.")


class NotPlausible(BadRecord):
    code = "not_plausible"
    message = _("Read as %(charset)s the record gives no words; it looks like %(likely)s.")


class NoTitle(BadRecord):
    code = "no_title"
    message = _("The record has no title (field %(field)s).")


class NotBibliographic(BadRecord):
    code = "not_bibliographic"
    message = _(
        "This is an authority, holdings or classification record, not a description of a publication."
    )


class NumberRepeated(BadRecord):
    code = "number_repeated"
    message = _(
        "The control number %(number)s stands on another record earlier in this file, with other content."
    )


class XmlBroken(BadRecord):
    code = "xml_broken"
    message = _("The XML breaks off at line %(line)s: %(why)s. Nothing after it can be read.")


class XmlRecordBroken(BadRecord):
    code = "xml_record_broken"
    message = _("The record's XML is broken at its line %(line)s: %(why)s.")


class XmlForbidden(BadRecord):
    code = "xml_forbidden"
    message = _("Line %(line)s declares a document type or entities. Such XML is not taken.")


class XmlTooDeep(BadRecord):
    code = "xml_too_deep"
    message = _("The XML at line %(line)s is no MARCXML: its elements are nested too deep or too large.")


class BadLeader(BadRecord):
    code = "bad_leader"
    message = _("The leader «%(leader)s» is not one: it has 24 characters, Latin letters, digits and blanks.")


class BadTag(BadRecord):
    code = "bad_tag"
    message = _("A field has the tag «%(tag)s»: a tag is three Latin letters or digits.")


class NoFields(BadRecord):
    code = "no_fields"
    message = _("The record is empty.")
