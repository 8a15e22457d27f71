"""What waits for whoever registers readers: sheets that nobody is sure of, readers who have come of age."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from orda.network import clock
from orda.network.duties import Duty, tells_duties
from orda.network.rights import REGISTER, StaffRequest, may
from orda.readers.consents.queries import doubtful_consents
from orda.readers.growing_up.queries import to_sign_themselves, with_a_guardian


@tells_duties
def readers_to_look_at(request: StaffRequest) -> Iterator[Duty]:
    """Each with the page on which it is settled."""
    if not may(request.user, REGISTER, request.workplace):
        return
    doubted = doubtful_consents(request.workplace).count()
    if doubted:
        words = ngettext(
            "%(n)s consent sheet to be looked for", "%(n)s consent sheets to be looked for", doubted
        )
        yield Duty(words % {"n": doubted}, reverse("consents_doubtful"))
    today = clock.today()
    grown = to_sign_themselves(request.workplace, today).count()
    if grown:
        words = ngettext("%(n)s reader is 16 and signs anew", "%(n)s readers are 16 and sign anew", grown)
        yield Duty(words % {"n": grown}, reverse("come_of_age"))
    adults = with_a_guardian(request.workplace, today).count()
    if adults:
        words = ngettext(
            "%(n)s reader is 18 with a parent kept", "%(n)s readers are 18 with a parent kept", adults
        )
        yield Duty(words % {"n": adults}, f"{reverse('come_of_age')}?age=18")
