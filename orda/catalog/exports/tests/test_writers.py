"""What other programs and lists of literature are given."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.catalog.description import Description
from orda.catalog.exports.gost import described
from orda.catalog.exports.writers import FORMS

BOOK = Description(
    title="Абай жолы", subtitle="роман-эпопея", responsibility="М. О. Әуезов", author="Әуезов, М. О.", year=2019,
    place="Алматы", publisher="Жазушы", extent="400 б.", series=("Әлем әдебиеті",), isbns=("9786012003406",),
    language="kaz", edition="2-бас.", subjects=("Қазақ әдебиеті — Роман",),
)  # fmt: skip
ARTICLE = Description(
    title="Түлкі мен қоян",
    author="Сейтов, А.",
    kind="article",
    year=2024,
    host="Балдырған",
    host_part="№ 3. Б. 5-7",
)


def test_a_book_is_described_area_by_area():
    assert described(BOOK) == (
        "Әуезов, М. О. Абай жолы : роман-эпопея / М. О. Әуезов. – 2-бас. – Алматы : Жазушы, 2019. – 400 б. – "
        "(Әлем әдебиеті). – ISBN 9786012003406."
    )


def test_an_article_stands_in_what_it_was_printed_in():
    assert described(ARTICLE) == "Сейтов, А. Түлкі мен қоян // Балдырған. – 2024. – № 3. Б. 5-7."


def test_a_list_stands_by_the_alphabet_of_its_headings():
    lines = FORMS["list"].write([(2, ARTICLE), (1, BOOK)]).decode().splitlines()
    assert [line[:8] for line in lines] == ["1. Сейто", "2. Әуезо"]


def test_ris_says_pages_and_ends_each_record():
    told = FORMS["ris"].write([(7, ARTICLE), (1, BOOK)]).decode().split("\r\n")
    assert told[:5] == [
        "TY  - JOUR",
        "ID  - 7",
        "AU  - Сейтов, А.",
        "TI  - Түлкі мен қоян",
        "T2  - Балдырған",
    ]
    assert {"SP  - 5", "EP  - 7", "SN  - 9786012003406", "KW  - Қазақ әдебиеті — Роман"} <= set(told)
    assert told.count("ER  - ") == 2


def test_bibtex_holds_signs_that_mean_something_to_tex():
    said = Description(title="100 % & {жауап} _а_ $", author="А")
    told = FORMS["bibtex"].write([(3, said)]).decode()
    assert told.startswith("@book{orda3,\n")
    assert r"title = {100 \% \& \{жауап\} \_а\_ \$}" in told


def test_a_table_has_a_row_a_record_and_no_formula():
    said = Description(title="=1+1", author="@x")
    rows = list(csv.reader(io.StringIO(FORMS["table"].write([(1, said), (2, BOOK)]).decode("utf-8-sig"))))
    assert len(rows) == 3
    assert not rows[1][2].startswith("=")
    assert rows[2][1:3] == ["Әуезов, М. О.", "Абай жолы"]


words = st.text(max_size=30)


@pytest.mark.parametrize("form", FORMS)
@given(st.builds(Description, title=words, author=words, publisher=words, host=words, host_part=words,
                 kind=st.sampled_from(["book", "article", "serial", "electronic", "audiovisual"])))  # fmt: skip
def test_whatever_a_record_says_stays_in_its_own_record(form, said):
    told = FORMS[form].write([(1, said), (2, BOOK)]).decode("utf-8-sig")
    begins = {"list": r"^\d\. ", "table": "", "ris": r"^TY  - ", "bibtex": r"^@\w+\{orda"}[form]
    if begins:
        assert len(re.findall(begins, told.replace("\r\n", "\n"), re.MULTILINE)) >= 2
