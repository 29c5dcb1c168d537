"""Revisions are deregistered, deleted and cleaned up: what runs is kept, and what is lost is said."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.errors import Invalid, NotAllowed
from tests.actions.test_register import ARN, BASE, Bench
from tests.live.small_aws import ECS, service, task
from tests.screens.world import definition


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.runs.close()


def revision(number: int) -> Subject:
    return Subject(kind="task-definition", arn=f"{ECS}task-definition/web:{number}", name=f"web:{number}")


async def test_only_an_inactive_revision_can_be_deleted_and_its_name_is_typed(bench: Bench) -> None:
    with pytest.raises(Invalid, match=r"it is ACTIVE; deregister it first \(X\)"):
        await bench.runs.plan("revision.delete", (BASE,), "")

    await bench.carry_out(await bench.runs.plan("revision.deregister", (BASE,), ""))
    plan = await bench.runs.plan("revision.delete", (BASE,), "")
    run = await bench.carry_out(plan)

    assert (plan.destroys, plan.typed) == (True, "web:7")
    assert run.state == "done"
    assert bench.aws.revisions[ARN].status == "DELETE_IN_PROGRESS"


async def test_what_aws_does_not_delete_within_a_good_answer_is_told(bench: Bench) -> None:
    await bench.carry_out(await bench.runs.plan("revision.deregister", (BASE,), ""))
    plan = await bench.runs.plan("revision.delete", (BASE,), "")
    failures = {"failures": [{"arn": ARN, "reason": "INVALID", "detail": "it is still in ACTIVE status"}]}
    bench.aws._answer_to = lambda call: failures  # type: ignore[method-assign]

    run = await bench.carry_out(plan)

    assert (run.state, run.words) == ("refused", "cannot delete web:7: web:7: INVALID (it is still in ACTIVE status)")


async def test_cleaning_up_keeps_the_newest_and_what_runs(bench: Bench) -> None:
    bench.aws.put(*(definition("web", number) for number in range(1, 11)), definition("web-admin", 1))
    bench.aws.put(
        service("shop", task_definition=f"{ECS}task-definition/web:3"),
        task(1, group="family:web", task_definition_arn=f"{ECS}task-definition/web:5"),
    )

    plan = await bench.runs.plan("revision.clean_up", (revision(9),), "2")

    assert [change.subject.name for change in plan.changes] == ["web:1", "web:2", "web:4", "web:6", "web:7", "web:8"]
    assert (plan.destroys, plan.typed) == (True, "web")
    told = [effect.text for effect in plan.effects]
    assert "6 revisions of 10 are deregistered" in told
    assert "services or tasks run web:3, web:5: kept" in told

    run = await bench.carry_out(plan)

    assert run.state == "done"
    left = [each.revision for each in bench.aws.revisions.values() if each.status == "ACTIVE" and each.family == "web"]
    assert sorted(left) == [3, 5, 9, 10]


async def test_what_runs_has_to_be_known(bench: Bench) -> None:
    bench.aws.put(*(definition("web", number) for number in range(1, 5)), service("shop"))
    refused = NotAllowed("list tasks of web", "ecs:ListTasks is not allowed for ops", action="ecs:ListTasks")
    bench.aws.errors["ListTasks"] = refused

    with pytest.raises(NotAllowed):
        await bench.runs.plan("revision.clean_up", (BASE,), "1")


@pytest.mark.parametrize("answer", ["0", "-1", "all", "", "1.5"])
async def test_a_number_is_wanted(bench: Bench, answer: str) -> None:
    with pytest.raises(Invalid, match="is no number of revisions"):
        await bench.runs.plan("revision.clean_up", (BASE,), answer)


async def test_many_are_cleaned_up_the_oldest_first(bench: Bench) -> None:
    bench.aws.put(*(definition("web", number) for number in range(1, 81)))

    plan = await bench.runs.plan("revision.clean_up", (BASE,), "10")

    assert [plan.changes[0].subject.name, plan.changes[-1].subject.name] == ["web:1", "web:50"]
    assert "20 more are old: only 50 are done at a time" in [effect.text for effect in plan.effects]


async def test_nothing_old_is_no_plan(bench: Bench) -> None:
    bench.aws.put(msgspec.structs.replace(definition("web", 6), status="INACTIVE"))

    with pytest.raises(Invalid, match="no old revision is without"):
        await bench.runs.plan("revision.clean_up", (BASE,), "1")
