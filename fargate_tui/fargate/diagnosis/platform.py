"""What the platform itself, the account or the definition did not let run: D50, D54–D58."""

from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

ROLE: Final = Rule(
    number="D50",
    severity="error",
    word="no role",
    line="ECS cannot assume its role",
    subject="a role of the task cannot be assumed",
    texts=r"unable to assume (the )?role|could not assume (the )?role",
    words=("assume",),
    causes=(
        Cause(
            id="execution role",
            says="its execution role was deleted, or does not trust ecs-tasks.amazonaws.com",
            probes=("E-role",),
            judge=asks("roles.can_be_taken_on", "execution"),
        ),
        Cause(
            id="task role",
            says="its task role was deleted, or does not trust ecs-tasks.amazonaws.com",
            probes=("E-role",),
            judge=asks("roles.can_be_taken_on", "task"),
        ),
        Cause(id="just made", says="the role was made a moment ago: IAM takes a while", probes=("E-trail",)),
        Cause(id="not passed", says="who deployed it may not pass the role (iam:PassRole)", probes=("E-trail",)),
    ),
    remedy="create the role, with a trust policy for ecs-tasks.amazonaws.com",
)
SLOW: Final = Rule(
    number="D54",
    severity="warn",
    word="failed",
    line="the container runtime was too slow",
    texts=r"(ContainerRuntime|Docker)TimeoutError",
    words=("timeouterror",),
    causes=(
        Cause(id="slow host", says="the runtime was slow: it is passing"),
        Cause(
            id="waits",
            says="containers wait for one another",
            probes=("E-td",),
            judge=asks("definitions.waits"),
        ),
    ),
    remedy="let it be tried again; if it stays, make the image smaller and look at dependsOn",
    is_told=True,
)
INTERNAL: Final = Rule(
    number="D55",
    severity="warn",
    word="failed",
    line=names.with_tail("the platform failed"),
    texts=r"ContainerRuntimeError|CannotInspectContainer|CannotStopContainer|\bInternalError\b",
    words=("containerruntimeerror", "cannotinspect", "cannotstop", "internalerror"),
    causes=(
        Cause(id="platform", says="Fargate itself failed", probes=("E-health",), judge=asks("service.retirement")),
    ),
    remedy="let it be tried again; if it stays, ask AWS with the task's id",
)
NOT_FARGATE: Final = Rule(
    number="D56",
    severity="error",
    word="no start",
    line="its task definition does not fit Fargate",
    texts=r"not compatible with the selected compute",
    words=("not compatible",),
    causes=(
        Cause(
            id="definition",
            says="requiresCompatibilities, cpu and memory, or the network mode do not fit Fargate",
            probes=("E-td",),
            judge=asks("definitions.fits"),
        ),
    ),
    remedy="register a revision with FARGATE, awsvpc, and a size of Fargate's table",
    action="revision.edit",
    is_told=True,
)
NO_CAPACITY: Final = Rule(
    number="D57",
    severity="warn",
    word="no capacity",
    line="no Fargate capacity in its zone now",
    texts=r"Capacity is unavailable",
    words=("capacity is",),
    causes=(Cause(id="capacity", says="AWS has no capacity of this kind in the zone just now"),),
    remedy="give the service subnets in more zones, or a base on FARGATE",
    action="service.set",
    is_told=True,
)
QUOTA: Final = Rule(
    number="D58",
    severity="error",
    word="no capacity",
    line="the account's Fargate quota is reached",
    texts=r"reached the limit on the number of|configuration is above your limit",
    words=("reached the limit", "above your limit"),
    causes=(
        Cause(
            id="quota",
            says="all the vCPUs that the account may use of Fargate are used",
            probes=("E-quota",),
            judge=asks("service.quota_is_reached"),
        ),
    ),
    remedy="stop what is not needed, or ask AWS for a higher quota (Service Quotas: AWS Fargate)",
    action="service.scale",
    is_told=True,
)

RULES: Final = (ROLE, SLOW, INTERNAL, NOT_FARGATE, NO_CAPACITY, QUOTA)
