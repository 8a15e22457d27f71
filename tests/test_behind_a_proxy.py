"""The proxy of the documents, as it stands there: nginx in front of a served house."""

import datetime
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.desks import ROOT
from tests.served import environment_of, serve

pytestmark = pytest.mark.any_database

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.parallel,
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine"),
]
NAME = "kitap.example.kz"


@dataclass(frozen=True)
class Proxy:
    plain: int
    secure: int

    def opened(self) -> socket.socket:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.secure), timeout=30)
        return context.wrap_socket(plain, server_hostname=NAME)

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=30, context=context)
        return _answer(connection, path, {"Host": NAME, **headers})


def _answer(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> http.client.HTTPResponse:
    """The answer, read to its end, and nothing left open."""
    with closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer


def _free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    (folder / "orda.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "orda.key").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))


@pytest.fixture(scope="module")
def proxy(new_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    environment = environment_of(new_database, folder)
    environment |= {"ORDA_HTTPS": "1", "ORDA_BEHIND_PROXY": "1", "ORDA_HOSTS": f"{NAME},127.0.0.1"}
    with serve(environment, folder, "--workers", "1", pulse={"X-Forwarded-Proto": "https"}) as house:
        plain, secure = _free_ports(2)
        _certificate(folder)
        told = (ROOT / "docs" / "nginx.conf").read_text()
        for old, new in (
            ("127.0.0.1:8000", house.address.removeprefix("http://")),
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
            ("/etc/ssl/orda.pem", str(folder / "orda.pem")),
            ("/etc/ssl/private/orda.key", str(folder / "orda.key")),
        ):
            assert old in told
            told = told.replace(old, new)
        around = (
            f"daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;\n"
            f"{'user root;' if os.geteuid() == 0 else ''} events {{}}\nhttp {{ access_log off;\n"
            + "".join(
                f"{kind}_temp_path {folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
        )
        (folder / "nginx.conf").write_text(f"{around}{told}}}\n")
        server = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
        try:
            _wait_for(secure, server)
            yield Proxy(plain, secure)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 30
    while True:
        assert server.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)


def test_a_page_comes_by_https_with_its_cookies_safe(proxy):
    answer = proxy.get("/sign-in/")
    assert answer.status == 200
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


def test_plain_http_is_sent_to_https(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    answer = _answer(connection, "/catalogue/", {"Host": NAME})
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/catalogue/")


def test_another_sites_name_is_not_answered(proxy):
    assert proxy.get("/", Host="evil.example").status == 400


def test_half_a_body_never_reaches_the_house(proxy):
    with proxy.opened() as guest:
        guest.sendall(f"POST /sign-in/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 100000\r\n\r\nab".encode())
        assert proxy.get("/sign-in/").status == 200
        assert guest.recv(100)[:12] in (b"", b"HTTP/1.1 408")  # after ten seconds


def test_too_much_is_refused(proxy):
    with proxy.opened() as guest:
        guest.sendall(
            f"POST /sign-in/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 2000000000\r\n\r\n".encode()
        )
        assert guest.recv(100)[:12] == b"HTTP/1.1 413"
