"""What IAM says: whether a role exists, who may take it on, and what it allows (E-role)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.evidence import Evidence, RoleAnswer, RoleKind
from fargate_tui.fargate.diagnosis.fact import Fact, cleared, confirmed, not_checked
from fargate_tui.fargate.diagnosis.rule import Judge
from fargate_tui.fargate.diagnosis.verdicts.parts import of_part

PRINCIPALS: Final[Mapping[RoleKind, str]] = {
    "execution": "ecs-tasks.amazonaws.com",
    "task": "ecs-tasks.amazonaws.com",
    "infrastructure": "ecs.amazonaws.com",
    "service-linked": "ecs.amazonaws.com",
}
"""Who has to be trusted by a role (fargate.md §12.1)."""


def called(kind: RoleKind, case: Case) -> str:
    """The role by its name, where the task definition is known."""
    definition, override = case.definition, case.task.overrides
    arn = ""
    if kind == "execution" and definition is not None:
        arn = definition.execution_role_arn or ""
    elif kind == "task":
        arn = (override.task_role_arn if override else None) or (definition.task_role_arn if definition else None) or ""
    return f"{kind} role {name_of(arn)}" if arn else f"the {kind} role"


def allows(kind: RoleKind, *actions: str) -> Judge:
    """Whether a role allows what was to be done."""

    def judge(case: Case, evidence: Evidence) -> Iterator[Fact]:
        who = called(kind, case)
        what = f"whether {who} allows {', '.join(actions)}"
        return of_part(evidence.roles.get(kind), "E-role", what, lambda role: _decided(role, who, actions))

    return judge


def allows_named(case: Case, evidence: Evidence) -> Iterable[Fact]:
    """Whether the execution role allows what AWS says that it does not, or what is needed to read from that store."""
    named = case.search(r"perform: (?P<action>[\w-]+:\w+)")
    actions = (named["action"],) if named is not None else tuple(_READS[store] for store in names.stores(case))
    return allows("execution", *actions)(case, evidence)


_READS: Final = {
    "ecr.api": "ecr:GetAuthorizationToken",
    "ssm": "ssm:GetParameters",
    "secretsmanager": "secretsmanager:GetSecretValue",
}


def _decided(role: RoleAnswer, who: str, actions: tuple[str, ...]) -> Iterator[Fact]:
    if not role.exists:
        yield confirmed("E-role", f"{who} does not exist")
        return
    by_decision: dict[str, list[str]] = {"denied": [], "unknown": [], "allowed": []}
    # A rule names all that its kind of thing may need; of this task only what it does need was looked at.
    for action in [each for each in actions if each in role.decisions] or actions:
        by_decision[role.decisions.get(action, "unknown")].append(action)
    if denied := by_decision["denied"]:
        yield confirmed("E-role", f"{who} does not allow {', '.join(denied)}")
    if unknown := by_decision["unknown"]:
        words = f"whether {who} allows {', '.join(unknown)}"
        yield not_checked("E-role", f"{words}: its policies do not settle it", role.missing)
    if not denied and not unknown:
        yield cleared("E-role", f"{who} allows {', '.join(by_decision['allowed'])}")


def can_be_taken_on(kind: RoleKind) -> Judge:
    """Whether a role exists and trusts ECS."""

    def judge(case: Case, evidence: Evidence) -> Iterator[Fact]:
        who = called(kind, case)
        what = f"whether {who} exists and trusts {PRINCIPALS[kind]}"
        return of_part(evidence.roles.get(kind), "E-role", what, lambda role: _trusted(role, who, PRINCIPALS[kind]))

    return judge


def _trusted(role: RoleAnswer, who: str, principal: str) -> Iterator[Fact]:
    if not role.exists:
        yield confirmed("E-role", f"{who} does not exist")
    elif not role.trusts:
        yield not_checked("E-role", f"whom {who} trusts: not known")
    elif principal not in role.trusts:
        yield confirmed("E-role", f"{who} does not trust {principal}")
    else:
        yield cleared("E-role", f"{who} exists and trusts {principal}")
