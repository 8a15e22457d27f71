"""The forms of a Kazakh word meet in the word, and different words do not."""

import io
import json
from itertools import combinations

import pytest
from django.core.management import call_command

from orda.search.tests import judged
from orda.search.words import asked_stems, stems

FORMS = (
    "кітап кітаптар кітабы кітабымыз кітаптың кітапта кітаптан кітабында кітаптарынан кітабыма кітабымен",
    "ертегі ертегілер ертегісі ертегінің ертегілерді ертегілердегі",
    "оқушы оқушылар оқушысы оқушының оқушыларға",
    "бала балалар баласы баланың балаларға балаларымыз",
    "мектеп мектептер мектебі мектепте мектептегі мектебінде",
    "әңгіме әңгімелер әңгімесі әңгіменің",
    "қала қалалар қаласы қалада қаладағы қалалардың",
    "жазушы жазушылар жазушысы жазушының",
    "күн күндер күні күнге",
    "батыр батырлар батыры батырдың батырлары",
    "халық халқы халықтың халқымыз халықтар",  # a vowel is lost
    "орын орны орнында орындар",
    "мұрын мұрны мұрнымен",
    "ел елдің елде елім елімізде",  # one syllable
    "үй үйі үйге үйлер",
    "су суы суға сулар",
    "оқы оқыды оқиды оқыған оқып оқитын",  # verbs
    "жаз жазды жазған жазып жазатын",
    "тап тауып тапты табады",
    "бол боп болды болған болмаса болыпты",
    "жат жатыр жатырмын жатқан",
    "е еді екен екендігін емес",
    "қой қойылған қойылды",  # the passive is a form
    "әрекет әрекетте әрекетке",
    "көз көзде көзден көзі",  # also verbs, as dictionaries have them
    "жыл жылы жылдар",  # also "warm"
    "үш үшінші",
    "процесс процеске процесі",  # loans
    "факт фактілер фактісі",
    "тип типі типтер",
    "күнә күнәлар күнәлер күнәсі",
    "у уды улар",
    "ұңғыма ұңғымалар ұңғыманың",  # in no dictionary
    "кәуапхана кәуапханалар кәуапханада",
)


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_the_forms_of_a_word_meet(forms: str) -> None:
    first, *others = forms.split()
    assert [other for other in others if stems(first).isdisjoint(stems(other))] == []


APART = (
    *(forms.split()[0] for forms in FORMS),
    *"қалам ат ата бақ бақыт қабырға қабір оқиға шахта шах мағына әкім есім ес жүз жүзім тоқ тоқым".split(),
    *"ара арал қала қал аса ас сана сан ала сала сол соңғы үшін бірге бір тағы тақ қандай қан".split(),
    *"роман дастан қазақстан ана екі аптека алма алмас сайлау сай".split(),
)


def test_different_words_stay_apart() -> None:
    assert [
        pair
        for pair in combinations(dict.fromkeys(APART), 2)
        if not stems(pair[0]).isdisjoint(stems(pair[1]))
    ] == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("казак", "қазақтың"),
        ("қазақ", "казактын"),
        ("китаптар", "кітабы"),
        ("улттык", "ұлттық"),
        ("ангиме", "әңгімелер"),
    ],
)
def test_kazakh_letters_may_be_left_out_at_either_end(typed: str, written: str) -> None:
    assert asked_stems(typed) & stems(written)


@pytest.mark.parametrize(
    ("typed", "written"), [("книга", "книгами"), ("карта", "карту"), ("карталар", "карту")]
)
def test_russian_forms_meet_those_of_words_that_both_languages_have(typed: str, written: str) -> None:
    assert asked_stems(typed) & stems(written)


def test_a_word_that_nobody_knows_loses_what_may_be_an_ending() -> None:
    assert stems("құрақбаевтан") & stems("құрақбаев")


def test_the_command_writes_what_the_index_would_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("кітаптар\n\nқала\n"))
    out = io.StringIO()
    call_command("words", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"word": "кітаптар", "tokens": ["кітап"]},
        {"word": "қала", "tokens": ["қала"]},
    ]


@pytest.mark.parametrize("halves", ["a", "b", "ab"])
def test_a_text_is_read_as_linguists_read_it(halves: str) -> None:
    found = judged.running_text(halves)
    assert found.meet >= 97
    assert found.apart <= 3


def test_a_dictionarys_forms_meet_and_its_words_do_not() -> None:
    found = judged.dictionary()
    assert found.meet >= 97
    assert found.apart <= 2


def test_a_word_that_begins_as_another_is_another() -> None:
    pairs = judged.hard_pairs()
    wrong = [pair for pair in pairs if judged.meet(*pair)]
    assert len(wrong) <= 0.02 * len(pairs)
