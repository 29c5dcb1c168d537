"""What is typed after ``:``: a place, a thing, an action, an account, or a word of the program's own."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import on, work

from fargate_tui.screens.accounts import AccountScreen, seen_abroad
from fargate_tui.screens.commanding import CommandingScreen
from fargate_tui.screens.destinations import complete, destination, is_named, learn_names
from fargate_tui.screens.journey import Place
from fargate_tui.screens.navigation import Jump
from fargate_tui.screens.theming import ThemingScreen
from fargate_tui.screens.unlocking import UnlockingScreen
from fargate_tui.screens.words import offered_words, word_of
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.fargate.sessions import Wanted
    from fargate_tui.screens.commands import Subjects

EXEC = "exec"
"""What is typed after ``:`` before a command that is run in a container."""
TYPING = 0.15
"""Seconds without another key after which AWS is asked about what is typed."""
NAMES_KEPT = timedelta(seconds=30)
"""How old a listing may be for a name that is not in it to be called unknown."""


class GoingScreen(AccountScreen, UnlockingScreen, ThemingScreen, CommandingScreen):
    """A view from which one goes anywhere, and does anything, by its name."""

    def __init__(self) -> None:
        super().__init__()
        self._about: Subjects = {}
        """What was marked or under the cursor when ``:`` was pressed."""
        self._reached: Wanted | None = None
        """What one could get into then."""
        self._learning = ""
        """The action whose answers have been asked for."""

    def action_go_to(self) -> None:
        """Ask where to go, or what to do; what is not known by name yet is asked for meanwhile."""
        # What is done then is done to what is under the cursor now.
        from fargate_tui.screens.commands import kinds

        self._about = {kind: self.subjects_of(kind) for kind in kinds()}
        self.note_things()
        self._reached = self.wanted()
        self._learning, self._choices = "", ()
        self.query_one(Prompt).open(":", complete=self._complete_typed)
        self._learn_names()

    def _complete_typed(self, typed: str) -> Sequence[Candidate]:
        from fargate_tui.screens.commands import offered

        actions = tuple(offered(typed, self._about, self._choices))
        places = complete(typed, self.context.store, self.place, self.context.group_names)
        text = typed.strip().lower()
        first = [place for place in places if place.value.lower().startswith(text)]
        if text and EXEC.startswith(text) and self._reached is not None:
            first.append(Candidate(EXEC, "run one command in the container under the cursor"))
        first.extend(offered_words(typed))
        first.extend(self.offered_commands(typed))
        first.extend((*self.complete_accounts(typed), *self.complete_themes(typed)))
        return tuple(dict.fromkeys((*first, *actions, *places)))

    @on(Prompt.Changed)
    def _is_typing(self, changed: Prompt.Changed) -> None:
        if changed.prompt.glyph == ":" and changed.value.startswith("logs "):
            self.learn_groups(changed.value.removeprefix("logs ").strip())
        elif changed.prompt.glyph == "group:":
            self.learn_groups(changed.value.strip())
        elif changed.prompt.glyph == ":" and " " in changed.value.lstrip():
            self.learns_accounts(changed.value)
            self._learn_answers(changed.value)

    def _learn_answers(self, typed: str) -> None:
        """Ask what may be typed behind an action's name, once."""
        from fargate_tui.screens.commands import command

        said = command(typed, self._about)
        if said is not None and said.subjects and said.action.id != self._learning:
            self._learning, self._choices = said.action.id, ()
            self._learn_choices(said.action, said.subjects[0])

    @work(exclusive=True, group="log groups")
    async def learn_groups(self, prefix: str) -> None:
        """Ask for the names of log groups, and offer them once they are known."""
        if prefix:
            await asyncio.sleep(TYPING)
        if await self.context.group_names.learn(self.context.store, prefix):
            self.query_one(Prompt).complete_anew()

    @work(exclusive=True, group="names")
    async def _learn_names(self) -> None:
        await learn_names(self.context.store)

    @on(Prompt.Submitted)
    def _typed(self, submitted: Prompt.Submitted) -> None:
        submitted.stop()
        glyph, value = submitted.prompt.glyph, submitted.value
        # At once, not in a worker: what is typed behind it is meant for the other account.
        is_name = glyph == ":" and is_named(value, self.context.store, self.place)
        if not is_name and (self.go_to_account(glyph, value) or self.takes_theme(glyph, value)):
            return
        if glyph == ":":
            self._go(value)
        elif not self.unlocks(glyph, value) and not self.answered(glyph, value):
            self.typed(glyph, value)

    def typed(self, glyph: str, value: str) -> None:
        """Take what was typed into the prompt that was opened with ``glyph``."""

    def wanted(self) -> "Wanted | None":
        """The container, task or service under the cursor that one could get into; most views show none."""
        return None

    def execute(self, wanted: "Wanted", command: str) -> None:
        """Run one command in a container; ask for it where it is empty."""

    def _exec(self, typed: str) -> bool:
        """Run what was typed behind ``exec``; whether that was the word, and nothing else is called so."""
        word, _, rest = typed.strip().partition(" ")
        if word.lower() != EXEC or is_named(typed, self.context.store, self.place):
            return False
        if self._reached is None:
            said = "exec runs a command in a container, and nothing that runs is under the cursor"
            self.notify(said, severity="warning", markup=False)
        else:
            self.execute(self._reached, rest.strip())
        return True

    async def _do(self, typed: str) -> bool:
        """Begin the action that was typed; whether it was one, and no view or thing is called so."""
        if self._exec(typed):
            return True
        if (obeyed := word_of(typed)) is not None and not is_named(typed, self.context.store, self.place):
            getattr(self, obeyed[0].action)(obeyed[1])
            return True
        from fargate_tui.actions.forms import FormAction
        from fargate_tui.screens.commands import command

        said = command(typed, self._about)
        if is_named(typed, self.context.store, self.place):
            return False
        if said is None:
            return self.obeys_command(typed)
        if self.is_hindered():
            return True
        if said.refusal:
            self.notify(said.refusal, severity="warning", markup=False)
        elif said.answer and not isinstance(said.action, FormAction):
            self.propose(said.action, said.subjects, said.answer)
        elif self.subjects_of(said.action.kind) != said.subjects:
            self.notify(
                "what was under the cursor is no longer there: nothing was done", severity="warning", markup=False
            )
        elif said.own:
            await self.run_action(said.own)
        else:
            self.action_act(said.action.id)
        return True

    @work(exclusive=True, group="go")
    async def _go(self, typed: str) -> None:
        if not typed.strip() or await self._do(typed):
            return
        found = destination(typed, self.context.store, self.place)
        if not isinstance(found, Place):
            # What was listed a while ago, or before the last change from here, may lack what was made since.
            changed = [step.ended_at for run in self.context.runs.runs for step in run.steps if step.ended_at]
            await learn_names(self.context.store, max((self.context.now() - NAMES_KEPT, *changed)))
            found = destination(typed, self.context.store, self.place)
        if isinstance(found, Place):
            self.post_message(Jump(seen_abroad(found, self.context)))
        else:
            self.notify(found, severity="warning", markup=False)
