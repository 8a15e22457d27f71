"""Definition files: the shipped ones are sound, and a faulty one says in which row it is wrong."""

import textwrap

import pytest
from django.conf import settings

from orda.reports.forms.checking import prove
from orda.reports.forms.definition import ByHand, Counted
from orda.reports.forms.faults import FormFault
from orda.reports.forms.known import SHIPPED, known_forms
from orda.reports.forms.reading import read

HEAD = """
code = "try"
version = "1"
first_year = 2020
title = { kk = "К", ru = "Р", en = "Try" }
basis = { kk = "К", ru = "Р", en = "Order" }
[units]
copies = { kk = "дана", ru = "экз.", en = "copies" }
visits = { kk = "келу", ru = "посещений", en = "visits" }
rate = { kk = "к", ru = "к", en = "ratio" }
[reasons]
elsewhere = { kk = "Б", ru = "В", en = "Elsewhere." }
[[sections]]
number = "1"
title = { kk = "К", ru = "Р", en = "Part" }
"""
COLUMNS = 'columns = [{ code = "all", kk = "б", ru = "в", en = "all" }]\n'

KINDS = """columns = [
  { code = "all", kk = "б", ru = "в", en = "all" },
  { code = "kk", kk = "қ", ru = "к", en = "Kazakh", of_which_of = "all", where = { language = "kk" } },
]
"""


def row(number: str, source: str, unit: str = "copies", more: str = "") -> str:
    return textwrap.dedent(f"""
        [[sections.rows]]
        number = "{number}"
        kk = "Ж{number}"
        ru = "С{number}"
        en = "Row {number}"
        unit = "{unit}"
        {source}
        {more}
        """)


@pytest.fixture
def form_of(tmp_path):
    """form_of(rows, columns, head) -> the form that such a file defines."""

    def make(rows: str, columns: str = COLUMNS, head: str = HEAD):
        path = tmp_path / "try-1.toml"
        path.write_text(head + columns + rows, encoding="utf-8")
        return prove(read(path))

    return make


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_definition_is_sound_and_named_after_its_form(path):
    form = prove(read(path))
    assert path.stem == f"{form.code}-{form.version}"
    assert any(isinstance(source, Counted) for source in form.cells.values())


def test_both_shipped_forms_say_that_they_are_provisional():
    known = known_forms()
    assert known.faults == ()
    assert known.codes == ("6-nk", "srdgob-1")
    for form in known.forms:
        assert form.provisional
        assert all(one.provisional for section in form.sections for one in section.rows)


def test_the_russian_form_has_its_seven_sections():
    form = known_forms().of_year("6-nk", 2024)
    assert [section.number for section in form.sections] == list("1234567")


def test_every_cell_that_is_not_counted_says_why():
    for form in known_forms().forms:
        for source in form.cells.values():
            if isinstance(source, ByHand):
                assert source.reason.kk
                assert source.reason.ru
                assert source.reason.en


def test_a_row_may_leave_columns_crossed_out_and_cells_to_others(form_of):
    more = 'cells = { kk = { manual = "elsewhere" } }'
    form = form_of(
        row("01", 'count = "loan"')
        + row("02", 'count = "loan"', more='only = ["all"]')
        + row("03", 'count = "loan"', more=more),
        KINDS,
    )
    told = {str(place): type(source).__name__ for place, source in form.cells.items()}
    assert told == {
        **{"1.01.all": "Counted", "1.01.kk": "Counted"},
        **{"1.02.all": "Counted", "1.02.kk": "Crossed"},
        **{"1.03.all": "Counted", "1.03.kk": "ByHand"},
    }


