"""What `orda check` looks for in guardians: nobody sees the pages of a reader of 16, or of somebody else's child."""

from collections.abc import Iterable

from orda.diary.truths import truth
from orda.network import clock
from orda.readers.guardians.models import Guardianship
from orda.readers.guardians.services import children_of, is_child


@truth("guardians on the site whom no signed consent names (they see nothing; end it, or note the consent)")
def not_named() -> Iterable[str]:
    """What was confirmed once is shown only while the consent stands."""
    standing = Guardianship.objects.filter(ended_on=None).select_related("guardian", "child").order_by("pk")
    seen: dict[int, set[int]] = {}
    for one in standing:
        if one.guardian_id not in seen:
            seen[one.guardian_id] = {child.pk for child in children_of(one.guardian)}
        if is_child(one.child, clock.today()) and one.child_id not in seen[one.guardian_id]:
            yield f"reader {one.child_id}: guardian {one.guardian_id}"
