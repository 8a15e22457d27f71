"""Tells the plan how many of the reports that it promises were submitted."""

import datetime
from collections import Counter
from collections.abc import Mapping

from django.utils import timezone

from orda.planning.document.filed import tells_filed
from orda.reports.models import Submission


@tells_filed
def filed(year: int, day: datetime.date) -> Mapping[str, int]:
    """The network's reports of a year by kind. Seen from the year's last day all of them count: the last are
    written when the year is over."""
    found = Submission.objects.filter(year=year, library=None).values_list("kind", "submitted_at")
    whole = day >= datetime.date(year, 12, 31)
    return Counter(kind for kind, at in found if whole or timezone.localdate(at) <= day)
