"""What a text that was typed may be."""

from django.utils.translation import gettext_lazy as _

from orda.readers.refusals import BadReaderField


def check_text(field: str, text: str, longest: int, needed: bool) -> None:
    """Raises BadReaderField for a text that lacks, is too long or holds what can't be printed."""
    if needed and not text.strip():
        raise BadReaderField(field, _("This field is needed."))
    if len(text) > longest:
        raise BadReaderField(field, _("At most %(longest)s letters fit here."), longest=longest)
    if not text.isprintable():
        raise BadReaderField(field, _("There are signs here that can't be printed."))
