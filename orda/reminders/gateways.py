"""How a message leaves the house: by e-mail through Django's mail, by SMS through a gateway's HTTP address.

A gateway says one of four things of a message: nothing (it was taken), NotNow, Refused or Doubtful. Doubtful is
what may have arrived, as when the line breaks in the middle: such a message is never sent again by itself.
"""

import http.client
import json
import re
import smtplib
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from orda.network import clock
from orda.reminders.messages.models import Message

SECONDS = 30
LONGEST_ERROR = 300


class NotTaken(Exception):
    """Why a message was not taken, in the gateway's words."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())[:LONGEST_ERROR]


class NotNow(NotTaken):
    """It may be taken later."""


class Refused(NotTaken):
    """It will never be taken: no such address."""


class Doubtful(NotTaken):
    """The line broke in the middle: it may have arrived."""


class Unreachable(NotTaken):
    """The gateway itself doesn't answer; nothing was handed over, others needn't be tried now."""


class Gateway(Protocol):
    def send(self, message: Message) -> None:
        """Hands one message over. Raises NotNow, Refused, Doubtful or Unreachable."""

    def close(self) -> None:
        """Hangs up."""


def gateways() -> dict[str, Gateway]:
    """Medium -> gateway, as the settings say. A demo writes into files: its families are invented."""
    if settings.DEMO_YEAR is not None:
        return file_gateways(Path(settings.DATA_DIR) / "messages")
    found: dict[str, Gateway] = {"email": EmailGateway()}
    if settings.SMS_URL:
        found["sms"] = SmsGateway(settings.SMS_URL)
    elif settings.SMS_FILE:
        found["sms"] = SmsFile(Path(settings.SMS_FILE))
    return found


def file_gateways(folder: Path) -> dict[str, Gateway]:
    """Gateways that write into a folder and send to nobody."""
    return {
        "email": EmailGateway("django.core.mail.backends.filebased.EmailBackend", folder),
        "sms": SmsFile(folder / "sms.jsonl"),
    }


class EmailGateway:
    """Django's mail: one connection for all the messages of a run."""

    def __init__(self, backend: str | None = None, folder: Path | None = None) -> None:
        self._connection = get_connection(backend, file_path=folder) if folder else get_connection(backend)
        self._open = False

    def send(self, message: Message) -> None:
        if not self._open:
            try:
                self._connection.open()
            except (OSError, smtplib.SMTPException) as error:
                raise Unreachable(error) from None
            self._open = True
        letter = EmailMessage(
            message.subject,
            message.text,
            to=[message.address],
            connection=self._connection,
            headers={
                "Message-ID": f"<{message.key.replace(':', '.')}@orda.invalid>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            letter.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = max((answer[0] for answer in error.recipients.values()), default=0)
            raise (Refused if code >= 500 else NotNow)(error) from None
        except smtplib.SMTPServerDisconnected as error:
            self._open = False
            raise Doubtful(error) from None
        except smtplib.SMTPResponseException as error:
            raise (Refused if error.smtp_code >= 500 else NotNow)(error) from None
        except ValueError as error:  # an address that no header takes
            raise Refused(error) from None
        except OSError as error:
            self._open = False
            raise Doubtful(error) from None

    def close(self) -> None:
        if self._open:
            self._connection.close()
            self._open = False


class SmsGateway:
    """POSTs a message to a gateway's address: as JSON, or as a form with the names that ORDA_SMS_FORM gives.

    ORDA_SMS_FORM: "phones={to}&mes={text}&id={id}&login=…" as the gateway's manual says; ORDA_SMS_OK: what its
    answer must hold (a regular expression), for gateways that answer 200 and say their error in words.
    """

    def __init__(self, url: str) -> None:
        if not re.match(r"https?://", url):
            raise ValueError(f"ORDA_SMS_URL '{url}' is no http(s) address")
        self._url = url

    def send(self, message: Message) -> None:
        request = urllib.request.Request(self._url, *self._body(message), method="POST")
        if settings.SMS_TOKEN:
            request.add_header("Authorization", f"Bearer {settings.SMS_TOKEN}")
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                said = answer.read(10_000).decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            later = error.code >= 500 or error.code in (408, 425, 429)
            raise (NotNow if later else Refused)(f"{error.code} {error.reason}") from None
        except urllib.error.URLError as error:  # no connection: nothing was handed over
            if isinstance(error.reason, TimeoutError):
                raise Doubtful(error.reason) from None
            raise Unreachable(error.reason) from None
        except (OSError, http.client.HTTPException) as error:
            raise Doubtful(error) from None
        if settings.SMS_OK and not re.search(settings.SMS_OK, said):
            raise Refused(said)

    def close(self) -> None:
        pass

    @staticmethod
    def _body(message: Message) -> tuple[bytes, dict[str, str]]:
        said = {"to": message.address, "text": message.text, "from": settings.SMS_FROM, "id": message.key}
        if not settings.SMS_FORM:
            return json.dumps(said).encode(), {"Content-Type": "application/json"}
        pairs = [part.partition("=")[::2] for part in settings.SMS_FORM.split("&")]
        filled = urlencode([(name, _filled(value, said)) for name, value in pairs])
        return filled.encode(), {"Content-Type": "application/x-www-form-urlencoded"}


def _filled(value: str, said: dict[str, str]) -> str:
    return re.sub(r"\{(to|text|from|id)\}", lambda found: said[found[1]], value)


class SmsFile:
    """Writes SMS into a file, a line each: for trying."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Message) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = {"at": f"{clock.now():%Y-%m-%d %H:%M}", "to": message.address, "text": message.text}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        pass
