"""Acts are sealed at the desk so that only the server can read them: who finds the tablet finds nothing.

Each is enciphered for the installation's public key: ECDH on P-256 with a key made for that act alone, HKDF-SHA256,
AES-256-GCM. A browser does the same with WebCrypto (static/circulation/offline_store.js).
"""

import base64
import binascii
import hmac
import json
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

INFO = b"orda desk without a connection"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_POINT, _NONCE = 65, 12  # bytes


class NotSealed(ValueError):
    """What came can't be opened: not sealed for this installation, or changed on its way."""


def public_key() -> str:
    """The installation's public key: an uncompressed point of P-256, in base64."""
    return base64.b64encode(_point(_private_key(settings.SECRET_KEY).public_key())).decode()


def seal(what: dict[str, Any]) -> str:
    """As a desk does it."""
    own = ec.generate_private_key(ec.SECP256R1())
    theirs = _private_key(settings.SECRET_KEY).public_key()
    nonce = secrets.token_bytes(_NONCE)
    enciphered = AESGCM(_shared(own, theirs)).encrypt(nonce, json.dumps(what).encode(), None)
    return base64.b64encode(_point(own.public_key()) + nonce + enciphered).decode()


def opened(sealed: str) -> dict[str, Any]:
    """What was sealed at a desk. Raises NotSealed."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:_POINT])
    except (binascii.Error, ValueError) as error:
        raise NotSealed from error
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            key = _shared(_private_key(secret), point)
            plain = AESGCM(key).decrypt(raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :], None)
            found = json.loads(plain)
        except (InvalidTag, ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise NotSealed


@lru_cache(maxsize=4)
def _private_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Made from the installation's secret, so that every machine of it has the same and none has to be kept."""
    number = int.from_bytes(hmac.digest(secret.encode(), INFO, "sha512"))
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def _shared(own: ec.EllipticCurvePrivateKey, theirs: ec.EllipticCurvePublicKey) -> bytes:
    agreed = own.exchange(ec.ECDH(), theirs)
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"", info=INFO).derive(agreed)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
