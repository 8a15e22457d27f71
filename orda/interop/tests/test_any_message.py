"""Whatever a machine sends in whatever field: it is answered or asked to send again, and the diary stays true."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.circulation.models import Loan
from orda.diary.proof import prove
from orda.interop.models import Device, DeviceAct
from orda.interop.sip2.answers import answer
from orda.interop.sip2.session import Session, SignOff
from orda.interop.sip2.wire import REQUESTS
from orda.interop.tests.conftest import AT, Say
from orda.interop.tests.test_loans_by_sip2 import checkin, checkout
from orda.readers.models import Reader
from orda.stock.models import Copy

FIELDS = (
    "AA",
    "AB",
    "AC",
    "AD",
    "AO",
    "AP",
    "BI",
    "BK",
    "BP",
    "BQ",
    "BS",
    "BV",
    "BW",
    "BY",
    "CG",
    "CN",
    "CO",
    "ZZ",
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Y", "N", "", "\0", "\x1b", "-1", "9" * 50, "NaN", "1e9", "\ud7ff", "²", "20240231", "b5"]
    ),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from(sorted(REQUESTS)),
    fixed=st.text("YN0123456789 +-*", max_size=20),
    sent=st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=8),
    known=st.booleans(),
)
def test_any_fields_are_answered(
    machine: Device,
    reader: Reader,
    copy: Copy,
    code: str,
    fixed: str,
    sent: list[tuple[str, str]],
    known: bool,
) -> None:
    head = "".join(AT if width == 18 else fixed.ljust(width)[:width] for _name, width in REQUESTS[code])
    own = [("AA", reader.card_number), ("AB", copy.barcode)] if known else []
    line = code + head + "".join(f"{name}{value}|" for name, value in [*own, *sent])
    session = Session(device=machine)
    try:
        reply = answer(line.encode("utf-8", "replace"), session)
    except SignOff:
        assert code == "93"
        return
    assert reply[:2].isdigit()
    assert b"\r" not in reply


STEPS = st.lists(
    st.tuples(st.sampled_from(["lend", "back", "renew", "unlend", "unback", "all"]), st.integers(0, 3)),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_a_machine_does_the_diary_equals_the_acts(
    say: Say, reader: Reader, copies: list[Copy], steps: list[tuple[str, int]]
) -> None:
    """A walk over four copies: lent, returned, renewed, undone, in any order."""
    for act, which in steps:
        copy = copies[which]
        line = {
            "lend": checkout(reader, copy),
            "back": checkin(copy),
            "renew": f"29NN{AT}{AT}AOb5|AA{reader.card_number}|AB{copy.barcode}|AC|",
            "unlend": checkout(reader, copy, more="BIY|"),
            "unback": checkin(copy, more="BIY|"),
            "all": f"65{AT}AOb5|AA{reader.card_number}|AC|",
        }[act]
        assert say(line)[2] in "01"
    found = prove()
    assert found.clean, found.named
    lent = DeviceAct.objects.filter(done="lent").values_list("act_id", flat=True)
    assert set(lent) == set(Loan.objects.values_list("pk", flat=True))


def test_a_checkout_costs_few_questions(
    say: Say, reader: Reader, copies: list[Copy], django_assert_max_num_queries
) -> None:
    say(checkout(reader, copies[0]))
    with django_assert_max_num_queries(17):  # one holds the copy on PostgreSQL
        assert say(checkout(reader, copies[1])).startswith("121")


@pytest.mark.parametrize("value", ["\0", "\x1b[2J", "a\0b"])
def test_control_signs_find_nothing(say: Say, reader: Reader, copy: Copy, value: str) -> None:
    for line in (
        checkout(reader, copy).replace(copy.barcode, value),
        checkout(reader, copy).replace(reader.card_number, value),
        checkin(copy, more="BIY|").replace(copy.barcode, value),
    ):
        assert say(line)[2] == "0"
