"""Files of other systems: in which character set they are written is proved, and proved right, or asked."""

import io

import pytest

from orda.catalog.marc import marc8
from orda.catalog.models import Record
from orda.catalog.services import import_records
from orda.catalog.tests.files import REAL, RECORDS, iso2709, records_of

RUSSIAN = (
    "Война и мир", "Ёжик в тумане", "Сборник задач по математике для начальной школы", "Вып. 3. Съезд объединения",
    "Ч. 2", "Щелкунчик и мышиный король", "Т. 1, кн. 4", "Юность",
)  # fmt: skip
KAZAKH = (
    "Абай жолы", "Қан мен тер", "Ұлы дала өркениеті", "Һәм үкілі іні", "2-бөлім", "Әңгімелер мен хикаяттар",
    "Ғажайып өлке", "Менің атым Қожа",
)  # fmt: skip
SETS = ("cp1251", "kz1048", "koi8-r", "cp866", "iso8859-5", "utf-8")
FAMILIES = ("marc21", "unimarc")


def titles() -> list[str]:
    return list(Record.objects.order_by("pk").values_list("title", flat=True))


def encodings() -> set[str]:
    return set(Record.objects.values_list("encoding", flat=True))


@pytest.mark.parametrize(
    ("name", "title", "author", "language"),
    [
        ("marc21_caps_cp1251.mrc", "ВОЙНА И МИР", "ТОЛСТОЙ, ЛЕВ НИКОЛАЕВИЧ", "rus"),
        ("unimarc_latin1_fre.mrc", "L'été à la forêt : légendes françaises", "", "fre"),
        ("marc21_latin1_blank.mrc", "Les misérables à été : naïve café Müller", "", ""),
        ("marc8_ext_cyrillic.mrc", "Ёлка и ёжик", "", "rus"),
        ("marc21_kz1048_ukr.mrc", "Українська мова", "", ""),
        ("unimarc_author_comma.mrc", "Lo Stato innovatore", "Mazzucato, Mariana", "ita"),
        ("marc21_author_corp.mrc", "A", "France. Ministère de la culture", ""),
        ("marc21_und_041.mrc", "Кітап", "", "kaz"),
        ("unimarc_xml_says89.xml", "Война и мир", "", ""),
    ],
)
def test_what_was_once_read_wrong(take, name, title, author, language):
    counts = take((RECORDS / name).read_bytes(), name.partition("_")[0].replace("marc8", "marc21"))
    assert (counts.new, counts.rejected) == (1, 0), take.rejects.first
    assert Record.objects.values_list("title", "author", "language").get() == (title, author, language)


def test_short_titles_of_volumes_are_in_the_set_that_their_file_declares(take):
    assert take((RECORDS / "unimarc_volumes_cp1251_89.mrc").read_bytes(), "unimarc").new == 8
    assert titles() == ["Ч. 3", "Т. 1", "Вып. 2", "Кн. 5", "№ 7", "Т. II", "Ч. 1, кн. 2", "А. 1"]


@pytest.mark.parametrize("title", ["Ч. 3", "Т. 1", "Я", "В", "№ 7"])
def test_a_declaration_that_fits_is_believed_on_a_single_letter(take, title):
    take(records_of("unimarc", [title], "cp1251", declared="89"), "unimarc")
    assert titles() == [title]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
@pytest.mark.parametrize("encoding", SETS)
def test_russian_without_a_declaration_in_any_set_and_case(take, family, case, encoding):
    told = [case(title) for title in RUSSIAN]
    counts = take(records_of(family, told, encoding), family)
    assert titles() == told, take.rejects.first
    assert counts.charset_open == 0
    assert sum(counts.charsets.values()) == len(told)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("case", [str, str.upper])
