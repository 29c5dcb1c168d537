"""Log drivers that cannot be set up: D16–D20."""

from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.images import DENIED, NO_PATH
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

_WORDS: Final = ("log",)
_ABOUT: Final = r"(logger args|logging driver|log (group|stream)|awslogs)"


def _gone(case: Case) -> str:
    group = names.log_group(case)
    return f"log group {group} does not exist" if group else "its log group does not exist"


def _not_written(_case: Case) -> str:
    return "its logs cannot be written"


NO_GROUP: Final = Cause(
    id="no such log group",
    says="the log group does not exist in the region its options name, and awslogs-create-group is not true",
    probes=("E-log", "E-td"),
    judge=asks("stores.log_group_exists"),
)
NO_WAY: Final = Cause(
    id="no way to CloudWatch Logs",
    says="nothing leads from its subnet to CloudWatch Logs: no NAT route, no public address, no endpoint for logs",
    probes=("E-net", "E-vpce", "E-sg"),
    judge=asks("network.way_to", "logs"),
)
NOT_ALLOWED: Final = Cause(
    id="logs not allowed",
    says="its execution role may not create the stream, or write into it",
    probes=("E-role",),
    judge=asks("roles.allows", "execution", "logs:CreateLogStream", "logs:PutLogEvents"),
)
NO_ROLE: Final = Cause(
    id="no execution role",
    says="the task definition names no execution role, which awslogs needs",
    probes=("E-td",),
    judge=asks("definitions.execution_role"),
)
_CREATES: Final = Cause(
    id="may not create the group",
    says="the group is to be created (awslogs-create-group), which AWS's own policy does not allow",
    probes=("E-td", "E-role"),
    judge=asks("definitions.creates_group"),
)

OPTIONS: Final = Rule(
    number="D19",
    severity="error",
    word="no logs",
    line="awslogs options are incomplete",
    texts=r"awslogs-(region|group|stream-prefix) is required|unable to get awslogs driver arguments"
    r"|must specify a value for log opt|MissingEndpoint",
    words=("awslogs", "log opt", "missingendpoint"),
    causes=(
        Cause(
            id="options missing",
            says="an option of awslogs is missing or wrong in the task definition",
            probes=("E-td",),
            judge=asks("definitions.log_options"),
        ),
    ),
    remedy="give the container's log driver awslogs-group, awslogs-region and awslogs-stream-prefix",
    action="revision.edit",
    is_told=True,
)
NETWORK: Final = Rule(
    number="D17",
    severity="error",
    word="no logs",
    line="no network path to CloudWatch Logs",
    subject=_not_written,
    texts=rf"{_ABOUT}.*({NO_PATH}|signal: killed|timed? ?out)",
    words=_WORDS,
    causes=(NO_WAY, NO_GROUP),
    remedy="give the subnet a way to CloudWatch Logs: a NAT route, a public address, or an endpoint for logs",
)
REFUSED: Final = Rule(
    number="D18",
    severity="error",
    word="no logs",
    line="cannot open its log stream: access denied",
    subject=_not_written,
    texts=rf"{_ABOUT}.*{DENIED}|perform: logs:",
    words=_WORDS,
    causes=(NOT_ALLOWED, _CREATES),
    remedy="allow the execution role logs:CreateLogStream and PutLogEvents, and CreateLogGroup to create the group",
    is_told=True,
)
GROUP_GONE: Final = Rule(
    number="D16",
    severity="error",
    word="no logs",
    line=_gone,
    subject="its logs cannot be written",
    texts=rf"{_ABOUT}.*(does not exist|ResourceNotFound)|cannot find the (Amazon )?CloudWatch log group(?!.*\. T)",
    words=_WORDS,
    causes=(NO_GROUP,),
    remedy="create the log group, or set awslogs-create-group to true and allow logs:CreateLogGroup",
    action="revision.edit",
)
OTHER: Final = Rule(
    number="D20",
    severity="error",
    word="no logs",
    line="cannot start its log driver",
    subject=_not_written,
    texts=r"failed to (initialize logging driver|validate logger args|create Cloudwatch log)|CloudWatch log group",
    words=_WORDS,
    causes=(NO_GROUP, NO_WAY, NOT_ALLOWED, NO_ROLE),
    remedy="look at the log group, at the way to CloudWatch Logs, and at the execution role: AWS does not say which",
)

# A text cut short may end before it says "connection issue"; then only that the driver did not start is certain.
RULES: Final = (OPTIONS, NETWORK, REFUSED, GROUP_GONE, OTHER)
