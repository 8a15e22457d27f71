"""Pair a screen at the door: a code drawn on the page of machines is typed into it once."""

import datetime
import secrets

from django.db import transaction

from orda.interop import refusals
from orda.interop.models import Device
from orda.interop.services.devices import draw_secret, hashed
from orda.network import clock, tries
from orda.network.tries import Limits, Place

DIGITS = 8
LASTS = datetime.timedelta(minutes=15)
MOST_TRIES = 10  # wrong codes from one place
LIMITS = Limits(one=MOST_TRIES, place=MOST_TRIES, whom=1000, house=1000)  # of a hundred million


@transaction.atomic
def draw_code(device: Device) -> str:
    """Draws a code that pairs a screen within a quarter of an hour, once; it is kept nowhere."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    Device.objects.filter(pk=device.pk, kind=Device.Kind.TABLET, active=True).update(
        code_hash=hashed(code), code_until=clock.now() + LASTS
    )
    return code


def pair(code: str, place: Place) -> tuple[Device, str]:
    """Pairs the screen on which the code was typed: its machine, and the secret that it keeps from now on.

    A screen that was paired before is out. Raises WrongCode, also of a right one after too many wrong from that place:
    the code stays good for whoever has it elsewhere.
    """
    try:
        tries.begin("pairing", "", place, LIMITS)
    except tries.TooMany:
        raise refusals.WrongCode from None
    secret = draw_secret()
    typed = "".join(code.split())
    waiting = Device.objects.filter(code_until__gt=clock.now(), kind=Device.Kind.TABLET, active=True)
    with transaction.atomic():
        found = waiting.filter(code_hash=hashed(typed))
        device = found.select_for_update(of=("self",)).first() if typed else None
        if device is not None:
            Device.objects.filter(pk=device.pk).update(
                secret_hash=hashed(secret), code_hash="", code_until=None
            )
    if device is None:
        raise refusals.WrongCode
    tries.forgive("pairing", "", place)
    return device, secret
