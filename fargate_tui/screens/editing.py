"""Edits a revision of a task definition in the person's own editor, and registers what comes of it."""

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import work
from textual.binding import Binding

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.runs import WRONG, Run
from fargate_tui.format import age, failure, visible
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.plan_lines import title_line
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.plan_panel import Proposal, hints

if TYPE_CHECKING:
    from fargate_tui.actions.action import Action
    from fargate_tui.fargate.shapes import Problem, Shape
    from fargate_tui.live.drafts import Draft
    from fargate_tui.sessions.relay import Ended

REGISTER = "revision.edit"
"""The action that registers what was edited."""
AGAIN = ("e", "edit again")
AWAY = ("x", "throw it away")
KEEP = ("esc", "keep the draft")
DIFF_BEFORE = Binding("B", "diff_before", "diff", id="row.diff_before", tooltip="what is new since the revision before")
SHOWN = 12
"""Problems that are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A revision to be edited."""

    name: str
    """``family:revision``, or a family for its newest."""
    service: Subject | None = None
    """The service it was opened from, to which the new revision may be deployed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A revision that is being edited."""

    base: Subject
    service: Subject | None
    shape: "Shape"
    request: Json
    """What it was made from."""
    draft: "Draft"
    line: int = 0
    """Where the last mistake is; 0 where that is not known."""


