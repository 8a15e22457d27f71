"""What of SQL an expert may write: one SELECT over the named tables, by functions that only reckon.

The question is parsed, every node of it must be on a list, and what runs is written anew from the parsed tree: what
was checked and what is run are the same. A list of what is allowed, never of what is forbidden.
"""

from collections.abc import Iterator
from typing import Any

import sqlglot
from django.utils.translation import gettext as _
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers

from orda.reports.expert.question import BadQuestion, Question, place_at
from orda.reports.expert.tables import SETS, TABLES, Dialect

LONGEST_QUESTION = 5_000
DEEPEST = 60  # brackets within brackets


_FUNCTIONS: tuple[type[exp.Expr], ...] = (
    *(exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.GroupConcat),
    *(exp.Round, exp.Abs, exp.Floor, exp.Ceil, exp.Coalesce, exp.Nullif),
    *(exp.Lower, exp.Upper, exp.Length, exp.Substring, exp.Trim),
    *(exp.Case, exp.If, exp.Cast, exp.Exists, exp.And, exp.Or),
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
)
_NODES: tuple[type[exp.Expr], ...] = (
    *(exp.Select, exp.Union, exp.Except, exp.Intersect, exp.Subquery, exp.With, exp.CTE),
    *(exp.From, exp.Join, exp.Table, exp.TableAlias, exp.Column, exp.Identifier, exp.Alias, exp.Star),
    *(exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct),
    *(exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Tuple, exp.Neg, exp.Not, exp.DataType),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like, exp.ILike),
    *(exp.Escape, exp.Filter, exp.Window, exp.WindowSpec, exp.WithinGroup),
)
_ALLOWED = frozenset((*_FUNCTIONS, *_NODES))
_TYPES = frozenset(
    getattr(exp.DataType.Type, name)
    for name in "TEXT VARCHAR INT BIGINT SMALLINT DECIMAL FLOAT DOUBLE DATE BOOLEAN".split()
)


def question(text: str, dialect: Dialect) -> Question:
    """The checked question. Raises BadQuestion with the place of what is not understood or not allowed."""
    tree = _parsed(text, dialect)
    tables = set()
    for node in tree.walk():
        _allow(node)
        if isinstance(node, exp.Table):
            tables |= _asked_table(node)
    own_names = {_cte_name(cte) for cte in tree.find_all(exp.CTE)}
    if dialect.name == "postgres":
        tree = normalize_identifiers(tree, dialect="postgres")
    ctes, body = _apart(tree, dialect)
    return Question(tuple(ctes), frozenset(own_names), body, frozenset(tables))


def _parsed(text: str, dialect: Dialect) -> exp.Expr:
    if not text.strip():
        raise BadQuestion(_("Write a question."))
    if len(text) > LONGEST_QUESTION:
        raise BadQuestion(_("The question is longer than %(most)s signs.") % {"most": LONGEST_QUESTION})
    bad = next((at for at, sign in enumerate(text) if not (sign.isprintable() or sign in "\n\r\t")), None)
    if bad is not None:
        raise BadQuestion(_("There is a sign that can't be printed."), *place_at(text, bad))
    _refuse_depth(text)
    try:
        statements = [one for one in sqlglot.parse(text, read=dialect.name) if one is not None]
    except ParseError as error:
        raise _not_understood(error) from None
    except (SqlglotError, RecursionError):
        raise BadQuestion(_("The question can't be understood; is every bracket and quote closed?")) from None
    if len(statements) != 1:
        raise BadQuestion(_("Ask one question at a time."))
    if not isinstance(statements[0], exp.Select | exp.Union | exp.Except | exp.Intersect):
        raise BadQuestion(_("Only SELECT (or WITH … SELECT) is allowed."), *_place_of(statements[0]))
    return statements[0]


def _refuse_depth(text: str) -> None:
    depth = 0
    for at, sign in enumerate(text):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth > DEEPEST:
            raise BadQuestion(_("Too many brackets stand within one another."), *place_at(text, at))


