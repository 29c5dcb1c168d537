"""What wizards make, in a small AWS: planned before anything is there, waited for, gone on with, taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from fargate_tui.actions.action import Action
from fargate_tui.actions.catalogue import ALL, BY_ID
from fargate_tui.actions.creating.catalogue import CREATING
from fargate_tui.actions.creating.making import PATIENCE
from fargate_tui.actions.creating.orders import Order, answer_of, order_of, read_order
from fargate_tui.actions.creating.plan import creation_plan
from fargate_tui.actions.errand import EVERY
from fargate_tui.fargate.changes import Call, Outcome
from fargate_tui.fargate.drafts.creations import Creation, Ref, refs_of
from fargate_tui.fargate.errors import Invalid, NotAllowed, NotFound, ReadOnly, Unreachable
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.network import Surroundings
from fargate_tui.fargate.records import BalancerState, Role
from fargate_tui.fargate.runs import Run
from tests.actions import creations as of
from tests.actions.errands import Desk, desk, settled

VPC, SUBNETS = "vpc-1", ("subnet-1", "subnet-2")
NAME = "scorekeep"
ALL_OF_IT = of.scorekeep(NAME, VPC, SUBNETS)[:11]


@asynccontextmanager
async def at_nothing(*, read_only: bool = False) -> AsyncIterator[Desk]:
    """A desk in an account that has a VPC and nothing in it."""
    async with desk(read_only=read_only) as on:
        on.aws.is_strict, on.aws.groups = True, set()
        nothing: Any = {name: NotChecked(why="of no interest") for name in Surroundings.__struct_fields__}
        on.aws.vpcs[VPC] = Surroundings(**{**nothing, "groups": Known(())})
        yield on


async def made(on: Desk, *creations: Creation) -> Run:
    return await come_to_rest(on, on.runs.start(creation_plan("create it", creations)))


async def come_to_rest(on: Desk, run: Run) -> Run:
    """A long plan has many entries in the journal, whose thread answers in its own time."""
    before = None
    while before != (now := on.run(run.arn)):
        before = now
        await settled()
    return now


def said(run: Run) -> list[tuple[str, str]]:
    return [(step.state, step.words) for step in run.steps]


def test_a_plan_is_made_before_anything_that_it_stands_on_exists() -> None:
    plan = creation_plan("create scorekeep", ALL_OF_IT)
    assert plan.title == "create scorekeep"
    assert [change.action for change in plan.changes] == [
        "create.log_group", "create.role", "create.cluster", "create.security_group", "create.security_group",
        "create.target_group", "create.load_balancer", "create.listener", "create.listener_rule",
        "create.task_definition", "create.service",
    ]  # fmt: skip
    assert [len(change.calls) for change in plan.changes] == [2, 3, 1, 2, 2, 2, 1, 1, 1, 1, 1]
    assert [change.differences[0].what for change in plan.changes][:2] == ["log group", "role"]
    assert not plan.destroys


def test_a_plan_of_nothing_is_none() -> None:
    with pytest.raises(Invalid, match="there is nothing to be created"):
        creation_plan("create it", ())


def test_an_order_comes_back_with_all_that_it_refers_to() -> None:
    order = order_of(ALL_OF_IT[10], ALL_OF_IT)
    assert read_order(answer_of(order)) == order
    assert {each.step for each in order.others} == {
        "cluster:scorekeep", "task-definition:scorekeep", "role:scorekeep-execution", "security-group:scorekeep-task",
        "security-group:scorekeep-alb", "target-group:scorekeep",
    }  # fmt: skip
    policy = of.scaling_policy(NAME)
    assert read_order(answer_of(Order(creation=policy))).creation == policy


def test_an_answer_that_a_person_typed_is_none() -> None:
    with pytest.raises(Invalid, match="nothing that a wizard has proposed"):
        read_order("web")


@pytest.mark.parametrize("action", CREATING, ids=lambda action: action.id)
def test_no_key_and_no_name_leads_to_what_wizards_make(action: Action) -> None:
    assert ALL[action.id] is action
    assert action.id not in BY_ID
    assert action.only_takes_back or action.only_of_wizards


async def test_all_of_it_is_made_in_order_with_what_the_steps_before_have_made() -> None:
    async with at_nothing() as on:
        run = await made(on, *ALL_OF_IT)
        assert [step.state for step in run.steps] == ["done"] * 11, said(run)
        (service,) = on.aws.services.values()
        assert service.task_definition == "arn:aws:ecs:eu-west-1:123456789012:task-definition/scorekeep:1"
        assert [each.target_group_arn for each in service.load_balancers] == list(on.aws.fronts)
        (opened,) = await on.aws.security_groups_named("scorekeep-task")
        (front,) = await on.aws.security_groups_named("scorekeep-alb")
        assert opened.ip_permissions[0].user_id_group_pairs[0].group_id == front.group_id
        tokens = dict(zip([call.operation for call in on.aws.carried_out], on.aws.tokens, strict=True))
        assert len(tokens["CreateService"]) == 36


async def test_it_is_taken_back_the_last_first() -> None:
    async with at_nothing() as on:
        await made(on, *ALL_OF_IT[:9])
        plan = await on.runs.plan_undo(*await on.runs.last_undoable())
        assert [change.subject.kind for change in plan.changes] == [
            "listener-rule", "listener", "load-balancer", "target-group", "security-group", "security-group", "cluster",
            "role", "log-group",
        ]  # fmt: skip
        run = await come_to_rest(on, on.runs.start(plan))
        left = [on.aws.ruling, on.aws.listening, on.aws.balanced, on.aws.fronts, on.aws.roles, on.aws.groups]
        assert not any(left), said(on.run(run.arn))


async def test_what_was_taken_away_by_hand_is_gone_already() -> None:
    async with at_nothing() as on:
        await made(on, of.log_group(NAME), of.role(NAME))
        on.aws.roles.clear()
        run = await come_to_rest(on, on.runs.start(await on.runs.plan_undo(*await on.runs.last_undoable())))
        assert said(on.run(run.arn)) == [("done", "gone already"), ("done", "deleted")]
        assert [entry.undone for entry in await on.written() if not entry.undoes] == [True, True]


async def test_a_load_balancer_is_waited_for_until_it_is_active() -> None:
    async with at_nothing() as on:
        on.aws.new_balancers_are = "provisioning"
        run = await made(on, *ALL_OF_IT[3:8])
        assert said(run)[3] == ("going", "provisioning")
        assert said(run)[4] == ("waiting", "")
        (arn,) = on.aws.balanced
        on.aws.balanced[arn] = msgspec.structs.replace(on.aws.balanced[arn], state=BalancerState(code="active"))
        await on.wait(EVERY)
        assert [step.state for step in on.run(run.arn).steps] == ["done"] * 5


async def test_a_load_balancer_that_fails_ends_it() -> None:
    async with at_nothing() as on:
        on.aws.new_balancers_are = "failed"
        run = await made(on, *ALL_OF_IT[3:8])
        assert [step.state for step in run.steps] == ["done", "done", "done", "failed", "waiting"]


async def test_a_role_is_waited_for_until_it_can_be_read() -> None:
    async with at_nothing() as on:
        read = on.aws.role
        on.aws.role = absent  # type: ignore[method-assign]
        run = await made(on, of.role(NAME), of.definition(NAME))
        assert said(run) == [("going", "AWS does not show it yet"), ("waiting", "")]
        on.aws.role = read  # type: ignore[method-assign]
        await on.wait(EVERY)
        assert [step.state for step in on.run(run.arn).steps] == ["done", "done"]


async def absent(name: str) -> Role:
    raise NotFound(f"read role {name}", "it cannot be found")


async def test_the_first_refusal_stops_it_and_going_on_makes_nothing_twice() -> None:
    async with at_nothing() as on:
        on.aws.errors["PutRolePolicy"] = NotAllowed("do it", "iam:PutRolePolicy is not allowed")
        run = await made(on, *ALL_OF_IT)
        assert [step.state for step in run.steps][:3] == ["done", "refused", "waiting"]
        assert run.steps[1].words.startswith("2 of 3 calls accepted, then: cannot do it: iam:PutRolePolicy")
        del on.aws.errors["PutRolePolicy"]
        on.runs.resume(run.arn)
        await come_to_rest(on, run)
        assert [step.state for step in on.run(run.arn).steps] == ["done"] * 11
        operations = [call.operation for call in on.aws.carried_out]
        assert [operations.count(each) for each in ("CreateRole", "AttachRolePolicy", "PutRolePolicy")] == [1, 1, 1]


async def test_what_was_begun_and_refused_is_taken_back_too() -> None:
    async with at_nothing() as on:
        on.aws.errors["PutRolePolicy"] = NotAllowed("do it", "iam:PutRolePolicy is not allowed")
        await made(on, of.log_group(NAME), of.role(NAME))
        run = await come_to_rest(on, on.runs.start(await on.runs.plan_undo(*await on.runs.last_undoable())))
        assert [step.state for step in on.run(run.arn).steps] == ["done", "done"]
        assert not on.aws.roles
        assert not on.aws.groups


async def test_a_half_made_thing_of_somebody_else_is_not_made_whole() -> None:
    async with at_nothing() as on:
        on.aws.groups = {f"/ecs/{NAME}"}
        run = await made(on, of.log_group(NAME))
        ((state, told),) = said(run)
        assert state == "refused"
        assert "one of this name exists, without PutRetentionPolicy; take another name, or delete that one" in told
        assert not (await on.written())


async def test_an_answer_that_got_lost_is_found_by_its_name() -> None:
    async with at_nothing() as on:
        send = on.aws.carry_out

        async def lose(call: Call, doing: str, token: str = "") -> Outcome:
            answer = await send(call, doing, token)
            if call.operation == "CreateTargetGroup":
                raise Unreachable(doing, "the answer was cut off")
            return answer

        on.aws.carry_out = lose  # type: ignore[method-assign]
        target = of.made("target-group", NAME, _request(of.target_group(NAME, VPC)))
        run = await made(on, target)
        assert said(run) == [("done", "created")]
        (entry,) = await on.written()
        assert entry.undo is not None
        assert [each.arn for each in entry.undo.subjects] == list(on.aws.fronts)


def _request(creation: Creation) -> tuple[str, str, dict[str, object]]:
    first = creation.requests[0]
    return first.service, first.operation, dict(first.parameters)


async def test_a_race_is_waited_out_and_told_and_has_an_end() -> None:
    async with at_nothing() as on:
        race = Invalid("do it", "ECS was unable to assume the role 'arn' that was provided for this task")
        on.aws.errors["RegisterTaskDefinition"] = race
        run = await made(on, of.role(NAME), of.definition(NAME))
        assert said(run)[1] == ("sending", "waiting: AWS does not know the role everywhere yet")
        for _ in range(int(PATIENCE / EVERY)):
            await on.clock.push(EVERY)
        await settled()
        assert said(on.run(run.arn))[1] == ("refused", str(race))


async def test_a_reference_to_nothing_is_told() -> None:
    async with at_nothing() as on:
        run = await made(on, of.definition(NAME))
        assert said(run) == [
            ("refused", "cannot create task definition scorekeep: role scorekeep-execution does not exist")
        ]


async def test_a_revision_that_aws_put_down_in_other_words_is_the_newest_of_its_family() -> None:
    async with at_nothing() as on:
        run = await made(on, *ALL_OF_IT[:10])
        assert run.state == "done"
        (arn,) = on.aws.revisions
        on.aws.revisions[arn] = msgspec.structs.replace(on.aws.revisions[arn], cpu="0.25 vCPU", memory="1024")
        assert said(await made(on, ALL_OF_IT[10])) == [("done", "created")]
        (service,) = on.aws.services.values()
        assert service.task_definition == arn


async def test_what_a_reference_stands_for_costs_one_question() -> None:
    async with at_nothing() as on:
        await made(on, of.role(NAME))
        before = on.aws.asked.copy()
        await made(on, of.role(NAME), of.definition(NAME))
        asked = on.aws.asked - before
        assert asked["GetRole"] == 2
        assert asked["ListAttachedRolePolicies"] == asked["ListRolePolicies"] == 1


async def test_a_reference_by_kind_and_name_finds_what_was_there_before() -> None:
    async with at_nothing() as on:
        await made(on, *ALL_OF_IT[3:7])
        listener = of.listener(NAME)
        run = await made(on, listener)
        assert said(run) == [("done", "created")]
        rule = of.rule(NAME)
        assert {ref.step for ref in _refs(rule)} == {"listener:scorekeep:80", "target-group:scorekeep"}
        assert said(await made(on, rule)) == [("done", "created")]


def _refs(creation: Creation) -> list[Ref]:
    return [ref for request in creation.requests for ref in refs_of(request.parameters)]


async def test_nothing_is_made_in_read_only_mode() -> None:
    async with at_nothing(read_only=True) as on:
        with pytest.raises(ReadOnly):
            on.runs.start(creation_plan("create it", ALL_OF_IT))
        assert on.aws.carried_out == []


async def test_another_one_of_the_name_is_refused_field_by_field() -> None:
    async with at_nothing() as on:
        await made(on, *ALL_OF_IT[3:9])
        other = of.rule(NAME, path="/other/*")
        run = await made(on, *ALL_OF_IT[3:8], other)
        assert [step.words for step in run.steps[:5]] == ["exists already"] * 5
        assert "priority 10 is taken by another rule" in run.steps[5].words
