"""Where a cloned service comes from, and what of it belongs there alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fargate_tui.fargate.arns import is_arn, region_of
from fargate_tui.fargate.drafts.asked import of
from fargate_tui.fargate.drafts.checks import Check, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.paths import value_at
from fargate_tui.fargate.drafts.service.parts import Part
from fargate_tui.fargate.images import ECR_IMAGE

if TYPE_CHECKING:
    from fargate_tui.fargate.drafts.service.plan import Plan

Found = Iterator[Trouble | Unknown]
_OF_ACCOUNT: Final = frozenset({"deployment.role", "more.volume_role"})
"""IAM is one for all Regions of an account."""


class Origin(Part, frozen=True, kw_only=True):
    """The service that a draft was cloned of."""

    arn: str = ""
    """Empty where it is not cloned."""
    carried: tuple[tuple[str, str], ...] = ()
    """Fields that name something of its Region or account, with what they named."""
    left: tuple[str, ...] = ()
    """Members of it that a draft cannot have."""

    @property
    def account(self) -> str:
        """Its account."""
        return self.arn.split(":")[4] if is_arn(self.arn) else ""


def marked(plan: "Plan") -> Iterator[str]:
    """The fields that still name something of where the service comes from, and cannot any more."""
    origin, facts = plan.draft.origin, plan.facts
    is_elsewhere = bool(facts.account) and origin.account != facts.account
    is_far = is_elsewhere or (bool(facts.region) and region_of(origin.arn) != facts.region)
    for field, value in origin.carried:
        must = is_elsewhere if field in _OF_ACCOUNT else is_far
        if must and value_at(plan.draft, field) == value and _is_asked(plan, field):
            yield field


def _is_asked(plan: "Plan", field: str) -> bool:
    """Whether a field stands on a page as the others are."""
    draft = plan.draft
    match field:
        case "network.groups":
            return not draft.network.has_new_group
        case "balancer.group":
            return draft.balancer.kind == "group"
        case "deployment.rule":
            return draft.deployment.shifts and draft.balancer.kind == "group"
        case "deployment.alternate" | "deployment.test_rule":
            return draft.deployment.shifts and draft.balancer.is_any
        case "deployment.role":
            return draft.deployment.shifts
        case "more.volume_role":
            return bool(plan.volumes)
        case _:
            return True


def _stays(plan: "Plan", _: Facts) -> Found:
    origin = plan.draft.origin
    where = f"{region_of(origin.arn)} of {origin.account}"
    for field in marked(plan):
        value = value_at(plan.draft, field)
        yield Trouble(field, f"{value} is of {where}", f"choose one of {plan.facts.region} of {plan.facts.account}")


def _left(plan: "Plan", _: Facts) -> Found:
    for name in plan.draft.origin.left:
        yield Trouble("name", f"{name} stays behind: a draft has no such member", "add it once the service exists")


def _images(plan: "Plan", facts: Facts) -> Found:
    definition = of(facts.definitions, plan.definition_key)
    for container in definition.container_definitions if definition else ():
        found = ECR_IMAGE.match(container.image or "")
        if found and facts.region and found["region"] != facts.region:
            words = f"the image of {container.name} is in {found['region']}: each start pulls it from there"
            yield Trouble("definition", words, f"a repository of {facts.region}")


def _is_cloned(plan: "Plan") -> bool:
    return bool(plan.draft.origin.arn)


CLONE_CHECKS: Final[tuple["Check[Plan]", ...]] = (
    Check("L01", "BLOCK", "nothing is of where it was cloned from", _stays, "", (), _is_cloned),
    Check("L02", "WARN", "all of the service comes along", _left, "name", (), _is_cloned),
    Check("L03", "WARN", "images are of this Region", _images, "definition", (), _is_cloned),
)
"""Of clones fargate.md §13 has no numbers: these are their own."""
