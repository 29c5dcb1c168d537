"""How logs and events look. After a change: look at the new pictures, then `make snapshots`."""

from collections.abc import Callable

import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import Container
from fargate_tui.screens.logs import LogsScreen
from tests.live.small_aws import SmallAws, stopped, task
from tests.live.tailing import container, event, ms
from tests.screens.person import Person
from tests.screens.test_log_groups import FIRELENS, NOW, account
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import believable

PAYMENT = '{"level":"error","msg":"payment refused","user":"ada","order":4711,"ms":812}'
SAID = (
    (290.0, "INFO listening on :8080", 1),
    (240.0, '{"level":"info","msg":"order placed","user":"ada","order":4711,"ms":12}', 2),
    (200.0, "GET /health 200", 1),
    (199.0, "GET /health 200", 1),
    (198.0, "GET /health 200", 1),
    (150.0, PAYMENT, 2),
    (120.0, "WARN queue is long depth=812", 1),
    (60.0, "Traceback (most recent call last):\n  File \"pay.py\", line 7\nValueError: no card", 2),
)  # fmt: skip
VIEWS: dict[str, tuple[str, ...]] = {
    "following": ("t",),
    "folded and fields": ("t", "z", "f", *"user ms", "enter"),
    "search": ("t", "/", *"payment", "enter"),
    "keep": ("t", "&", *"health", "enter"),
    "cursor": ("t", "enter", "k"),
    "line": ("t", "/", *"payment", "enter", "enter", "enter"),
    "source": ("d",),
    "group": ("t", "O"),
    "paused": ("t", "p"),
}
"""The keys that lead from the logs to the view."""


def talking() -> SmallAws:
    """Two tasks that have said a few things; one has ended since."""
    aws = account(container(mode="non-blocking"))
    aws.written.clear()
    aws.write(*(event(ms(NOW, -ago), text, number) for ago, text, number in SAID))
    return aws


async def follow(person: Person) -> None:
    """Open the logs; then more is said than Live Tail sends, and a task ends."""
    await person.press("l")
    await person.wait(2)
    person.aws.write(event(ms(person.clock), "INFO one of a thousand", 2), sampled=True)
    ended = stopped(
        task(1, started_by="ecs-svc/1111111111"),
        stopped_at=person.clock.now(),
        stop_code="EssentialContainerExited",
        stopped_reason="Essential container in task exited",
        containers=(Container(name="api", exit_code=137, reason="OutOfMemoryError: container killed"),),
    )
    person.aws.put(ended)
    await person.wait(20)


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_logs(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(talking(), {"cluster": "prod"})

    async def look(person: Person) -> None:
        await follow(person)
        for key in VIEWS[view]:
            await person.press(key)
        await person.done("log groups")
        await person.wait(1)
        if isinstance(person.app.screen, LogsScreen):
            person.app.screen.tick()  # the strip moves on every five seconds by the machine's clock

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


def refused(aws: SmallAws) -> None:
    aws.errors["StartLiveTail"] = NotAllowed(
        "follow /ecs/web live", "logs:StartLiveTail is not allowed for ops-readonly", action="logs:StartLiveTail"
    )


def gone(aws: SmallAws) -> None:
    aws.groups = set()


TROUBLE: dict[str, Callable[[SmallAws], None]] = {"refused": refused, "gone": gone}


@SIZES
@pytest.mark.parametrize("trouble", TROUBLE)
def test_logs_in_trouble(trouble: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    aws = talking()
    TROUBLE[trouble](aws)
    picture = Picture(aws, {"cluster": "prod"}, ("l",))

    async def look(person: Person) -> None:
        await person.wait(4)
        await person.press("t")

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


@SIZES
def test_nothing_to_follow(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(account(FIRELENS), {"cluster": "prod"}, ("l",))

    async def look(person: Person) -> None:
        await person.wait(3)

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


EVENTS = {"cluster": {"cluster": "production"}, "service": {"cluster": "production", "service": "image-resizer"}}


@SIZES
@pytest.mark.parametrize("of", EVENTS)
def test_events(of: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), EVENTS[of])

    async def look(person: Person) -> None:
        await person.go("events")
        await person.wait(2)
        await person.until(lambda: person.says("has started") and person.says("out of memory"))
        await person.press("j")

    picture.then = look
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
