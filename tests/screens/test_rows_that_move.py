"""A key pressed while rows move never hits another thing: whatever comes between key, plan and confirmation."""

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Literal, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.screens.person import Person, settled, sitting
from tests.screens.test_acting import is_being_sent, panel
from tests.screens.world import World, believable

Row = TypeVar("Row")
Turmoil = Literal["calm", "turn", "come", "go", "worsen", "change"]
"""What happens to the rows: nothing; their order; new ones; others vanish; others fail; the thing itself changes."""
TURMOILS: tuple[Turmoil, ...] = ("calm", "turn", "come", "go", "worsen", "change")


class Kind(msgspec.Struct, frozen=True):
    """One kind of change: the keys of each step, and by which parameter its calls name the thing."""

    service: str | None
    """Whose tasks they are; None where they are services."""
    steps: tuple[tuple[str, ...], ...]
    named_by: str
    typed: bool = False


KINDS = {
    "scale": Kind(None, (("+",), ("+",), ("enter",), ("y",)), "service"),
    "deploy": Kind(None, (("D",), ("enter",), ("y",)), "service"),
    "delete": Kind(None, (("ctrl+d",), ("y",)), "service", typed=True),
    "stop": Kind("storefront", (("S",), ("enter",), ("y",)), "task"),
}


def turn(rows: MutableMapping[str, Row]) -> None:
    """The other way round."""
    turned = dict(reversed(list(rows.items())))
    rows.clear()
    rows.update(turned)


def upset(world: World, turmoil: Turmoil, ours: str, number: int) -> None:
    """Let it happen."""
    rows = world.services if ours in world.services else world.tasks
    others = [arn for arn in rows if arn != ours]
    if turmoil == "turn":
        turn(world.services)
        turn(world.tasks)
    elif turmoil == "come" and rows is world.services:
        world.add_service(f"aa{number}", 1, running_count=0)
    elif turmoil == "come":
        world.add_task("storefront", 1)
    elif turmoil == "go" and others:
        del rows[others[number % len(others)]]
    elif turmoil == "worsen" and others:
        arn = others[number % len(others)]
        if arn in world.services:
            world.services[arn] = msgspec.structs.replace(world.services[arn], running_count=0)
        else:
            world.tasks[arn] = msgspec.structs.replace(world.tasks[arn], last_status="PENDING")
    elif turmoil == "change" and ours in world.services:
        service = world.services[ours]
        world.services[ours] = msgspec.structs.replace(service, desired_count=service.desired_count + 1)


async def changed_amid(kind: Kind, moves: int, turmoils: Sequence[Turmoil]) -> None:
    """Press the keys with the turmoils between them; what is sent names the thing under the cursor at the first key."""
    world = believable()
    async with sitting(world, cluster="production", service=kind.service) as person:
        await person.press(*["j"] * moves)
        row = person.table.cursor_row
        assert row is not None
        ours = str(row.arn)
        for number, keys in enumerate(kind.steps):
            is_last = number == len(kind.steps) - 1
            if is_last and kind.typed:
                await person.type(str(row.name))
                await person.press("enter")
            else:
                await person.press(*keys)
            await person.done("plan")
            upset(world, turmoils[number], ours, number)
            await person.wait(10)
        await sent(person)
        assert {str(call.parameters[kind.named_by]) for call in world.carried_out} <= {ours}
        if "change" not in turmoils:
            assert world.carried_out or not panel(person).is_open


async def sent(person: Person) -> None:
    """Wait until nothing is on its way to AWS."""
    runs = person.app.context.runs
    async with asyncio.timeout(20):
        while runs.runs and is_being_sent(runs.runs[0]):
            await settled(person.app)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(moves=st.integers(0, 3), turmoils=st.lists(st.sampled_from(TURMOILS), min_size=4, max_size=4))
def test_nothing_else_is_changed(name: str, moves: int, turmoils: list[Turmoil]) -> None:
    asyncio.run(changed_amid(KINDS[name], moves, turmoils))


@pytest.mark.parametrize("name", KINDS)
def test_left_alone_it_is_changed(name: str) -> None:
    """The proof above would be empty if nothing were ever sent."""

    async def calmly() -> None:
        world = believable()
        async with sitting(world, cluster="production", service=KINDS[name].service) as person:
            row = person.table.cursor_row
            assert row is not None
            for keys in KINDS[name].steps[:-1]:
                await person.press(*keys)
                await person.done("plan")
            if KINDS[name].typed:
                await person.type(str(row.name))
                await person.press("enter")
            else:
                await person.press("y")
            await sent(person)
            assert {str(call.parameters[KINDS[name].named_by]) for call in world.carried_out} == {str(row.arn)}

    asyncio.run(calmly())
