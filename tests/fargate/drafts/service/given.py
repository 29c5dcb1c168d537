"""An account in which a service can be made, to break one thing at a time in."""

from typing import Any

import msgspec

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.facts import Facts, Granted, Quota, Want
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.permissions import EXEC
from fargate_tui.fargate.records import (
    Alarm,
    Balancer,
    CapacityProviderStrategyItem,
    Cluster,
    ContainerDefinition,
    Listener,
    ListenerAction,
    ListenerRule,
    LogConfiguration,
    Permission,
    PortMapping,
    Role,
    RuleCondition,
    Subnet,
    TargetGroup,
    TaskDefinition,
    Vpc,
)
from fargate_tui.fargate.records.balancer import BalancerState, BalancerZone
from tests.fargate.network.vpcs import SUBNETS, group, rule, vpc

ACCOUNT, REGION = "123456789012", "us-east-1"
ELB = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}"
ALB, NLB = f"{ELB}:loadbalancer/app/front/1", f"{ELB}:loadbalancer/net/pipe/2"
LISTENER, PIPE = f"{ELB}:listener/app/front/1/3", f"{ELB}:listener/net/pipe/2/4"
WEB, BLUE, EC2, LONE, FAR = (f"{ELB}:targetgroup/{name}/9" for name in ("web", "blue", "ec2", "lone", "far"))
CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/1"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/web:1"
SHELL_KEY = " ".join(("app", *(f"ssmmessages:{each}@*" for each in EXEC)))

DEFINITION = TaskDefinition(
    task_definition_arn=f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/web:7",
    family="web",
    revision=7,
    status="ACTIVE",
    cpu="256",
    memory="512",
    network_mode="awsvpc",
    requires_compatibilities=("FARGATE",),
    execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/exec",
    task_role_arn=f"arn:aws:iam::{ACCOUNT}:role/app",
    container_definitions=(
        ContainerDefinition(
            name="app",
            image=IMAGE,
            port_mappings=(PortMapping(container_port=8080), PortMapping(container_port=9090)),
            log_configuration=LogConfiguration(log_driver="awslogs", options={"awslogs-region": REGION}),
        ),
    ),
)


def subnets(**changed: Any) -> tuple[Subnet, ...]:
    """The subnets with addresses that are free."""
    return tuple(
        msgspec.structs.replace(each, **{"free_addresses": 200, "zone_id": "use1-az1"} | changed) for each in SUBNETS
    )


def target(arn: str, **changed: Any) -> TargetGroup:
    name = arn.split("/")[-2]
    given: dict[str, Any] = {
        "load_balancer_arns": (ALB,),
        "protocol": "HTTP",
        "port": 8080,
        "vpc_id": "vpc-1",
        "target_type": "ip",
    }
    return TargetGroup(target_group_arn=arn, target_group_name=name, **(given | changed))


def action(arn: str) -> ListenerAction:
    return ListenerAction(type="forward", target_group_arn=arn)


def balancer(arn: str, kind: str, **changed: Any) -> Balancer:
    zones = (("us-east-1a", "subnet-pub-a"), ("us-east-1b", "subnet-pub-b"))
    given: dict[str, Any] = {
        "scheme": "internet-facing",
        "vpc_id": "vpc-1",
        "state": BalancerState(code="active"),
        "type": kind,
        "availability_zones": tuple(BalancerZone(zone_name=zone, subnet_id=subnet) for zone, subnet in zones),
        "security_groups": ("sg-alb",) if kind == "application" else (),
    }
    return Balancer(load_balancer_arn=arn, load_balancer_name=arn.split("/")[-2], **(given | changed))


def rule_of(number: int, path: str, arn: str) -> ListenerRule:
    return ListenerRule(
        rule_arn=f"{LISTENER}/{number}",
        listener_arn=LISTENER,
        priority=str(number),
        conditions=(RuleCondition(field="path-pattern", values=(path,)),),
        actions=(action(arn),),
    )


def known(**values: Any) -> dict[str, Any]:
    return {name: value if isinstance(value, NotChecked) else Known(value) for name, value in values.items()}


FRONT = balancer(ALB, "application")
AROUND = vpc(
    subnets=subnets(),
    groups=(
        group("sg-task", into=(rule(8080, "sg-alb", "10.0.0.0/16"),)),
        group("sg-alb", into=(rule(80, "0.0.0.0/0"),)),
        group("sg-shut", out=()),
        group("sg-default", called="default"),
    ),
)


