"""Makes the file of Kazakh words that the search carries: `python -m orda.search.kazakh.making LEXICON KAZAKH RUSSIAN`.

LEXICON: apertium-kaz.kaz.lexc of the Apertium project (GPL-3.0), words with their kinds and all that may follow them;
KAZAKH: kk_KZ.dic of hunspell-kk (MPL, LGPL or GPL), more words; RUSSIAN: ru_RU.dic of hunspell-ru, which of them Russian
has as well. None is needed afterwards.

Every ending is joined here with one stem of each sound, so that nothing has to be reckoned when a word is read:
what is kept is which endings follow which stems. (docs/decisions/0043)
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from orda.network.folding import fold
from orda.search.kazakh.lexicon import FILE, WORD, Lexicon
from orda.search.kazakh.sounds import VOICELESS, VOWELS, harmonies, joined

NOUN, ADJECTIVE, VERB, NUMBER, WHOLE, NAME = "N", "A", "V", "M", "C", "P"
RUSSIAN = "R"  # beside another kind
_NOMINAL, _OF_VERBS = "FULL-NOMINAL-INFLECTION", "GER-INFL"
# Words whose last «ы», «і» is lost before a vowel, beside those that the lexicon marks.
_LOSE = frozenset("әріп ғұрып көрік нарық парық айып бөрік ырық қойын көңіл ерік".split())
_PERSONS = [("м", "{I}", "н"), ("{M}", "{I}", "н"), ("с", "{I}", "ң"), ("с", "{I}", "з"), ("{M}", "{I}", "з")]
_PERSONS += [("с", "{I}", "ң", "д", "{A}", "р"), ("с", "{I}", "з", "д", "{A}", "р")]
_PLURAL = (">", "{L}", "{A}", "р")
_PLAIN_SIGN = re.compile(r"%\{.%\}|%.|.")

Ending = tuple[str, ...]
Lexicons = dict[str, list[tuple[str, str, str]]]  # name -> (lemma side, written side, what follows)


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
    if follows.startswith(("V-", "Vinfl")):
        return VERB
    return NUMBER if follows == "NUM" else WHOLE


class Words:
    """Stems and endings as they are found, with the sounds they share."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.lexicons = lexicons
        self.stems: dict[str, set[tuple[str, Sound]]] = defaultdict(set)
        self.wholes: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.samples: dict[Sound, str] = {}
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
        self.endings[VERB] = {one: open_ for one, open_ in verbal.items() if one[-2:] != ("ш", "{I}")}

    def take(self, section: str) -> None:
        for lemma, written, follows in self.lexicons.get(section, ()):
            kind = kind_of(follows)
            if not lemma and follows in self.lexicons:
                self.take(follows)
            elif kind == WHOLE:
                self._take_whole(lemma, written, follows)
            else:
                self.add(_lemma(lemma), signs(written.lower()), kind)

    def _take_whole(self, lemma: str, written: str, follows: str) -> None:
        """Pronouns and the like: their forms are listed, each for itself."""
        for more, ending in _paths(self.lexicons, follows):
            of = _lemma(lemma + more)
            stem = "".join(sign for sign in signs(written.lower()) if len(sign) == 1 and sign != ">")
            if not WORD.fullmatch(of):
                continue
            self.kinds[of].add(WHOLE)
            for harmony in harmonies(stem):
                form = joined(stem, ending, harmony)
                if WORD.fullmatch(form):
                    self.wholes[form].add(of)

    def add(self, lemma: str, written: Ending, kind: str) -> None:
        if not WORD.fullmatch(lemma) or (len(lemma) < 2 and lemma != "е"):  # «е»: еді, емес, екен
            return
        self.kinds[lemma].add(NAME if kind == NOUN and self.names else kind)
        lost = "{y}" in written or lemma in _LOSE
        stem = lemma if lost else "".join(sign for sign in written if len(sign) == 1)
        if not WORD.fullmatch(stem):
            return
        for harmony in harmonies(stem):
            own, *others = _heard(stem, kind)
            self._keep(stem, lemma, Sound(kind, harmony, own))
            for other in others:
                self.stems[stem].add((lemma, Sound(kind, harmony, other)))
            if lost and len(stem) > 2:
                self._keep(stem[:-2] + stem[-1], lemma, Sound(kind, harmony, own, "lost"))

    def _keep(self, stem: str, lemma: str, sound: Sound) -> None:
        self.stems[stem].add((lemma, sound))
        self.samples.setdefault(sound, stem)

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


def more_words(path: Path, flags: tuple[str, ...] = ("A", "B")) -> Iterator[str]:
    """Words of a spelling dictionary in small letters, names too; of the Kazakh one those that end as nouns do."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        word, _slash, of_word = line.partition("/")
        if of_word.startswith(flags) and WORD.fullmatch(word.lower()) and len(word) > 2:
            yield word.lower()


def held(words: Words) -> dict[str, Any]:
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
    stems: dict[str, list[Any]] = defaultdict(list)
    for stem, kept in sorted(words.stems.items()):
        of: dict[str, set[Sound]] = defaultdict(set)
        for lemma, sound in kept:
            if sound in number:
                of[lemma].add(sound)
        for lemma, sounds in sorted(of.items()):
            stems[fold(stem)] += [stem, lemma, one_of(sounds)]
    of_nouns: dict[str, int] = defaultdict(int)
    for sound, place in number.items():
        if sound.kind == NOUN:
            of_nouns[fold(sound.last[-1])] |= 1 << place
    return {
        "words": {lemma: "".join(sorted(kinds)) for lemma, kinds in sorted(words.kinds.items())},
        "wholes": {form: sorted(of) for form, of in sorted(words.wholes.items()) if of != {form}},
        "stems": {stem: _short(stem, of) for stem, of in sorted(stems.items())},
        "endings": {ending: one_of(sounds) for ending, sounds in sorted(together.items())},
        "open": {ending: one_of(sounds) for ending, sounds in sorted(go_on.items())},
        "sounds": list(sets),
        "of_nouns": dict(of_nouns),
        "of_verbs": sum(1 << place for sound, place in number.items() if sound.kind == VERB),
    }


def _short(stem: str, of: list[Any]) -> Any:
    return of[2] if of[:2] == [stem, stem] and len(of) == 3 else of


def _write(words: Words) -> None:
    with FILE.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        packed.write(json.dumps(held(words), ensure_ascii=False, separators=(",", ":")).encode())


def main(argv: list[str]) -> int:
    if len(argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    words = Words(read(Path(argv[0])))
    for section in ("Common", "Hardcoded", "Copula", "Proper"):
        words.names = section == "Proper"
        words.take(section)
    words.names = False
    _write(words)
    known = Lexicon.read()
    for word in more_words(Path(argv[1])):
        if words.kinds.get(word, {VERB}) <= {VERB, NAME} and not known.lemmas(word) - {word}:
            words.add(word, tuple(word), NOUN)
    for word in more_words(Path(argv[2]), flags=("",)):
        if word in words.kinds:
            words.kinds[word].add(RUSSIAN)
    _write(words)
    print(f"{len(words.kinds)} words, {FILE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
