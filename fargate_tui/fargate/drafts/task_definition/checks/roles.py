"""The checks of the roles: that there is one, that it trusts ECS, that it may do what it is needed for (P10, P11)."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.fargate.arns import resource_of
from fargate_tui.fargate.drafts.checks import Check, Level, Trouble, Unknown
from fargate_tui.fargate.drafts.facts import Facts, permissions_key
from fargate_tui.fargate.drafts.task_definition.fields import CREATE
from fargate_tui.fargate.drafts.task_definition.judged import Judged
from fargate_tui.fargate.drafts.task_definition.needs import Kind, permissions_of, reasons, role_named
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.records import Permission, Role
from fargate_tui.fargate.roles import PRINCIPALS

KINDS: Final[tuple[Kind, ...]] = ("execution", "task")
_MAKE: Final = f"{CREATE} makes one that may do exactly what is needed"


def _is_named(it: Judged, facts: Facts) -> Iterator[Trouble]:  # noqa: ARG001 - as all checks
    needed = {container.name: reasons(container) for _, _, container in it.containers}
    role = it.draft.execution_role.strip()
    if role == CREATE and not any(needed.values()):
        words = "nothing needs one: no image of ECR, no CloudWatch Logs, no secrets"
        yield Trouble("execution_role", words, "leave it blank", "INFO")
    for name, found in needed.items():
        if found and not role:
            yield Trouble("execution_role", f"{name} needs one: {', '.join(found)}", _MAKE)


def _may(it: Judged, facts: Facts) -> Iterator[Trouble | Unknown]:
    for kind in KINDS:
        name, field = role_named(it.draft, kind), f"{kind}_role"
        if not name or name == CREATE:
            continue
        known = facts.roles.get(name)
        if known is None or isinstance(known, NotChecked):
            yield Unknown(field, known, f"whether role {name} exists and trusts {PRINCIPALS[kind]}")
        elif known.value is None:
            yield Trouble(field, f"there is no role {name}", _MAKE)
        else:
            yield from _trusts(field, known.value, PRINCIPALS[kind])
            yield from _allowed(it, kind, name, facts)


def _trusts(field: str, role: Role, principal: str) -> Iterator[Trouble | Unknown]:
    if principal not in role.trusts:
        trusted = ", ".join(role.trusts) or "no service"
        words = f"role {role.name} does not trust {principal}, but {trusted}"
        yield Trouble(field, words, f"let its trust policy name {principal}, or {_MAKE}")
    elif principal in role.trusts_if:
        because = NotChecked(why="its trust has conditions, which are not judged")
        yield Unknown(field, because, f"whether role {role.name} trusts {principal}")


def _allowed(it: Judged, kind: Kind, name: str, facts: Facts) -> Iterator[Trouble | Unknown]:
    field, wanted = f"{kind}_role", permissions_of(it, kind, facts)
    if not wanted:
        return
    known = facts.permissions.get(permissions_key(name, wanted))
    if known is None or isinstance(known, NotChecked):
        yield Unknown(field, known, f"whether role {name} may do what is needed")
        return
    for permission, decision in known.value.decisions:
        if decision == "denied":
            level: Level = "BLOCK" if kind == "execution" else "WARN"
            yield Trouble(field, f"role {name} may not {_said(permission)}", "allow it, or have one made", level)
    unknown = [permission for permission, decision in known.value.decisions if decision == "unknown"]
    if unknown:
        because = NotChecked(why="its policies have conditions, which are not judged")
        yield Unknown(field, because, f"whether role {name} may {_said(unknown[0])}{_more(unknown)}")


def _said(permission: Permission) -> str:
    return permission.action + (f" on {resource_of(permission.resource)}" if permission.resource != "*" else "")


def _more(permissions: list[Permission]) -> str:
    return f" and {len(permissions) - 1} more" if len(permissions) > 1 else ""


ROLE_CHECKS: Final[tuple[Check[Judged], ...]] = (
    Check("P10", "BLOCK", "there is an execution role where ECS needs one", _is_named, "execution_role"),
    Check(
        "P11",
        "BLOCK",
        "the roles exist, trust ECS, and may do what they are needed for",
        _may,
        "execution_role",
        ("iam:GetRole", "iam:SimulatePrincipalPolicy"),
    ),
)
