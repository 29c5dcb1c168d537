"""A draft with one page and one question, for what works with any draft."""

from typing import ClassVar

import msgspec

from fargate_tui.fargate.drafts.checks import Check, Finding, Trouble, Unknown, look_through
from fargate_tui.fargate.drafts.cost import Cost
from fargate_tui.fargate.drafts.creations import Creation
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Want
from fargate_tui.fargate.drafts.fields import Field, Offer, Step
from fargate_tui.fargate.drafts.paths import value_at, with_value
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Path

ROLES = Offer(kind="roles", of="ecs-tasks.amazonaws.com")


class LittleDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A name and a role."""

    noun: ClassVar[str] = "little thing"

    name: str = ""
    role: str = ""

    def steps(self, facts: Facts = NOTHING) -> tuple[Step, ...]:
        fields = (Field(id="name", label="name"), Field(id="role", label="role", offer=ROLES))
        return (Step(id="all", title="all of it", fields=fields),)

    def value(self, field: str) -> str:
        return value_at(self, field)

    def answered(self, field: str, text: str) -> "LittleDraft":
        return with_value(self, field, text)

    def filled_in(self, facts: Facts) -> "LittleDraft":
        found = facts.roles.get(self.role)
        if not self.name and isinstance(found, Known) and found.value is not None:
            return msgspec.structs.replace(self, name=f"like {found.value.name}")
        return self

    def added(self, step: str) -> "LittleDraft":
        return self

    def removed(self, step: str) -> "LittleDraft":
        return self

    def wants(self, facts: Facts) -> tuple[Want, ...]:
        return (Want(kind="roles", key=self.role),) if self.role else ()

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        return tuple(look_through((ROLE,), self, facts))

    def creations(self, facts: Facts) -> tuple[Creation, ...]:
        return ()

    def reach(self, facts: Facts) -> tuple[Path, ...]:
        return ()

    def cost(self, facts: Facts) -> Cost | None:
        return None

    def summary(self, facts: Facts) -> tuple[tuple[str, str], ...]:
        return (("role", self.role),)

    def kept(self) -> "LittleDraft":
        return self


def _look_at_role(draft: LittleDraft, facts: Facts) -> tuple[Trouble | Unknown, ...]:
    found = facts.roles.get(draft.role)
    if not draft.role:
        return (Trouble("role", "there is none", "choose one"),)
    if found is None or isinstance(found, NotChecked):
        return (Unknown("role", found, "whether the role exists"),)
    return () if found.value is not None else (Trouble("role", f"there is no role {draft.role}"),)


ROLE: Check[LittleDraft] = Check("P11", "BLOCK", "the role exists", _look_at_role, "role", ("iam:GetRole",))
