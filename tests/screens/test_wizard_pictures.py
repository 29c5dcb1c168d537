"""How the wizards look. After a change: look at the new pictures, then `make snapshots`."""

from collections.abc import Awaitable, Callable

import pytest

from tests.screens.person import Person
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.test_wizard import is_open
from tests.screens.test_wizard_failing import answered, ended, refused
from tests.screens.world import believable

DEFINITION = (":", *"taskdefs", "enter", "n")
Then = Callable[[Person], Awaitable[None]]


async def task(person: Person) -> None:
    await person.press(*DEFINITION)
    await is_open(person)
    await person.type("not a name!")
    await answered(person)


async def container(person: Person) -> None:
    await person.press(*DEFINITION)
    await is_open(person)
    await person.type("game")
    await person.press("ctrl+right", "tab")
    await person.type("public.ecr.aws/nginx/nginx:1")
    await person.press(*["tab"] * 12)
    await person.type("4096")
    await answered(person)


async def service(person: Person) -> None:
    await person.press("n")
    await is_open(person)
    await person.type("storefront:23")
    await person.press("tab")
    await person.type("storefront")
    await answered(person)


async def network(person: Person) -> None:
    await service(person)
    await person.press("ctrl+right")
    await answered(person)


async def review(person: Person) -> None:
    await container(person)
    await person.press("end", "ctrl+u", *["ctrl+right"] * 4)
    await answered(person)


async def failed(person: Person) -> None:
    await refused(person)
    await ended(person)


async def drafts(person: Person) -> None:
    await person.press(*DEFINITION)
    await is_open(person)
    await person.type("game")
    await person.press("escape")
    await person.go("drafts")
    await person.until(lambda: person.says("task definition game"))


VIEWS: dict[str, tuple[dict[str, str], Then]] = {
    "task": ({}, task),
    "container": ({}, container),
    "service": ({"cluster": "production"}, service),
    "network": ({"cluster": "production"}, network),
    "review": ({}, review),
    "failed": ({}, failed),
    "drafts": ({}, drafts),
}


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_wizard(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    settings, then = VIEWS[view]
    picture = Picture(believable(), settings)
    picture.then = then
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
