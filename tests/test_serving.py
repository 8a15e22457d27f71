"""The house as it is served: guests who send half a body, too much or nothing, and workers that are killed."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.desks import ROOT
from tests.served import ORDA, House, environment_of, serve

pytestmark = pytest.mark.parallel


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def served(new_database: str, folder: Path) -> Iterator[House]:
    with serve(environment_of(new_database, folder), folder, "--workers", "2", "--threads", "2") as house:
        yield house


def _port(house: House) -> int:
    return int(house.address.rpartition(":")[2])


def _send(house: House, head: str, body: bytes = b"") -> socket.socket:
    sent = socket.create_connection(("127.0.0.1", _port(house)), timeout=30)
    sent.sendall(f"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode() + body)
    return sent


def _get(house: House, path: str, seconds: float = 5) -> bytes:
    with urllib.request.urlopen(f"{house.address}{path}", timeout=seconds) as answer:
        return answer.read()


def _workers(house: House) -> dict[str, int]:
    """Name -> process id of what the server has started."""
    said = subprocess.run(["ps", "-o", "pid=", "--ppid", str(house.process)], capture_output=True, text=True)
    return {str(number): int(pid) for number, pid in enumerate(said.stdout.split())}


def _until_served(house: House) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            _get(house, "/healthz")
            return
        except OSError:
            assert time.monotonic() < until, "the server did not come back"
            time.sleep(0.1)


def test_half_sent_bodies_hold_no_thread(served):
    """Forty guests against four threads."""
    with ExitStack() as guests:
        for _ in range(40):
            guests.enter_context(_send(served, "Content-Length: 100000", b"ab"))
        started = time.monotonic()
        assert b"id_username" in _get(served, "/sign-in/")
        assert time.monotonic() - started < 3


@pytest.mark.any_database
def test_a_body_that_does_not_come_is_answered_and_hung_up_on(served):
    with _send(served, "Content-Length: 100000", b"ab") as guest:
        assert guest.recv(100).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("head", ["Content-Length: 2000000000", "Content-Length: " + "9" * 19])
def test_more_than_a_form_may_hold_is_refused_before_it_comes(served, head):
    with _send(served, head, b"ab") as guest:
        assert guest.recv(100).startswith(b"HTTP/1.1 413 ")


def test_more_than_a_form_may_hold_is_refused_while_it_comes(served):
    """Without a length said before: the thirteenth million is not taken any more."""
    with _send(served, "Transfer-Encoding: chunked") as guest:
        million, sent = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n", 0
        try:
            while sent < 60:
                guest.sendall(million)
                sent += 1
        except OSError:
            pass
        assert sent < 60


def test_a_whole_body_is_answered_however_it_is_sent(served):
    for head, body in (
        ("Content-Length: 6", b"next=x"),
        ("Transfer-Encoding: chunked", b"6\r\nnext=x\r\n0\r\n\r\n"),
    ):
        form = "Content-Type: application/x-www-form-urlencoded"
        with _send(served, f"{form}\r\n{head}", body) as guest:
            assert guest.recv(100).startswith(
                b"HTTP/1.1 403 "
            )  # no token against forged forms: Django has read it


@pytest.mark.any_database
def test_a_head_that_does_not_end_is_hung_up_on(served):
    with socket.create_connection(("127.0.0.1", _port(served)), timeout=30) as guest:
        guest.sendall(b"GET / HTTP/1.1\r\nHo")
        assert guest.recv(100) == b""


def test_killed_workers_come_back_and_it_is_said_why(served, folder):
    for _round in range(2):  # the second time within seconds of the first
        before = set(_workers(served).values())
        assert len(before) == 2
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        _until_served(served)
    until = time.monotonic() + 30
    while len(set(_workers(served).values()) - before) < 2:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "(signal 9, SIGKILL); it is started again" in (folder / "server.log").read_text()
    said = _get(served, "/healthz").decode()
    assert said.startswith("not well\n")
    assert "came back in the last hour" in said
    assert "signal 9, SIGKILL" in said


def test_a_second_server_on_the_same_folder_is_refused_in_words(served):
    _is_refused(["serve", "--port", "1"], served.environment, "is being served already: process ")


def test_a_server_on_a_port_that_is_taken_is_refused_in_words(served, tmp_path, new_database):
    elsewhere = {**served.environment, "ORDA_DATA_DIR": str(tmp_path)}
    _is_refused(["serve", "--port", str(_port(served))], elsewhere, "Address already in use")


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("words", [["serve", "--port", "8999"], ["migrate"], ["check"]])
def test_who_may_not_write_the_data_folder_is_told_so(served, folder, words):
    folder.chmod(0o755)
    done = subprocess.run(
        ["setpriv", "--reuid", "65534", "--clear-groups", ORDA, *words],
        **{"env": served.environment, "cwd": ROOT, "capture_output": True, "text": True},
    )
    if "Permission denied: '" in done.stderr and str(ORDA) in done.stderr:
        pytest.skip("the other user can't reach the program")
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "may not" in done.stderr


def _is_refused(words: list[str], environment: dict[str, str], why: str) -> None:
    done = subprocess.run(
        [ORDA, *words], **{"env": environment, "cwd": ROOT, "capture_output": True, "text": True}
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert why in done.stderr


def test_the_notes_of_what_came_back_are_json(folder):
    assert all(json.loads(path.read_text()) for path in folder.glob("came-back-*.json"))


def test_two_that_bring_a_new_database_up_to_date_at_once_both_end_well(tmp_path_factory, another_database):
    with another_database() as url:
        environment = environment_of(url, tmp_path_factory.mktemp("migrating"))
        both = [
            subprocess.Popen(
                [ORDA, "migrate", "-v", "0"],
                **{"env": environment, "cwd": ROOT, "stderr": subprocess.PIPE, "text": True},
            )
            for _ in range(2)
        ]
        assert [(one.communicate(timeout=300)[1], one.returncode) for one in both] == [("", 0), ("", 0)]
