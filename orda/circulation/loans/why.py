"""Why a loan that was made is due on its day."""

from orda.circulation.loans.models import Loan, Place, Renewal
from orda.circulation.rules.rule import rule_for
from orda.circulation.rules.why import Why, reasons
from orda.readers.models import Reader


def explain(loan_id: int) -> Why | None:
    """Why a loan is due on its day; None where there is no such loan."""
    loan = Loan.objects.select_related("library", "copy__record", "reader").filter(pk=loan_id).first()
    if loan is None:
        return None
    renewal = (
        Renewal.objects.select_related("library").filter(loan=loan, voided=False).order_by("-pk").first()
    )
    act: Loan | Renewal = renewal or loan
    category = loan.reader.category if loan.reader else Reader.Category.CHILD
    return reasons(
        act.library,
        act.day,
        due_on=loan.due_on,
        rule=rule_for(act.library, category, loan.copy.document_kind),
        row_id=loan.rule_id,
        title=loan.copy.record.title,
        renewed=renewal is not None,
        in_room=loan.place == Place.READING_ROOM,
        kept=renewal is not None and renewal.due_before == loan.due_on,
        channel=renewal.get_channel_display() if renewal else "",
    )
