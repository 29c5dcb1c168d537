"""What drafts become is made by the local AWS as it stands, and runs: from the two set-ups to a healthy target."""

import json
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.drafts.facts import Facts, Quota
from fargate_tui.fargate.drafts.run_task import RunTaskDraft
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.records import Role, TaskDefinition
from fargate_tui.live.surroundings import read_surroundings
from tests.aws.making import OPS, connected, until, words
from tests.local_aws import REGION, LocalAws


@pytest.fixture
async def aws(own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Aws]:
    for name, value in own_local_aws.environment.items():
        monkeypatch.setenv(name, value)
    connection = await connect(ConnectionSettings(region=REGION, endpoint_url=own_local_aws.url))
    yield connection
    await connection.close()


@pytest.fixture
async def runs(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Runs]:
    async with connected(own_local_aws, monkeypatch) as made:
        yield made


async def facts_of(aws: Aws, local: LocalAws, name: str) -> Facts:
    """All that a service of this name in the default VPC wants to know; its task definition is registered first."""
    described = local.client("ecs").register_task_definition(
        family=name,
        cpu="256",
        memory="512",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        containerDefinitions=[
            {"name": "app", "image": "public.ecr.aws/nginx/nginx:1", "portMappings": [{"containerPort": 8080}]}
        ],
    )["taskDefinition"]
    vpcs = await aws.network.all_vpcs()
    vpc = next(each.vpc_id for each in vpcs if each.is_default)
    free: Any = Known(None)
    return Facts(
        account=OPS.account,
        region=REGION,
        vpcs={"": Known(vpcs)},
        surroundings={vpc: Known(await read_surroundings(aws.network, vpc, REGION))},
        clusters={name: free},
        services={f"{name}/{name}": free},
        definitions={name: Known(msgspec.convert(described, TaskDefinition, strict=False))},
        roles={"AWSServiceRoleForECS": Known(Role(name="AWSServiceRoleForECS"))},
        group_names={f"{vpc}/{name}-{end}": free for end in ("task", "lb")},
        balancers={name: free},
        target_groups={name: free},
        quotas={"L-3032A538": Known(Quota(limit=100))},
        scalable_targets={f"{name}/{name}": free},
    )


async def test_a_service_with_all_that_is_in_front_of_it_is_made_and_becomes_healthy(
    aws: Aws, own_local_aws: LocalAws, runs: Runs
) -> None:
    name = "drafted"
    facts = await facts_of(aws, own_local_aws, name)
    answers = {"cluster": name, "cluster_is": "new", "definition": name, "balancer.kind": "new",
               "scaling.kind": "requests", "count": "2", "scaling.minimum": "2"}  # fmt: skip
    draft = ServiceDraft()
    for field, text in answers.items():
        draft = draft.answered(field, text)
    draft = draft.filled_in(facts)
    wrong = [each for each in draft.findings(facts) if each.verdict in ("problem", "asking") and each.level == "BLOCK"]
    assert wrong == []
    assert {path.verdict for path in draft.reach(facts)} == {"open"}

    runs.start(creation_plan("create", draft.creations(facts)))
    run = await until(runs)

    assert {step.state for step in run.steps} == {"done"}, words(run)
    own_local_aws.advance(300)
    (service,) = own_local_aws.client("ecs").describe_services(cluster=name, services=[name])["services"]
    assert (service["runningCount"], service["deployments"][0]["rolloutState"]) == (2, "COMPLETED")
    group = service["loadBalancers"][0]["targetGroupArn"]
    health = own_local_aws.client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in health] == ["healthy", "healthy"]


async def test_tasks_without_a_service_are_started(aws: Aws, own_local_aws: LocalAws, runs: Runs) -> None:
    name = "drafted-once"
    ecs = own_local_aws.client("ecs")
    made = ecs.create_cluster(clusterName=name, capacityProviders=["FARGATE"])["cluster"]
    facts = await facts_of(aws, own_local_aws, name)
    draft = RunTaskDraft(cluster=name, definition=name, count="2").filled_in(facts)

    runs.start(creation_plan("run", draft.creations(facts)))
    # Tasks without a service are followed until they end, and these do not.
    run = await until(runs, lambda run: not run.is_going or run.steps[-1].state == "going")

    assert [step.state for step in run.steps] == ["done", "going"], words(run)
    own_local_aws.advance(120)
    tasks = ecs.list_tasks(cluster=made["clusterArn"], desiredStatus="RUNNING")["taskArns"]
    assert len(tasks) == 2


async def test_blue_and_green_are_made_with_the_rule_that_is_shifted(
    aws: Aws, own_local_aws: LocalAws, runs: Runs
) -> None:
    name = "drafted-blue"
    facts = await facts_of(aws, own_local_aws, name)
    allowed = {"Effect": "Allow", "Principal": {"Service": "ecs.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = {"Version": "2012-10-17", "Statement": [allowed]}
    own_local_aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    answers = {"cluster": name, "cluster_is": "new", "definition": name, "balancer.kind": "new",
               "deployment.strategy": "BLUE_GREEN", "deployment.bake_time": "1", "deployment.role": name}  # fmt: skip
    draft = ServiceDraft()
    for field, text in answers.items():
        draft = draft.answered(field, text)

    runs.start(creation_plan("create", draft.filled_in(facts).creations(facts)))
    run = await until(runs)

    assert {step.state for step in run.steps} == {"done"}, words(run)
    (service,) = own_local_aws.client("ecs").describe_services(cluster=name, services=[name])["services"]
    advanced = service["loadBalancers"][0]["advancedConfiguration"]
    assert ":listener-rule/app/" in advanced["productionListenerRule"]
    assert advanced["alternateTargetGroupArn"].split("/")[1] == f"{name}-2"
