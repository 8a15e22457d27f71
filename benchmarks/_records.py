"""Invented records for the benchmarks: words as common and as rare as in a language, by Zipf's law."""

import itertools
import random
from collections.abc import Iterator

from orda.catalog.fields import Description
from orda.catalog.writing import write_record

_SYLLABLES = {
    "kaz": "ба ке ла тұ қа рі ма жо сө үн ай ғы дә шы өр ер іс нұ ал ты".split(),
    "rus": "ко ро вы на пе ли за мо ст де ни ту ча ре бо лу ше ди го ва".split(),
    "eng": "ba ter lin son mor de wil ca no ri ta ham ford ley ing ster".split(),
}
_SHARES = {"kaz": 40, "rus": 50, "eng": 10}
VOCABULARY = 40_000  # words a language
_BBK = ("84(5Қаз)", "63.3", "20.1", "85.1", "30.6", "75.5", "28.6", "72")


def vocabulary(language: str) -> list[str]:
    """Distinct words of two to five syllables, the commonest first."""
    rng = random.Random(language)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(rng.choices(_SYLLABLES[language], k=rng.choice((2, 3, 3, 4, 4, 5))))] = None
    return list(found)


def descriptions(how_many: int, seed: int = 1) -> Iterator[Description]:
    """Records one after another: same number and seed, same records."""
    rng = random.Random(seed)
    words = {language: vocabulary(language) for language in _SHARES}
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def some(language: str, low: int, high: int) -> str:
        picked = rng.choices(words[language], cum_weights=weights, k=rng.randint(low, high))
        return " ".join(picked)

    for number in range(how_many):
        (language,) = rng.choices(list(_SHARES), weights=list(_SHARES.values()))
        title = some(language, 2, 7).capitalize()
        author = some(language, 2, 2).title()
        yield Description(
            control_number=f"b{number:08d}",
            title=title,
            responsibility=author,
            author=author,
            language=language,
            year=rng.randint(1960, 2024),
            isbns=(f"97860{number:08d}",),
            place=rng.choice(("Алматы", "Астана", "Москва", "London")),
            publisher=some(language, 1, 2).title(),
            extent=f"{rng.randrange(16, 640)} б.",
            bbk=rng.choice(_BBK),
            subjects=(some(language, 1, 3), some(language, 1, 2)),
            notes=(some(language, 4, 10),),
        )


def marc(how_many: int, seed: int = 1) -> Iterator[bytes]:
    return (write_record(said, "marc21") for said in descriptions(how_many, seed))
