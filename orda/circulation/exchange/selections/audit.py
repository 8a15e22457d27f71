"""What selections say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Count

from orda.circulation.exchange.selections.models import Selection
from orda.diary.audit import Row, audits, steps_in_order


@audits("selection", act="selection")
def selections() -> Iterable[Row]:
    """Every selection that was done counts the copies scanned into it, or those told, where they were chosen."""
    done = Selection.objects.filter(state=Selection.State.DONE).annotate(scanned=Count("chosen"))
    rows = done.order_by("pk").values_list("pk", "done_on", "giver_id", "scanned", "found")
    return ((pk, day, library_id, n or told) for pk, day, library_id, n, told in rows.iterator() if day)


steps_in_order("selections done before they were asked for", Selection, "asked_on", "done_on")
