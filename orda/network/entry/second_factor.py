"""The second factor: codes of an app (TOTP, RFC 6238), passkeys (WebAuthn), recovery codes.

Five wrong tries shut it for a quarter of an hour; they are counted in the row that is locked, so forty tries at once
are five. The moment is the machine's own, whatever year a demo lives in: the app lives in ours.
"""

import datetime
from typing import Any

import pyotp
from django.db import transaction
from django.utils import timezone

from orda.network import house_settings
from orda.network.deeds.services import note
from orda.network.entry import secrets
from orda.network.entry.keys import end_sessions, place_of
from orda.network.entry.refusals import FactorIsDemanded, ShutForAWhile, WrongCode
from orda.network.models import Passkey, RecoveryCode, SecondFactor, Staff
from orda.network.rights import appointments

STEP = 30  # seconds
MOST_WRONG = 5
SHUT_FOR = datetime.timedelta(minutes=15)
CODES, CODE_LETTERS = 10, 12


def has_app(staff: Staff) -> bool:
    return SecondFactor.objects.filter(staff=staff).exclude(sealed="").exists()


def has_one(staff: Staff) -> bool:
    return has_app(staff) or Passkey.objects.filter(staff=staff).exists()


def is_demanded(staff: Staff) -> bool:
    """True where one of the roles that the person has today must have a second factor."""
    demanded = house_settings.words("SECOND_FACTOR_ROLES")
    return bool(demanded) and any(one.role in demanded for one in appointments(staff))


def new_secret() -> str:
    return pyotp.random_base32()


def address_of(staff: Staff, secret: str) -> str:
    """What the app reads from the picture: otpauth://…"""
    uri: str = pyotp.TOTP(secret).provisioning_uri(name=staff.username, issuer_name="Orda")
    return uri


@transaction.atomic
def add_app(staff: Staff, secret: str, code: str) -> list[str]:
    """Takes an app into use, once it shows a right code; returns recovery codes, where there are none yet.

    Raises WrongCode.
    """
    step = _step_of(secret, code, after=0)
    if step is None:
        raise WrongCode
    SecondFactor.objects.update_or_create(
        staff=staff,
        defaults={"sealed": secrets.seal(secret), "last_step": step, "wrong": 0, "shut_until": None},
    )
    note("app_added", by=staff, staff=staff, unit=place_of(staff))
    return first_recovery_codes(staff)


@transaction.atomic
def remove_app(staff: Staff) -> None:
    """Raises FactorIsDemanded."""
    _may_do_without(staff, left=Passkey.objects.filter(staff=staff).exists())
    if SecondFactor.objects.filter(staff=staff).exclude(sealed="").update(sealed=""):
        note("app_removed", by=staff, staff=staff, unit=place_of(staff))


@transaction.atomic
def remove_passkey(staff: Staff, pk: int) -> None:
    """Raises FactorIsDemanded; another's is not found."""
    others = Passkey.objects.filter(staff=staff).exclude(pk=pk).exists()
    _may_do_without(staff, left=others or has_app(staff))
    passkey = Passkey.objects.filter(staff=staff, pk=pk).first()
    if passkey is not None:
        passkey.delete()
        note(
            "passkey_removed",
            by=staff,
            staff=staff,
            unit=place_of(staff),
            changes=[("name", passkey.name, None)],
        )


def _may_do_without(staff: Staff, *, left: bool) -> None:
    if not left and is_demanded(staff):
        raise FactorIsDemanded
    if not left:
        RecoveryCode.objects.filter(staff=staff).delete()


def first_recovery_codes(staff: Staff) -> list[str]:
    """Recovery codes for whom has none; they are known here alone."""
    if RecoveryCode.objects.filter(staff=staff, used_at=None).exists():
        return []
    return new_recovery_codes(staff)


@transaction.atomic
def new_recovery_codes(staff: Staff) -> list[str]:
    """Ten new codes; the old ones open nothing."""
    RecoveryCode.objects.filter(staff=staff).delete()
    codes = [secrets.draw(CODE_LETTERS) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff=staff, digest=secrets.digest("recovery", code)) for code in codes
    )
    note("recovery_codes_made", by=staff, staff=staff, unit=place_of(staff))
    return codes


def check_code(staff: Staff, typed: str) -> None:
    """A code of the app or a recovery code. Raises WrongCode and ShutForAWhile; a wrong try stays counted."""
    with transaction.atomic():
        row = _locked(staff)
        if is_shut(row):
            raise ShutForAWhile
        right = _is_app_code(row, typed) or _is_recovery_code(staff, typed)
        count_try(row, right=right)
    if not right:
        raise ShutForAWhile if is_shut(row) else WrongCode


def lock(staff: Staff) -> SecondFactor:
    """The person's row, locked in this transaction. Raises ShutForAWhile."""
    row = _locked(staff)
    if is_shut(row):
        raise ShutForAWhile
    return row


def count_try(row: SecondFactor, *, right: bool) -> None:
    row.wrong = 0 if right else row.wrong + 1
    if row.wrong >= MOST_WRONG:
        row.wrong, row.shut_until = 0, timezone.now() + SHUT_FOR
        note("second_factor_shut", by=row.staff, staff=row.staff, unit=place_of(row.staff))
    row.save()


def is_shut(row: SecondFactor) -> bool:
    return row.shut_until is not None and row.shut_until > timezone.now()


def _locked(staff: Staff) -> SecondFactor:
    SecondFactor.objects.get_or_create(staff=staff)
    return SecondFactor.objects.select_for_update().get(staff=staff)


def _is_app_code(row: SecondFactor, typed: str) -> bool:
    secret = secrets.unseal(row.sealed) if row.sealed else ""
    step = _step_of(secret, typed, after=row.last_step) if secret else None
    if step is None:
        return False
    row.last_step = step
    return True


def _step_of(secret: str, typed: str, *, after: int) -> int | None:
    """The half minute whose code was typed: this one or its neighbours, for a clock that is a little off."""
    code, now = "".join(typed.split()), int(timezone.now().timestamp()) // STEP
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    totp = pyotp.TOTP(secret)
    steps = (step for step in (now, now - 1, now + 1) if step > after)
    return next((step for step in steps if pyotp.utils.strings_equal(code, totp.generate_otp(step))), None)


def _is_recovery_code(staff: Staff, typed: str) -> bool:
    kept = RecoveryCode.objects.filter(staff=staff, digest=secrets.digest("recovery", typed), used_at=None)
    used = bool(kept.update(used_at=timezone.now()))
    if used:
        note("recovery_code_used", by=staff, staff=staff, unit=place_of(staff))
    return used


@transaction.atomic
def reset(staff: Staff, *, by: Staff | None) -> None:
    """Takes away every second factor of a person who lost theirs; their sessions end."""
    SecondFactor.objects.filter(staff=staff).delete()
    Passkey.objects.filter(staff=staff).delete()
    RecoveryCode.objects.filter(staff=staff).delete()
    end_sessions(staff)
    note("second_factor_reset", by=by, staff=staff, unit=place_of(staff))


def state_of(staff: Staff) -> dict[str, Any]:
    """For pages: the app, the passkeys, how many recovery codes are left, whether a second factor is demanded."""
    return {
        "has_app": has_app(staff),
        "passkeys": list(Passkey.objects.filter(staff=staff).order_by("made_at")),
        "codes_left": RecoveryCode.objects.filter(staff=staff, used_at=None).count(),
        "demanded": is_demanded(staff),
    }
