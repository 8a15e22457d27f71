"""The tree of libraries comes from a table; a table that can't be read changes nothing and says where."""

import datetime
from pathlib import Path

import pytest

from orda.network.models import Unit
from orda.network.queries import is_open, libraries, unit_by_code
from orda.network.tree_files import TreeUnreadable, load_tree

HEADER = "kind,code,parent,library_type,cohort,name_kk,name_ru,name_en\n"
PLACED = HEADER.replace("\n", ",latitude,longitude\n")


def test_the_shipped_tree_is_the_network_of_the_plan(db) -> None:
    load_tree()
    network = unit_by_code("ОКЖ")
    assert [unit.kind for unit in (network.parent.parent, network.parent, network)] == [
        "republic",
        "region",
        "network",
    ]
    children = libraries(network, "children")
    assert [unit.code for unit in children] == ["ОҚК", "1б", "5б", "11б", "12б", "15б"]
    assert [unit.library_type for unit in children] == ["central", *["children"] * 5]
    assert libraries(network, "public").count() == 10
    assert not is_open(network, datetime.date(2024, 3, 22))
    assert not is_open(network, datetime.date(2044, 3, 22))
    assert not is_open(network, datetime.date(2024, 6, 16))


def test_again_changes_only_names(db, tmp_path: Path) -> None:
    first = load_tree()
    paths = dict(Unit.objects.values_list("code", "path"))
    assert load_tree() == first
    assert dict(Unit.objects.values_list("code", "path")) == paths


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (HEADER + "library,x,,,,a,b,c\nplanet,y,,,,a,b,c\n", "line 3: kind"),
        (HEADER + "library,x,nowhere,,,a,b,c\n", "line 2: no unit"),
        (HEADER + "library,x,,,martians,a,b,c\n", "line 2: cohort"),
        (HEADER + "library,x,,,,,b,c\n", "line 2: empty: name_kk"),
        (HEADER + "library,x,,,,a,b,c\nregion,y,x,,,a,b,c\n", "line 3"),
        ("code,kind\nx,library\n", "line 1: no column"),
        (HEADER + f"library,x,,,,{'а' * 300},b,c\n", "line 2"),
        (PLACED + "library,x,,,,a,b,c,north,73.1\n", "line 2: latitude"),
        (PLACED + "library,x,,,,a,b,c,49.8,\n", "line 2: longitude"),
        (PLACED + "library,x,,,,a,b,c,149.8,73.1\n", "line 2: latitude"),
        (PLACED + "library,x,,,,a,b,c,49.8,NaN\n", "line 2: longitude"),
    ],
)
def test_a_bad_table_says_where_and_changes_nothing(
    db, tmp_path: Path, settings, text: str, where: str
) -> None:
    settings.LANGUAGE_CODE = "en"
    table = tmp_path / "tree.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(TreeUnreadable) as refused:
        load_tree(table, None)
    assert where in str(refused.value)
    assert not Unit.objects.exists()


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x00" * 100])
def test_bytes_that_are_no_table_are_refused(db, tmp_path: Path, raw: bytes) -> None:
    table = tmp_path / "tree.csv"
    table.write_bytes(raw)
    with pytest.raises(TreeUnreadable):
        load_tree(table, None)


def test_every_library_of_the_shipped_tree_lies_in_the_city(db) -> None:
    load_tree()
    for library in libraries():
        assert 49.7 < library.latitude < 50
        assert 73 < library.longitude < 73.3


def test_a_place_stays_where_a_later_table_names_none(db, tmp_path: Path) -> None:
    table = tmp_path / "tree.csv"
    table.write_text(PLACED + "library,x,,,,a,b,c,49.8,73.123456\n", encoding="utf-8")
    load_tree(table, None)
    table.write_text(HEADER + "library,x,,,,new,b,c\n", encoding="utf-8")
    load_tree(table, None)
    library = unit_by_code("x")
    assert (library.name_kk, str(library.latitude), str(library.longitude)) == ("new", "49.80000", "73.12346")