@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154", "utf-8"])
def test_kazakh_without_a_declaration_in_any_set_and_case(take, family, case, encoding):
    told = [case(title) for title in KAZAKH]
    take(records_of(family, told, encoding, language="kaz"), family)
    assert titles() == told, take.rejects.first


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "told",
    [
        ("Їжачок в тумані", "Євангеліє від Луки", "Історія України"),
        ("Беларуская мова", "Гісторыя Беларусі для дзяцей", "Ў лесе жыў воўк"),
        ("Српски језик и књижевност", "Ђачка љубав", "Приче о Његошу"),
    ],
)
def test_neighbours_of_kazakh_in_cp1251(take, family, told):
    take(records_of(family, told, "cp1251"), family)
    assert titles() == list(told), take.rejects.first


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("latin-1", ("Les misérables", "À la forêt", "Fêtes françaises en été")),
        ("cp1252", ("L’été à la forêt", "Œuvres complètes", "Mémoires d’une fée")),
        ("cp850", ("Größe und Würde", "Märchen für Mädchen", "Österreichische Bücher")),
        ("cp1250", ("Książka dla dzieci", "Żółta łódź", "Świat według łosia")),
        ("iso8859-2", ("Příběhy pro děti", "Šťastný princ a žlutý kůň", "České knihy a časopisy")),
        ("cp852", ("Książka dla dzieci", "Żółta łódź", "Świat według łosia")),
        ("cp1254", ("Türkçe öğreniyorum", "Şiirler ve öyküler", "Çağdaş Türk edebiyatı için kılavuz")),
    ],
)
def test_latin_letters_without_a_declaration(take, family, encoding, told):
    """A declaration that can't fit (100 $a 01: ISO 646) is none either."""
    take(records_of(family, told, encoding, declared="01"), family)
    assert titles() == list(told), take.rejects.first


@pytest.mark.parametrize("declared", ["03", "", "01"])
def test_accents_before_their_letter_in_unimarc(take, declared):
    """ISO 5426, in which French libraries wrote for decades: é is C2 65."""
    data = records_of(
        "unimarc", ["L'Âetâe aux forÃets, un conte", "La fÂee et son Âel<eve"], "latin-1", declared
    )
    data = data.replace("Â".encode("latin-1"), b"\xc2").replace(b"\xe2e", b"\xc2e").replace(b"<e", b"\xc1e")
    take(data.replace("Ãe".encode("latin-1"), b"\xc3e"), "unimarc")
    assert titles() == ["L'été aux forêts, un conte", "La fée et son élève"], take.rejects.first


def test_a_false_declaration_is_overruled_by_the_whole_file(take):
    take(records_of("unimarc", RUSSIAN, "koi8-r", declared="89"), "unimarc")
    assert titles() == list(RUSSIAN)


def test_two_files_in_one_are_told_record_by_record(take):
    long = [title for title in RUSSIAN if len(title) > 6]
    mixed = records_of("marc21", long, "cp1251") + records_of(
        "marc21", ["Москва и москвичи"], "cp866"
    ).replace(b"r0\x1e", b"x0\x1e")
    take(mixed)
    assert titles() == [*long, "Москва и москвичи"], take.rejects.first
    assert encodings() == {"cp1251", "cp866"}


@pytest.mark.parametrize(("family", "title"), [("marc21", "Ч. 3"), ("unimarc", "В")])
def test_what_stays_open_is_asked_with_a_sample_of_both_readings(take, family, title):
    counts = take(records_of(family, [title], "cp1251"), family)
    assert (counts.new, counts.rejected, counts.charset_open) == (0, 1, 1)
    (reason,) = take.rejects.first
    assert title[0] in reason
    assert "cp1251" in reason
    assert take(records_of(family, [title], "cp1251"), family, charset="cp1251").new == 1
    assert titles() == [title]


def test_a_record_that_was_once_read_wrong_is_mended_by_the_same_file(take):
    data = (RECORDS / "marc21_caps_cp1251.mrc").read_bytes()
    take(data)
    Record.objects.update(encoding="koi8-r", title="бнимю х лхп", author="")
    assert take(data).changed == 1
    assert titles() == ["ВОЙНА И МИР"]
    assert take(data).unchanged == 1


