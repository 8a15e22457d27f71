"""How a typed text is read: signs, fields, initials, numbers; and that reading it is bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.search.asked import (
    DEEPEST_NESTING,
    MOST_WORDS,
    AllOf,
    AnyOf,
    Number,
    Part,
    Phrase,
    Word,
    Years,
    asked,
)


def shown(part: Part) -> str:
    """The question in signs: a field before a colon, ? what is idle, ^ an initial, | any of, ! without."""
    if isinstance(part, Word):
        field = f"{part.field}:" if part.field else ""
        return f"{field}{part.text}{'?' if part.idle else ''}{'^' if part.initial else ''}"
    if isinstance(part, Phrase):
        return f"{part.field + ':' if part.field else ''}<{' '.join(part.words)}>"
    if isinstance(part, Number):
        return f"#{part.forms[0]}"
    if isinstance(part, Years):
        return f"{part.first}..{part.last}"
    if isinstance(part, AnyOf):
        return "(" + "|".join(shown(one) for one in part.parts) + ")"
    inner = [shown(one) for one in part.parts] + [f"!{shown(one)}" for one in part.without]
    return "[" + " ".join(inner) + "]"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("абай жолы", "[абай жолы]"),
        ('"Абай жолы" Әуезов', "[<абай жолы> әуезов]"),
        ("«Абай жолы", "[<абай жолы>]"),
        ("кітап НЕМЕСЕ журнал балалар", "[(кітап|журнал) балалар]"),
        ("Пушкин ИЛИ Лермонтов или", "[(пушкин|лермонтов) или?]"),
        ("a OR b OR c", "[(a^|b^|c^)]"),
        ("война НЕ мир", "[война !мир]"),
        ("война -мир", "[война !мир]"),
        ("тарих ЕМЕС соғыс", "[тарих !соғыс]"),
        ("тарих соғыс ЕМЕС", "[тарих !соғыс]"),
        ("war AND peace NOT film", "[war peace !film]"),
        ("Қар ЖӘНЕ мұз", "[қар мұз]"),
        ("ақ-қара", "[ақ қара]"),
        ("ВОЙНА И МИР", "[война и?^ мир]"),
        ("ПРЕСТУПЛЕНИЕ НЕ ШУТКА", "[преступление не? шутка]"),
        ("АБАЙ OR ҚОЖА", "[(абай|қожа)]"),
        ("(Абай OR Шәкәрім) өлең", "[[(абай|шәкәрім)] өлең]"),
        ("сказки -(Пушкин OR Гримм)", "[сказки ![(пушкин|гримм)]]"),
        ("автор:Әуезов Абай", "[author:әуезов абай]"),
        ("автор: Мұхтар Әуезов атауы: Абай", "[author:мұхтар author:әуезов title:абай]"),
        ("автор:М. Әуезов Абай", "[author:м^ author:әуезов абай]"),
        ('название:"белый пароход" год:1970', "[title:<белый пароход> 1970..1970]"),
        ("жыл:1941-1945", "[1941..1945]"),
        ("жылы: 2000-", "[2000..None]"),
        ("год:-1917", "[None..1917]"),
        ("Жол: роман", "[жол роман]"),
        ("год: роман", "[год роман]"),
        ("978-5-389-06256-6", "[#9785389062566]"),
        ("ISBN 5-02-013850-9", "[isbn #9785020138506]"),
        ("isbn: 5020138509", "[#9785020138506]"),
        ("1941 1945 12", "[1941 1945 12]"),
        ("А. С. Пушкин", "[а?^ с?^ пушкин]"),
        ("А.С.Пушкин", "[а?^ с?^ пушкин]"),
        ("я", "[я^]"),
        ("книги про войну", "[книги? про? войну]"),
        ("балаларға арналған кітаптар", "[балаларға арналған? кітаптар?]"),
        ("қызыл кітап", "[қызыл кітап]"),
        ("кітап туралы кітап", "[кітап туралы кітап]"),
        ("AND OR NOT", "[and? or? not]"),
        ('"" () - :', "[]"),
    ],
)
def test_a_text_is_read(typed: str, read: str) -> None:
    assert shown(asked(typed)) == read


def size(part: Part) -> int:
    if isinstance(part, Phrase):
        return len(part.words)
    if isinstance(part, AnyOf | AllOf):
        inner = (*part.parts, *(part.without if isinstance(part, AllOf) else ()))
        return sum(size(one) for one in inner)
    return 1


def depth(part: Part) -> int:
    if isinstance(part, AnyOf | AllOf):
        inner = (*part.parts, *(part.without if isinstance(part, AllOf) else ()))
        return 1 + max((depth(one) for one in inner), default=0)
    return 0


@given(
    st.lists(st.sampled_from([*'()"-: «»', "абай", "OR", "НЕ", "автор:", "год:", "1999", "а."])).map("".join)
)
def test_what_is_read_of_any_text_is_bounded(text: str) -> None:
    found = asked(text)
    assert size(found) <= MOST_WORDS
    assert depth(found) <= 2 * (DEEPEST_NESTING + 1)


@pytest.mark.parametrize("sign", ["(", ")", '"', "-", "автор:", "год:", "OR ", "-(", "а.", "1-", "а OR ("])
def test_a_hostile_row_of_signs_is_read_at_once(sign: str) -> None:
    assert size(asked(sign * 300)) <= MOST_WORDS