class EditingScreen(ActingScreen):
    """A view from which task definitions can be edited."""

    _desk: Desk | None = None

    @property
    def edited(self) -> Edited | None:
        """The revision that a key pressed now is about; most views show none."""
        return None

    def action_edit_revision(self) -> None:
        """Edit the revision under the cursor, or that of the service."""
        if self.is_hindered():
            return
        edited = self.edited
        if edited is None:
            self.notify("no task definition is under the cursor", severity="warning", markup=False)
        else:
            self.edit(edited)

    def propose(self, action: "Action", subjects: tuple[Subject, ...], answer: str) -> None:
        """Plan it; where a revision is to be edited, that comes first."""
        if action.id == REGISTER and not answer:
            self.edit(Edited(subjects[0].name))
        else:
            super().propose(action, subjects, answer)

    def edit(self, edited: Edited) -> None:
        """Edit a revision, unless nothing may be changed."""
        if self.context.runs.read_only:
            self.notify("read-only: no revision can be registered from here", severity="warning", markup=False)
        else:
            self._open(edited)
            self._show_waiting(line(f"edit {edited.name}", "title"))

    @work(exclusive=True, group="plan")
    async def _open(self, edited: Edited) -> None:
        """Read the revision, and write it into a file; one that was left is offered first."""
        drafts = self.context.drafts
        try:
            async with self.context.store.use() as aws:
                shape = await aws.ecs.registration_shape()
                described = await aws.ecs.raw("task-definition", edited.name)
        except AwsError as error:
            self._show_refusal(f"edit {edited.name}", error)
            return
        from fargate_tui.actions.register import revision
        from fargate_tui.fargate.definition_text import request_of, text_of

        base = revision(str(described["taskDefinitionArn"]))
        request = request_of(described, shape)
        name = (*base.arn.split(":")[3:5], *base.name.split(":"))
        try:
            kept = await asyncio.to_thread(drafts.kept, *name)
            draft = kept
            if draft is None:
                draft = await asyncio.to_thread(drafts.begin, text_of(request), *name)
            text = await asyncio.to_thread(drafts.read, draft)
        except OSError as error:
            self.offer(_told(f"edit {base.name}", f"the draft cannot be written: {failure(error)}"), {})
            return
        if drafts.trouble:
            self.notify(drafts.trouble, severity="warning", markup=False)
        if not self.is_awaited:
            return
        desk = Desk(base, edited.service, shape, request, draft)
        if kept is None or text == text_of(request):
            self.panel.close()
            self._edit(desk)
        else:
            self._offer_kept(desk)

    def _offer_kept(self, desk: Desk) -> None:
        old = age(desk.draft.written_at, self.context.now())
        words = line(f"  a draft of it was left {old} ago, and is not registered")
        lines = (title_line(f"edit {desk.base.name}", ""), words, *_plain(desk))
        keys = hints(("e", "go on with it"), ("x", "throw it away and begin anew"), KEEP)
        self.offer(Proposal(lines, keys), {"e": lambda: self._edit(desk), "x": lambda: self._begin_anew(desk)})

    # -- in the editor -------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="edit")
    async def _begin_anew(self, desk: Desk) -> None:
        await asyncio.to_thread(self.context.drafts.throw_away, desk.draft)
        self._open(Edited(desk.base.name, desk.service))
        self._show_waiting(line(f"edit {desk.base.name}", "title"))

    @work(exclusive=True, group="edit")
    async def _edit(self, desk: Desk) -> None:
        """Let the editor have the terminal, and judge what was saved."""
        self._desk = desk
        ended = await self._hand_over(desk)
        if ended.status is None:
            self._offer_again(
                desk, (f"no editor could be started: {ended.last}", "set $VISUAL or $EDITOR, or the setting editor")
            )
            return
        if not ended.is_well:
            told = "was ended by hand" if ended.by_hand else _ending(ended.status)
            self._offer_again(desk, (f"the editor {told}: nothing is sent",))
            return
        try:
            text = await asyncio.to_thread(self.context.drafts.read, desk.draft)
        except OSError as error:
            self._offer_again(desk, (f"the draft cannot be read: {failure(error)}",))
            return
        await self._judge(desk, text)

    async def _hand_over(self, desk: Desk) -> "Ended":
        """Run the editor in the terminal; how it went."""
        from fargate_tui.fargate.sessions import Command
        from fargate_tui.sessions.editor import editing, editor_of
        from fargate_tui.sessions.relay import HANGS, Child, Ended

        try:
            argv = editing(editor_of(os.environ, self.context.settings.editor), str(desk.draft.path), desk.line)
        except ValueError as error:
            return Ended(None, last=str(error))
        begin = f"── edit {visible(desk.base.name)} in {visible(argv[0])}\n── {HANGS}\n"
        child = Child(Command(argv=argv), begin, "the editor", stays="never")
        return await self.context.equipment.hand_over(child)

    async def _judge(self, desk: Desk, text: str) -> None:
        from fargate_tui.fargate.definition_rules import problems
        from fargate_tui.fargate.definition_text import Malformed, read

        try:
            request = read(text)
        except Malformed as malformed:
            words = (str(malformed.problem),) if text.strip() else ("the file is empty: nothing is sent",)
            self._offer_again(replace(desk, line=malformed.line), words)
            return
        if request == desk.request:
            await asyncio.to_thread(self.context.drafts.throw_away, desk.draft)
            self._desk = None
            self.notify(f"{desk.base.name} was not changed: nothing is sent", markup=False)
            return
        found = [problem for problem in problems(request, desk.shape) if problem.blocks]
        if found:
            self._offer_again(replace(desk, line=0), _listed(found))
        else:
            from fargate_tui.actions.register import answer_of

            self.propose(self._action(REGISTER), (desk.base,), answer_of(request))

    def _offer_again(self, desk: Desk, words: Iterable[str]) -> None:
        """Say what is wrong; the draft stays whatever the answer is, but where it is thrown away."""
        wrong: list[Line] = [(Span("  ✗ ", "bad"), Span(each)) for each in words]
        lines = (title_line(f"edit {desk.base.name}", ""), *wrong, *_plain(desk))
        keys = {"e": lambda: self._edit(desk), "x": lambda: self._throw_away(desk)}
        self.offer(Proposal(lines, hints(AGAIN, AWAY, KEEP), tone="bad"), keys)

    @work(group="drafts")
    async def _throw_away(self, desk: Desk) -> None:
        await asyncio.to_thread(self.context.drafts.throw_away, desk.draft)
        self._desk = None
        self.notify(f"the draft of {desk.base.name} is thrown away", markup=False)

    # -- after it ------------------------------------------------------------------------------------------------------

    def started(self, run: Run) -> None:
        """Wait for the new revision, on whatever view one is by then."""
        desk, self._desk = self._desk, None
        if desk is not None and run.plan.action == REGISTER:
            self.app.run_worker(self._finish(desk, run.arn), group="drafts")

    async def _finish(self, desk: Desk, arn: str) -> None:
        """Remove the draft once it is registered; offer what comes next to who is still here."""
        runs = self.context.runs
        async with aclosing(runs.follow()) as changes:
            async for all_runs in changes:
                run = next(run for run in all_runs if run.arn == arn)
                if not run.is_going:
                    break
        is_free = self.is_current and not self.panel.is_open
        if run.state in WRONG:
            if is_free:
                self._offer_again(desk, (run.words,))
            return
        await asyncio.to_thread(self.context.drafts.throw_away, desk.draft)
        made, service = runs.made(arn), desk.service
        if is_free and made and service is not None:
            title = (Span("✓ ", "good"), Span(f"{made[0].name} is registered", "title"))
            where = line(f"  {service.name} runs {desk.base.name} still", "muted")
            keys = hints(("D", f"deploy it to {service.name}"), ("esc", "not now"))
            self.offer(Proposal((title, where), keys), {"D": lambda: self._deploy(service, made[0])})

    def _deploy(self, service: Subject, made: Subject) -> None:
        self.propose(self._action("service.deploy"), (service,), made.name)


def _listed(found: "list[Problem]") -> Iterable[str]:
    yield from map(str, found[:SHOWN])
    if len(found) > SHOWN:
        yield f"and {len(found) - SHOWN} more"


def _plain(desk: Desk) -> tuple[Line, ...]:
    """Where the draft is. JSON has no comments that could say in it what it holds."""
    path, home = desk.draft.path, os.environ.get("HOME")
    shown = f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
    words = ("the environment stands in it in plain text; only you can read it", shown)
    return tuple(line(f"  {each}", "muted") for each in words)


def _told(title: str, words: str) -> Proposal:
    lines: tuple[Line, ...] = (title_line(title, ""), (Span("  ✗ ", "bad"), Span(words)))
    return Proposal(lines, hints(("esc", "close")), tone="bad")


def _ending(status: int) -> str:
    if status > 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
