"""Who asks AWS, by which credentials, until when, and what that one may do."""

from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.actions.catalogue import ACTIONS
from fargate_tui.actions.creating.catalogue import MAKING
from fargate_tui.fargate.errors import AwsError
from fargate_tui.live.ports.aws import Aws
from fargate_tui.screens.atlas import KINDS
from fargate_tui.screens.commands import word_of
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.text import TextScreen
from fargate_tui.screens.whoami_lines import Caller, Deed, whoami_lines


class WhoAmIScreen(TextScreen):
    """Asked when it is opened, and by `r`: IAM's simulation is limited to a few calls a second."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy_account", "copy the account", id="whoami.copy_account"),
        Binding("C", "copy_caller", "copy the caller's ARN", show=False, id="row.copy_arn"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.caller: Caller | None = None

    async def follow(self) -> None:
        """Ask once; what is known already stands there at once."""
        if self.caller is None:
            self.show_waiting()
        try:
            async with self.context.store.use() as aws:
                await self._ask_all(aws)
        except AwsError as error:
            self.show_trouble(error)
            return
        self.show_trouble(None)

    async def _ask_all(self, aws: Aws) -> None:
        identity = self.context.store.caller() or await aws.sts.caller_identity()
        profile = await self.context.atlas.profile_of(self.context)
        words = " ".join(filter(None, (KINDS[profile.kind], profile.role))) if profile is not None else ""
        self._show(Caller(identity, self.context.now(), words, profile, expiry=aws.expiry))
        self._show(replace(self._known, alias=await aws.who_am_i.account_alias()))
        async with aclosing(aws.who_am_i.allowances(identity)) as batches:
            async for batch in batches:
                self._show(replace(self._known, may={**self._known.may, **{each.action: each for each in batch}}))
        self._show(replace(self._known, is_whole=True))

    @property
    def _known(self) -> Caller:
        assert self.caller is not None
        return self.caller

    def _show(self, caller: Caller) -> None:
        self.caller = caller
        self.show_text(whoami_lines(caller, DEEDS))

    def refresh_now(self) -> None:
        """Ask again."""
        self._follow_rows()

    def action_copy_account(self) -> None:
        """Copy the number of the account."""
        if self.caller is not None:
            self.copy(self.caller.identity.account)

    def action_copy_caller(self) -> None:
        """Copy who asks."""
        if self.caller is not None:
            self.copy(self.caller.identity.arn)


def _deeds() -> Iterator[Deed]:
    for action in ACTIONS:
        name = f"{word_of(action)} {action.kind.replace('-', ' ')}"
        yield Deed(name, tuple(dict.fromkeys(operation.action for operation in action.operations)))
    for making in MAKING:
        needs = tuple(dict.fromkeys(operation.action for operation in making.operations))
        yield Deed(f"create {making.kind.replace('-', ' ')}", needs)


DEEDS = tuple(_deeds())
"""All that can be changed from here, by the declarations of the actions."""
