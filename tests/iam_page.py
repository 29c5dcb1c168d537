"""docs/iam.md and docs/policies/, made from the declarations in ``aws/`` by ``make docs``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from fargate_tui.aws.creating import CREATING
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import OPERATIONS

PAGE: Final = Path(__file__).parent.parent / "docs" / "iam.md"
POLICIES: Final = PAGE.parent / "policies"
WITH_TAGS: Final = ("ec2:CreateTags", "elasticloadbalancing:AddTags", "iam:TagRole", "logs:TagResource")
"""What is needed besides where what is created has tags; no call of ours has these names."""
MOST: Final = 6144
"""Characters, without blanks, that AWS takes in a managed policy."""
_MAIN_SCREENS: Final = ("application-autoscaling", "cloudwatch", "ecs", "elasticloadbalancing", "logs", "sts")
"""Services whose questions the main screens ask; all others are asked for evidence."""
_FORWARD: Final = "ssm:StartSession"
_FORWARDED: Final = (
    "arn:aws:ecs:*:*:task/*",
    "arn:aws:ssm:*::document/AWS-StartPortForwardingSession",
    "arn:aws:ssm:*::document/AWS-StartPortForwardingSessionToRemoteHost",
)
_PASSED: Final = (
    ("PassTaskRoles", "<TASK_ROLES>", "ecs-tasks.amazonaws.com"),
    ("PassInfrastructureRoles", "ecsInfrastructureRole*", "ecs.amazonaws.com"),
)
_ABOUT: Final = """\
# IAM: who may do what

Four policies, each added to those before it. They are made by `make docs` from the calls that the program declares
(`fargate_tui/aws/operations.py`), a test holds them to these, and cfn-lint knows every action in them. When each is
called: [aws-calls.md](aws-calls.md). What each change needs by itself: [actions.md](actions.md).

**What is missing is missing on the screen**, with the name of the action and what is not known for want of it;
everything else goes on working. "Not checked" is never shown as "ok". `:requests` tells what was refused.
`sts:GetCallerIdentity` needs no permission.

No policy here reads the value of a secret: there is no `secretsmanager:GetSecretValue`, no `ssm:GetParameter`, and the
program has no use for them.

| policy | for |
|---|---|
| [read](policies/read.json) | every list, logs, metrics, events, deployments, scaling, targets |
| [diagnose](policies/diagnose.json) | networks hop by hop, roles, why a task died, the checks of wizards |
| [operate](policies/operate.json) | scale, deploy, roll back, stop, run, edit; shells and forwarded ports |
| [wizard](policies/wizard.json) | to create clusters, services and what they need, and to take that back |

```
aws iam create-policy --policy-name fargate-tui-read --policy-document file://docs/policies/read.json
```

In the partitions `aws-cn` and `aws-us-gov` the ARNs begin with `arn:aws-cn:` and `arn:aws-us-gov:`. AWS has no managed
policy that reads ECS and nothing else.
"""
_READ: Final = """\
## Read

With this alone the program is a good window. `--read-only` sends nothing that changes anything, whatever the policy
allows. `logs:StartLiveTail`, `logs:StartQuery` and `cloudwatch:GetMetricData` are what AWS bills
([costs.md](costs.md)); leave out what should not be: logs are polled then, and plots say what is missing.
"""
_DIAGNOSE: Final = """\
## Diagnose

Evidence: without it a cause is *not checked* where it could be confirmed or cleared. All of these are questions.
"""
_OPERATE: Final = """\
## Operate

Put the names of the roles that tasks take on, or a prefix that you give them, in the place of `<TASK_ROLES>`:
`iam:PassRole` is needed to run a task, to deploy another revision and to register one, and not for a restart or another
count, for only what changes is sent. Whoever may pass every role may have every right that a role has.

A shell needs `ecs:ExecuteCommand` (and `kms:GenerateDataKey` where the cluster encrypts sessions with a key). To let
somebody into some clusters only, give it for `arn:aws:ecs:REGION:ACCOUNT:cluster/NAME` and `…:task/NAME/*`.

**`ForwardPorts` is yours to leave out**: a session begun by `ssm:StartSession` passes by the audit logs of ECS Exec,
and AWS recommends to deny it on tasks.
"""
_WIZARD: Final = """\
## Wizard

The four actions for tags are needed only where what is created has any. Deletions are for what was made from here and
is taken back. `iam:CreateRole`, `iam:AttachRolePolicy` and `iam:PutRolePolicy`, with the right to pass the role, give
whoever has them every right: leave them out, and take roles that there are.
"""


def policies() -> dict[str, Mapping[str, Any]]:
    """The four, by the name of their file."""
    questions = [each for each in OPERATIONS if not each.changes]
    main = [each for each in questions if _service(each) in _MAIN_SCREENS]
    changes = [each for each in OPERATIONS if each.changes and each not in CREATING and each.action != _FORWARD]
    return {
        "read": _policy(_allow("FargateTuiRead", _actions(main))),
        "diagnose": _policy(_allow("FargateTuiDiagnose", _actions(each for each in questions if each not in main))),
        "operate": _policy(
            _allow("FargateTuiOperate", _actions(changes)),
            {"Sid": "ForwardPorts", "Effect": "Allow", "Action": _FORWARD, "Resource": list(_FORWARDED)},
            *(_pass(*each) for each in _PASSED),
        ),
        "wizard": _policy(_allow("FargateTuiWizard", [*_actions(CREATING), *WITH_TAGS])),
    }


def iam_page() -> str:
    """docs/iam.md."""
    return "\n".join(_parts())


def policy_files() -> dict[Path, str]:
    """Each file, and what has to stand in it."""
    return {POLICIES / f"{name}.json": f"{_json(policy)}\n" for name, policy in policies().items()}


def _parts() -> Iterator[str]:
    yield _ABOUT
    for about, policy in zip((_READ, _DIAGNOSE, _OPERATE, _WIZARD), policies().values(), strict=True):
        yield f"{about}\n```json\n{_json(policy)}\n```\n"


def _json(policy: Mapping[str, Any]) -> str:
    return json.dumps(policy, indent=2)


def _service(operation: Operation) -> str:
    return operation.action.partition(":")[0]


def _actions(operations: Iterable[Operation]) -> list[str]:
    return list(dict.fromkeys(each.action for each in operations))


def _policy(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(sid: str, actions: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"}


def _pass(sid: str, roles: str, service: str) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": f"arn:aws:iam::*:role/{roles}",
        "Condition": {"StringEquals": {"iam:PassedToService": service}},
    }
