"""What visits of the site say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.diary.audit import Row, audits
from orda.portal.models import SiteVisit


@audits("site_visit", act="site")
def site_visits() -> Iterable[Row]:
    """Every visit of the site counts one."""
    return SiteVisit.objects.order_by("pk").values_list("pk", "day", "library_id", Value(1))
