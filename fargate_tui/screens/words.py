"""What can be typed after ``:`` that is neither a place nor an action on AWS, each declared once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fargate_tui.widgets.choice_list import Candidate


@dataclass(frozen=True, slots=True)
class Word:
    """A word that a view obeys."""

    name: str
    hint: str
    """What it does, in the completion and in docs/keys.md."""
    takes: str = ""
    """What may be typed behind it."""

    @property
    def action(self) -> str:
        """The method of the view that obeys; it takes what was typed behind the word."""
        return f"obey_{self.name}"


WORDS: Final = (
    Word("tour", "a guided tour of two minutes; once more ends it", takes="next, back"),
    Word("link", "copy the command that opens this view"),
    Word("unlock", "let changes through for a while, in read-only mode"),
    Word("lock", "refuse every change again, after unlock"),
)


def word_of(typed: str) -> tuple[Word, str] | None:
    """The word that was typed, and what stands behind it."""
    name, _, rest = typed.strip().partition(" ")
    return next(((word, rest.strip()) for word in WORDS if word.name == name.lower()), None)


def offered_words(typed: str, words: Sequence[Word] = WORDS) -> Iterator[Candidate]:
    """The words that begin with what was typed."""
    text = typed.strip().lower()
    return (Candidate(word.name, word.hint) for word in words if text and word.name.startswith(text))
