"""All of Scorekeep on an account that has nothing, made and taken back, against the local AWS."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.running import Runs
from fargate_tui.aws.sdk import ATTEMPTS
from fargate_tui.fargate.drafts.creations import Ref
from fargate_tui.screens.plan_lines import plan_lines
from fargate_tui.widgets.lines import plain
from tests.actions import creations as of
from tests.actions.creations import scorekeep
from tests.aws.making import connected, left_of, place, until, words
from tests.local_aws import LocalAws


@pytest.fixture
async def runs(
    own_local_aws: LocalAws, bare_machine: Any, monkeypatch: pytest.MonkeyPatch, no_pause: None
) -> AsyncIterator[Runs]:
    async with connected(own_local_aws, monkeypatch) as made:
        yield made


async def test_all_of_scorekeep_is_made_in_order_and_taken_back(own_local_aws: LocalAws, runs: Runs) -> None:
    aws, name = own_local_aws, "sk-whole"
    vpc, subnets = place(aws)

    run = runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    run = await until(runs)

    assert [step.state for step in run.steps] == ["done"] * 13, words(run)
    aws.advance(300)
    (service,) = aws.client("ecs").describe_services(cluster=name, services=[name])["services"]
    assert (service["runningCount"], service["deployments"][0]["rolloutState"]) == (2, "COMPLETED")
    group = service["loadBalancers"][0]["targetGroupArn"]
    health = aws.client("elbv2").describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    assert [each["TargetHealth"]["State"] for each in health] == ["healthy", "healthy"]

    (policy,) = aws.client("application-autoscaling").describe_scaling_policies(
        ServiceNamespace="ecs", ResourceId=f"service/{name}/{name}"
    )["ScalingPolicies"]
    label = policy["TargetTrackingScalingPolicyConfiguration"]["PredefinedMetricSpecification"]["ResourceLabel"]
    assert label.startswith(f"app/{name}/")
    assert label.endswith(group.rpartition(":")[2])

    plan = await runs.plan_undo(*await runs.last_undoable())
    assert [change.subject.kind for change in plan.changes] == [
        "scaling-policy", "scalable-target", "service", "task-definition", "listener-rule", "listener",
        "load-balancer", "target-group", "security-group", "security-group", "cluster", "role", "log-group",
    ]  # fmt: skip
    assert (plan.destroys, plan.typed) == (True, "13 things")
    assert plan.title == "take back: create service sk-whole and 12 more"
    shown = "\n".join(map(plain, plan_lines(plan, region="us-east-1")))
    assert "load balancer sk-whole " in shown, "several kinds of things share a name"
    runs.start(plan)
    run = await until(runs)

    assert [step.state for step in run.steps] == ["done"] * 13, words(run)
    assert left_of(aws, name) == []
    assert all(entry.undone for entry in await runs.journal.entries() if not entry.undoes)


async def test_a_failure_in_the_middle_is_gone_on_after_and_nothing_is_made_twice(
    own_local_aws: LocalAws, runs: Runs
) -> None:
    aws, name = own_local_aws, "sk-resumed"
    vpc, subnets = place(aws)
    for operation in ("PutRolePolicy", "AuthorizeSecurityGroupIngress", "CreateListener", "CreateService"):
        aws.fault("access_denied", operation=operation, count=1)

    runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    stopped_at = []
    while (run := await until(runs)).state != "done":
        (wrong,) = [step for step in run.steps if step.state == "refused"]
        stopped_at.append(wrong.change.subject.kind)
        assert "is not allowed for ops-admin" in wrong.words
        runs.resume(run.arn)

    assert stopped_at == ["role", "security-group", "listener", "service"]
    left = left_of(aws, name)
    assert len(left) == 8, left
    await until_gone(runs)
    assert left_of(aws, name) == []


async def until_gone(runs: Runs) -> None:
    """Take the last creation back."""
    runs.start(await runs.plan_undo(*await runs.last_undoable()))
    run = await until(runs)
    assert run.state == "done", words(run)


async def test_what_exists_as_it_is_wanted_is_used_and_stays_when_the_rest_is_taken_back(
    own_local_aws: LocalAws, runs: Runs
) -> None:
    aws, name = own_local_aws, "sk-used"
    vpc, subnets = place(aws)
    steps = scorekeep(name, vpc, subnets)
    runs.start(creation_plan("create the ground", steps[:6]))
    assert (await until(runs)).state == "done"

    runs.start(creation_plan("create scorekeep", steps))
    run = await until(runs)
    assert [step.words for step in run.steps[:6]] == ["exists already"] * 6
    assert [step.state for step in run.steps] == ["done"] * 13, words(run)

    await until_gone(runs)
    assert sorted(left_of(aws, name)) == sorted(
        [f"/ecs/{name}", f"{name}-execution", f"{name}-alb", f"{name}-task", name,
         f"arn:aws:ecs:us-east-1:123456789012:cluster/{name}"]
    )  # fmt: skip
    await until_gone(runs)
    assert left_of(aws, name) == []


async def test_what_exists_otherwise_is_refused_with_what_is_so_and_what_to_do(
    own_local_aws: LocalAws, runs: Runs
) -> None:
    aws, name = own_local_aws, "sk-other"
    vpc, _ = place(aws)
    aws.client("elbv2").create_target_group(
        Name=name, Protocol="HTTP", Port=9090, VpcId=vpc, TargetType="instance", HealthCheckPath="/api/health"
    )
    runs.start(creation_plan("create it", (of.log_group(name), of.target_group(name, vpc))))
    run = await until(runs)
    assert [step.state for step in run.steps] == ["done", "refused"]
    assert run.steps[1].words == (
        f"cannot create target group {name}: one of this name exists, and target type is instance, not ip; "
        "port is 9090, not 8080; take another name, or delete that one first"
    )


ROLE_RACE = "ECS was unable to assume the role 'arn' that was provided for this task."
GROUP_RACE = "The target group with targetGroupArn arn does not have an associated load balancer."
IN_USE = "resource sg-1 has a dependent object"


@pytest.mark.parametrize(
    ("operation", "code", "message", "said"),
    [
        ("RegisterTaskDefinition", "ClientException", ROLE_RACE, "AWS does not know the role everywhere yet"),
        ("CreateService", "InvalidParameterException", ROLE_RACE, "AWS does not know the role everywhere yet"),
        (
            "CreateService", "InvalidParameterException", GROUP_RACE,
            "AWS has not put the target group behind its load balancer yet",
        ),
    ],
)  # fmt: skip
async def test_known_races_are_waited_out_with_words(
    own_local_aws: LocalAws, runs: Runs, operation: str, code: str, message: str, said: str
) -> None:
    aws, name = own_local_aws, f"sk-race-{operation[:4].lower()}-{len(message)}"
    vpc, subnets = place(aws)
    aws.fault("refused", operation=operation, code=code, message=message, count=5)
    heard: set[str] = set()

    def ended(run: Any) -> bool:
        heard.update(step.words for step in run.steps if step.state == "sending")
        return not run.is_going

    runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    run = await until(runs, ended)
    assert run.state == "done", words(run)
    assert f"waiting: {said}" in heard
    await until_gone(runs)


async def test_tasks_are_run_in_a_group_that_is_made_for_them_and_stopped_again(
    own_local_aws: LocalAws, runs: Runs
) -> None:
    aws, name = own_local_aws, "sk-tasks"
    vpc, subnets = place(aws)
    group = Ref(step=f"security-group:{name}-alb", attribute="id")
    network = {"subnets": subnets[:1], "securityGroups": [group], "assignPublicIp": "ENABLED"}
    tasks = of.made("task", name, (
        "ecs", "RunTask",
        {"cluster": name, "taskDefinition": name, "count": 2, "launchType": "FARGATE",
         "networkConfiguration": {"awsvpcConfiguration": network}},
    ))  # fmt: skip
    ground = (of.log_group(name), of.role(name), of.cluster(name), of.definition(name), of.balancer_group(name, vpc))
    aws.fault("drop_answer", operation="RunTask", count=ATTEMPTS)
    runs.start(creation_plan("run it", (*ground, tasks)))
    run = await until(runs)
    assert run.steps[5].state == "no answer"
    runs.resume(run.arn)
    run = await until(runs, lambda run: run.steps[5].state == "going")
    assert len(aws.client("ecs").list_tasks(cluster=name)["taskArns"]) == len(run.steps[5].made) == 2
    await until_gone(runs)
    assert left_of(aws, name) == []


async def test_a_race_that_does_not_end_is_told_in_awss_words(own_local_aws: LocalAws, runs: Runs) -> None:
    aws, name = own_local_aws, "sk-endless"
    vpc, subnets = place(aws)
    aws.fault("refused", operation="RegisterTaskDefinition", code="ClientException", message=ROLE_RACE)
    runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    run = await until(runs)
    assert run.steps[9].state == "refused"
    assert "was unable to assume the role" in run.steps[9].words
    aws.clear_faults()
    aws.fault("refused", operation="DeleteSecurityGroup", code="DependencyViolation", message=IN_USE, count=4)
    await until_gone(runs)
    assert left_of(aws, name) == []


async def test_a_service_of_this_name_is_told_as_what_it_is(own_local_aws: LocalAws, runs: Runs) -> None:
    aws, name = own_local_aws, "sk-taken"
    vpc, subnets = place(aws)
    message = "Creation of service was not idempotent."
    aws.fault("refused", operation="CreateService", code="InvalidParameterException", message=message, count=1)
    runs.start(creation_plan("create scorekeep", scorekeep(name, vpc, subnets)))
    run = await until(runs)
    assert "a service with this name already exists in the cluster" in run.steps[10].words
    runs.resume(run.arn)
    assert (await until(runs)).state == "done"
    again = scorekeep(name, vpc, subnets)[10]
    parameters = {**again.requests[0].parameters, "desiredCount": 3}
    other = of.made("service", name, ("ecs", "CreateService", parameters))
    runs.start(creation_plan("create it again", (*scorekeep(name, vpc, subnets)[:10], other)))
    run = await until(runs)
    assert "desired count is 2, not 3" in run.steps[10].words
    runs.start(await runs.plan_undo(*[entry for entry in await runs.journal.entries() if entry.can_be_undone]))
    assert (await until(runs)).state == "done"


async def test_nothing_secret_of_a_task_definition_is_written_down(own_local_aws: LocalAws, runs: Runs) -> None:
    name = "sk-secret"
    runs.start(creation_plan("create it", (of.role(name), of.definition(name))))
    assert (await until(runs)).state == "done"
    entries = await runs.journal.entries()
    assert not [entry for entry in entries if "hunter2" in repr(entry)]
    assert any("register-task-definition" in command for entry in entries for command in entry.commands)
    await until_gone(runs)
