"""How the views look. After a change: look at the new pictures, then `make snapshots`."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from fargate_tui.app import FargateApp
from fargate_tui.fargate.errors import MalformedQuery, NotAllowed, Unreachable
from fargate_tui.fargate.logs.insights import READY, QueryResults, QueryStatistics
from fargate_tui.fargate.records import ContainerDefinition, LogConfiguration
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws
from tests.screens.person import Person, app_of, settled
from tests.screens.world import believable, definition, queried

SnapCompare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])

VIEWS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "clusters": ({}, ("j",)),
    "services": ({"cluster": "production"}, ("j", "j")),
    "problems": ({"cluster": "production"}, ("!",)),
    "tasks": ({"cluster": "production", "service": "image-resizer"}, ("j",)),
    "standalone": ({"cluster": "production"}, (":", *"batch", "enter")),
    "running": ({"cluster": "production", "service": "storefront"}, ("enter",)),
    "stopped": ({"cluster": "production", "service": "image-resizer"}, ("j", "enter")),
    "pull": ({"cluster": "production", "service": "recommendations"}, ("enter",)),
    "definition": ({}, (":", *"storefront:23", "enter")),
    "revisions": ({}, (":", *"td", "enter", "enter")),
    "diff": ({}, (":", *"td", "enter", "/", *"storefront", "enter", "enter", "space", "space", "d")),
    "describe": ({"cluster": "production"}, ("d",)),
    "json": ({"cluster": "production", "service": "storefront"}, ("y",)),
    "help": ({"cluster": "production"}, ("?",)),
    "go-to": ({"cluster": "production"}, (":", *"ca")),
    "requests": ({}, (":", *"requests", "enter", "j", "j", "j")),
    "filter": ({"cluster": "production"}, ("/", *"api")),
    "marked": ({"cluster": "production"}, ("space", "space", "N", "w")),
}
"""The command line, and the keys that lead to the view."""


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    settings, keys = VIEWS[view]
    picture = Picture(believable(), settings, keys)
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


class Picture:
    """The app, and what a person does before the picture is taken."""

    def __init__(self, world: SmallAws, settings: dict[str, Any], keys: tuple[str, ...] = ()) -> None:
        self.world = world
        self.clock = HeldClock()
        self.app: FargateApp = app_of(world, self.clock, **settings)
        self.keys = keys
        self.then: Callable[[Person], Awaitable[None]] | None = None

    async def arrange(self, pilot: Pilot[Any]) -> None:
        await settled(self.app)
        person = Person(pilot, self.world, self.clock)
        await person.press(*self.keys)
        if self.then is not None:
            await self.then(person)
        self.app.screen._on_timer_update()


@SIZES
def test_an_error_with_the_last_known_rows(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), {"cluster": "production"})

    async def fail(person: Person) -> None:
        person.aws.errors["ListServices production"] = Unreachable(
            "list services of production", "ecs.eu-west-1.amazonaws.com refuses connections"
        )
        await person.wait(50)
        person.screen._tick()

    picture.then = fail
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


QUERIES: dict[str, tuple[str, ...]] = {
    "ready": (),
    "running": ("enter",),
    "complete": ("enter",),
    "row": ("enter", "enter"),
    "malformed": ("enter",),
    "denied": ("enter",),
    "nothing": ("enter",),
}


@SIZES
@pytest.mark.parametrize("view", QUERIES)
def test_query(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    world = believable()
    found = () if view == "nothing" else queried()
    scanned = QueryStatistics(records_matched=len(found), records_scanned=48_205, bytes_scanned=6_912_345)
    status = "Running" if view == "running" else "Complete"
    world.answers = [QueryResults(status=status, rows=found, statistics=scanned)]
    if view == "malformed":
        at = READY[0].text.index("like")
        why = f"unexpected symbol found like at line 1 and position {at}"
        world.errors["StartQuery"] = MalformedQuery("run the query", why, start=at, end=at + 4)
    if view == "denied":
        why = "logs:StartQuery is not allowed for ops (no permissions boundary allows it)"
        world.errors["StartQuery"] = NotAllowed("run the query", why, action="logs:StartQuery")
    logged = {"awslogs-group": "/ecs/image-resizer", "awslogs-stream-prefix": "image-resizer"}
    writes = ContainerDefinition(
        name="image-resizer", log_configuration=LogConfiguration(log_driver="awslogs", options=logged)
    )
    resizer = definition("image-resizer", 8)
    world.put(msgspec.structs.replace(resizer, container_definitions=(writes,)))
    picture = Picture(world, {"cluster": "production", "service": "image-resizer"}, (":", *"query", "enter"))

    async def ask(person: Person) -> None:
        await person.wait(1)
        for key in QUERIES[view]:
            await person.press(key)
            await person.wait(1.2)

    picture.then = ask
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


@SIZES
@pytest.mark.parametrize("theme", ["fargate-light", "fargate-ansi"])
def test_another_theme(theme: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), {"cluster": "production", "theme": theme}, ("j",))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


def test_without_colours(snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), {"cluster": "production"}, ("j",))
    # What App does when the environment has NO_COLOR; its tests must not depend on the environment.
    picture.app.without_colours()
    assert snap_compare(picture.app, terminal_size=(120, 36), run_before=picture.arrange)


@pytest.mark.parametrize("view", ["clusters", "services", "tasks", "stopped", "help", "go-to"])
def test_forty_by_ten(view: str, snap_compare: SnapCompare) -> None:
    settings, keys = VIEWS[view]
    picture = Picture(believable(), settings, keys)
    assert snap_compare(picture.app, terminal_size=(40, 10), run_before=picture.arrange)
