"""Reports that are owed soon, said on the first page of those who submit them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from orda.network import clock
from orda.network.duties import Duty, tells_duties
from orda.network.rights import SUBMIT_REPORT, StaffRequest, may
from orda.planning.document.queries import plans
from orda.reports.papers.report_papers import title_of
from orda.reports.queries import Owed, network_of_reports, owed

DAYS_BEFORE = 14


@tells_duties
def reports_owed(request: StaffRequest) -> Iterator[Duty]:
    """How many reports of this year and the last are late, and each whose term comes within two weeks."""
    owner = network_of_reports()
    if owner is None or not may(request.user, SUBMIT_REPORT, owner):
        return
    year = clock.today().year
    for each in sorted({one.year for one in plans()} & {year - 1, year}):
        waiting = [one for one in owed(each) if one.submission is None and one.days_left <= DAYS_BEFORE]
        late = sum(one.days_left < 0 for one in waiting)
        if late:
            words = ngettext("%(n)s report of %(year)s is late", "%(n)s reports of %(year)s are late", late)
            yield Duty(words % {"n": late, "year": each}, f"{reverse('reports')}?year={each}", late=True)
        yield from (_soon(one) for one in waiting if one.days_left >= 0)


def _soon(one: Owed) -> Duty:
    period, left = one.period, one.days_left
    words = ngettext(
        "%(report)s: owed by %(day)s, %(n)s day left", "%(report)s: owed by %(day)s, %(n)s days left", left
    )
    told = {"report": title_of(period), "day": f"{period.due:%d.%m.%Y}", "n": left}
    return Duty(words % told, reverse("report", args=[period.kind.value, period.year, period.number]))
