"""What is drawn at random, kept as a keyed hash or enciphered: codes of slips, recovery codes, secrets of apps."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

# None that is taken for another when it is read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUP = 4


def draw(letters: int) -> str:
    """A code of so many letters, in groups: 12 letters are 59 bits, no guessing finds one that waits."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(letters))
    return "-".join(drawn[at : at + GROUP] for at in range(0, letters, GROUP))


def as_typed(code: str) -> str:
    """The code without what people add or leave out: spaces, hyphens, capitals."""
    return "".join(sign for sign in code.lower() if sign in LETTERS)


def digest(purpose: str, code: str) -> str:
    return hmac.new(_key(purpose), as_typed(code).encode(), hashlib.sha256).hexdigest()


def seal(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; "" where it was sealed with another key."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("second-factor")))


def _key(purpose: str) -> bytes:
    secret: str = settings.SECRET_KEY
    return hmac.new(secret.encode(), f"orda.network.{purpose}".encode(), hashlib.sha256).digest()
