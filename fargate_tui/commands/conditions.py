"""The language of ``--watch``: words such as ``steady``, and comparisons such as ``running>=3``, joined by ``and``."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Generic, TypeVar

from fargate_tui.commands.members import Member, Value
from fargate_tui.commands.vocabulary import COUNT, MET, Standing, Verdict, Vocabulary

Row = TypeVar("Row")

_TERM: Final = re.compile(
    r"""\s*(?P<name>[A-Za-z][\w-]*)\s*
        (?:(?P<sign><=|>=|!=|==|=|<|>)\s*(?P<value>"[^"]*"|[^\s,<>=!"]+)\s*)?
        (?P<more>,|and\b|$)""",
    re.VERBOSE,
)
_SIGNS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_STANDINGS: Final[tuple[Standing, ...]] = ("never", "waiting", "met")


class BadCondition(ValueError):
    """What was typed is no condition; says what is wrong, and what there is."""


_Judge = Callable[[Row], Verdict]
_Count = Callable[[int], Verdict]


@dataclass(frozen=True, slots=True)
class Condition(Generic[Row]):
    """A condition as understood."""

    text: str
    vocabulary: Vocabulary[Row]
    names: tuple[str, ...]
    """The words and fields in it."""
    terms: tuple[_Judge[Row], ...]
    """All of which a row has to meet."""
    counts: tuple[_Count, ...]
    """All of which the number of rows has to meet."""

    def judge(self, rows: Sequence[Row], gaps: Sequence[str] = (), *, is_partial: bool = False) -> Verdict:
        """Whether it holds of the rows; ``gaps`` say what is missing, ``is_partial`` whether that may be rows."""
        verdict = _worst([*(count(len(rows)) for count in self.counts), self._of_rows(rows)])
        words = [word for word in self.vocabulary.words if word.name in self.names]
        if verdict.standing == "met" and gaps and (is_partial or any(word.needs_all for word in words)):
            return Verdict("waiting", f"not checked: {gaps[0]}")
        return verdict

    def _of_rows(self, rows: Sequence[Row]) -> Verdict:
        if not self.terms:
            return MET
        told = [(row, _worst([term(row) for term in self.terms])) for row in rows]
        if self.vocabulary.of_any:
            none = Verdict("waiting", f"no {self.vocabulary.noun} was so")
            return MET if any(found.standing == "met" for _, found in told) else none
        if not told:
            return Verdict("waiting", f"there is no such {self.vocabulary.noun}")
        worst = _worst([found for _, found in told])
        if worst.standing == "met":
            return MET
        same = [(row, found) for row, found in told if found.standing == worst.standing]
        row, found = same[0]
        more = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
        return Verdict(worst.standing, f"{self.vocabulary.name_of(row)}: {found.why}{more}")


def parse(text: str, vocabulary: Vocabulary[Row]) -> Condition[Row]:
    """The meaning of a condition; raises BadCondition."""
    names: list[str] = []
    terms: list[_Judge[Row]] = []
    counts: list[_Count] = []
    position, more = 0, ""
    while position < len(text.rstrip()) or more:
        found = _TERM.match(text, position)
        if found is None:
            rest = text[position:].strip()
            raise BadCondition(
                f'cannot read "{rest}" as a condition; {vocabulary.choices()}' if rest else f"{more}, and then?"
            )
        position, more = found.end(), found["more"]
        name, sign, value = found["name"], (found["sign"] or "").replace("==", "="), (found["value"] or "").strip('"')
        if sign and name.lower() == COUNT:
            counts.append(_of_count(sign, _number(value, COUNT)))
            continue
        known, term = _compared(name, sign, value, vocabulary) if sign else _named(name, vocabulary)
        names.append(known)
        terms.append(term)
    if not terms and not counts:
        raise BadCondition(f"an empty condition; {vocabulary.choices()}")
    return Condition(text.strip(), vocabulary, tuple(names), tuple(terms), tuple(counts))


def _named(name: str, vocabulary: Vocabulary[Row]) -> tuple[str, _Judge[Row]]:
    word = next((word for word in vocabulary.words if word.name == name.lower()), None)
    if word is None:
        raise BadCondition(_unknown(name, vocabulary, of_words=True))
    return word.name, word.judge


def _compared(name: str, sign: str, value: str, vocabulary: Vocabulary[Row]) -> tuple[str, _Judge[Row]]:
    member = _member(name, vocabulary)
    if member is None:
        raise BadCondition(_unknown(name, vocabulary, of_words=False))
    if member.kind == "number":
        return member.name, _of_number(member, sign, value, vocabulary)
    if sign not in ("=", "!="):
        raise BadCondition(f"{member.word or member.name} is no number: it can be = or !=, not {sign}")
    return member.name, _of_text(member, sign, value)


def _member(name: str, vocabulary: Vocabulary[Row]) -> Member[Row] | None:
    wanted = name.lower()
    return next(
        (member for member in vocabulary.comparable() if wanted in (member.name.lower(), member.word)),
        None,
    )


def _unknown(name: str, vocabulary: Vocabulary[Row], *, of_words: bool) -> str:
    known = [word.name for word in vocabulary.words] if of_words else []
    known += [each for member in vocabulary.comparable() for each in (member.name, member.word) if each]
    if of_words and _member(name, vocabulary) is not None:
        return f"compare {name} with something: {name}=…"
    near = get_close_matches(name.lower(), known, 1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f'no {"condition" if of_words else "field"} is called "{name}"{meant}; {vocabulary.choices()}'


def _number(value: str, of: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise BadCondition(f'{of} is a number, and "{value}" is none') from None


def _of_count(sign: str, wanted: float) -> _Count:
    def judge(count: int) -> Verdict:
        return MET if _SIGNS[sign](count, wanted) else Verdict("waiting", f"count is {count}, not {sign} {wanted:g}")

    return judge


def _of_number(member: Member[Row], sign: str, value: str, vocabulary: Vocabulary[Row]) -> _Judge[Row]:
    """Compare with a number, or with another field of the row."""
    other = _member(value, vocabulary)
    fixed = None if other is not None and other.kind == "number" else _number(value, member.name)

    def judge(row: Row) -> Verdict:
        found = _as_number(member.read(row))
        wanted = fixed if other is None or fixed is not None else _as_number(other.read(row))
        if found is None or wanted is None:
            return Verdict("waiting", f"{member.name if found is None else value} is not known")
        if _SIGNS[sign](found, wanted):
            return MET
        than = f"{wanted:g}" if fixed is not None else f"{value} ({wanted:g})"
        return Verdict("waiting", f"{member.name} is {found:g}, not {sign} {than}")

    return judge


def _as_number(value: Value) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _of_text(member: Member[Row], sign: str, value: str) -> _Judge[Row]:
    def judge(row: Row) -> Verdict:
        read = member.read(row)
        found = str(read).lower() if isinstance(read, bool) else str(read or "")
        is_equal = found.casefold() == value.casefold()
        if is_equal is (sign == "="):
            return MET
        return Verdict("waiting", f"{member.name} is {f'{found}' if found else 'not there'}, not {sign} {value}")

    return judge


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    return min(verdicts, key=lambda verdict: _STANDINGS.index(verdict.standing), default=MET)
