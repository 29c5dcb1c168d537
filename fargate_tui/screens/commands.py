"""Actions by their names, as they can be typed after ``:``; all of it is read from their declarations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fargate_tui.actions.action import Action, Choice, about
from fargate_tui.actions.catalogue import ACTIONS
from fargate_tui.fargate.changes import Kind, Subject
from fargate_tui.widgets.choice_list import Candidate

Subjects = Mapping[Kind, tuple[Subject, ...]]
"""What is marked or under the cursor, by its kind."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action that was typed."""

    action: Action
    subjects: tuple[Subject, ...]
    """Nothing, where nothing that it applies to is under the cursor."""
    answer: str
    """What was typed behind its name."""

    @property
    def refusal(self) -> str:
        """Why it cannot be done here; empty where it can."""
        if not self.subjects:
            kind = self.action.kind.replace("-", " ")
            return f"{word_of(self.action)} is for a {kind}, and none is under the cursor"
        if self.answer and self.action.question is None:
            return f"{word_of(self.action)} takes nothing behind it, and {self.answer!r} was typed"
        return ""

    @property
    def own(self) -> str:
        """What its key does, where that is more than to ask and to plan."""
        actions = (binding.action for binding in self.action.bindings)
        return next((action for action in actions if not action.startswith("act(")), "")


def word_of(action: Action) -> str:
    """What is typed for an action: the verb of its id."""
    return action.id.partition(".")[2].replace("_", "-")


def kinds() -> frozenset[Kind]:
    """What there are actions for."""
    return frozenset(action.kind for action in ACTIONS)


def command(typed: str, subjects: Subjects) -> Command | None:
    """The action whose name the text begins with; of several the one that applies to what is under the cursor."""
    word, _, answer = typed.strip().partition(" ")
    named = [each for each in ACTIONS if word_of(each) == word.lower() and not each.only_takes_back]
    if not named:
        return None
    fitting = next((action for action in named if subjects.get(action.kind)), named[0])
    return Command(fitting, subjects.get(fitting.kind, ()), answer.strip())


def offered(typed: str, subjects: Subjects, choices: Sequence[Choice]) -> Iterator[Candidate]:
    """What the text could become: names of actions that apply here, and behind a name what can be chosen."""
    said = command(typed, subjects)
    if said is not None and said.subjects and " " in typed.lstrip():
        word = word_of(said.action)
        for choice in choices:
            if said.answer.lower() in choice.value.lower():
                yield Candidate(f"{word} {choice.value}", choice.hint)
        return
    text = typed.strip().lower()
    for action in ACTIONS:
        if action.only_takes_back:
            continue
        if text and word_of(action).startswith(text) and subjects.get(action.kind):
            yield Candidate(word_of(action), _hint(action, subjects[action.kind]))


def _hint(action: Action, subjects: tuple[Subject, ...]) -> str:
    """Whom it is about, and what is asked for."""
    asked = action.question.label if action.question is not None else ""
    return f"{about(subjects)}: {asked}" if asked else about(subjects)