def facts(**changed: Any) -> Facts:
    """All of it answered, some of it otherwise; of a mapping only what is given is another."""
    cluster = Cluster(
        cluster_arn=f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/prod",
        cluster_name="prod",
        status="ACTIVE",
        capacity_providers=("FARGATE", "FARGATE_SPOT"),
        default_capacity_provider_strategy=(CapacityProviderStrategyItem(capacity_provider="FARGATE", weight=1),),
    )
    given: dict[str, Any] = {
        "account": ACCOUNT,
        "region": REGION,
        "vpcs": {"": Known((Vpc(vpc_id="vpc-1", name="main", cidr="10.0.0.0/16", is_default=True),))},
        "surroundings": {"vpc-1": Known(AROUND)},
        "clusters": known(prod=cluster, default=None),
        "services": {"prod/web": Known(None), "default/web": Known(None)},
        "definitions": {"web:7": Known(DEFINITION), "web": Known(DEFINITION)},
        "roles": known(
            AWSServiceRoleForECS=Role(name="AWSServiceRoleForECS", trusts=("ecs.amazonaws.com",)),
            infra=Role(name="infra", trusts=("ecs.amazonaws.com",)),
            exec=Role(name="exec", trusts=("ecs-tasks.amazonaws.com",)),
            app=Role(name="app", trusts=("ecs-tasks.amazonaws.com",)),
        ),
        "group_names": {f"vpc-1/{name}": Known(None) for name in ("web-task", "web-lb")},
        "balancers": {
            "front": Known(FRONT),
            ALB: Known(FRONT),
            NLB: Known(balancer(NLB, "network")),
            "pipe": Known(balancer(NLB, "network")),
            "web": Known(None),
        },
        "target_groups": {
            **known(blue=target(BLUE), web=None, ec2=target(EC2, target_type="instance")),
            **known(
                lone=target(LONE, load_balancer_arns=()),
                far=target(FAR, vpc_id="vpc-2"),
                piped=target(WEB, load_balancer_arns=(NLB,)),
            ),
            "green": Known(target(WEB)),
            "web-2": Known(None),
        },
        "target_group_users": {each: Known(()) for each in (BLUE, WEB, EC2, LONE, FAR)},
        "listeners": {
            ALB: Known((Listener(listener_arn=LISTENER, load_balancer_arn=ALB, port=80, protocol="HTTP"),)),
            NLB: Known(
                (
                    Listener(
                        listener_arn=PIPE,
                        load_balancer_arn=NLB,
                        port=80,
                        protocol="TCP",
                        default_actions=(action(WEB),),
                    ),
                )
            ),
        },
        "rules": {
            LISTENER: Known(
                tuple(
                    rule_of(at, path, arn)
                    for at, path, arn in (
                        (1, "/blue/*", BLUE),
                        (2, "/ec2/*", EC2),
                        (3, "/far/*", FAR),
                        (4, "/web/*", WEB),
                    )
                )
            )
        },
        "quotas": known(**{"L-3032A538": Quota(limit=6, used=0), "L-36FBB829": Quota(limit=6, used=0)}),
        "alarms": known(
            loud=Alarm(alarm_name="loud", state_value="ALARM"),
            calm=Alarm(alarm_name="calm", state_value="OK"),
            gone=None,
        ),
        "permissions": {
            SHELL_KEY: Known(
                Granted(decisions=tuple((Permission(action=f"ssmmessages:{each}"), "allowed") for each in EXEC))
            )
        },
        "scalable_targets": {"prod/web": Known(None)},
        "certificates": {},
    }
    for name, value in changed.items():
        given[name] = {**given[name], **value} if isinstance(value, dict) else value
    return Facts(**given)


FACTS = facts()
DENIED = NotChecked(why="ec2:DescribeSubnets is not allowed", action="ec2:DescribeSubnets")


def draft(base: dict[str, str] | None = None, /, **typed: str) -> ServiceDraft:
    """A service of `web:7` in `prod`, with answers by field; two underscores stand for a point."""
    found = ServiceDraft()
    answers = {"cluster": "prod", "definition": "web:7", **(base or {}), **typed}
    for field, text in answers.items():
        found = found.answered(field.replace("__", "."), text)
    return found


BARE: dict[str, str] = {}
GROUP = {"balancer.kind": "group", "balancer.group": "blue"}
RULE = {"balancer.kind": "rule", "balancer.balancer": "front", "balancer.listener": "80", "balancer.paths": "/web2/*"}
NEW = {"balancer.kind": "new"}
SHIFTING = {
    **NEW,
    "deployment.strategy": "BLUE_GREEN",
    "deployment.bake_time": "5",
    "deployment.role": "infra",
}


def found(service: ServiceDraft, known: Facts = FACTS) -> tuple[Finding, ...]:
    """The findings of a draft that was filled in first."""
    return service.filled_in(known).findings(known)


def faults(service: ServiceDraft, known: Facts = FACTS) -> list[tuple[str, str, str]]:
    """What is not well: number, verdict and field."""
    return [(each.check, each.verdict, each.field) for each in found(service, known) if each.verdict != "ok"]


def wants(service: ServiceDraft, known: Facts = FACTS) -> set[Want]:
    return set(service.filled_in(known).wants(known))
