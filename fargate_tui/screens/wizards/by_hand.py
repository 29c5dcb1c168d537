"""A task definition as JSON in the person's own editor, from within its wizard: for what no field has, and to paste."""

import asyncio
from dataclasses import replace
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.definition_text import Malformed, read, text_of
from fargate_tui.fargate.drafts.creations import filled, refs_of
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.task_definition.fields import CREATE, registration
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.shapes import misfits
from fargate_tui.screens.editing import Desk
from fargate_tui.screens.wizards.reviewing import ReviewingScreen

ROLES: Final = {"executionRoleArn": "execution_role", "taskRoleArn": "task_role"}
"""The fields of the members that name roles."""


class ByHandScreen(ReviewingScreen):
    """A wizard that can be filled in as JSON too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "by_hand", "as JSON", id="wizard.by_hand", tooltip="all of it as JSON, in $EDITOR"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer it for what is registered as JSON."""
        if action == "by_hand":
            return self.kind == "task-definition"
        return super().check_action(action, parameters)

    @work(exclusive=True, group="edit")
    async def action_by_hand(self) -> None:
        """Let the editor have it, and take what was saved; what is no registration is kept, and edited again."""
        drafting = self.drafting
        if drafting is None or not isinstance(drafting.draft, TaskDefinitionDraft):
            return
        try:
            desk = await self._laid_out(drafting.draft)
            ended = await self._hand_over(desk)
            text = await asyncio.to_thread(self.context.drafts.read, desk.draft)
        except (AwsError, OSError) as error:
            self.notify(f"it cannot be edited: {error}", severity="warning", markup=False)
            return
        wrong = _wrong(text, desk) if ended.is_well else ended.last or "the editor did not end well"
        if wrong:
            self.notify(
                f"not taken: {wrong}; {self.key('wizard.by_hand', 'ctrl+o')} edits it again",
                severity="warning",
                markup=False,
            )
            return
        await asyncio.to_thread(self.context.drafts.throw_away, desk.draft)
        drafting.put(replace(drafting.wizard, draft=draft_of(read(text), drafting.facts.region)))
        self._show_page()
        self._write()

    async def _laid_out(self, draft: TaskDefinitionDraft) -> Desk:
        """The registration in a file, or what was left there; raises `AwsError` and OSError."""
        async with self.context.store.use() as aws:
            shape = await aws.ecs.registration_shape()
        drafts, name, request = self.context.drafts, (self.draft_id, "json"), request_of(draft)
        file = await asyncio.to_thread(drafts.kept, *name)
        if file is None:
            file = await asyncio.to_thread(drafts.begin, text_of(request), *name)
        subject = Subject(kind="task-definition", arn="", name=draft.name or "a new task definition")
        return Desk(subject, None, shape, request, file)


def request_of(draft: TaskDefinitionDraft) -> Json:
    """The registration, with the word of the field in place of a role that is to be made."""
    request = registration(draft)
    whole = filled(request, dict.fromkeys(refs_of(request), CREATE))
    assert isinstance(whole, dict)
    return whole


def draft_of(request: Json, region: str) -> TaskDefinitionDraft:
    """The draft of what was edited; a role that is to be made still is."""
    made = [member for member in ROLES if request.get(member) == CREATE]
    draft = TaskDefinitionDraft.of_registration({k: v for k, v in request.items() if k not in made}, region)
    for member in made:
        draft = draft.answered(ROLES[member], CREATE)
    return draft


def _wrong(text: str, desk: Desk) -> str:
    """Why it is no registration; empty where it is one."""
    try:
        edited = read(text)
    except Malformed as malformed:
        return str(malformed.problem)
    return next((str(each) for each in misfits(edited, desk.shape) if each.blocks), "")
