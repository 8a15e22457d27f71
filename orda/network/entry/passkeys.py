"""Passkeys and security keys by WebAuthn; Yubico's fido2 does the proofs (docs/decisions/0037-second-factor.md)."""

import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from orda.network.deeds.services import note
from orda.network.entry import second_factor
from orda.network.entry.keys import place_of
from orda.network.entry.refusals import NoPasskeysHere, PasskeyRefused, ShutForAWhile
from orda.network.models import Passkey, Staff

LONGEST_NAME = 60
# The password came first: what the key itself asks for (a touch, a finger) is its own affair.
_ASKS = UserVerificationRequirement.DISCOURAGED


def possible_at(request: HttpRequest) -> bool:
    """A passkey belongs to a name, not to a number, and browsers give none to plain HTTP but for this very machine."""
    host = _host(request)
    with suppress(ValueError):
        ipaddress.ip_address(host.strip("[]"))
        return False
    return request.is_secure() or host == "localhost" or host.endswith(".localhost")


def begin_adding(request: HttpRequest, staff: Staff) -> tuple[dict[str, Any], Any]:
    """What the browser is asked, and what must be kept until it answers. Raises NoPasskeysHere."""
    user = PublicKeyCredentialUserEntity(
        id=str(staff.pk).encode(), name=staff.username, display_name=str(staff)
    )
    options, state = _server(request).register_begin(user, _credentials(staff), user_verification=_ASKS)
    return dict(options), state


def add(request: HttpRequest, staff: Staff, state: Any, answer: Mapping[str, Any], name: str) -> list[str]:
    """Keeps the new passkey; returns recovery codes where there are none yet. Raises PasskeyRefused."""
    try:
        made = _server(request).register_complete(state, answer)
    except Exception as error:  # whatever the library says of what a stranger may send, it is no passkey
        raise PasskeyRefused from error
    credential = made.credential_data
    if credential is None:
        raise PasskeyRefused
    try:
        with transaction.atomic():
            Passkey.objects.create(
                staff=staff,
                name=name.strip()[:LONGEST_NAME] or "passkey",
                credential=websafe_encode(credential.credential_id),
                data=websafe_encode(credential),
                uses=made.counter,
                made_at=timezone.now(),
            )
            note(
                "passkey_added",
                by=staff,
                staff=staff,
                unit=place_of(staff),
                changes=[("name", None, name[:60])],
            )
            return second_factor.first_recovery_codes(staff)
    except IntegrityError:
        raise PasskeyRefused from None


def begin_proving(request: HttpRequest, staff: Staff) -> tuple[dict[str, Any], Any]:
    options, state = _server(request).authenticate_begin(_credentials(staff), user_verification=_ASKS)
    return dict(options), state


def prove(request: HttpRequest, staff: Staff, state: Any, answer: Mapping[str, Any]) -> None:
    """Raises PasskeyRefused, and ShutForAWhile after five. A counter that goes back tells of a copied key."""
    with transaction.atomic():
        row = second_factor.lock(staff)
        right = _is_proved(request, staff, state, answer)
        second_factor.count_try(row, right=right)
    if not right:
        raise ShutForAWhile if second_factor.is_shut(row) else PasskeyRefused


def _is_proved(request: HttpRequest, staff: Staff, state: Any, answer: Mapping[str, Any]) -> bool:
    try:
        used = _server(request).authenticate_complete(state, _credentials(staff), answer)
        uses = _uses_of(answer)
    except Exception:  # as above; nothing of ours is asked inside
        return False
    passkey = Passkey.objects.get(staff=staff, credential=websafe_encode(used.credential_id))
    if uses <= passkey.uses and (uses or passkey.uses):
        return False
    passkey.uses, passkey.used_at = uses, timezone.now()
    passkey.save(update_fields=["uses", "used_at"])
    return True


def _uses_of(answer: Mapping[str, Any]) -> int:
    return int(AuthenticatorData(websafe_decode(answer["response"]["authenticatorData"])).counter)


def _credentials(staff: Staff) -> list[AttestedCredentialData]:
    kept = Passkey.objects.filter(staff=staff).values_list("data", flat=True)
    return [AttestedCredentialData(websafe_decode(data)) for data in kept]


def _server(request: HttpRequest) -> Fido2Server:
    if not possible_at(request):
        raise NoPasskeysHere
    here = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(name="Orda", id=_host(request))
    return Fido2Server(party, verify_origin=lambda origin: origin == here)


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host if host.endswith("]") else host.rpartition(":")[0] or host
