"""What has to be known of AWS to check a draft: each want is one question, and its answer one fact."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import Final, TypeVar

import msgspec

from fargate_tui.fargate.answers import Answer
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.drafts.facts import (
    FactKind,
    Facts,
    Granted,
    Image,
    Quota,
    Want,
    permissions_of,
)
from fargate_tui.fargate.errors import Invalid, NotFound
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.metrics import MetricQuery
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.permissions import is_parameter
from fargate_tui.fargate.records import Service
from fargate_tui.live.clock import Clock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.roles import decisions
from fargate_tui.live.surroundings import Vpcs, has_failed, known

Found = TypeVar("Found")
Fact = Known[object] | NotChecked
SPAN: Final = timedelta(minutes=15)
"""How far back the use of a quota is looked for: it is measured every five minutes."""


class Preflight:
    """Asks AWS what a draft's checks want to know."""

    def __init__(self, aws: Aws, vpcs: Vpcs, region: str, clock: Clock) -> None:
        self._aws = aws
        self._vpcs = vpcs
        self._region = region
        self._clock = clock
        self._answers: Mapping[FactKind, tuple[Callable[[str], Awaitable[object]], str]] = {
            "alarms": (self._alarm, "cloudwatch:DescribeAlarms"),
            "balancers": (self._balancer, "elasticloadbalancing:DescribeLoadBalancers"),
            "certificates": (self._certificate, "acm:DescribeCertificate"),
            "clusters": (self._cluster, "ecs:DescribeClusters"),
            "definitions": (self._definition, "ecs:DescribeTaskDefinition"),
            "group_names": (self._group_name, "ec2:DescribeSecurityGroups"),
            "images": (self._image, "ecr:DescribeImages"),
            "listeners": (self._aws.elb.listeners, "elasticloadbalancing:DescribeListeners"),
            "log_groups": (self._log_group, "logs:DescribeLogGroups"),
            "permissions": (self._permissions, "iam:SimulatePrincipalPolicy"),
            "prices": (self._aws.prices.rates, "pricing:GetProducts"),
            "quotas": (self._quota, "servicequotas:GetServiceQuota"),
            "roles": (self._role, "iam:GetRole"),
            "rules": (self._aws.elb.rules, "elasticloadbalancing:DescribeRules"),
            "scalable_targets": (self._scalable_target, "application-autoscaling:DescribeScalableTargets"),
            "secrets": (self._secret, "secretsmanager:DescribeSecret"),
            "services": (self._service, "ecs:DescribeServices"),
            "surroundings": (self._around, "ec2:DescribeSubnets"),
            "target_groups": (self._target_group, "elasticloadbalancing:DescribeTargetGroups"),
            "target_group_users": (self._users, "ecs:DescribeServices"),
            "vpcs": (self._all_vpcs, "ec2:DescribeVpcs"),
        }

    async def ask(self, want: Want) -> Fact:
        """The answer, or why there is none; raises `AwsError` only where nothing at all can be asked."""
        question, action = self._answers[want.kind]
        action = "ssm:DescribeParameters" if want.kind == "secrets" and is_parameter(want.key) else action
        return await known(question(want.key), action)

    # -- ECS -----------------------------------------------------------------------------------------------------------

    async def _cluster(self, name: str) -> object:
        found = await _first(self._aws.ecs.describe_clusters([name]))
        return found if found is not None and found.status != "INACTIVE" else None

    async def _definition(self, name: str) -> object:
        try:
            return await self._aws.ecs.describe_task_definition(name)
        except (NotFound, Invalid):
            # ClientException is all that AWS says of one that is not there.
            return None

    async def _service(self, key: str) -> object:
        cluster, _, name = key.rpartition("/")
        try:
            found = await _first(self._aws.ecs.describe_services(cluster, [name]))
        except NotFound:
            # Of a cluster that is not there.
            return None
        return found if found is not None and found.status != "INACTIVE" else None

    async def _users(self, target_group: str) -> tuple[str, ...]:
        """All services of the Region are looked through: nothing tells who registers with a target group."""
        found: list[str] = []
        async with aclosing(self._aws.ecs.cluster_pages()) as pages:
            clusters = [arn async for page in pages for arn in page]
        for cluster in clusters:
            async with aclosing(self._services_of(cluster)) as services:
                found += [
                    f"{name_of(cluster)}/{service.service_name}"
                    async for service in services
                    if any(target_group in each.target_groups for each in service.load_balancers)
                ]
        return tuple(found)

    async def _services_of(self, cluster: str) -> AsyncGenerator[Service, None]:
        async with aclosing(self._aws.ecs.service_pages(cluster)) as pages:
            arns = [arn async for page in pages for arn in page]
        async with aclosing(self._aws.ecs.describe_services(cluster, arns)) as answers:
            async for answer in answers:
                if answer.error is not None:
                    raise answer.error
                for service in answer.records:
                    yield service

    async def _scalable_target(self, key: str) -> object:
        cluster, _, name = key.rpartition("/")
        return await self._aws.scaling.target(cluster, name)

    # -- networks and load balancers -----------------------------------------------------------------------------------

    async def _all_vpcs(self, _: str) -> object:
        return await self._aws.network.all_vpcs()

    async def _around(self, vpc_id: str) -> object:
        return await self._vpcs.of(vpc_id, self._region)

    async def _group_name(self, key: str) -> object:
        vpc_id, _, name = key.partition("/")
        found = await self._aws.network.security_groups_named(name)
        return next((each.group_id for each in found if each.vpc_id == vpc_id), None)

    async def _balancer(self, key: str) -> object:
        if key.startswith("arn:"):
            return next(iter(await self._aws.elb.balancers([key])), None)
        return await _or_none(self._aws.elb.balancer_named(key))

    async def _target_group(self, key: str) -> object:
        if key.startswith("arn:"):
            return next(iter(await self._aws.elb.target_groups([key])), None)
        return await _or_none(self._aws.elb.target_group_named(key))

    async def _certificate(self, arn: str) -> object:
        return await _or_none(self._aws.certificates.certificate(arn))

    # -- what the containers need --------------------------------------------------------------------------------------

    async def _image(self, reference: str) -> object:
        match = ECR_IMAGE.match(reference)
        assert match is not None, "only images of ECR are asked for"
        registry = self._aws.registry(match["region"])
        of = match["account"], match["repository"], match["reference"] or "latest"
        stored = await _or_none(registry.image(*of))
        return Image(stored=stored, platforms=await registry.platforms(*of)) if stored is not None else None

    async def _secret(self, reference: str) -> object:
        parts = reference.split(":")
        region = parts[3] if reference.startswith("arn:") and len(parts) > 3 else None
        secrets = self._aws.secrets(region)
        if not is_parameter(reference):
            return await _or_none(secrets.secret(reference))
        name = reference.partition(":parameter")[2] if reference.startswith("arn:") else reference
        return await _or_none(secrets.parameter(name))

    async def _log_group(self, key: str) -> object:
        region, _, name = key.partition("/")
        return await _or_none(self._aws.logs(region or None).group(name)) is not None

    async def _role(self, name: str) -> object:
        return await _or_none(self._aws.iam.role(name))

    async def _permissions(self, key: str) -> object:
        role, wanted = permissions_of(key)
        return Granted(decisions=await decisions(self._aws.iam, await self._aws.iam.role(name_of(role)), wanted))

    # -- the account ---------------------------------------------------------------------------------------------------

    async def _quota(self, code: str) -> object:
        quota = await self._aws.quotas.quota(code)
        if not quota.metric:
            return Quota(limit=quota.value)
        now = self._clock.now()
        query = MetricQuery(
            id="used", namespace=quota.namespace, name=quota.metric, dimensions=quota.dimensions, statistic="Maximum"
        )
        used = await known(self._aws.metrics.get_data([query], now - SPAN, now), "cloudwatch:GetMetricData")
        series = used.value.get("used") if isinstance(used, Known) else None
        return Quota(limit=quota.value, used=series.values[-1] if series is not None and series.values else None)

    async def _alarm(self, name: str) -> object:
        async with aclosing(self._aws.metrics.alarms([name])) as pages:
            async for page in pages:
                return next(iter(page), None)
        return None


def with_fact(facts: Facts, want: Want, found: Fact) -> Facts:
    """The facts with one more."""
    present = getattr(facts, want.kind)
    return msgspec.structs.replace(facts, **{want.kind: {**present, want.key: found}})


def is_known(facts: Facts, want: Want) -> bool:
    """Whether it has been answered."""
    return want.key in getattr(facts, want.kind)


def is_passing(found: Fact) -> bool:
    """Whether something was refused that another time may be answered: no permission is missing."""
    if isinstance(found, NotChecked):
        return not found.action
    return isinstance(found.value, Surroundings) and has_failed(found.value)


async def _first(answers: AsyncGenerator[Answer[Found], None]) -> Found | None:
    async with aclosing(answers) as batches:
        async for answer in batches:
            if answer.error is not None:
                raise answer.error
            return next(iter(answer.records), None)
    return None


async def _or_none(question: Awaitable[Found]) -> Found | None:
    try:
        return await question
    except NotFound:
        return None
