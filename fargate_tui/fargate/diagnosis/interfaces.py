"""Network interfaces and storage that were not to be had, and other ways not to get ready: D25–D32."""

from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

_NO_ADDRESS: Final = r"InsufficientFreeAddresses|enough free addresses|not enough free IP"
_EC2: Final = ("unexpected ec2 error", "network interface", "free addresses")


def _full(case: Case) -> str:
    subnet = names.subnet(case)
    return f"{subnet} cannot give the task an address" if subnet else "its subnet cannot give the task an address"


PASSING: Final = Cause(id="passing", says="it is passing: the next task is likely to be set up")
FULL: Final = Cause(
    id="no free address",
    says="its subnet has no address left, or the account no network interface",
    probes=("E-net",),
    judge=asks("network.free_addresses"),
)
LINKED_ROLE: Final = Cause(
    id="service-linked role",
    says="AWSServiceRoleForECS is missing, or an organization's policy refuses it",
    probes=("E-role",),
    judge=asks("roles.can_be_taken_on", "service-linked"),
)

NO_ADDRESS: Final = Rule(
    number="D29",
    severity="error",
    word="no network",
    line="its subnet has no free address",
    subject=_full,
    # AWS's pages say that the sentence means this where no code follows it.
    texts=rf"{_NO_ADDRESS}"
    r"|Create Network Interface with public IP assignment (en|dis)abled in subnet '?[\w-]+'?\.?(?=\n|$)",
    words=("free address", "freeaddress", "free ip", "public ip assignment"),
    causes=(FULL,),
    remedy="give the service another or a larger subnet",
    is_told=lambda case: case.search(_NO_ADDRESS) is not None,
)
TAG_POLICY: Final = Rule(
    number="D30",
    severity="error",
    word="no network",
    line="a tag policy forbids its network interface",
    texts=r"TagPolicyViolation",
    words=("tagpolicy",),
    causes=(Cause(id="tag policy", says="the organization's tag policy asks for other tags", probes=("E-svc",)),),
    remedy="give the service the tags that the policy asks for, and propagate them",
    action="service.tag",
    is_told=True,
)
RATE: Final = Rule(
    number="D32",
    severity="warn",
    word="no network",
    line="tasks are launched too fast",
    texts=r"Rate limit exceeded while attempting to (Create|Attach) |RequestLimitExceeded",
    words=("rate limit", "requestlimit"),
    causes=(
        Cause(
            id="crash loop",
            says="tasks that keep dying are launched again and again",
            probes=("E-svc",),
            judge=asks("service.keeps_failing"),
        ),
    ),
    remedy="wait; if a service keeps starting tasks that die, mend that first",
    is_told=True,
)
EC2: Final = Rule(
    number="D31",
    severity="error",
    word="no network",
    line=names.with_tail("no network interface"),
    subject="its network interface cannot be created",
    texts=r"Unexpected EC2 error|Create Network Interface with public IP",
    words=_EC2,
    causes=(
        Cause(id="gone", says="its subnet or a security group was deleted", probes=("E-net", "E-sg")),
        LINKED_ROLE,
        FULL,
    ),
    remedy="give the service subnets and security groups that exist, and check AWSServiceRoleForECS",
)
NOT_SET_UP: Final = Rule(
    number="D25",
    severity="warn",
    word="no network",
    line="its network interface could not be set up",
    texts=r"failed to configure ENI|netplugin failed",
    words=("eni", "netplugin"),
    causes=(PASSING, FULL),
    remedy="it is passing most often; if it stays, look at the subnet and the quota of network interfaces",
)
LATE: Final = Rule(
    number="D27",
    severity="warn",
    word="no network",
    line="its network interface was not there in time",
    texts=r"Timeout waiting for network interface",
    words=("network interface",),
    causes=(PASSING, FULL, LINKED_ROLE),
    remedy="it is passing most often; if it stays, look at the subnet's addresses and at AWSServiceRoleForECS",
)
STORAGE_LATE: Final = Rule(
    number="D28",
    severity="warn",
    word="no storage",
    line="its storage was not there in time",
    texts=r"Timeout waiting for EphemeralStorage",
    words=("ephemeralstorage",),
    causes=(PASSING,),
    remedy="it is passing: the next task is likely to be set up",
)
NOT_READY: Final = Rule(
    number="D26",
    severity="error",
    word="no start",
    line=names.with_tail("its resources could not be set up"),
    subject="its resources cannot be set up",
    texts=r"ResourceInitializationError",
    words=("resourceinitialization",),
    causes=(
        Cause(id="no DNS", says="its VPC does not resolve names", probes=("E-vpce",), judge=asks("network.has_dns")),
        Cause(
            id="no way out",
            says="nothing leads from its subnet to AWS",
            probes=("E-net", "E-vpce", "E-sg"),
            judge=asks("network.way_to", "ecr.api", "logs", "secretsmanager", "ssm"),
        ),
        Cause(
            id="execution role",
            says="its execution role is missing, or is not trusted",
            probes=("E-role",),
            judge=asks("roles.can_be_taken_on", "execution"),
        ),
    ),
    remedy="look at the VPC's DNS, at the way out of the subnet, and at the execution role",
)

RULES: Final = (RATE, NO_ADDRESS, TAG_POLICY, EC2, NOT_SET_UP, LATE, STORAGE_LATE)
