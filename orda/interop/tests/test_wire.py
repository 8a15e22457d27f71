"""The protocol's bytes. Whatever comes is a message or Garbled; whatever goes out can be read again."""

import contextlib

import pysip2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.interop.sip2.wire import LONGEST_VALUE, REQUESTS, Garbled, Reply, checksum, compose, parse

AT = "20240916    120000"


def test_a_checkout_is_taken_apart() -> None:
    found = parse(f"11YN{AT}{AT}AOb5|AAR000000001|ABC0000001|AC|".encode(), "utf-8")
    assert found.code == "11"
    assert found.fixed == {"renewal_policy": "Y", "no_block": "N", "at": AT, "due": AT}
    assert (found.get("AA"), found.get("AB"), found.get("AC"), found.get("AD")) == (
        "R000000001",
        "C0000001",
        "",
        "",
    )
    assert found.sequence == ""


def test_the_standards_own_example_of_a_checksum() -> None:
    line = b"09N20160419    12200820160419    122008APReading Room 1|AO830|AB830$28170815|AC|AY2AZEB80"
    assert parse(line, "ascii").sequence == "2"
    with pytest.raises(Garbled, match="checksum"):
        parse(line.replace(b"830$", b"831$"), "ascii")


def test_a_checksum_without_leading_noughts_is_understood() -> None:
    head = b"23001" + AT.encode() + b"AO|AA"
    lines = (head + b"z" * length + b"|AY1AZ" for length in range(2000))
    body = next(line for line in lines if checksum(line).startswith("0"))
    assert parse(body + checksum(body).lstrip("0").encode(), "ascii").sequence == "1"


@pytest.mark.parametrize(
    "line", [b"", b"1", b"00", b"12", b"11YN", b"23001", b"\xff\xfe", b"11YN" + b"2" * 35]
)
def test_what_is_no_message_is_garbled(line: bytes) -> None:
    with pytest.raises(Garbled):
        parse(line, "utf-8")


def test_a_date_left_out_is_no_loss() -> None:
    found = parse(b"65AO|AAR000000001|BON|", "ascii")
    assert (found.fixed, found.get("AA")) == ({"at": ""}, "R000000001")


def test_of_a_field_that_came_twice_the_first_is_kept() -> None:
    assert parse(f"17{AT}ABone|ABtwo|".encode(), "utf-8").get("AB") == "one"


@given(st.binary(max_size=600), st.sampled_from(["utf-8", "cp1251", "kz1048"]))
def test_any_bytes_are_a_message_or_garbled(line: bytes, encoding: str) -> None:
    with contextlib.suppress(Garbled):
        assert parse(line, encoding).code in REQUESTS


@given(st.sampled_from(sorted(REQUESTS)), st.binary(max_size=300))
def test_any_bytes_behind_a_code_are_a_message_or_garbled(code: str, rest: bytes) -> None:
    with contextlib.suppress(Garbled):
        assert parse(code.encode() + rest, "utf-8").code == code


@given(
    st.lists(st.tuples(st.sampled_from(["AF", "AJ", "AU"]), st.text(max_size=400)), max_size=5),
    st.sampled_from(["utf-8", "cp1251", "kz1048"]),
    st.sampled_from(["", "0", "7"]),
)
def test_whatever_is_said_is_one_line_that_its_checksum_fits(
    fields: list[tuple[str, str]], encoding: str, sequence: str
) -> None:
    line = compose(Reply("16", "00" + AT, fields), encoding, sequence)
    assert not {b"\r", b"\n", b"\0"} & {line[n : n + 1] for n in range(len(line))}
    if sequence:
        assert pysip2.verify_checksum(line)
        line = line[:-9]
    values = line[22:].split(b"|")[:-1]
    assert len(values) == len(fields)
    for value in values:
        assert len(value) - 2 <= LONGEST_VALUE
        value.decode(encoding)


def test_kazakh_in_the_letters_of_a_machine() -> None:
    reply = Reply("24", "", [("AF", "Қош келдіңіз, Әсел! ұ ү һ ө ғ")])
    assert compose(reply, "utf-8").decode() == "24AFҚош келдіңіз, Әсел! ұ ү һ ө ғ|"
    assert compose(reply, "kz1048").decode("kz1048") == "24AFҚош келдіңіз, Әсел! ұ ү һ ө ғ|"
    assert compose(reply, "cp1251").decode("cp1251") == "24AFКош келдініз, Асел! у у х о г|"