LOANS = row("01", 'count = "loan"')
FAULTY = {
    "an unknown measure": (row("03", 'count = "loans"'), "there is no measure “loans”"),
    "an unknown value": (
        row("03", 'count = "loan"\nwhere = { language = "kz" }'),
        "“language” has no value “kz”",
    ),
    "an unknown dimension": (
        row("03", 'count = "loan"\nwhere = { colour = "red" }'),
        "there is no dimension “colour”",
    ),
    "a measure not told apart so": (
        row("03", 'count = "visit"\nwhere = { language = "kk" }', "visits"),
        "“visit” is not told apart by “language”",
    ),
    "values of the library's own table": (
        row("03", 'count = "event_held"\nwhere = { form = "quiz" }', "copies"),
        "the library's own",
    ),
    "another unit": (row("03", 'count = "visit"'), "“visit” counts visits, the row copies"),
    "an unknown unit": (row("03", 'count = "loan"', "boxes"), "there is no unit “boxes”"),
    "a sum over units": (
        row("01", 'count = "loan"')
        + row("02", 'count = "visit"', "visits")
        + row("03", 'sum = ["01", "02"]'),
        "cell 1.02.all counts visits, the row copies",
    ),
    "an “of which” in a sum": (
        LOANS
        + row("02", 'count = "loan"\nwhere = { language = "kk" }', more='of_which_of = "01"')
        + row("03", 'sum = ["01", "02"]'),
        "cell 1.02.all is an “of which” and can't be added",
    ),
    "a circle": (
        row("02", 'sum = ["03"]') + row("03", 'difference = ["04", "02"]') + row("04", 'count = "loan"'),
        "the formula goes in a circle",
    ),
    "a cell of itself": (row("03", 'sum = ["03"]'), "the formula goes in a circle"),
    "a cell that is not there": (row("03", 'sum = ["07"]'), "there is no cell 1.07.all"),
    "no address": (row("03", 'sum = ["1.2.3.4"]'), "“1.2.3.4” is no address of a cell"),
    "an unknown parent": (row("03", 'count = "loan"', more='of_which_of = "09"'), "there is no row 09"),
    "an “of which” of itself": (row("03", 'count = "loan"', more='of_which_of = "03"'), "there is no row 03"),
    "a parent in another unit": (
        row("01", 'count = "visit"', "visits") + row("03", 'count = "loan"', more='of_which_of = "01"'),
        "cell 01 counts visits, the row copies",
    ),
    "two sources": (row("03", 'count = "loan"\nlevel = "stock"'), "it needs one source"),
    "no source": (row("03", ""), "it needs one source"),
    "an unknown level": (row("03", 'level = "shelf"'), "there is no level “shelf”"),
    "a level in the middle": (row("03", 'level = "stock"\nat = "noon"'), "“noon” is not one of: start, end"),
    "an unknown indicator": (row("03", 'indicator = "joy"'), "there is no counted indicator “joy”"),
    "an unknown reason": (row("03", 'manual = "because"'), "there is no reason “because”"),
    "a ratio of three": (LOANS + row("03", 'ratio = ["01", "01", "01"]', "rate"), "a ratio has two operands"),
    "a misspelled name": (row("03", 'count = "loan"\nwhen = "end"'), "nothing is known of “when”"),
    "a row without Kazakh": (
        row("03", 'count = "loan"').replace('kk = "Ж03"', ""),
        "“label” must be said in kk, ru and en",
    ),
    "the same number twice": (row("03", 'count = "loan"') * 2, "there are two rows with this number"),
    "a sign of two": (
        row("03", 'terms = [{ measure = "loan", sign = 2 }]'),
        "a term's sign is 1 or -1",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_names_the_file_the_row_and_itself(form_of, fault):
    rows, said = FAULTY[fault]
    with pytest.raises(FormFault) as refused:
        form_of(rows)
    told = str(refused.value)
    assert told.startswith("try-1.toml, section 1, row 0")
    assert said in told
    if "02" not in rows:  # of a circle any of its rows may be named
        assert "row 03" in told


def test_row_and_column_that_want_different_things_are_refused(form_of):
    with pytest.raises(FormFault, match="row and column want different values"):
        form_of(row("01", 'count = "loan"\nwhere = { language = "ru" }'), KINDS)


def test_a_column_that_is_a_part_adds_into_no_sum_of_columns(form_of):
    added = '{ code = "sum", kk = "қ", ru = "с", en = "Sum", sum = ["all", "kk"] }]\n'
    columns = KINDS.rstrip().removesuffix("]") + added
    with pytest.raises(FormFault, match="cell 1.01.kk is an “of which” and can't be added"):
        form_of(LOANS, columns)


def test_taking_an_of_which_off_its_whole_is_no_sum(form_of):
    rest = row("03", 'difference = ["01", "02"]')
    part = row("02", 'count = "loan"\nwhere = { language = "kk" }', more='of_which_of = "01"')
    assert form_of(LOANS + part + rest)


def test_a_check_over_an_unknown_row_is_refused(form_of):
    with pytest.raises(FormFault, match="section 1, its checks: there is no row 09"):
        form_of(LOANS, COLUMNS + 'checks = [{ rows = ["01"], is = "09" }]\n')


def test_what_is_no_toml_is_said(form_of):
    with pytest.raises(FormFault, match="try-1.toml, the whole file: it is no TOML"):
        form_of("[[", head="")


@pytest.fixture
def own_forms(tmp_path, settings):
    """The folder in which an installation keeps its own forms."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "forms").mkdir()
    return tmp_path / "forms"


def test_an_installation_adds_a_form_and_changes_a_shipped_one_without_code(own_forms):
    (own_forms / "try-1.toml").write_text(HEAD + COLUMNS + LOANS, encoding="utf-8")
    shipped = (SHIPPED / "6-nk-2021.toml").read_text(encoding="utf-8")
    changed = shipped.replace('en = "Registered users"', 'en = "Users, registered"')
    (own_forms / "6-nk-2021.toml").write_text(changed, encoding="utf-8")
    known = known_forms()
    assert known.codes == ("6-nk", "srdgob-1", "try")
    assert known.of_year("6-nk", 2024).section("4").row("01").label.en == "Users, registered"


def test_the_year_chooses_the_version(own_forms):
    older = HEAD.replace("first_year = 2020", "first_year = 2020\nlast_year = 2022")
    newer = HEAD.replace("first_year = 2020", "first_year = 2023").replace('"1"\nfirst', '"2"\nfirst')
    for name, head in (("try-1.toml", older), ("try-2.toml", newer)):
        (own_forms / name).write_text(head + COLUMNS + LOANS, encoding="utf-8")
    known = known_forms()
    chosen = {year: getattr(known.of_year("try", year), "version", None) for year in (2019, 2020, 2022, 2023)}
    assert chosen == {2019: None, 2020: "1", 2022: "1", 2023: "2"}


def test_two_versions_for_one_year_are_refused_and_the_other_forms_stay(own_forms):
    for name, version in (("try-1.toml", "1"), ("try-2.toml", "2")):
        head = HEAD.replace('version = "1"', f'version = "{version}"')
        (own_forms / name).write_text(head + COLUMNS + LOANS, encoding="utf-8")
    known = known_forms()
    assert known.faults == (
        "try-2.toml, the whole file: another version, try-1.toml, is valid in the same years",
    )
    assert known.codes == ("6-nk", "srdgob-1", "try")
    assert settings.DATA_DIR  # the installation's, not the shipped folder, was written to
