"""A creation that AWS refuses in the middle: it says what is there, goes on, is corrected, or taken back."""

import asyncio
from pathlib import Path

import pytest

from fargate_tui.fargate.errors import NotAllowed
from tests.screens.person import Person, sitting
from tests.screens.test_wizard import opened, wizard
from tests.screens.world import believable

REFUSED = NotAllowed(
    "create it", "the permissions boundary of ops does not allow it", action="ecs:RegisterTaskDefinition"
)
IMAGE = "public.ecr.aws/nginx/nginx:1"


def made(person: Person) -> list[str]:
    return [call.operation for call in person.aws.carried_out]


async def answered(person: Person) -> None:
    """Wait until AWS has answered all checks."""
    drafting = wizard(person).drafting
    assert drafting is not None
    for _ in range(20):
        await person.wait(0.5)
        if all(each.verdict != "asking" for each in drafting.findings):
            return
    raise AssertionError([each for each in drafting.findings if each.verdict == "asking"])


async def refused(person: Person, operation: str = "RegisterTaskDefinition") -> None:
    """Create a task definition with its role; AWS refuses one of the calls."""
    person.aws.errors[operation] = REFUSED
    await opened(person)
    await person.type("game")
    await person.press("ctrl+right", "tab")
    await person.type(IMAGE)
    await person.press(*["ctrl+right"] * 4)
    await answered(person)
    await person.press("enter", "y")
    await ended(person)


async def ended(person: Person) -> None:
    """Wait until nothing of the last run is to come; the journal writes in a thread."""
    async with asyncio.timeout(20):
        while not (runs := person.screen.context.runs.runs) or any(run.is_going for run in runs):
            await person.wait(1)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_it_says_what_aws_said_and_what_exists(size: tuple[int, int]) -> None:
    async with sitting(believable(), size=size) as person:
        await refused(person)
        assert person.says("1 of 2 things exist")
        assert person.says("the permissions boundary of ops does not allow it")
        assert person.says("exists by now: role game-execution")
        assert [hint in person.hints for hint in ("a go on", "e correct", "x take back")] == [True] * 3


async def test_going_on_makes_nothing_twice() -> None:
    async with sitting(believable()) as person:
        await refused(person)
        await person.press("a")
        await ended(person)
        assert person.says("1 of 2 things exist"), "it is refused still"
        del person.aws.errors["RegisterTaskDefinition"]
        await person.press("a")
        await ended(person)
        assert made(person) == ["CreateRole", "AttachRolePolicy", "RegisterTaskDefinition"]


async def test_taking_back_is_in_reverse_order_and_leads_back_to_the_review() -> None:
    async with sitting(believable()) as person:
        await refused(person)
        await person.press("x")
        await person.until(lambda: person.says("take back: "))
        await person.press("y")
        await ended(person)
        assert made(person)[-2:] == ["DetachRolePolicy", "DeleteRole"]
        await person.until(lambda: wizard(person).is_reviewing and wizard(person).run_of_it is None)
        assert person.says("what will be created"), "it can be created again"
        assert "a go on" not in person.hints


async def test_what_is_half_made_is_taken_back_too() -> None:
    async with sitting(believable()) as person:
        await refused(person, "AttachRolePolicy")
        assert person.says("1 of 2 calls accepted")
        await person.press("x")
        await person.until(lambda: person.says("take back: "))
        await person.press("y")
        await ended(person)
        assert made(person)[-1:] == ["DeleteRole"]


async def test_nothing_to_take_back_is_said() -> None:
    async with sitting(believable()) as person:
        await refused(person, "CreateRole")
        await person.press("x")
        await person.until(lambda: person.says("nothing was made by it"))


async def test_a_corrected_draft_goes_on_with_what_it_has_made(tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path) as person:
        await refused(person)
        drafting = wizard(person).drafting
        assert drafting is not None
        assert drafting.facts.own == {"role:game-execution"}
        del person.aws.errors["RegisterTaskDefinition"]
        await person.press("e")
        assert person.says("›1 task")
        await person.press(*["ctrl+right"] * 4)
        await answered(person)
        assert person.says("role +game-execution +exists by now")
        await person.press("enter", "y")
        await ended(person)
        assert made(person) == ["CreateRole", "AttachRolePolicy", "RegisterTaskDefinition"]


async def test_nothing_is_created_while_aws_is_still_being_asked() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        await person.type("game")
        await person.press("ctrl+right", "tab")
        await person.type(IMAGE)
        await answered(person)
        await person.press(*["ctrl+right"] * 2, "end", "ctrl+u")
        await person.type("other-execution")
        await person.press("ctrl+right")
        assert person.says("still ask AWS")
        await person.press("enter")
        assert any("AWS is still being asked" in each for each in person.told)
        await person.press("y")
        assert made(person) == []
