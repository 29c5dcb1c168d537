"""Express Mode services: told apart by a word wherever they are, and changed where that is asked for."""

from typing import Any

from tests.live.small_aws import sent
from tests.screens.person import Person, sitting
from tests.screens.world import World, believable

PAGE: dict[str, Any] = {"cluster": "production", "service": "landing-page"}


def express_world() -> World:
    """The account of the pictures, with a service that ECS manages."""
    world = believable()
    page = world.add_service("landing-page", 4, resource_management_type="ECS", desired_count=3)
    world.raws["service", page.service_arn] = {**sent(page), "resourceManagementType": "ECS"}
    world.raws["express-service", page.service_arn] = {
        "serviceName": "landing-page",
        "activeConfigurations": [{
            "cpu": "256", "memory": "512", "healthCheckPath": "/ping", "createdAt": 1.0,
            "primaryContainer": {"image": "shop/page:1"},
            "scalingTarget": {"minTaskCount": 2, "maxTaskCount": 6, "autoScalingTargetValue": 60},
            "ingressPaths": [{"accessType": "PUBLIC", "endpoint": "landing-page.ecs.eu-west-1.on.aws"}],
        }],
    }  # fmt: skip
    return world


async def filtered(person: Person) -> None:
    await person.press("/")
    await person.type("express")
    await person.press("enter")


async def test_it_is_told_apart_in_the_list() -> None:
    for size in ((120, 36), (80, 24)):
        async with sitting(express_world(), size=size, cluster="production") as person:
            await filtered(person)
            assert person.names == ["landing-page"]
            assert person.says("landing-page steady .* express")
            assert person.says("Express Mode: ECS manages its parts, m changes it")


async def test_its_views_say_so() -> None:
    async with sitting(express_world(), cluster="production") as person:
        await filtered(person)
        for key in ("enter", "2", "3", "7"):
            await person.press(key)
            assert "Express Mode" in person.header
        await person.press("8")
        assert person.says("kind Express Mode · its parts are managed by ECS")
        assert person.says("reached at landing-page.ecs.eu-west-1.on.aws · public tasks 2 to 6 scaled by cpu 60")


async def test_what_it_cannot_take_says_what_there_is_instead() -> None:
    async with sitting(express_world(), cluster="production") as person:
        await filtered(person)
        await person.press("+", "enter")
        assert person.says("it is an Express Mode service, whose parts ECS manages itself")
        assert person.says(":set tasks 2-6 sets")
        await person.press("escape", "m")
        assert person.says("tasks 1-20 fewest and most tasks, now 2-6")
        await person.type("tasks 3-9")
        await person.press("enter")
        assert person.says("fewest and most tasks 2-6 → 3-9")
        assert person.says("aws ecs update-express-gateway-service")
        await person.press("y")
        await person.until(lambda: bool(person.aws.carried_out))
        assert [call.operation for call in person.aws.carried_out] == ["UpdateExpressGatewayService"]
        await person.press("u")
        await person.until(lambda: person.says("fewest and most tasks 3-9 → 2-6"))


async def test_read_only_refuses_it() -> None:
    async with sitting(express_world(), cluster="production", read_only=True) as person:
        await filtered(person)
        await person.press("m")
        await person.type("tasks 3-9")
        await person.press("enter")
        assert person.says("read-only: nothing can be changed from here")
        await person.press("y")
        assert not person.aws.carried_out
