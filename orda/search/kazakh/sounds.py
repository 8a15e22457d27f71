"""How a Kazakh stem and its endings sound together: harmony of vowels, assimilation of consonants.

An ending is written with letters and with signs for what the stem decides: {A} а/е, {I} ы/і, {E} а/е/й, {L} л/д/т,
{N} н/д/т, {D} д/т/н, {M} м/б/п, {G} ғ/г/қ/к, {K} қ/к/ғ/г, {l} л/н, {S} с or nothing, {n} н or nothing, ">" a border.
Source: the school grammar of Kazakh (үндестік заңы); the signs are those of the lexicon (docs/decisions/0043).
"""

BACK, FRONT = "back", "front"
_BACK, _FRONT = frozenset("аоұыяё"), frozenset("әеіөүэ")
# «и», «у», «ю» are heard as a vowel with a consonant: an ending after them is that of a consonant.
_OPEN = _BACK | _FRONT
VOWELS = _OPEN | frozenset("иую")
VOICELESS = frozenset("пткқсшщчцфхһбвгдж")
_NASAL = frozenset("мнң")
_LIKE_Z = frozenset("зғ")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}


def harmonies(stem: str) -> tuple[str, ...]:
    """By the last vowel that tells; a word whose last vowel is «и», «у», «ю» is heard both ways."""
    for place in range(len(stem) - 1, -1, -1):
        letter = stem[place]
        if letter in "иую":
            return (BACK, FRONT)
        if letter in "қғ":
            return (BACK,)
        if letter == "ь" or (letter in "кг" and place == len(stem) - 1):
            return (BACK, FRONT)
        if letter == "ә" and place == len(stem) - 1:  # күнә: күнәлар and күнәлер
            return (BACK, FRONT)
        if letter in _BACK:
            return (BACK,)
        if letter in _FRONT:
            return (FRONT,)
    return (BACK, FRONT)


def joined(stem: str, ending: tuple[str, ...], harmony: str) -> str:
    """The word as it is written."""
    return _Joined(stem, ending, harmony).written


