"""Whatever a record holds, both pages give it back."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from orda.catalog.editor import form, lines
from orda.catalog.editor.areas import BY_TAG

LEADER = ("LDR", "00000nam a2200000 i 4500")
tags = st.sampled_from(
    ["001", "008", "020", "100", "245", "264", "300", "490", "650", "653", "880", "9XX", "035"]
)
texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x1d\x1e\x1f"), max_size=20)
contents = st.one_of(
    texts,
    st.builds(
        lambda indicators, parts: indicators + "".join(f"\x1f{code}{text}" for code, text in parts),
        st.text("01 _$\\#|", min_size=2, max_size=2),
        st.lists(st.tuples(st.sampled_from("abcdxyz29$_"), texts), min_size=1, max_size=4),
    ),
)
records = st.lists(st.tuples(tags, contents), max_size=8).map(lambda fields: [LEADER, *fields])


@given(records)
def test_lines_read_back_as_they_were(fields):
    assert lines.read(lines.written(fields)) == fields


@given(records, st.sampled_from(["marc21", "unimarc"]))
def test_a_form_saved_unchanged_says_the_same(fields, family):
    assert form.read(sent_by(fields, family), family) == fields


@given(records, records, records)
def test_what_one_of_two_changed_stands_in_what_both_wrote(base, mine, theirs):
    both, clashes = form.merged(base, mine, theirs)
    by = [form._by_tag(one) for one in (base, mine, theirs, both)]
    for tag in {tag for one in by for tag in one}:
        before, my, their, now = (one.get(tag, []) for one in by)
        assert now == (their if my == before else my)
        assert (tag in clashes) == (my != before and their not in (before, my))


def test_a_new_field_goes_to_its_place_and_an_empty_one_is_left_out():
    fields = [LEADER, ("008", "x" * 40), ("245", "10\x1faТүн"), ("650", " 4\x1faПоэзия")]
    sent = sent_by(fields, "marc21")
    sent.appendlist("row", "90")
    sent.update({"90-tag": "490", "90-ind": "0 "})
    sent.setlist("90-code", ["a", "v"])
    sent.setlist("90-text", ["Балаларға", ""])
    sent.appendlist("row", "91")
    sent.update({"91-tag": "520", "91-ind": "  ", "91-code": "a", "91-text": ""})
    assert form.read(sent, "marc21") == [*fields[:3], ("490", "0 \x1faБалаларға"), fields[3]]


def test_a_new_bbk_says_that_it_is_one():
    sent = sent_by([LEADER, ("245", "10\x1faТүн")], "marc21")
    sent.appendlist("row", "90")
    sent.update({"90-tag": "084", "90-ind": "  ", "90-code": "a", "90-text": "84(5Каз)"})
    assert ("084", "  \x1fa84(5Каз)\x1f2rubbk") in form.read(sent, "marc21")


def sent_by(fields, family):
    """What a browser sends of the page of these fields, nothing written in it."""
    sent = QueryDict(mutable=True)
    areas, kept = form.areas_of(fields, family)
    for row in kept:
        sent.appendlist("row", str(row.number))
        sent[f"{row.number}-as-is"] = row.written
    for row in (row for area in areas for row in area.rows):
        sent.appendlist("row", str(row.number))
        sent[f"{row.number}-tag"], sent[f"{row.number}-ind"] = row.tag, row.indicators
        if row.stood:
            sent[f"{row.number}-stood"] = "1"
        sent.setlist(f"{row.number}-code", [one.code for one in row.inputs])
        sent.setlist(f"{row.number}-text", [one.text for one in row.inputs])
    return sent


def test_every_field_of_the_form_has_an_area():
    assert {kept.area for table in BY_TAG.values() for kept in table.values()} <= set(form.AREAS)
