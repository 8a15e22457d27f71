"""What was asked, as the index is asked for it (tantivy)."""

import re
from collections.abc import Collection, Mapping

import tantivy
from tantivy import FieldType, Occur, Query

from orda.network.folding import fold_letters
from orda.search import index
from orda.search.asked import AllOf, AnyOf, Number, Part, Phrase, Word, Years, is_book
from orda.search.typed import in_cyrillic
from orda.search.words import asked_stems, begun_lemmas, initial, stems

SIMILAR_FROM = 4  # letters: shorter words are not guessed at
VERY_SIMILAR_FROM = 7
LONGEST_BEGUN = 20
INITIAL = 8.0  # more than any word of a title gains: among namesakes the initial decides
MOST_NEAR_STEMS = 2  # of a word, beside its letters: each guess costs
MOST_GUESSED = 4  # words of one question
ONE_MORE_WORD = 1_000.0  # more than all words together gain by being rare
MOST_FORMS = 4  # of a word that are weighed by where they stand

Clause = tuple[Occur, Query]


class Matching:
    """One question to one state of the index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._schema = index.schema()
        self._forms: dict[str, list[str]] = {}

    def exactly(self, question: AllOf, *, half_typed: bool = True) -> Query:
        """All that is asked; titles, authors and the very spelling weigh more. The last word may be `half_typed`."""
        if not question.parts and not question.without:
            return Query.all_query()
        return Query.boolean_query(self._all(question, half_typed))

    def mostly(self, question: AllOf, *, similar: bool = False) -> Query | None:
        """Most of the words of a plain question, the more the better; None where each of them is needed. A word may be
        met by a `similar` one."""
        wanted = [word for word in question.words if not word.idle]
        needed = [word for word in wanted if not is_book(word)]
        known = [word for word in needed if similar or self.is_known(word)]
        least = len(needed) // 2 + 1
        if not needed or len(known) < least or least == len(wanted):
            return None
        met = self._guessed(known) if similar else [self._met(word) for word in known]
        # Each word counts before how rare it is: more words met go before rarer ones.
        each = [(Occur.Should, _counted(one)) for one in met]
        return self._with_idle(question, Query.boolean_query(each, minimum_number_should_match=least))

    def nearly(self, question: AllOf) -> Query:
        """A plain question, each word met by itself or by one that differs by a letter; by two where it is long."""
        needed = [word for word in question.words if not word.idle]
        each = [(Occur.Must, one) for one in self._guessed(needed)]
        return self._with_idle(question, Query.boolean_query(each))

    def is_known(self, word: Word) -> bool:
        """Whether any record holds the word."""
        return bool(self._held(word))

    def begins(self, question: AllOf) -> str:
        """The last word of a question, where it is only the beginning of words that are there."""
        last = question.parts[-1] if question.parts else None
        if not isinstance(last, Word) or not last.last or last.initial or self.is_known(last):
            return ""
        return last.text

    def _all(self, question: AllOf, half_typed: bool) -> list[Clause]:
        clauses: list[Clause] = []
        for part in question.parts:
            if isinstance(part, Word):
                clauses += self._word(part, half_typed)
            else:
                clauses.append((Occur.Must, self._part(part)))
        if not question.parts:
            clauses.append((Occur.Must, Query.all_query()))
        return clauses + [(Occur.MustNot, self._part(part)) for part in question.without]

    def _part(self, part: Part) -> Query:
        if isinstance(part, Word):
            return self._met(part)
        if isinstance(part, AnyOf):
            return Query.boolean_query([(Occur.Should, self._part(one)) for one in part.parts])
        if isinstance(part, AllOf):
            return self.exactly(part, half_typed=False)
        if isinstance(part, Number):
            return Query.term_set_query(self._schema, "all", list(part.forms))
        if isinstance(part, Years):
            return Query.range_query(self._schema, "year", FieldType.Integer, part.first, part.last)
        return self._phrase(part)

    def _phrase(self, phrase: Phrase) -> Query:
        folded = [fold_letters(word) for word in phrase.words]
        if len(folded) == 1:
            row = Query.term_query(self._schema, "written", folded[0])
        else:
            row = Query.phrase_query(self._schema, "written", folded)  # type: ignore[arg-type]  # a list is invariant
        if not phrase.field:
            return row
        there = [(Occur.Must, self._met(Word(word, phrase.field))) for word in phrase.words]
        return Query.boolean_query([(Occur.Must, row), *there])

    def _word(self, word: Word, half_typed: bool = False) -> list[Clause]:
        """A word under one of its forms where it must be there, and what makes a record that holds it better."""
        if word.initial and (word.idle or word.field):
            return self._initial(word)
        forms = self._held(word)
        clauses: list[Clause] = []
        if not word.idle:
            sure = sorted({*forms, *stems(word.text)})
            must = Query.term_set_query(self._schema, word.field or "all", sure)
            if half_typed and word.last and not forms:
                must = self._begun(word)
            clauses.append((Occur.Must, must))
        return clauses + self._better(word, forms)

    def _better(self, word: Word, forms: list[str]) -> list[Clause]:
        own = sorted(stems(word.text))
        clauses = []
        for form in [*own, *(form for form in forms if form not in own)][:MOST_FORMS]:
            clauses.append((Occur.Should, self._weighed("title", form, 2.0)))
            clauses.append((Occur.Should, self._weighed("author", form, 1.5)))
        return [*clauses, (Occur.Should, self._weighed("exact", word.text, 3.0))]

    def _initial(self, word: Word) -> list[Clause]:
        """The first letter of an author's name; a wish only, for records may be silent of it."""
        return [
            (Occur.Should, Query.const_score_query(self._term("author", initial(word.text)), INITIAL)),
            (Occur.Should, self._weighed("exact", word.text, 1.0)),
        ]

    def _weighed(self, field: str, form: str, weight: float) -> Query:
        return Query.boost_query(self._term(field, form), weight)

    def _term(self, field: str, form: str) -> Query:
        return Query.term_query(self._schema, field, form)

    def _met(self, word: Word) -> Query:
        return Query.boolean_query(self._word(Word(word.text, word.field)))

    def _held(self, word: Word) -> list[str]:
        """The forms of a word that the index holds, the surest first: as it is typed, then as Latin letters may be
        read. What is not there needs no looking for; readings of Latin letters are many."""
        key = f"{word.field}:{word.text}"
        if key not in self._forms:
            readings = [form for other in in_cyrillic(word.text) for form in sorted(asked_stems(other))]
            forms = dict.fromkeys([*sorted(asked_stems(word.text)), *readings])
            field = word.field or "all"
            self._forms[key] = [form for form in forms if self._searcher.doc_freq(field, form)]
        return self._forms[key]

    def _begun(self, word: Word) -> Query:
        """What a half-typed word may become: words that begin with its letters, and known ones of which a form does.
        Kazakh letters may be left out of it, or be Latin."""
        typed = [word.text, fold_letters(word.text), *in_cyrillic(word.text)[:MOST_FORMS]]
        letters = "|".join(re.escape(one[:LONGEST_BEGUN]) for one in dict.fromkeys(typed))
        pattern = f"~?({letters}).*" if word.field else f"({letters}).*"
        begun = [Query.regex_query(self._schema, word.field or "written", pattern)]
        if lemmas := begun_lemmas(word.text):
            begun.append(Query.term_set_query(self._schema, word.field or "all", sorted(lemmas)))
        return Query.boolean_query([(Occur.Should, one) for one in begun])

    def _guessed(self, needed: list[Word]) -> list[Query]:
        """Words as they are or nearly so; of many, those that nobody knows go first, for a guess is dear."""
        guessed = set(sorted(needed, key=self.is_known)[:MOST_GUESSED])
        return [self._near(word) if word in guessed else self._met(word) for word in needed]

    def _near(self, word: Word) -> Query:
        """A word, or what is written nearly so: by its letters, or by those of its stem."""
        ways = [self._met(word)]
        if len(word.text) >= SIMILAR_FROM and not word.text.isdecimal():
            folded = fold_letters(word.text)
            ways.append(self._fuzzy(word.field or "written", folded))
            own = sorted(form for form in stems(word.text) if fold_letters(form) != folded)
            ways += [self._fuzzy(word.field or "all", form) for form in own[:MOST_NEAR_STEMS]]
        return Query.boolean_query([(Occur.Should, way) for way in ways])

    def _fuzzy(self, field: str, form: str) -> Query:
        distance = 1 + (len(form) >= VERY_SIMILAR_FROM)
        return Query.fuzzy_term_query(self._schema, field, form, distance, transposition_cost_one=True)

    def _with_idle(self, question: AllOf, must: Query) -> Query:
        idle = [clause for word in question.words if word.idle for clause in self._word(word)]
        return Query.boolean_query([(Occur.Must, must), *idle])


def _counted(met: Query) -> Query:
    one = Query.const_score_query(met, ONE_MORE_WORD)
    return Query.boolean_query([(Occur.Must, one), (Occur.Should, met)])


def narrowed(query: Query, narrowing: Mapping[str, Collection[str]]) -> Query:
    """Of what a query finds, what has one of the values of each facet."""
    if not narrowing:
        return query
    schema = index.schema()
    must = [(Occur.Must, query)]
    for name, values in narrowing.items():
        one_of = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, name, value, index_option="basic")) for value in values]
        )
        must.append((Occur.Must, Query.const_score_query(one_of, 0.0)))
    return Query.boolean_query(must)
