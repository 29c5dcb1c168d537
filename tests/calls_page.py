"""The parts of docs/aws-calls.md that are made from the declarations in ``aws/``."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.operations import OPERATIONS

PAGE: Final = Path(__file__).parent.parent / "docs" / "aws-calls.md"
WITH_TAGS: Final = ("ec2:CreateTags", "elasticloadbalancing:AddTags", "iam:TagRole", "logs:TagResource")
"""What is needed besides where what is created has tags; no call of ours has these names."""
_PASSED: Final = (
    ("PassTaskRoles", "<TASK_ROLES>", "ecs-tasks.amazonaws.com"),
    ("PassInfrastructureRoles", "ecsInfrastructureRole*", "ecs.amazonaws.com"),
)


def calls_page() -> str:
    """docs/aws-calls.md with its table and its policies as they are declared; all else stays."""
    lines = PAGE.read_text("utf-8").split("\n")
    rows = [place for place, line in enumerate(lines) if re.match(r"\| `[\w-]+:\w+`", line)]
    lines[rows[0] : rows[-1] + 1] = _rows()
    policies = iter(_policies())
    return re.sub(r"```json\n.*?```", lambda _: f"```json\n{next(policies)}\n```", "\n".join(lines), flags=re.DOTALL)


def _rows() -> list[str]:
    return [
        f"| `{each.action}` | {each.bucket.name} | {each.bucket.burst} | {each.bucket.refill} | {each.when} |"
        for each in OPERATIONS
    ]


def _policies() -> Iterator[str]:
    creates = [each.action for each in CREATING]
    changes = [each.action for each in OPERATIONS if each.changes and each not in CREATING]
    yield _policy(_allow("FargateTuiRead", [each.action for each in OPERATIONS if not each.changes]))
    yield _policy(_allow("FargateTuiOperate", changes))
    yield _policy(_allow("FargateTuiWizard", [*creates, *WITH_TAGS]), *(_pass(*each) for each in _PASSED))


def _policy(*statements: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def _allow(sid: str, actions: Sequence[str]) -> dict[str, object]:
    return {"Sid": sid, "Effect": "Allow", "Resource": "*", "Action": list(dict.fromkeys(actions))}


def _pass(sid: str, roles: str, service: str) -> dict[str, object]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": f"arn:aws:iam::<ACCOUNT>:role/{roles}",
        "Condition": {"StringEquals": {"iam:PassedToService": service}},
    }
