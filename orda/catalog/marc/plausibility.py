"""How much a row of bytes looks like Russian or Kazakh text in one of the Cyrillic character sets."""

import math
from collections import Counter
from collections.abc import Sequence

CYRILLIC = ("cp1251", "kz1048", "koi8-r", "cp866")
# Letters in a thousand of running text, Russian and Kazakh taken together.
_FREQUENCY = {
    **dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", (
        109, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9,
        7, 6, 5, 4, 3, 3, 1, 1), strict=True)),
    **{"і": 20, "қ": 15, "ғ": 10, "ә": 10, "ң": 9, "ө": 7, "ү": 7, "ұ": 6, "һ": 1},
}  # fmt: skip
_PRINTER_SIGNS = set("«»„“”‘’–—…№§©°•\xa0")
_NEIGHBOURS = set("єїґўђѓљњћќџѕј")  # letters of other Slavic languages
# KZ-1048 puts Kazakh letters where CP1251 has those of Ukrainian, Serbian, Macedonian.
_KAZAKH_ONLY = b"\x8d\x9d\xbd\xbe\xa5\xb4\xa3\xbc\x8e\x9e"  # Қ қ Ң ң Ө ө Ә ә Һ һ
_KAZAKH_OR_UKRAINIAN = b"\xaa\xba\xaf\xbf\xa1\xa2"  # Ғ ғ Ү ү Ұ ұ; Є є Ї ї Ў ў
_SOUTH_SLAVIC = b"\x80\x81\x83\x8a\x8c\x8f\x90\x9a\x9c\x9f"  # Ђ Ѓ ѓ Љ Њ Џ ђ љ њ џ
_YERU = 0xFB  # ы: everywhere in Kazakh and Belarusian, never in Ukrainian
_OTHER_CYRILLIC_LANGUAGES = ("ukr", "bel", "srp", "scc", "mac", "mkd", "bul")


def likeliest(raw: bytes, languages: str = "", *, among: Sequence[str] = CYRILLIC) -> tuple[str, float]:
    """The best reading of these bytes and its plausibility. `languages`: the record's own codes."""
    scores = {charset: plausibility(raw, charset) for charset in among}
    best = max(scores, key=lambda charset: scores[charset])
    if best in ("cp1251", "kz1048") and "kz1048" in scores:
        best = "kz1048" if _kazakh(raw, languages) else "cp1251"
    return best, scores[best]


def plausibility(raw: bytes, charset: str) -> float:
    """The mean weight of the bytes above 127: over 0 for real text, well under it for a wrong reading."""
    weights = _WEIGHTS[charset]
    total = count = 0.0
    for byte, times in Counter(raw).items():
        if byte > 127:
            total += weights[byte] * times
            count += times
    return total / count if count else 0.0


def _kazakh(raw: bytes, languages: str) -> bool:
    """KZ-1048 rather than CP1251, for bytes that are one of the two."""
    only = sum(map(raw.count, (bytes([b]) for b in _KAZAKH_ONLY)))
    either = sum(map(raw.count, (bytes([b]) for b in _KAZAKH_OR_UKRAINIAN)))
    if not only + either:
        return False
    if "kaz" in languages:
        return True
    if any(code in languages for code in _OTHER_CYRILLIC_LANGUAGES):
        return False
    if any(bytes([b]) in raw for b in _SOUTH_SLAVIC):
        return False
    return only > 0 or _YERU in raw or either > 0 and b"\xe8" not in raw


def _weight(character: str) -> float:
    lower = character.lower()
    if lower in _FREQUENCY:
        # Against an even spread of letters; a capital is rarer, but must not outweigh its own letter.
        weight = math.log(_FREQUENCY[lower] * len(_FREQUENCY) / 1000)
        return max(weight, -1.5) if character == lower else max(weight, -1.0) * 0.6 - 0.5
    if character in _PRINTER_SIGNS:
        return -0.3
    return -2.0 if lower in _NEIGHBOURS else -4.0


_WEIGHTS = {
    charset: [_weight(bytes([byte]).decode(charset, "replace")) for byte in range(256)]
    for charset in CYRILLIC
}