class _Joined:
    """A word while it is put together. `said`: signs of the ending that are done, without borders."""

    def __init__(self, stem: str, ending: tuple[str, ...], harmony: str) -> None:
        self.stem, self.harmony, self.written = stem, harmony, stem
        self.signs = [sign for sign in ending if sign != ">"]
        self.borders = {place - before for before, place in enumerate(_places_of_borders(ending))}
        self.said: list[str] = []
        at_border = False
        for place, sign in enumerate(self.signs):
            at_border = at_border or place in self.borders
            letters = self._letters(sign, self.signs[place + 1 :])
            if letters is None:
                break
            if letters:
                self._soften(letters, self.signs[place + 1 :], at_border)
                self.written += letters
                at_border = False
                if letters[-1] in "еі":
                    self.harmony = FRONT
            self.said.append(sign)
        self.written = self.written.replace("{K}", "қ" if self.harmony == BACK else "к")

    @property
    def last(self) -> str:
        return "қ" if self.written.endswith("{K}") else self.written[-1:]

    def _by_harmony(self, back: str, front: str) -> str:
        return back if self.harmony == BACK else front

    def _letters(self, sign: str, rest: list[str]) -> str | None:
        """What the sign is written as here; None ends the word."""
        if len(sign) == 1:
            return self._fixed(sign)
        made = _SIGNS.get(sign)
        return made(self, rest) if made else ("{K}" if sign == "{K}" else "")

    def _fixed(self, letter: str) -> str:
        if letter != "у":
            return letter
        if self.last in "ыі":  # оқы + у: оқу
            self.written = self.written[:-1]
        elif self.last == "й":  # қой + у: қою
            self.written = self.written[:-1]
            return "ю"
        elif self.last == "и":
            return "ю"
        return letter

    def _soften(self, letters: str, rest: list[str], at_border: bool) -> None:
        """кітап + ы: кітабы; тап + ып: тауып."""
        if self.written.endswith("{K}"):
            voiced = self._by_harmony("ғ", "г") if letters[0] in VOWELS else self._by_harmony("қ", "к")
            self.written = self.written[:-3] + voiced
        elif at_border and letters[0] in VOWELS:
            if self.last == "ь":
                self.written = self.written[:-1]
            elif (
                self.last == "п"
                and letters in ("ы", "і")
                and rest[:1] == ["п"]
                and self.written[-2:-1] in _LOW
            ):
                self.written = self.written[:-1] + "у"
            else:
                self.written = self.written[:-1] + _VOICED.get(self.last, self.last)

    def _a(self, _rest: list[str]) -> str:
        if self.last in _OPEN:
            return ""
        return self._by_harmony("я" if self.last == "и" else "а", "е")

    def _e(self, _rest: list[str]) -> str:
        if self.last in "ыі":  # оқы + й: оқи
            self.written = self.written[:-1]
            return "и"
        if self.last in _OPEN:
            return "й"
        if self.last == "й" and self.harmony == BACK:
            self.written = self.written[:-1]
            return "я"
        return self._by_harmony("я" if self.last == "и" else "а", "е")

    def _i(self, _rest: list[str]) -> str:
        if self.last in _OPEN or (self.said[-1:] == ["{n}"] and self.last == "н"):
            return ""
        return self._by_harmony("ы", "і")

    def _s(self, _rest: list[str]) -> str:
        return "с" if self.last in _OPEN else ""

    def _n(self, rest: list[str]) -> str | None:
        """What stands between «his» and a case: кітабы-н-да; кітабын; кітабының, кітабынан and кітабымен do without."""
        if not rest:
            return ""
        if rest == ["{N}", "{I}"]:
            self.written += "н"
            return None
        gone = rest[0] in ("{N}", "{M}") or rest[:3] == ["{D}", "{A}", "н"]
        return "" if gone else "н"

    def _g(self, rest: list[str]) -> str:
        my_or_your = self.said[-2:] in (["{I}", "м"], ["{I}", "ң"]) or self.said[-1:] == ["{n}"]
        if rest == ["{A}"] and my_or_your:  # кітабыма, кітабына
            return ""
        return self._by_harmony("қ", "к") if self.last in VOICELESS else self._by_harmony("ғ", "г")

    def _dental(self, after_nasal: str, after_voiced: str, else_: str) -> str:
        if self.last in VOICELESS:
            if self.written == self.stem and self.stem.endswith(("ст", "зд")):  # «артист» + лер: артистер
                self.written = self.written[:-1]
            return "т"
        if self.last in _NASAL:
            return after_nasal
        return after_voiced if self.last in _LIKE_Z or self.last in "йурилю" else else_

    def _big_n(self, rest: list[str]) -> str:
        return self._dental("н" if _nasal_follows(rest) else "д", "д", "н")

    def _big_l(self, _rest: list[str]) -> str:
        if self.last in VOICELESS:
            return self._dental("", "", "")
        return "д" if self.last in _NASAL | _LIKE_Z or self.last == "л" else "л"

    def _d(self, rest: list[str]) -> str:
        from_his = self.said[-1:] == ["{n}"] and _nasal_follows(rest)
        if from_his:
            return "н"
        return self._dental("н" if _nasal_follows(rest) else "д", "д", "д")

    def _m(self, rest: list[str]) -> str:
        if self.last in VOICELESS:
            return "п"
        if self.last in _LIKE_Z:
            return "б"
        return "б" if self.last in _NASAL and not _nasal_follows(rest) else "м"

    def _passive(self, _rest: list[str]) -> str:
        return "н" if "л" in (self.last, self.written[-2:-1] if self.last in VOWELS else "") else "л"


_LOW = frozenset("аәеоө")
_SIGNS = {
    "{A}": _Joined._a,
    "{E}": _Joined._e,
    "{I}": _Joined._i,
    "{S}": _Joined._s,
    "{n}": _Joined._n,
    "{G}": _Joined._g,
    "{N}": _Joined._big_n,
    "{L}": _Joined._big_l,
    "{D}": _Joined._d,
    "{M}": _Joined._m,
    "{l}": _Joined._passive,
}


def _nasal_follows(rest: list[str]) -> bool:
    """The ending's own vowel is followed by н or ң: -ның, -нан, -мен."""
    return len(rest) > 1 and rest[1] in ("н", "ң")


def _places_of_borders(ending: tuple[str, ...]) -> list[int]:
    return [place for place, sign in enumerate(ending) if sign == ">"]
