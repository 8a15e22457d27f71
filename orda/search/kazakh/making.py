"""Makes the file of Kazakh words that the search carries: `python -m orda.search.kazakh.making LEXICON KAZAKH RUSSIAN`.

LEXICON: apertium-kaz.kaz.lexc of the Apertium project, words with their kinds and all that may follow them;
KAZAKH: kk_KZ.dic of hunspell-kk, more words; RUSSIAN: ru_RU.dic of hunspell-ru, which of them Russian has as well.
None is needed afterwards. Whose they are and what follows from it: NOTICE.txt beside.

Every ending is joined here with one stem of each sound, so that nothing has to be reckoned when a word is read:
what is kept is which endings follow which stems. (docs/decisions/0043)
"""

import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from orda.network.folding import fold
from orda.search.kazakh.lexicon import FILE, WORD, Lexicon
from orda.search.kazakh.sounds import BACK, FRONT, VOICELESS, VOWELS, harmonies, joined

Ending = tuple[str, ...]

NOUN, ADJECTIVE, VERB, NUMBER, WHOLE, NAME = "N", "A", "V", "M", "C", "P"
RUSSIAN = "R"  # beside another kind
_NOMINAL, _OF_VERBS = "FULL-NOMINAL-INFLECTION", "GER-INFL"
_OF_ONE_LETTER = ("е", "у")  # еді, емес, екен; у: poison
# A sign of the lexicon -> harmony, where letters do not tell it.
_TOLD = {
    "{э}": (FRONT,),
    "{і}": (BACK, FRONT),
    "{ь}": (FRONT,),
    "{а}": (BACK,),
    "{ъ}": (BACK,),
}
# Words whose last «ы», «і» is lost before a vowel, beside those that the lexicon marks.
_LOSE = frozenset("әріп ғұрып көрік нарық парық айып бөрік ырық қойын көңіл ерік".split())
_PERSONS: list[Ending] = [
    ("м", "{I}", "н"),
    ("{M}", "{I}", "н"),
    ("с", "{I}", "ң"),
    ("с", "{I}", "з"),
    ("{M}", "{I}", "з"),
]
_PERSONS += [("с", "{I}", "ң", "д", "{A}", "р"), ("с", "{I}", "з", "д", "{A}", "р")]
_ACCUSATIVE = (">", "{N}", "{I}")
_PLURAL = (">", "{L}", "{A}", "р")
_STEM = re.compile(r"([а-яәғқңөұүһіё]*)(.*)")
_PLAIN_SIGN = re.compile(r"%\{.%\}|%.|.")

Lexicons = dict[str, list[tuple[str, str, str]]]  # name -> (lemma side, written side, what follows)


_COMMON_OF_VERBS = frozenset("ды ді ты ті ып іп п а е й".split())
_LATER = ("а", "е", "й")
_PARTICIPLES = ("ған", "ген", "қан", "кен", "у", "ю", "тын", "тін")
_PASSIVE = frozenset("л ыл іл н ын ін".split())
_NEGATED = frozenset("ма ме ба бе па пе".split())
_ORDINAL = ("ншы", "нші")
_PLURALS = frozenset("лар лер дар дер тар тер".split())
_OF_PLACE = frozenset("дағы дегі тағы тегі".split())
_HIS = ("ы", "і", "сы", "сі")
_HIS_OBJECT = ("ын", "ін", "н")
_AS_ADJECTIVES = frozenset("ды ді ты ті ы і".split())
_LIKE = ("дай", "дей", "тай", "тей")
_ATTRIBUTIVE = ("ғы", "гі", "қы", "кі")
_CONTRACTED = "бол кел қал сал ал қыл".split()


class Reading(NamedTuple):
    """A way in which a word may be a form. `verbal`: of a verb."""

    lemma: str
    ending: str
    verbal: bool


def readings(word: str, known: Lexicon, *, verbal: bool = False) -> Iterator[Reading]:
    for stem, lemma, _ending, fits in known.parted(fold(word)):
        if word.startswith(stem):
            ending = word[len(stem) :]
            if fits & known.of_verbs:
                yield Reading(lemma, ending, verbal=True)
            if fits & ~known.of_verbs and not verbal:
                yield Reading(lemma, ending, verbal=False)


def _is_news(word: str, known: Lexicon) -> bool:
    """A word that is no form of a known one; «жазба», «тізбе» are nouns, though "don't write" is spelt so."""
    read = [reading for reading in readings(word, known) if reading.lemma != word]
    return all(reading.verbal and reading.ending in _NEGATED for reading in read)


