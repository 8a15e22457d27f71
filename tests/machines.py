"""The SIP2 server as a user starts it, and self-check machines that we did not write.

Two clients of other hands: the package `Sip2` (a client) and the strict codec of `pysip2` over a plain socket, which
refuses a reply with a field that is missing, too long or twice.
"""

import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pysip2
from Sip2.sip2 import Sip2

from tests.desks import ROOT

ORDA = Path(sys.executable).with_name("orda")
SECONDS = 60
AT = "20240916    120000"
Answer = TypeVar("Answer", bound=pysip2.SIPResponse)


@contextmanager
def sip2_server(environment: dict[str, str], *options: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """`orda sip2` on a free port until the block ends: the port and the process."""
    server = subprocess.Popen(
        [ORDA, "sip2", "--port", "0", *options],
        **{
            "env": environment,
            "cwd": ROOT,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
        },
    )
    try:
        assert server.stdout is not None
        assert server.stderr is not None
        said = server.stdout.readline()
        assert said.startswith("SIP2: "), server.stderr.read()
        yield int(said.split()[1].rpartition(":")[2]), server
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)


def a_sip2_client(port: int, device: dict[str, str], card: str = "") -> Sip2:
    """The package Sip2's client, connected and signed in."""
    client = Sip2()
    client.log = logging.getLogger("sip2-client")  # else it opens a file of its own
    client.log.setLevel(logging.CRITICAL)
    client.hostName, client.hostPort, client.tlsEnable = "127.0.0.1", port, False
    client.socketTimeout, client.institutionId, client.patron = SECONDS, "", card
    client.connect()
    asked = client.sip_login_request(device["login"], device["secret"])
    assert client.sip_login_response(client.get_response(asked))["fixed"]["Ok"] == "1"
    return client


class Machine:
    """A machine that speaks by pysip2: each message with number and checksum, each reply read strictly."""

    def __init__(self, port: int, device: dict[str, str] | None = None, encoding: str = "utf-8") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._encoding, self._number, self._kept = encoding, 0, b""
        if device is not None:
            asked = pysip2.LoginRequest(
                uid_algorithm="0",
                pwd_algorithm="0",
                login_user_id=device["login"],
                login_password=device["secret"],
            )
            assert self.ask(asked, pysip2.LoginResponse).ok == "1"

    def ask(self, message: pysip2.SIPRequest, kind: type[Answer]) -> Answer:
        self._number = (self._number + 1) % 10
        self.send(
            pysip2.encode_message(
                message, sequence_number=self._number, checksum=True, encoding=self._encoding
            )
        )
        decoded = pysip2.decode_as(self.line(), kind, encoding=self._encoding)
        assert decoded.sequence_number == self._number
        return decoded.message

    def send(self, raw: bytes) -> None:
        self._socket.sendall(raw)

    def line(self) -> bytes:
        """The next line with its CR; b"" when the server has hung up."""
        while b"\r" not in self._kept:
            try:
                more = self._socket.recv(4096)
            except ConnectionResetError:
                more = b""
            if not more:
                return b""
            self._kept += more
        line, _end, self._kept = self._kept.partition(b"\r")
        return line + b"\r"

    def lend(self, card: str, barcode: str) -> pysip2.CheckoutResponse:
        return self.ask(checkout(card, barcode), pysip2.CheckoutResponse)

    def give_back(self, barcode: str) -> pysip2.CheckinResponse:
        asked: dict[str, Any] = {"no_block": "N", "transaction_date": AT, "return_date": AT}
        asked |= {"current_location": "", "institution_id": "", "item_identifier": barcode}
        return self.ask(pysip2.CheckinRequest(**asked, terminal_password=""), pysip2.CheckinResponse)

    def close(self) -> None:
        self._socket.close()

    def __del__(self) -> None:
        self.close()


def checkout(card: str, barcode: str) -> pysip2.CheckoutRequest:
    asked: dict[str, Any] = {"sc_renewal_policy": "N", "no_block": "N", "transaction_date": AT}
    asked |= {"nb_due_date": AT, "institution_id": "", "patron_identifier": card}
    return pysip2.CheckoutRequest(**asked, item_identifier=barcode, terminal_password="")
