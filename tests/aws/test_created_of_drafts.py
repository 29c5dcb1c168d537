"""What the drafts of the wizards become is what the local AWS takes: a task definition, and the services over it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.fargate.drafts.facts import Facts
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.known import Known
from fargate_tui.live.surroundings import read_surroundings
from tests.aws.making import connected, left_of, place, until, words
from tests.local_aws import REGION, LocalAws

ACCOUNT = "123456789012"
NEW = {"cluster_is": "new", "balancer.kind": "new"}
SHIFTING = {"deployment.strategy": "BLUE_GREEN", "deployment.bake_time": "1", "deployment.role": "shifts"}


@pytest.fixture
async def runs(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Runs]:
    async with connected(own_local_aws, monkeypatch) as made:
        yield made


@pytest.fixture
async def aws(own_local_aws: LocalAws, runs: Runs) -> AsyncIterator[Aws]:
    connection = await connect(ConnectionSettings(region=REGION, endpoint_url=own_local_aws.url))
    yield connection
    await connection.close()


async def defined(runs: Runs, name: str) -> None:
    """Register a task definition of a draft, with its log group and its execution role."""
    draft = TaskDefinitionDraft.begun(REGION)
    answers = {
        "family": name,
        "containers.0.name": "api",
        "containers.0.image": "nginx:1",
        "containers.0.ports": "8080",
    }
    for field, text in answers.items():
        draft = draft.answered(field, text)
    facts = Facts(account=ACCOUNT, region=REGION, log_groups={f"/ecs/{name}": Known(False)})
    creations = draft.creations(facts)
    assert [each.kind for each in creations] == ["log-group", "role", "task-definition"]
    runs.start(creation_plan("create it", creations))
    run = await until(runs)
    assert run.state == "done", words(run)


async def facts_of(aws: Aws, vpc: str, name: str) -> Facts:
    """What AWS has answered."""
    definition = await aws.ecs.describe_task_definition(name)
    return Facts(
        account=ACCOUNT,
        region=REGION,
        vpcs={"": Known(await aws.network.all_vpcs())},
        surroundings={vpc: Known(await read_surroundings(aws.network, vpc, REGION))},
        clusters={name: Known(None)},
        definitions={name: Known(definition), f"{name}:1": Known(definition)},
        roles={"AWSServiceRoleForECS": Known(None)},
    )


def drafted(facts: Facts, name: str, vpc: str, answers: Mapping[str, str]) -> ServiceDraft:
    draft = ServiceDraft()
    given = {"cluster": name, "definition": f"{name}:1", "name": name, "count": "2", "network.vpc": vpc, **answers}
    for field, text in given.items():
        draft = draft.answered(field, text)
    return draft.filled_in(facts)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"cluster_is": "new"}, id="bare"),
        pytest.param(NEW, id="balancer"),
        pytest.param({**NEW, "scaling.kind": "requests", "scaling.value": "100"}, id="scaled"),
        pytest.param({**NEW, "balancer.type": "network", "balancer.protocol": "TCP"}, id="network"),
        pytest.param({**NEW, "balancer.paths": "/api/*"}, id="rule"),
        pytest.param({**NEW, **SHIFTING}, id="blue-green"),
    ],
)
async def test_a_service_of_a_draft_is_made_runs_and_is_taken_back(
    own_local_aws: LocalAws, runs: Runs, aws: Aws, answers: Mapping[str, str], request: pytest.FixtureRequest
) -> None:
    name, (vpc, _) = f"dr-{request.node.callspec.id}", place(own_local_aws)
    await defined(runs, name)
    facts = await facts_of(aws, vpc, name)
    creations = drafted(facts, name, vpc, answers).creations(facts)

    runs.start(creation_plan("create the service", creations))
    run = await until(runs)

    assert run.state == "done", words(run)
    own_local_aws.advance(300)
    (service,) = own_local_aws.client("ecs").describe_services(cluster=name, services=[name])["services"]
    assert service["runningCount"] == 2, service["events"][:3]
    for _ in range(2):
        runs.start(await runs.plan_undo(*await runs.last_undoable()))
        run = await until(runs)
        assert run.state == "done", words(run)
    assert left_of(own_local_aws, name) == []
