"""A listing that is told once, followed and waited upon, over a small AWS and a held clock."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from fargate_tui.columns.services import COLUMNS
from fargate_tui.commands.asked import Asked, add_options, asked
from fargate_tui.commands.listing import Listing
from fargate_tui.commands.services import WORDS, views
from fargate_tui.commands.targets import target
from fargate_tui.fargate.errors import NotAllowed, NotFound, Throttled, Unreachable
from fargate_tui.fargate.records import Deployment, Service
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.live.store import Store
from tests.commands.program import Kept
from tests.live.held_clock import HeldClock, settle
from tests.live.small_aws import ECS, SmallAws, cluster, service


def options(*words: str) -> Asked[ServiceRow]:
    made = argparse.ArgumentParser()
    made.add_argument("--json", action="store_true")
    add_options(made, COLUMNS, WORDS)
    return asked(made.parse_args(words), made, COLUMNS, WORDS)


def deployed(name: str, state: str, **members: Any) -> Service:
    primary = Deployment(id="ecs-svc/1", status="PRIMARY", rollout_state=state, task_definition=f"{ECS}x/web:7")
    return service(name, deployments=(primary,), **{"running_count": 2, "desired_count": 2, **members})


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def aws() -> SmallAws:
    made = SmallAws()
    made.put(cluster("prod"), deployed("web", "COMPLETED"), deployed("api", "COMPLETED"))
    return made


@pytest.fixture
async def store(aws: SmallAws, clock: HeldClock) -> AsyncIterator[Store]:
    async def connect() -> SmallAws:
        return aws

    made = Store(connect, clock=clock, chance=lambda: 1.0)
    yield made
    await made.close()


@asynccontextmanager
async def telling(store: Store, clock: HeldClock, where: str, *words: str) -> "AsyncIterator[tuple[Kept, Any]]":
    """What a listing says meanwhile, and the task that does it."""
    kept, found = Kept(), target(where, smallest="service")
    listing = Listing(COLUMNS, WORDS, options(*words), kept, clock)
    work = asyncio.create_task(listing.tell(lambda: views(store, found, metrics=False)))
    await settle()
    try:
        yield kept, work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_told_once(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--sort", "service") as (kept, work):
        assert work.result() == 0
    header, api, web = kept.said
    assert header.split() == ["SERVICE", "STATE", "DES", "RUN", "PEND", "LAST", "WHY", "/", "LAST", "EVENT"]
    assert (api.split()[1:4], web.split()[1:4]) == (["api", "steady", "2"], ["web", "steady", "2"])
    assert kept.noted == []


async def test_told_once_as_json(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--json", "--filter", "service:web") as (kept, work):
        assert work.result() == 0
    (web,) = json.loads("\n".join(kept.said))
    assert (web["service"], web["cluster"], web["state"], web["running"]) == ("web", "prod", "steady", 2)
    assert list(web) == [member.name for member in WORDS.members]


async def test_nothing_is_an_empty_array_and_no_line(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--json", "--filter", "nothing") as (kept, _):
        assert json.loads(kept.said[0]) == []
    async with telling(store, clock, "prod", "--filter", "nothing") as (kept, work):
        assert (kept.said, work.result()) == ([], 0)


async def test_what_could_not_be_described_is_not_well(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["DescribeServices"] = NotAllowed("describe services of prod", "not allowed")
    async with telling(store, clock, "prod", "--json") as (kept, work):
        assert work.result() == 1
    web, _ = json.loads("\n".join(kept.said))
    assert (web["state"], web["running"], web["desired"], web["status"]) == ("unknown", None, None, None)
    assert kept.noted == ["fargate-tui test: cannot describe services of prod: not allowed"]
    async with telling(store, clock, "prod", "--watch", "state=unknown", "--timeout", "0s") as (kept, work):
        await clock.push(1)
        assert work.result() == 1
    assert kept.noted[-1].endswith("within 0s: not checked: cannot describe services of prod: not allowed")


async def test_one_service_is_asked_for_without_the_others(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod/web", "--json") as (kept, _):
        assert [each["service"] for each in json.loads(kept.said[0])] == ["web"]
    assert (aws.asked["ListServices"], aws.asked["DescribeServices"]) == (0, 1)


async def test_a_service_that_is_not_there(store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod/nothing") as (_, work):
        with pytest.raises(NotFound, match="prod has no such service"):
            work.result()


async def test_changes_are_told_as_they_come(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--follow", "--json") as (kept, _):
        aws.put(deployed("web", "COMPLETED", running_count=1), deployed("new", "COMPLETED"))
        del aws.services[f"{ECS}service/prod/api"]
        await clock.push(10)
        await clock.push(30)
        told = [(each["change"], each["service"], each["running"]) for each in map(json.loads, kept.said)]
    assert told[:2] == [("listed", "web", 2), ("listed", "api", 2)]
    assert sorted(told[2:]) == [("added", "new", 2), ("changed", "web", 1), ("gone", "api", 2)]
    assert json.loads(kept.said[0])["seenAt"] == "2026-11-23T03:12:00Z"


async def test_changes_as_text_have_their_time_and_sign(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--follow", "--filter", "state:steady") as (kept, _):
        aws.put(deployed("web", "IN_PROGRESS"))
        await clock.push(10)
    assert kept.said[0].split()[0] == "SERVICE"
    assert [line[:10] for line in kept.said[1:3]] == ["03:12:00  "] * 2
    assert kept.said[3].startswith("03:12:10 - ● "), "it is no longer among those that were asked for"
    assert len(kept.said) == 4


async def test_trouble_while_it_is_followed_is_said_once_and_outlived(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    async with telling(store, clock, "prod", "--follow") as (kept, work):
        aws.errors["ListServices"] = Throttled("list services of prod", "slow down")
        await clock.push(100)
        assert not work.done()
        aws.errors.clear()
        await clock.push(100)
        assert not work.done()
    assert kept.noted == [
        "fargate-tui test: cannot list services of prod: slow down; trying again",
        "fargate-tui test: AWS answers again",
    ]


async def test_what_waiting_does_not_mend_ends_it(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod", "--follow") as (_, work):
        aws.errors["ListServices"] = NotAllowed("list services of prod", "not allowed", action="ecs:ListServices")
        await clock.push(30)
        with pytest.raises(NotAllowed):
            work.result()


@pytest.mark.parametrize("error", [Throttled("list", "slow down"), Unreachable("list", "no answer")])
async def test_a_single_answer_is_not_waited_for(
    aws: SmallAws, store: Store, clock: HeldClock, error: Exception
) -> None:
    aws.errors["ListServices"] = error  # type: ignore[assignment]
    async with telling(store, clock, "prod") as (_, work):
        with pytest.raises(type(error)):
            work.result()


async def test_waiting_until_a_deployment_is_done(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(deployed("web", "IN_PROGRESS", running_count=1))
    async with telling(store, clock, "prod/web", "--watch", "steady", "--json") as (kept, work):
        await clock.push(60)
        assert (work.done(), kept.said) == (False, [])
        aws.put(deployed("web", "COMPLETED"))
        await clock.push(10)
        assert work.result() == 0
    assert json.loads(kept.said[0])[0]["state"] == "steady"
    assert kept.noted == []


async def test_waiting_ends_at_once_where_the_deployment_failed(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(deployed("web", "IN_PROGRESS", running_count=1))
    async with telling(store, clock, "prod/web", "--watch", "steady") as (kept, work):
        aws.put(deployed("web", "FAILED", running_count=1))
        await clock.push(10)
        assert work.result() == 1
    assert "web" in kept.said[1]
    (said,) = kept.noted
    assert said.startswith('fargate-tui test: "steady" can hold no more: web: failing: deployment of :7 failed')


async def test_waiting_has_an_end(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod/web", "--watch", "running>=3", "--timeout", "90s") as (kept, work):
        await clock.push(89)
        assert not work.done()
        await clock.push(1)
        assert work.result() == 1
    assert "web" in kept.said[1]
    assert kept.noted == [
        'fargate-tui test: "running>=3" did not hold within 1m 30s: web: running is 2, not >= 3',
    ]


async def test_waiting_outlives_what_passes(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["DescribeServices"] = Unreachable("describe service web", "no answer")
    async with telling(store, clock, "prod/web", "--watch", "steady") as (kept, work):
        assert not work.done()
        aws.errors.clear()
        await clock.push(30)
        assert work.result() == 0
    assert kept.noted[0].endswith("no answer; trying again")


async def test_waiting_has_an_end_while_aws_does_not_answer(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.errors["DescribeServices"] = Unreachable("describe service web", "no answer")
    async with telling(store, clock, "prod/web", "--watch", "steady", "--timeout", "1m") as (kept, work):
        await clock.push(60)
        assert work.result() == 1
    assert kept.said == []
    assert kept.noted[-1] == (
        'fargate-tui test: "steady" did not hold within 1m: cannot describe service web: no answer'
    )


async def test_a_service_that_is_deleted_meanwhile_is_waited_for_no_longer(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(deployed("web", "IN_PROGRESS"))
    async with telling(store, clock, "prod/web", "--watch", "steady") as (_, work):
        web = aws.services[f"{ECS}service/prod/web"]
        aws.put(msgspec.structs.replace(web, status="DRAINING"))
        await clock.push(10)
        assert work.result() == 1


async def test_changes_can_be_told_while_it_waits(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(deployed("web", "IN_PROGRESS"))
    async with telling(store, clock, "prod/web", "--watch", "steady", "--follow", "--json") as (kept, work):
        aws.put(deployed("web", "COMPLETED"))
        await clock.push(10)
        assert work.result() == 0
    assert [json.loads(line)["change"] for line in kept.said] == ["listed", "changed"]


async def test_a_script_is_not_taken_for_a_forgotten_terminal(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    async with telling(store, clock, "prod/web", "--watch", "running>=3", "--timeout", "1h") as (kept, work):
        for _ in range(40):
            store.touch()  # as `running` does each minute
            await clock.push(60)
        aws.put(deployed("web", "COMPLETED", running_count=3, desired_count=3))
        await clock.push(10)
        assert work.result() == 0
    assert kept.noted == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--filter", "colour:red"), 'no column is called "colour"'),
        (("--filter", "/(/"), "is not a regular expression"),
        (("--sort", "colour"), 'cannot sort: no column is called "colour"'),
        (("--watch", "stedy"), "did you mean steady?"),
        (("--timeout", "1m"), "--timeout is of --watch"),
        (("--watch", "steady", "--timeout", "soon"), '--timeout: "soon" is no length of time'),
    ],
)
def test_what_makes_no_sense_is_said(words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        options(*words)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err


def test_without_options_all_is_told_once() -> None:
    assert options().arrangement.filter == ""
    assert (options().follow, options().until, options().json) == (False, None, False)
