"""The forms of a Kazakh word meet in one stem, and different words do not."""

import pytest

from orda.network.folding import fold
from orda.search.kazakh import stem

FORMS = (
    "кітап кітаптар кітабы кітабымыз кітаптың кітапта кітаптан кітабында кітаптарынан",
    "ертегі ертегілер ертегісі ертегінің ертегілерді ертегілердегі ертек",
    "оқушы оқушылар оқушысы оқушының оқушыларға",
    "бала балалар баласы баланың балаларға балаларымыз",
    "мектеп мектептер мектебі мектепте мектептегі мектебінде",
    "әңгіме әңгімелер әңгімесі әңгіменің",
    "қала қалалар қаласы қалада қаладағы қалалардың",
    "жазушы жазушылар жазушысы жазушының",
    "күн күндер күні күнде",
    "батыр батырлар батыры батырдың батырлары",
)


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_the_forms_of_a_word_meet(forms):
    assert len({stem(fold(form)) for form in forms.split()}) == 1


def test_different_words_stay_apart():
    firsts = [stem(fold(forms.split()[0])) for forms in FORMS]
    assert len(set(firsts)) == len(FORMS)


@pytest.mark.parametrize("word", ["аптека", "роман", "дастан", "қазақстан", "ана", "екі"])
def test_what_only_looks_like_an_ending_stays(word):
    assert stem(fold(word)) == fold(word)
