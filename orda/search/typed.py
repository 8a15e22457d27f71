"""What a keyboard may have meant: Kazakh and Russian words typed in Latin letters, or in the wrong layout.

Latin letters are read by every alphabet that was ever drafted for Kazakh (2017 with apostrophes, 2018 with acutes,
2021 with diaereses, the older ones with «w» and «x») and as people write in messages («zh», «sh», «kh»). What comes out
is folded, as a Russian keyboard types it: қ and к, ұ, ү and у are one there, so that few readings are left.
"""

import re
from itertools import islice, product

from orda.network.codes import LAYOUTS
from orda.network.folding import plain

MOST_READINGS = 24

# The longest goes first. Several readings where alphabets disagree, the likelier first.
_READINGS: dict[str, tuple[str, ...]] = {
    "shch": ("щ",),
    "sh": ("ш",),
    "ch": ("ч",),
    "zh": ("ж",),
    "kh": ("х", "к"),
    "gh": ("г",),
    "ts": ("ц", "тс"),
    "ng": ("нг", "н"),
    "ae": ("ае", "а", "аэ"),
    "oe": ("о", "ое"),
    "ue": ("уе", "у"),
    "ya": ("я", "ыа"),
    "yu": ("ю",),
    "yo": ("е",),
    "ye": ("е",),
    "ia": ("ия", "я"),
    "iia": ("ия",),
    "iya": ("ия",),
    "iy": ("ий",),
    "ıa": ("ия", "я"),
    "ıý": ("ю", "иу"),
    "iý": ("ю", "иу"),
    "y": ("ы", "й", "и"),
    "i": ("и", "й"),
    "ı": ("и", "й", "ы"),
    "e": ("е", "э"),
    "w": ("у", "в"),
    "x": ("х", "кс"),
    "c": ("ц", "с", "к"),
    "j": ("ж", "й"),
    "h": ("х",),
    **dict.fromkeys("aáäâəǎ", ("а",)),
    **dict.fromkeys("oóöôø", ("о",)),
    **dict.fromkeys("uúüūûýŭ", ("у",)),
    **dict.fromkeys("gǵğģ", ("г",)),
    **dict.fromkeys("nńñŋņ", ("н",)),
    **dict.fromkeys("şšś", ("ш",)),
    **dict.fromkeys("çčć", ("ч",)),
    **dict.fromkeys("íîï", ("и",)),
    **dict.fromkeys("éèêë", ("е",)),
    "ž": ("ж",),
    "q": ("к",),
    **dict(zip("bdfklmprstvz", zip("бдфклмпрств" + "з", strict=True), strict=True)),
}
_LETTERS = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)))
_IN_A_WORD = re.compile("(?<=[^\\W\\d_])['’ʼ`´]")
_LATIN_LETTER, _CYRILLIC_LETTER = re.compile("[a-z]"), re.compile("[а-яё]")
_LATIN_WORD = re.compile(r"[a-zà-žəǎǵŋıʼ]+")

_KEYS = [str.maketrans({latin: sign for sign, latin in LAYOUTS[name].items()}) for name in ("ru", "kk")]


def in_cyrillic(word: str) -> list[str]:
    """A Latin word (small letters) as it may have been meant in Cyrillic ones, folded; none for another word."""
    if not _LATIN_WORD.fullmatch(word):
        return []
    letters = [_READINGS[found] for found in _LETTERS.findall(word)]
    if "".join(_LETTERS.findall(word)) != word:
        return []
    return ["".join(reading) for reading in islice(_likeliest_first(letters), MOST_READINGS)]


def other_readings(text: str) -> list[str]:
    """A whole text as it may have been meant where nothing is found as it stands: without the apostrophes of the
    alphabet of 2017 (qazaq a'li'ppesi), or by the keys of the other layouts (rbnfg: китап)."""
    readings = [_IN_A_WORD.sub("", text)]
    small = plain(text)
    if _LATIN_LETTER.search(small) and not _CYRILLIC_LETTER.search(small):
        readings += [text.translate(keys) for keys in _KEYS]
    return [reading for reading in dict.fromkeys(readings) if reading != text]


def _likeliest_first(letters: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Readings in the order of how many letters are read in a way less likely; a long word keeps to the likeliest."""
    unsure = [place for place, readings in enumerate(letters) if len(readings) > 1]
    for place in unsure[6:]:
        letters = [*letters[:place], letters[place][:1], *letters[place + 1 :]]
    ways = product(*[range(len(readings)) for readings in letters])
    return [
        tuple(letters[place][one] for place, one in enumerate(way))
        for way in sorted(ways, key=lambda way: (sum(way), way))
    ]
