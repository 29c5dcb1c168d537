"""The list of revisions: which are INACTIVE, which services run them, and what can be done to them."""

import msgspec
import pytest

from tests.screens.person import sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import World, believable, definition

REVISIONS = (":", *"td", "enter", "/", *"storefront", "enter", "enter")


def with_old_ones() -> World:
    world = believable()
    for number in (19, 20, 21):
        world.put(msgspec.structs.replace(definition("storefront", number), status="INACTIVE"))
    return world


async def test_inactive_ones_are_listed_when_wanted() -> None:
    async with sitting(with_old_ones()) as person:
        await person.press(*REVISIONS)
        assert person.names == ["storefront:22", "storefront:23"]

        await person.press("x")
        assert len(person.names) == 5
        assert person.says(r"storefront 19 INACTIVE")
        assert "inactive: shown" in person.header

        await person.press("x")
        assert len(person.names) == 2


async def test_services_that_were_seen_are_named() -> None:
    async with sitting(with_old_ones(), cluster="production") as person:
        await person.press(*REVISIONS)

        assert person.says(r"storefront 23 ACTIVE production/storefront")
        assert person.says(r"storefront 22 ACTIVE —")


async def test_no_key_is_offered_to_a_family_that_needs_a_revision() -> None:
    async with sitting(with_old_ones()) as person:
        await person.press(":", *"td", "enter")
        assert not person.says("K run")
        assert person.says("e edit"), "it takes the newest revision"
        await person.press("/", *"storefront", "enter", "enter")
        assert person.says("K run")


async def test_two_are_deregistered_by_typing_how_many() -> None:
    async with sitting(with_old_ones()) as person:
        await person.press(*REVISIONS, "space", "space", "X")
        await person.done("plan")
        assert person.says("deregister 2 task definitions")

        await person.press(*"2 task definitions", "enter")
        await person.until(lambda: len(person.aws.carried_out) == 2)
        assert [call.operation for call in person.aws.carried_out] == ["DeregisterTaskDefinition"] * 2


@SIZES
@pytest.mark.parametrize("stage", ["list", "clean up"])
def test_picture(stage: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world = with_old_ones()
    keys: tuple[str, ...] = (*REVISIONS, "x")
    if stage == "clean up":
        world.put(*(definition("storefront", number) for number in range(10, 19)))
        keys = (*REVISIONS, "Z", "backspace", "backspace", "3", "enter")
    picture = Picture(world, {"cluster": "production"}, keys)
    picture.then = lambda person: person.done("plan")
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
