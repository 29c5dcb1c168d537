"""Tasks that are run by hand, over a network that loses answers: never twice, and what is refused in words."""

from contextlib import aclosing

import pytest

from fargate_tui.actions.run_task import RunTaskDefinition
from fargate_tui.actions.running import Runs
from fargate_tui.aws.account import Aws
from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.run_draft import RunDraft
from fargate_tui.fargate.runs import Run
from tests.local_aws import LocalAws


@pytest.fixture
def aws(own_aws: Aws) -> Aws:
    return own_aws


def wish(local_aws: LocalAws, name: str, **members: str) -> tuple[Subject, str]:
    """A family and a cluster of that name, and what is filled in to run it."""
    ecs = local_aws.client("ecs")
    ecs.create_cluster(clusterName=name)
    definition = ecs.register_task_definition(
        family=name, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "nginx"}],
    )["taskDefinition"]  # fmt: skip
    revision = f"{name}:{definition['revision']}"
    subnet = local_aws.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    draft = RunDraft(
        **{"cluster": name, "revision": revision, "subnets": subnet, "container": "app", "public": "on", **members}
    )
    action = RunTaskDefinition()
    values = {field: getattr(draft, field) for field in draft.__struct_fields__}
    return Subject(kind="task-definition", arn=revision, name=revision), action.answer_of(values)


async def confirmed(runs: Runs, subject: Subject, answer: str) -> Run:
    """Plan it, confirm it, and wait until AWS has answered or not."""
    runs.start(await runs.plan("task_definition.run", (subject,), answer))
    return await settled(runs)


async def settled(runs: Runs) -> Run:
    async with aclosing(runs.follow()) as changes:
        async for found in changes:
            if not any(step.state in ("waiting", "sending") for step in found[0].steps):
                break
    return runs.runs[0]


def alive(local_aws: LocalAws, name: str) -> int:
    return int(local_aws.control("state")["clusters"][name]["tasks_alive"])


@pytest.mark.parametrize("kind", ["drop_answer", "drop_request"])
async def test_one_lost_answer_is_asked_for_again(own_local_aws: LocalAws, runs: Runs, kind: str) -> None:
    name = f"once-{kind}"
    subject, answer = wish(own_local_aws, name, count="2")
    own_local_aws.fault(kind, service="ecs", operation="RunTask", count=1)
    run = await confirmed(runs, subject, answer)
    assert run.state == "going"
    assert len(run.made) == 2
    assert alive(own_local_aws, name) == 2


async def test_where_every_answer_is_lost_a_person_sends_it_again_and_it_runs_once(
    own_local_aws: LocalAws, runs: Runs
) -> None:
    subject, answer = wish(own_local_aws, "lost")
    own_local_aws.fault("drop_answer", service="ecs", operation="RunTask")
    run = await confirmed(runs, subject, answer)
    assert (run.state, run.made) == ("no answer", ())
    assert alive(own_local_aws, "lost") == 1
    own_local_aws.clear_faults()
    runs.resume(run.arn)
    run = await settled(runs)
    assert (run.state, len(run.made)) == ("going", 1)
    assert alive(own_local_aws, "lost") == 1


async def test_no_capacity_is_a_refusal_though_the_status_is_200(own_local_aws: LocalAws, runs: Runs) -> None:
    own_local_aws.behave("full", "no_capacity")
    subject, answer = wish(own_local_aws, "full", capacity="FARGATE_SPOT")
    own_local_aws.client("ecs").put_cluster_capacity_providers(
        cluster="full", capacityProviders=["FARGATE", "FARGATE_SPOT"], defaultCapacityProviderStrategy=[]
    )
    run = await confirmed(runs, subject, answer)
    assert run.state == "refused"
    assert "capacity is unavailable at this time" in run.words


async def test_a_token_in_use_is_told_in_words(own_local_aws: LocalAws, runs: Runs) -> None:
    subject, answer = wish(own_local_aws, "conflict")
    own_local_aws.fault("conflict", service="ecs", operation="RunTask", count=1)
    run = await confirmed(runs, subject, answer)
    assert run.state == "refused"
    assert "cannot run conflict:1" in run.words


async def test_what_was_started_is_stopped_by_taking_it_back(own_local_aws: LocalAws, runs: Runs) -> None:
    subject, answer = wish(own_local_aws, "back", count="2")
    await confirmed(runs, subject, answer)
    plan = await runs.plan_undo(*await runs.last_undoable())
    assert [call.operation for change in plan.changes for call in change.calls] == ["StopTask", "StopTask"]
    assert plan.typed == "2 tasks"
    runs.start(plan)
    await settled(runs)
    own_local_aws.advance(180)
    assert alive(own_local_aws, "back") == 0