def _not_understood(error: ParseError) -> BadQuestion:
    said: dict[str, Any] = error.errors[0] if error.errors else {}
    near, line, end = str(said.get("highlight") or ""), said.get("line") or 0, said.get("col") or 0
    problem = _("This can't be understood near “%(text)s”.") % {"text": near[:40]}
    return BadQuestion(problem, line, max(end - len(near) + 1, 1))


def _allow(node: exp.Expr) -> None:
    if type(node) in _ALLOWED:
        _allow_parts(node)
        return
    if isinstance(node, exp.Func):
        name = node.name if isinstance(node, exp.Anonymous) else node.sql_names()[0]
        raise BadQuestion(
            _("The function %(name)s is not allowed here.") % {"name": name.upper()}, *_place_of(node)
        )
    raise BadQuestion(_("%(what)s is not allowed here.") % {"what": node.key.upper()}, *_place_of(node))


def _allow_parts(node: exp.Expr) -> None:
    """What of an allowed node is not allowed after all."""
    # "$1" is a name to the parser and a parameter to SQLite.
    if isinstance(node, exp.Identifier) and not node.quoted and not node.name.isidentifier():
        raise BadQuestion(_("“%(name)s” is no name.") % {"name": node.name[:40]}, *_place_of(node))
    if isinstance(node, exp.With) and node.args.get("recursive"):
        raise BadQuestion(_("WITH RECURSIVE is not allowed here."), *_place_of(node))
    if isinstance(node, exp.DataType) and node.this not in _TYPES:
        raise BadQuestion(
            _("The type %(name)s is not allowed here.") % {"name": node.sql()}, *_place_of(node)
        )
    if isinstance(node, exp.CTE) and _cte_name(node) in {*TABLES, SETS}:
        raise BadQuestion(
            _("“%(name)s” is the name of a table already.") % {"name": _cte_name(node)}, *_place_of(node)
        )


def _asked_table(node: exp.Table) -> set[str]:
    """The one of TABLES that is asked; none for a CTE of the question's own."""
    name = node.name.lower()
    plain = isinstance(node.this, exp.Identifier) and not node.args.get("db") and not node.args.get("catalog")
    if plain and name in set(_names_seen_from(node)):
        return set()
    if plain and name in TABLES:
        return {name}
    if isinstance(node.this, exp.Func):
        _allow(node.this)
    told = {"name": node.sql()[:60]}
    raise BadQuestion(_("There is no table “%(name)s” here.") % told, *_place_of(node))


def _names_seen_from(node: exp.Expr) -> Iterator[str]:
    """Names of the CTEs that stand before a node. A CTE never sees itself, so nothing can be asked round and round."""
    below: exp.Expr = node
    above = node.parent
    while above is not None:
        if isinstance(above, exp.With):
            yield from (_cte_name(cte) for cte in above.expressions[: above.expressions.index(below)])
        elif isinstance(above, exp.Query):
            within = above.args.get("with_")
            if within is not None and within is not below:
                yield from (_cte_name(cte) for cte in within.expressions)
        below, above = above, above.parent


def _cte_name(cte: exp.CTE) -> str:
    return str(cte.alias).lower()


def _apart(tree: exp.Expr, dialect: Dialect) -> tuple[list[str], str]:
    """The question's own CTEs and the rest, as SQL: the tables are to stand before both."""
    # A name in quotes is never a word of PostgreSQL's own (session_user); SQLite would take it for a text.
    quoted = dialect.name == "postgres"
    within = tree.args.get("with_")
    tree.set("with_", None)

    def written(node: exp.Expr) -> str:
        return node.sql(
            dialect=dialect.name, identify=quoted, comments=False, unsupported_level=ErrorLevel.RAISE
        )

    try:
        return [written(cte) for cte in within.expressions] if within else [], written(tree)
    except (SqlglotError, RecursionError) as error:
        raise BadQuestion(str(error)) from None


def _place_of(node: exp.Expr) -> tuple[int, int]:
    """Line and column at which a node begins, as far as the parser noted it."""
    noted = [(one.meta["line"], one.meta["col"], one.meta) for one in node.walk() if "line" in one.meta]
    if not noted:
        return _place_of(node.parent) if node.parent is not None else (0, 0)
    line, end, meta = min(noted, key=lambda one: (one[0], one[1]))
    return line, max(end - (meta["end"] - meta["start"]), 1)
