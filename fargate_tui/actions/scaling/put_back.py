"""What takes every other change of a service's autoscaling back."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from fargate_tui.actions.action import Bench
from fargate_tui.actions.scaling.scaling_action import ALL, PUT_BACK, ScalingAction, must_be_scaled
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Change, Subject
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.scaling_patch import Patch, Setup, read


class PutBack(ScalingAction):
    """Makes a patch that is given whole: what takes the other changes back."""

    id = PUT_BACK
    bindings = ()
    only_takes_back = True
    operations: ClassVar[tuple[Operation, ...]] = ALL
    taken_back = "by its own reverse"
    doing = "put back what scales"

    def destroys(self, changes: Sequence[Change], answer: str) -> bool:  # noqa: ARG002
        """Whether autoscaling as a whole is ended by it: what was made since is lost."""
        return _kept(answer).ends

    async def patch(self, subject: Subject, answer: str, setup: Setup, bench: Bench) -> Patch:  # noqa: ARG002
        """The patch as it was kept."""
        patch = _kept(answer)
        if not patch.ends and patch.limits is None:
            must_be_scaled(subject, setup, "put back what scales")
        return patch

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """Guarded by nothing but its differences: of several calls, those that are left are sent again."""
        return msgspec.structs.replace(await super().change(subject, answer, bench), guard="")


def _kept(answer: str) -> Patch:
    """A patch out of the journal; raises `Invalid`."""
    try:
        return read(answer)
    except ValueError:
        raise Invalid(
            "put back what scales",
            "this is nothing that was changed before",
            ":changes and :journal lead to what can be taken back",
        ) from None
