"""Changing things from the keyboard: asked, planned, confirmed, told, taken back; and what is never done."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from fargate_tui.fargate.errors import Invalid, NotAllowed, Unreachable
from fargate_tui.fargate.records import ScalableTarget
from fargate_tui.fargate.runs import Run
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints
from fargate_tui.widgets.run_bar import RunBar
from tests.live.small_aws import ECS
from tests.screens.person import Person, settled, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import World, believable

STOREFRONT = f"{ECS}service/production/storefront"


def panel(person: Person) -> PlanPanel:
    return person.app.screen.query_one(PlanPanel)


def told(person: Person) -> str:
    return "".join(span.text for span in person.app.screen.query_one(RunBar).told)


async def planned(person: Person, *keys: str) -> None:
    """Press keys, and wait for the plan that comes of them."""
    await person.press(*keys)
    await person.done("plan")


async def eventually(person: Person, is_so: Callable[[], bool], passing: float = 0) -> None:
    """Wait until something is so, the held clock going on by so many seconds each time it is not.

    The journal is written in a thread, which has no end that could be waited for.
    """
    async with asyncio.timeout(20):
        while not is_so():
            await (person.wait(passing) if passing else settled(person.app))


async def confirmed(person: Person, *keys: str) -> None:
    """Press keys, and wait until what they confirm was sent."""
    await person.press(*keys)
    runs = person.app.context.runs
    await eventually(person, lambda: bool(runs.runs) and not is_being_sent(runs.runs[0]))


def is_being_sent(run: Run) -> bool:
    return any(step.state == "sending" or step.words == "accepted" for step in run.steps)


def run_all(world: World, name: str = STOREFRONT) -> None:
    """Let a service run as many tasks as are desired."""
    service = world.services[name]
    world.services[name] = msgspec.structs.replace(service, running_count=service.desired_count)


async def test_three_more_with_five_keys_and_back_with_two() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await person.press("+", "+", "+")
        assert person.says("scale storefront in production .* desired count 3 → 6")
        assert not world.carried_out

        await planned(person, "enter")
        assert person.says("starts 3 tasks")
        assert person.says("aws ecs update-service --cluster production --service .*storefront --desired-count 6")
        assert not world.carried_out

        await confirmed(person, "y")
        assert [call.parameters for call in world.carried_out] == [
            {"cluster": "production", "service": STOREFRONT, "desiredCount": 6}
        ]
        assert not panel(person).is_open
        assert "scale storefront" in told(person)
        assert "3 of 6 running" in told(person)
        run_all(world)
        await eventually(person, lambda: "6 of 6 running" in told(person), passing=2)

        await planned(person, "u")
        assert person.says("take back: scale storefront .*desired count 6 → 3")
        await person.press("y")
        await eventually(person, lambda: world.carried_out[-1].parameters["desiredCount"] == 3)


async def test_a_plan_that_is_not_there_yet_cannot_be_confirmed() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await person.burst("+", "enter", "y")
        await person.done("plan")

        assert not world.carried_out
        assert panel(person).is_open


@pytest.mark.parametrize("key", ["escape", "h", "left", "q", "backspace"])
async def test_leaving_a_plan_changes_nothing(key: str) -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        await person.press(key, "y")

        assert not world.carried_out
        assert not panel(person).is_open
        assert person.path.endswith("json"), "y is the table's again"


async def test_the_keys_of_the_view_do_nothing_while_a_plan_is_open() -> None:
    async with sitting(believable(), cluster="production") as person:
        await planned(person, "+", "enter")
        await person.press("j", "l", "d", "/", ":", "!", "space", "enter", "D", "x")

        assert panel(person).is_open
        assert person.path == "production › services"
        assert person.here == "storefront"


async def test_a_plan_stays_with_its_service_when_the_rows_move() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await person.press("+")
        world.services = {STOREFRONT: world.services.pop(STOREFRONT)} | dict(reversed(world.services.items()))
        world.add_service("aaa", 1)
        await person.wait(60)
        await planned(person, "+", "enter")
        await confirmed(person, "y")

        assert {call.parameters["service"] for call in world.carried_out} == {STOREFRONT}
        assert world.carried_out[0].parameters["desiredCount"] == 5


async def test_what_changed_meanwhile_is_refused() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        world.services[STOREFRONT] = msgspec.structs.replace(world.services[STOREFRONT], desired_count=9)
        await confirmed(person, "y")

        assert not world.carried_out
        assert "changed meanwhile: desired count was 3 and is 9" in told(person)


async def test_scaling_to_nothing_has_the_name_typed() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await person.press("=")
        await person.type("0")
        await planned(person, "enter")
        assert person.says("stops 3 tasks: none is left")
        assert person.says("type storefront and ↵ to do it")

        await person.press("y")
        await person.press("enter")
        assert not world.carried_out
        await person.press("backspace")
        await person.type("storefront")
        await confirmed(person, "enter")
        assert world.carried_out[0].parameters["desiredCount"] == 0


async def test_guarded_has_every_name_typed() -> None:
    world = believable()
    async with sitting(world, cluster="production", guarded=True) as person:
        await planned(person, "+", "enter")
        assert person.says("type storefront and ↵ to do it")
        await person.type("storefront")
        await confirmed(person, "enter")
        assert len(world.carried_out) == 1


async def test_read_only_shows_the_plan_and_does_nothing() -> None:
    world = believable()
    async with sitting(world, cluster="production", read_only=True) as person:
        assert "READ-ONLY" in person.header
        await planned(person, "+", "enter")
        assert person.says("read-only: nothing can be changed from here")
        await person.press("y", "enter", "escape")
        await planned(person, "ctrl+d")
        assert person.says("read-only: nothing can be changed from here")
        assert not person.says("type storefront"), "nothing can be confirmed, c is a key and no letter"
        await person.press("c")
        assert "aws ecs delete-service" in person.app.clipboard
        await person.press("y", "enter")
        assert not world.carried_out
        assert not world.asked["UpdateService"]


async def test_the_keys_of_a_long_plan_stay_on_the_screen_below_a_long_refusal() -> None:
    world = believable()
    async with sitting(world, cluster="production", size=(80, 16)) as person:
        world.errors["UpdateService"] = NotAllowed("scale", "not allowed " * 20, action="ecs:UpdateService")
        await planned(person, "+", "enter")
        await confirmed(person, "y")
        assert person.app.screen.query_one(RunBar).size.height == 3
        await planned(person, "space", "space", "space", "space", "D", "enter")
        last = panel(person).region.bottom
        assert panel(person).size.height < 12, "not all of it has room"
        assert last == 16, "its last line, that of the keys, is the last one of the terminal"


async def test_keys_that_came_before_an_offer_do_not_take_it() -> None:
    taken: list[str] = []
    async with sitting(believable(), cluster="production") as person:
        screen = person.app.screen
        assert isinstance(screen, ActingScreen)
        screen.offer(Proposal((), hints(("D", "deploy it"))), {"D": lambda: taken.append("D")})
        ahead = PlanPanel.Pressed(panel(person), "D", was_typed_ahead=True)
        screen._pressed(ahead)
        assert not taken
        await person.press("D")
        assert taken == ["D"]


async def test_a_plan_that_comes_when_its_view_is_being_left_shows_nothing() -> None:
    async with sitting(believable(), cluster="production") as person:
        await planned(person, "+", "enter")
        screen = person.app.screen
        assert isinstance(screen, ActingScreen)
        assert screen._proposed is not None
        await panel(person).remove()  # a view that is left loses its widgets before its workers are cancelled
        screen._show_plan(screen._proposed)
        screen._show_refusal("scale storefront", Invalid("scale storefront", "too late"))


async def test_autoscaling_that_would_pull_it_back_is_said_and_can_be_moved() -> None:
    world = believable()
    world.scalable["storefront"] = ScalableTarget(resource_id="x", min_capacity=2, max_capacity=4)
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "+", "enter")
        assert person.says("autoscaling holds it between 2 and 4: it will be pulled back to 4")
        await planned(person, "m")
        assert person.says("autoscaling maximum 4 → 5")
        await confirmed(person, "y")
        assert [call.operation for call in world.carried_out] == ["RegisterScalableTarget", "UpdateService"]
        assert world.carried_out[0].parameters["MaxCapacity"] == 5


async def test_what_could_not_be_checked_is_said_and_does_not_stand_in_the_way() -> None:
    world = believable()
    denied = NotAllowed("read the scaling limits", "it is not allowed", action="application-autoscaling:Describe")
    world.errors["DescribeScalableTargets"] = denied
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        assert person.says("▲ autoscaling: not checked, cannot read the scaling limits: it is not allowed")
        await confirmed(person, "y")
        assert len(world.carried_out) == 1


async def test_a_refusal_of_aws_is_told() -> None:
    world = believable()
    world.errors["UpdateService"] = NotAllowed("scale storefront", "ecs:UpdateService is not allowed for ops")
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        await confirmed(person, "y")
        assert "✗ scale storefront  cannot scale storefront: ecs:UpdateService is not allowed" in told(person)


async def test_no_answer_is_not_called_a_failure() -> None:
    world = believable()
    world.errors["UpdateService"] = Unreachable("scale storefront", "the connection was cut")
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        await confirmed(person, "y")
        assert "the connection was cut: AWS may have done it, or not" in told(person)


async def test_three_marked_services_are_restarted_one_after_the_other() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await person.press("space", "space", "space", "D")
        await planned(person, "enter")
        assert person.says("restart 3 services")
        assert person.says("1 at a time, each to its end; the first failure stops it")
        await confirmed(person, "y")
        assert len(world.carried_out) == 1
        assert world.carried_out[0].parameters == {
            "cluster": "production", "service": STOREFRONT, "forceNewDeployment": True
        }  # fmt: skip
        await person.wait(10)
        assert len(world.carried_out) == 1

        world.complete(STOREFRONT)
        await eventually(person, lambda: len(world.carried_out) == 2, passing=2)
        assert str(world.carried_out[1].parameters["service"]).endswith("/legacy-soap")
        world.complete(f"{ECS}service/production/legacy-soap", "FAILED")
        await eventually(person, lambda: "1 of 3 done · legacy-soap" in told(person), passing=2)
        assert len(world.carried_out) == 2, "the first failure stops it"


async def test_many_tasks_are_stopped_only_by_typing_how_many() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="storefront") as person:
        await person.press("space", "space", "S")
        await person.type("drained")
        await planned(person, "enter")
        assert person.says("✗ stop 2 tasks")
        assert person.says("type 2 tasks and ↵ to do it")
        await person.press("y", "backspace")
        await person.type("2 tasks")
        await confirmed(person, "enter")
        assert [call.operation for call in world.carried_out] == ["StopTask", "StopTask"]
        assert world.carried_out[0].parameters["reason"] == "drained"


async def test_nothing_to_take_back_is_said() -> None:
    async with sitting(believable(), cluster="production") as person:
        await planned(person, "u")
        assert person.says("nothing that was changed from here can be taken back")
        await person.press("escape")
        assert not panel(person).is_open


PLANS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "draft": ({"cluster": "production"}, ("+", "+", "+")),
    "scale": ({"cluster": "production"}, ("+", "+", "+", "enter")),
    "nothing-left": ({"cluster": "production"}, ("=", "0", "enter")),
    "deploy": ({"cluster": "production"}, ("D", *":22", "enter")),
    "restart-many": ({"cluster": "production"}, ("space", "space", "space", "D", "enter")),
    "stop": ({"cluster": "production", "service": "storefront"}, ("S", "enter")),
}


@SIZES
@pytest.mark.parametrize("plan", PLANS)
def test_plan(plan: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    settings, keys = PLANS[plan]
    world = believable()
    world.scalable["storefront"] = ScalableTarget(resource_id="x", min_capacity=2, max_capacity=4)
    world.free["subnet-0a1b2c3d"] = 211
    picture = Picture(world, settings, keys)
    picture.then = lambda person: person.done("plan")
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


@SIZES
def test_a_change_that_is_told(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), {"cluster": "production"}, ("+", "enter"))

    async def confirm(person: Person) -> None:
        await person.done("plan")
        await confirmed(person, "y")

    picture.then = confirm
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