def test_a_pipe_is_proved_like_a_file(city):
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_to: int) -> int:
            raise OSError("a pipe")

    data = Pipe(records_of("marc21", RUSSIAN, "cp1251"))
    assert import_records(data, family="marc21", database="books", library=city.central).new == len(RUSSIAN)


def test_escapes_of_marc8_to_every_set():
    """Basic Cyrillic and Extended Cyrillic in G0 and G1, Greek by its own escape, back to ASCII."""
    assert marc8.decode(b"\x1b(Qd\x1b(NLKA\x1b(B a", "marc-8") == "Ёлка a"
    assert marc8.decode(b"\x1b)Q\xe4\x1b)N\xcc\xcb\xc1", "marc-8") == "Ёлка"
    assert marc8.decode(b"\x1bga\x1bs b \x1bp2\x1bs", "marc-8") == "α b ²"
    assert marc8.decode(b"Caf\xe2e", "marc-8") == "Café"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real records are not beside the project")
def test_1515_lines_of_marc8_as_others_read_them():
    folder = REAL / "ruby-marc" / "test" / "marc8" / "data"
    lines = (folder / "test_marc8.txt").read_bytes().split(b"\n")
    told = (folder / "test_utf8.txt").read_bytes().decode().split("\n")
    import unicodedata

    assert [marc8.decode(line, "marc-8") for line in lines] == [
        unicodedata.normalize("NFC", one) for one in told
    ]


@pytest.mark.parametrize(
    ("family", "tag", "content", "author"),
    [
        ("marc21", "110", "1 $aUnited States.$bCongress.$bSenate.", "United States. Congress. Senate"),
        ("marc21", "110", "1 $aU.S.$bDept. of State.", "U.S. Dept. of State"),
        ("marc21", "100", "0 $aЕкатерина$bII,$cимператрица", "Екатерина II"),
        ("marc21", "100", "1 $aПушкин, А. С.", "Пушкин, А. С."),
        ("marc21", "100", "1 $aWall, Larry.", "Wall, Larry"),
        ("marc21", "100", "1 $aKing, Martin Luther,$cJr.", "King, Martin Luther"),
        ("marc21", "110", "2 $aApple Inc.", "Apple Inc."),
        ("unimarc", "700", " 1$aӘуезов,$b М. О.", "Әуезов, М. О."),
        ("unimarc", "700", " 1$aӘуезов$bМ. О.", "Әуезов, М. О."),
        ("unimarc", "700", " 1$aMazzucato$b, Mariana", "Mazzucato, Mariana"),
        ("unimarc", "710", "01$aРоссия.$bВоенное министерство", "Россия. Военное министерство"),
    ],
)
def test_a_name_of_several_parts(take, family, tag, content, author):
    title = ("200", "1 $aКітап") if family == "unimarc" else ("245", "10$aКітап")
    take(iso2709([("001", "1"), title, (tag, content)], "utf-8"), family)
    assert Record.objects.get().author == author


@pytest.mark.parametrize(
    ("coded", "noted", "language"),
    [
        ("und", "0 $akaz", "kaz"), ("mul", "1 $akaz$hrus", "kaz"), ("zxx", "0 $akaz", "kaz"), ("rus", "0 $akaz", "rus"),
        ("und", "0 $aund", ""), ("mul", "0 $amul$akaz", "kaz"),
    ],
)  # fmt: skip
def test_a_language_that_the_codes_leave_open_is_said_by_the_field(take, coded, noted, language):
    data = iso2709(
        [
            ("001", "1"),
            ("008", f"200101s2020    kz {' ' * 17}{coded} d"),
            ("041", noted),
            ("245", "10$aКітап"),
        ],
        "utf-8",
    )
    take(data)
    assert Record.objects.get().language == language
