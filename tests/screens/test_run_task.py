"""A task that is run by hand: filled in, planned, started once, watched to its exit code, and taken back."""

from contextlib import aclosing
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import Unreachable
from fargate_tui.fargate.records import AwsVpcConfiguration, Container, NetworkConfiguration
from fargate_tui.fargate.runs import StepState
from tests.screens.person import Person, settled, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import World, believable

FAMILY = (":", *"storefront:23", "enter")
SUBNET = "subnet-0a1b2c3d"


def world() -> World:
    """The believable account, with a network and addresses in it."""
    made = believable()
    made.free[SUBNET] = 200
    for arn, each in list(made.services.items()):
        network = AwsVpcConfiguration(subnets=(SUBNET,), security_groups=("sg-0f9e8d7c",), assign_public_ip="DISABLED")
        made.services[arn] = msgspec.structs.replace(
            each, network_configuration=NetworkConfiguration(awsvpc_configuration=network)
        )
    return made


async def filled(person: Person) -> None:
    """Open the form on a revision and go to its environment."""
    await person.press(*FAMILY)
    await person.press("K")
    await person.press(*["down"] * 9)
    await person.type("MONTH=2026-10 DB_PASSWORD=hunter2")


async def until(person: Person, *states: StepState) -> None:
    """Wait until the newest change has come so far; the journal is written in a thread."""
    async with aclosing(person.app.context.runs.follow()) as changes:
        async for runs in changes:
            if runs and runs[0].state in states:
                break
    await settled(person.app)


async def run(person: Person, *states: StepState) -> None:
    await filled(person)
    await person.press("enter", "y")
    await until(person, *(states or ("going",)))


def request(person: Person) -> dict[str, Any]:
    (call,) = [call for call in person.aws.carried_out if call.operation == "RunTask"]
    return dict(call.parameters)


async def test_the_form_has_what_the_service_of_the_family_has() -> None:
    async with sitting(world()) as person:
        await person.press(*FAMILY)
        await person.press("K")
        assert person.says(r"cluster +‹ production ›")
        assert person.says(rf"subnets +{SUBNET}")
        assert person.says(r"security groups +sg-0f9e8d7c")


async def test_nothing_is_started_before_it_was_confirmed_and_the_secret_is_never_shown() -> None:
    async with sitting(world()) as person:
        await filled(person)
        await person.press("up")
        assert "hunter2" not in person.text
        await person.press("enter")
        assert person.says("DB_PASSWORD — → ••••••")
        assert person.says(r"200 addresses are free in 1 subnet")
        assert "hunter2" not in person.text
        assert not person.aws.carried_out
        await person.press("y")
        await until(person, "going")
        (container,) = request(person)["overrides"]["containerOverrides"]
        assert {"name": "DB_PASSWORD", "value": "hunter2"} in container["environment"]


async def test_esc_keeps_what_was_typed_and_leads_back_from_the_plan() -> None:
    async with sitting(world()) as person:
        await filled(person)
        await person.press("enter", "escape")
        assert person.says("environment +MONTH=2026-10 DB_PASSWORD=")
        await person.press("escape", "K")
        assert person.says("environment +MONTH=2026-10 DB_PASSWORD=")
        assert not person.aws.carried_out


async def test_a_problem_stands_beside_its_field_and_keeps_it_from_being_planned() -> None:
    async with sitting(world()) as person:
        await person.press(*FAMILY)
        await person.press("K", "down", "down")
        await person.type("9")
        assert person.says(r"count +19 +✗ 1 to 10")
        await person.press("enter")
        assert person.says("1 to put right")
        await person.press("backspace", "backspace", "2", "enter")
        assert person.says("run storefront:23 2 times")


@pytest.mark.parametrize("code", [0, 3])
async def test_it_is_watched_to_its_exit_code(code: int) -> None:
    async with sitting(world()) as person:
        await run(person)
        await person.until(lambda: person.says("run storefront:23 provisioning"))
        assert person.says("; its logs")
        (task,) = person.aws.started
        ended = Container(name="app", last_status="STOPPED", exit_code=code)
        person.aws.put(
            msgspec.structs.replace(task, last_status="STOPPED", desired_status="STOPPED", containers=(ended,))
        )
        await person.wait(3)
        await until(person, "done", "failed")
        assert person.says(f"exit {code}")
        entries = await person.app.context.runs._reach.journal.entries()
        assert (entries[0].result, entries[0].undo) == ("done" if code == 0 else "failed", None)
        assert "hunter2" not in str(entries)


async def test_one_key_leads_to_its_logs() -> None:
    async with sitting(world()) as person:
        await run(person)
        await person.press("semicolon")
        assert person.path.startswith("production › task ")
        assert person.path.endswith("logs")


async def test_taking_it_back_stops_it() -> None:
    async with sitting(world()) as person:
        await run(person)
        await person.press("u")
        await person.done("plan")
        assert person.says("take back: run storefront:23")
        await person.press("y")
        await until(person, "going")
        assert [call.operation for call in person.aws.carried_out] == ["RunTask", "StopTask"]
        assert person.aws.carried_out[1].parameters["task"] == person.aws.started[0].task_arn


async def test_failures_of_an_accepted_call_are_a_refusal() -> None:
    aws = world()
    aws.lacking = 1
    async with sitting(aws) as person:
        await run(person, "refused")
        assert person.says("capacity is unavailable at this time")
        (run_,) = person.app.context.runs.runs
        assert run_.state == "refused"


async def test_an_answer_that_does_not_come_is_asked_for_with_the_same_token() -> None:
    aws = world()
    aws.errors["RunTask"] = Unreachable("run", "the connection was closed")
    async with sitting(aws) as person:
        await run(person, "no answer")
        assert person.says("AWS may have done it, or not")
        del aws.errors["RunTask"]
        runs = person.app.context.runs
        runs.resume(runs.runs[0].arn)
        await until(person, "going")
        assert len(aws.tokens) == 2
        assert len(set(aws.tokens)) == 1


async def test_another_like_a_task_has_its_overrides() -> None:
    async with sitting(world(), cluster="production", service="storefront") as person:
        await person.press("K")
        assert person.says(r"cluster +‹ production ›")
        assert person.says(rf"subnets +{SUBNET}")


@SIZES
@pytest.mark.parametrize("shown", ["form", "problem", "plan", "running"])
def test_picture(shown: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(world(), {})

    async def then(person: Person) -> None:
        await filled(person)
        if shown == "problem":
            await person.type(" X='")
            await person.press("up")
        if shown in ("plan", "running"):
            await person.press("enter")
        if shown == "running":
            await person.press("y")
            await until(person, "going")

    picture.then = then
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