class Sound(NamedTuple):
    """What decides which endings follow a stem."""

    kind: str
    harmony: str
    last: str
    changed: str = ""  # how the stem is changed before the ending: letters cut, or "lost"


def read(path: Path) -> Lexicons:
    found: Lexicons = {}
    rows: list[tuple[str, str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = re.sub(r"(?<!%)!.*", "", line).strip()
        if heading := re.match(r"LEXICON\s+(\S+)", text):
            rows = found.setdefault(heading[1], [])
        elif text.endswith(";"):
            *entry, follows = text[:-1].replace("% ", "\0").split() or [""]
            if len(entry) < 2:
                lemma, _colon, written = (entry or [""])[0].replace("\0", " ").partition(":")
                rows.append((lemma, written if _colon else lemma, follows))
    return found


def signs(written: str) -> Ending:
    return tuple(sign.replace("%", "") for sign in _PLAIN_SIGN.findall(written))


def endings(lexicons: Lexicons, start: str, *, stop: frozenset[str] = frozenset()) -> dict[Ending, bool]:
    """Every ending from `start` on -> whether it stopped at one of `stop`, where endings of nouns may follow."""
    found: dict[Ending, bool] = {}

    def walk(name: str, written: str, seen: tuple[str, ...]) -> None:
        if name in stop or name == "#" or name.startswith("CLITICS") or name not in lexicons:
            found[signs(written)] = found.get(signs(written), False) or name in stop
        elif name not in seen:
            for _lemma, more, follows in lexicons[name]:
                walk(follows, written + more, (*seen, name))

    walk(start, "", ())
    return {ending: open_ for ending, open_ in found.items() if " " not in ending and "-" not in ending}


def kind_of(follows: str) -> str:
    if re.match(r"N\d|NP-|N-COMP|N-INFL|ABBR", follows):
        return NOUN
    if re.match(r"A\d", follows):
        return ADJECTIVE
    if follows.startswith(("Vinfl-AUX-IMPF", "V-PERS")):  # «жатыр», «отырмын»; «еді»
        return WHOLE
    if follows.startswith(("V-", "Vinfl")):
        return VERB
    return NUMBER if follows == "NUM" else WHOLE


class Words:
    """Stems and endings as they are found, with the sounds they share."""

    def __init__(self, lexicons: Lexicons, russian: frozenset[str]) -> None:
        self.russian = russian
        self.lexicons = lexicons
        self.stems: dict[str, set[tuple[str, Sound]]] = defaultdict(set)
        self.wholes: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.samples: dict[Sound, str] = {}
        self.under: dict[str, set[str]] = {}
        self.auxiliary: set[str] = set()
        self.names = False
        # «-ша», «-шы» make another word as often as not: қорапша, қоймашы.
        nominal = {ending: open_ for ending, open_ in endings(lexicons, "N1").items() if "ш" not in ending}
        persons = {(">", *person): False for person in _PERSONS}
        nominal |= persons | {(*_PLURAL, *person): False for person in persons}
        stop = frozenset((_NOMINAL, _OF_VERBS)) | {name for name in lexicons if name.startswith("GER-")}
        verbal = endings(lexicons, "V-TV", stop=stop) | endings(lexicons, "V-IV", stop=stop)
        self.endings = {
            NOUN: nominal,
            ADJECTIVE: nominal | endings(lexicons, "A1"),
            VERB: verbal,
            NUMBER: endings(lexicons, "NUM"),
        }
        self.endings[VERB] = {
            one: open_
            for one, open_ in verbal.items()
            if one[-2:] != ("ш", "{I}") or one[-4:] == ("у", ">", "ш", "{I}")
        }

    def take(self, section: str) -> None:
        for lemma, written, follows in self.lexicons.get(section, ()):
            kind = kind_of(follows)
            if not lemma and follows in self.lexicons:
                self.take(follows)
            elif kind == WHOLE:
                self._take_whole(_lemma(lemma), written, follows)
            else:
                if follows == "N1-Ә":  # «күн:күнә»
                    written = lemma
                if follows == "NP-PAT-VICH":  # «Иван:Иванович»
                    self.add(_lemma(lemma) + "вна", tuple(_lemma(lemma) + "вна"), kind)
                    lemma = written = lemma + "вич"
                self.add(_lemma(lemma), signs(_small(written)), kind)
                if follows == "N-COMPOUND-PX":  # «дінбасылар»
                    self.add(_lemma(lemma), tuple(_lemma(lemma)), kind)
                if follows == "Vinfl-AUX":
                    self.auxiliary.add(_lemma(lemma))

    def _take_whole(self, lemma: str, written: str, follows: str) -> None:
        """Pronouns and the like: what is irregular in them is listed form by form, the rest is as of nouns."""
        paths = _paths(self.lexicons, follows)
        stem, rest = _STEM.match(_small(written)).groups()  # type: ignore[union-attr]  # any text matches
        as_nouns = not rest and stem and any(ending == _ACCUSATIVE for _more, ending in paths)
        if as_nouns and WORD.fullmatch(lemma):
            for harmony in harmonies(stem):
                self._stem(stem, lemma, NOUN, harmony)
        for more, ending in paths:
            of = lemma + _lemma(more)
            if not WORD.fullmatch(of):
                continue
            self.kinds[of].add(WHOLE)
            for harmony in harmonies(stem) if ending.count(">") < 4 else ():
                form = joined(stem, (*signs(rest), *ending), harmony)
                if WORD.fullmatch(form):
                    self.wholes[form].add(of)

    def add(self, lemma: str, written: Ending, kind: str) -> None:
        if not WORD.fullmatch(lemma) or (len(lemma) < 2 and lemma not in _OF_ONE_LETTER):
            return
        self.kinds[lemma].add(NAME if kind == NOUN and self.names else kind)
        lost = "{y}" in written or lemma in _LOSE
        stem = lemma if lost else "".join(sign for sign in written if len(sign) == 1 and sign != ">")
        if not WORD.fullmatch(stem):
            return
        told = next((_TOLD[sign] for sign in written if sign in _TOLD), ())
        russian = lemma in self.russian
        for harmony in told or harmonies(stem):
            self._stem(stem, lemma, kind, harmony)
            if lost and len(stem) > 2:
                self._keep(stem[:-2] + stem[-1], lemma, Sound(kind, harmony, _heard(stem, kind)[0], "lost"))
            if "{с}" in written or (russian and stem[-1] in "пк"):  # «тарапы», «типі»
                self._keep(stem, lemma, Sound(kind, harmony, stem[-1], "hard"))
            if russian and stem[-2:-1] == stem[-1]:  # «процеске»
                self._stem(stem[:-1], lemma, kind, harmony)
        if (
            russian and kind == NOUN and len(stem) > 3 and {stem[-1], stem[-2]}.isdisjoint(VOWELS)
        ):  # «фактілер»
            self._stem(stem + "і", lemma, kind, FRONT)

    def _stem(self, stem: str, lemma: str, kind: str, harmony: str) -> None:
        own, *others = _heard(stem, kind)
        self._keep(stem, lemma, Sound(kind, harmony, own))
        for other in others:
            self.stems[stem].add((lemma, Sound(kind, harmony, other)))

    def _keep(self, stem: str, lemma: str, sound: Sound) -> None:
        self.stems[stem].add((lemma, sound))
        self.samples.setdefault(sound, stem)

    def add_more(self, word: str) -> None:
        """A word of the spelling dictionary; a verb's forms as of a noun are read, a noun it is not."""
        if word in self.kinds:
            for harmony in harmonies(word):
                self._stem(word, word, NOUN, harmony)
        else:
            self.add(word, tuple(word), NOUN)

    def be_contracted(self) -> None:
        """«боп», «кеп»: as «болып», «келіп»."""
        for verb in _CONTRACTED:
            for ending in (
                (),
                ("т", "{I}"),
                ("п", "{I}", "н"),
                ("с", "{I}", "ң"),
                ("с", "{I}", "з"),
                ("п", "{I}", "з"),
            ):
                self.wholes[joined(verb[:-1] + "п", ending, harmonies(verb)[0])].add(verb)

    def join_voices(self, known: Lexicon) -> None:
        """A form of a passive verb is one of the verb as well («қойылған»: қойыл, қой); the passive itself is not."""
        for kept in self.stems.values():
            for lemma, sound in list(kept):
                if sound.kind == VERB and lemma[-1] in "лн":
                    for base in readings(lemma, known, verbal=True):
                        if base.ending in _PASSIVE and VERB in self.kinds[base.lemma]:
                            kept.add((base.lemma, sound))

    def settle(self, known: Lexicon) -> None:
        """What every word and irregular form is kept under."""
        for word, kinds in self.kinds.items():
            irregular = self.wholes.get(word, set()) if not word.endswith(_ATTRIBUTIVE) else set()
            read = {
                one.lemma
                for one in readings(word, known)
                if one.lemma != word and self._both(word, kinds, one)
            }
            self.under[word] = {word} | irregular | read
        for form, of in self.wholes.items():
            if form not in self.kinds:
                read = {one.lemma for one in readings(form, known)}
                if not of <= read:
                    self.under[form] = of | read

    def _both(self, word: str, kinds: set[str], reading: "Reading") -> bool:
        """Whether a word that stands for itself is a form of another all the same."""
        of, ending = self.kinds[reading.lemma], reading.ending
        kinds = kinds - {RUSSIAN, NAME}
        if reading.verbal:
            if (
                reading.lemma in self.auxiliary and ending in _COMMON_OF_VERBS
            ):  # «алды», «қалып»; «қала» is a city
                return ending not in _LATER or kinds.isdisjoint((NOUN, ADJECTIVE))
            if VERB in of and ending.endswith(_PARTICIPLES):  # «болған», «оқу»
                return True
            return kinds == {WHOLE} and len(ending) > 2  # «болмаса»
        if NUMBER in of:
            return ending.endswith(_ORDINAL)  # «үшінші»
        if ending in _PLURALS:
            return True
        if NOUN not in of:
            return False
        if kinds == {WHOLE}:  # «кезде», «негізі»
            return len(word) > 4 and not ending.endswith(_LIKE)
        if kinds == {VERB}:  # «көзде»: in the eye, seldom "aim!"
            return ending not in _HIS and ending not in _HIS_OBJECT
        if kinds == {WHOLE, NOUN}:  # «арасында»
            return len(ending) > 2 and ending.startswith(_HIS)
        if kinds <= {ADJECTIVE, WHOLE}:  # «ағымдағы», «жылы», «елді»
            short = sum(letter in VOWELS for letter in reading.lemma) == 1
            return ending in _OF_PLACE or (short and ending in _AS_ADJECTIVES)
        return False

    def join(self) -> dict[str, set[Sound]]:
        """Every ending as it is written -> the sounds it follows. Stems that change before an ending are kept too."""
        found: dict[str, set[Sound]] = defaultdict(set)
        cut: dict[Sound, set[int]] = defaultdict(set)
        for sound, sample in list(self.samples.items()):
            for ending, open_ in self.endings[sound.kind].items():
                word = joined(sample, _unsoftened(ending, sound), sound.harmony)
                same = _same_letters(sample, word)
                if sound.changed and (word[same : same + 1] not in VOWELS or same < len(sample)):
                    continue
                ended = word[same:] + ("+" if open_ else "")
                if same == len(sample):
                    found[ended].add(sound)
                else:
                    cut[sound].add(len(sample) - same)
                    found[ended].add(sound._replace(changed=str(len(sample) - same)))
        for stem, kept in list(self.stems.items()):
            for lemma, sound in list(kept):
                for letters in cut.get(sound, ()):
                    if len(stem) > letters:
                        self.stems[stem[:-letters]].add((lemma, sound._replace(changed=str(letters))))
        return found


def _unsoftened(ending: Ending, sound: Sound) -> Ending:
    """«халқы»: where a vowel is lost, the last letter stays as it is."""
    return tuple(sign for sign in ending if sign != ">") if sound.changed else ending


def _heard(stem: str, kind: str) -> list[str]:
    """The last letter, as endings hear it; loan words in б, в, г, д, ж are spelt by either rule."""
    last = stem[-2:] if stem.endswith(("ст", "зд")) else stem[-1]
    if kind == VERB and last == "п":
        last = ("low" if stem[-2:-1] in "аәеоө" else "high") + last
    if kind == VERB and (last == "л" or (stem[-2:-1] == "л" and last in VOWELS)):
        last += "/л"
    heard = [last]
    if len(stem) > 1 and stem[-2] not in VOWELS and last in VOICELESS:
        heard.append("т")
    if last == "ж":
        heard.append("з")
    return heard


def _same_letters(first: str, second: str) -> int:
    same = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        same += 1
    return same


def _lemma(written: str) -> str:
    return re.sub(r"%<.*", "", written).replace("%", "").lower()


def _small(written: str) -> str:
    """In small letters, but for the signs, which are Latin."""
    return "".join(letter.lower() if letter > "\u0400" else letter for letter in written)


def _paths(lexicons: Lexicons, start: str, most: int = 3000) -> list[tuple[str, Ending]]:
    found: list[tuple[str, Ending]] = []

    def walk(name: str, lemma: str, written: str, seen: tuple[str, ...]) -> None:
        if len(found) >= most:
            return
        if name == "#" or name.startswith("CLITICS") or name not in lexicons:
            found.append((lemma, signs(written)))
        elif name not in seen:
            for more, letters, follows in lexicons[name]:
                walk(follows, lemma + more, written + letters, (*seen, name))

    walk(start, "", "", ())
    return [one for one in found if " " not in one[1] and "-" not in one[1]]


def more_words(path: Path, flags: tuple[str, ...] = ("A", "B", "-")) -> Iterator[str]:
    """Words of a spelling dictionary in small letters, names too; of the Kazakh one those that end as nouns do."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, _slash, of_word = line.strip().partition("/")
        if (of_word or "-").startswith(flags) and WORD.fullmatch(word.lower()) and len(word) > 2:
            yield word.lower()


def text_of(words: Words) -> str:
    """As `Lexicon` reads it."""
    ended = words.join()
    number = {sound: place for place, sound in enumerate(sorted({s for of in ended.values() for s in of}))}
    sets: dict[int, int] = {}

    def one_of(sounds: Iterable[Sound]) -> int:
        return sets.setdefault(sum(1 << number[sound] for sound in sounds), len(sets))

    together: dict[str, set[Sound]] = defaultdict(set)
    go_on: dict[str, set[Sound]] = defaultdict(set)
    for ending, sounds in ended.items():
        together[fold(ending.rstrip("+"))] |= sounds
        if ending.endswith("+"):
            go_on[fold(ending.rstrip("+"))] |= sounds
    stems: dict[str, list[str]] = defaultdict(list)
    for stem, kept in sorted(words.stems.items()):
        of: dict[str, set[Sound]] = defaultdict(set)
        for lemma, sound in kept:
            if sound in number:
                of[lemma].add(sound)
        for lemma, sounds in sorted(of.items()):
            stems[fold(stem)] += [stem, lemma, f"{one_of(sounds)}"]
    of_nouns: dict[str, int] = defaultdict(int)
    for sound, place in number.items():
        if sound.kind == NOUN:
            of_nouns[fold(sound.last[-1])] |= 1 << place
    under = {word: " ".join(sorted(of)) if of != {word} else "" for word, of in sorted(words.under.items())}
    plain = {stem: of[2] for stem, of in sorted(stems.items()) if of[:2] == [stem, stem] and len(of) == 3}
    more = [" ".join((stem, *of)) for stem, of in sorted(stems.items()) if stem not in plain]
    afters = {ending: f"{one_of(sounds)}" for ending, sounds in sorted(together.items())}
    opens = [f"{ending} {one_of(sounds)}" for ending, sounds in sorted(go_on.items())]
    of_verbs = sum(1 << place for sound, place in number.items() if sound.kind == VERB)
    russian = sorted(word for word, kinds in words.kinds.items() if _is_russian(kinds))
    parts = [
        map(_short, sets),
        under,
        under.values(),
        plain,
        plain.values(),
        more,
        afters,
        afters.values(),
        opens,
    ]
    parts += [(f"{one} {_short(of)}" for one, of in sorted(of_nouns.items())), (_short(of_verbs), *russian)]
    return "\f".join("\n".join(part) for part in parts)


def _is_russian(kinds: set[str]) -> bool:
    """A word of both languages; a name that is no Kazakh word besides: «Толстой», not «Аса»."""
    return RUSSIAN in kinds or kinds == {NAME}


def _short(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _write(words: Words) -> Lexicon:
    with FILE.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        packed.write(text_of(words).encode())
    return Lexicon.read()


def main(argv: list[str]) -> int:
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    words = Words(read(Path(argv[0])), frozenset(more_words(Path(argv[2]), flags=("",))))
    for section in ("Common", "Hardcoded", "Copula", "Proper"):
        words.names = section == "Proper"
        words.take(section)
    words.names = False
    words.be_contracted()
    known = _write(words)
    for word in more_words(Path(argv[1])):
        if words.kinds.get(word, {VERB}) == {VERB} and word not in words.wholes and _is_news(word, known):
            words.add_more(word)
    for word in words.russian & words.kinds.keys():
        words.kinds[word].add(RUSSIAN)
    words.join_voices(_write(words))
    known = _write(words)
    words.settle(known)
    _write(words)
    print(f"{len(words.kinds)} words, {FILE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
