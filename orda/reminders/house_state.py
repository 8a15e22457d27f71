"""Messages that wait or were not sent, for the page of the house's state."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.network import clock
from orda.network.house.state import BAD, WARN, Fact, tells_state
from orda.reminders.messages.models import Message

WAITS_TOO_LONG = datetime.timedelta(days=1)


@tells_state
def outbox() -> Iterable[Fact]:
    waiting = Message.objects.filter(state=Message.State.QUEUED)
    count, old = waiting.count(), waiting.filter(queued_at__lt=clock.now() - WAITS_TOO_LONG).count()
    since = clock.today() - datetime.timedelta(days=7)
    failed = Message.objects.filter(state=Message.State.FAILED, queued_at__date__gte=since).count()
    told = ngettext("%(count)s waits", "%(count)s wait", count) % {"count": f"{count:,}"}
    if old:
        yield Fact(
            _("Unsent messages"),
            told,
            BAD,
            _("Some wait for more than a day: look at the mail server and at `orda remind`."),
        )
    else:
        yield Fact(_("Unsent messages"), told)
    if failed:
        told = ngettext("%(count)s in a week", "%(count)s in a week", failed) % {"count": f"{failed:,}"}
        yield Fact(
            _("Messages that failed"),
            told,
            WARN,
            _("Look at the outbox: wrong addresses are mended at the desk."),
        )
