"""In the night the site forgets its visitors; that they came stays counted."""

from collections.abc import Iterator

from orda.network.night import every_night
from orda.portal.site_visits import forget_visitors


@every_night("site visits")
def forget() -> Iterator[str]:
    yield f"{forget_visitors():,} visits of the site forgotten but for their number"
