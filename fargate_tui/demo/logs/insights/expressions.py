"""Reads expressions: what they make of a row, or of the rows of a group."""

import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import Any

from fargate_tui.demo.logs.insights.functions import AGGREGATES, SCALARS, floor_to, milliseconds, percentile
from fargate_tui.demo.logs.insights.tokens import BadQuery, Token, tokens, unexpected
from fargate_tui.demo.logs.insights.values import Row, Value, number, text, truth

# What it is given is a Row, or where `stats` reckons the rows of a group.
Expression = Callable[[Any], Value]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_SUMS: dict[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub}
_PRODUCTS: dict[str, Callable[[float, float], float]] = {
    "*": operator.mul, "/": operator.truediv, "%": operator.mod, "^": math.pow,
}  # fmt: skip


class Reader:
    """Goes through the words of a query; every method raises BadQuery."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = tokens(query)
        self._at = 0

    @property
    def next(self) -> Token:
        """The word that comes next."""
        return self._tokens[self._at]

    def take(self) -> Token:
        """Go on by a word."""
        token = self.next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def word(self, *words: str) -> bool:
        """Take one of these keywords, if it comes next."""
        return self.next.is_word(*words) and bool(self.take())

    def sign(self, *signs: str) -> str:
        """Take one of these signs, if it comes next; else nothing."""
        return self.take().text if self.next.is_sign(*signs) else ""

    def need(self, sign: str) -> None:
        """Take a sign that has to come."""
        if not self.sign(sign):
            raise self.lost()

    def name(self) -> str:
        """Take a name."""
        if self.next.kind != "name":
            raise self.lost()
        return self.take().text

    def lost(self, token: Token | None = None) -> BadQuery:
        """What to say of a word that cannot stand where it does."""
        return unexpected(token or self.next, self._query)

    def named(self, *, reckons: bool = False) -> tuple[str, Expression]:
        """An expression and its name: what follows ``as``, else its own text."""
        start = self.next.start
        expression = self.expression(reckons=reckons)
        name = self._query[start : self._tokens[self._at - 1].end].strip("`")
        return (self.name() if self.word("as") else name), expression

    def regex(self, token: Token) -> re.Pattern[str]:
        """A regular expression in AWS's spelling."""
        try:
            return re.compile(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", token.text), re.DOTALL)
        except (re.error, OverflowError, RecursionError) as error:
            message = f"invalid regular expression at line 1 and position {token.start}: {error}"
            raise BadQuery(message, token.start, token.end) from error

    # --- by how closely they bind ------------------------------------------------------------------------------------

    def expression(self, *, reckons: bool = False) -> Expression:
        """``or``; ``reckons`` says that functions of many rows may stand in it."""
        left = self._and(reckons)
        while self.word("or"):
            left = _either(left, self._and(reckons))
        return left

    def _and(self, reckons: bool) -> Expression:
        left = self._not(reckons)
        while self.word("and"):
            left = _both(left, self._not(reckons))
        return left

    def _not(self, reckons: bool) -> Expression:
        if not self.word("not"):
            return self._comparison(reckons)
        denied = self._not(reckons)
        return lambda row: not truth(denied(row))

    def _comparison(self, reckons: bool) -> Expression:
        left = self._sum(reckons)
        if sign := self.sign(*_COMPARE):
            return _compared(_COMPARE[sign], left, self._sum(reckons))
        negated = self.word("not")
        if self.word("like") or self.sign("=~"):
            found = _found(left, self._pattern())
        elif self.word("in"):
            found = _among(left, self._list())
        elif negated:
            raise self.lost()
        else:
            return left
        return (lambda row: not found(row)) if negated else found

    def _pattern(self) -> Callable[[str], bool]:
        token = self.take()
        if token.kind == "string":
            return lambda said: token.text in said
        if token.kind != "regex":
            raise self.lost(token)
        pattern = self.regex(token)
        return lambda said: pattern.search(said) is not None

    def _list(self) -> list[Expression]:
        self.need("[")
        found = [self._sum(False)]
        while self.sign(","):
            found.append(self._sum(False))
        self.need("]")
        return found

    def _sum(self, reckons: bool) -> Expression:
        left = self._product(reckons)
        while sign := self.sign(*_SUMS):
            left = _reckoned(_SUMS[sign], left, self._product(reckons))
        return left

    def _product(self, reckons: bool) -> Expression:
        left = self._single(reckons)
        while sign := self.sign(*_PRODUCTS):
            left = _reckoned(_PRODUCTS[sign], left, self._single(reckons))
        return left

    def _single(self, reckons: bool) -> Expression:
        if self.sign("-"):
            return _reckoned(operator.sub, lambda _: 0, self._single(reckons))
        if self.sign("("):
            inside = self.expression(reckons=reckons)
            self.need(")")
            return inside
        token = self.take()
        match token.kind:
            case "number":
                literal = float(token.text) if "." in token.text else int(token.text)
                return lambda _: literal
            case "string":
                return lambda _: token.text
            case "name" if self.next.is_sign("("):
                return self._call(token, reckons)
            case "name":
                return _group_field(token.text) if reckons else _field(token.text)
        raise self.lost(token)

    def _call(self, token: Token, reckons: bool) -> Expression:
        name = token.text.lower()
        self.need("(")
        if reckons and (name in AGGREGATES or name == "pct"):
            return self._aggregate(name)
        if name in ("bin", "datefloor"):
            return self._bin(name)
        if name not in SCALARS:
            raise self.lost(token)
        least, most, made = SCALARS[name]
        arguments = [self.expression(reckons=reckons)]
        while self.sign(","):
            arguments.append(self.expression(reckons=reckons))
        if not least <= len(arguments) <= most:
            raise self.lost()
        self.need(")")
        return lambda row: made([argument(row) for argument in arguments])

    def _bin(self, name: str) -> Expression:
        of = _field("@timestamp")
        if name == "datefloor":
            of = self.expression()
            self.need(",")
        if self.next.kind != "duration":
            raise self.lost()
        step = milliseconds(self.take().text)
        self.need(")")
        return lambda row: floor_to(of(row), step)

    def _aggregate(self, name: str) -> Expression:
        if name == "count" and (self.sign("*") or self.next.is_sign(")")):
            self.need(")")
            return len
        of = self.expression()
        percent = 0.0
        if name == "pct":
            self.need(",")
            if self.next.kind != "number":
                raise self.lost()
            percent = float(self.take().text)
        self.need(")")
        if name == "pct":
            return lambda rows: percentile([of(row) for row in rows], percent)
        made = AGGREGATES[name]
        return lambda rows: made([of(row) for row in rows])


def _field(name: str) -> Expression:
    def get(row: Row) -> Value:
        return row.get(name)

    return get


def _group_field(name: str) -> Expression:
    """A field beside the functions of many rows: its newest value."""
    return lambda rows: rows[0].get(name) if rows else None


def _either(left: Expression, right: Expression) -> Expression:
    return lambda row: truth(left(row)) or truth(right(row))


def _both(left: Expression, right: Expression) -> Expression:
    return lambda row: truth(left(row)) and truth(right(row))


def _compared(compare: Callable[[Any, Any], bool], left: Expression, right: Expression) -> Expression:
    """Numbers by their size, anything else as text; what is not there equals nothing and differs from nothing."""

    def holds(row: Any) -> bool:
        one, other = left(row), right(row)
        if one is None or other is None:
            return False
        first, second = number(one), number(other)
        if first is not None and second is not None:
            return compare(first, second)
        return compare(text(one), text(other))

    return holds


def _found(left: Expression, matches: Callable[[str], bool]) -> Expression:
    def found(row: Any) -> bool:
        value = left(row)
        return value is not None and matches(text(value))

    return found


def _among(left: Expression, wanted: Sequence[Expression]) -> Expression:
    conditions = [_compared(operator.eq, left, each) for each in wanted]
    return lambda row: any(condition(row) for condition in conditions)


def _reckoned(reckon: Callable[[float, float], float], left: Expression, right: Expression) -> Expression:
    def reckoned(row: Any) -> Value:
        one, other = number(left(row)), number(right(row))
        if one is None or other is None:
            return None
        try:
            return reckon(one, other)
        except (ZeroDivisionError, OverflowError, ValueError):
            return None

    return reckoned
