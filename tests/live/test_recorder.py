# ruff: noqa: ASYNC240 - a test may wait for its files
"""The flight recorder: what AWS forgets is kept, once, without secrets, and no file stops the program."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from fargate_tui.fargate.diagnosis import Fact, diagnose
from fargate_tui.fargate.records import Container, Deployment, ServiceEvent, Tag, Task
from fargate_tui.live.archive import VERSION, Wanted
from fargate_tui.live.archives import PRUNE_EVERY
from fargate_tui.live.recorder import BATCH, STILL, Recorder
from fargate_tui.live.scope import TaskScope
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, service, stopped, task

ALL = Wanted()


def dead(number: int, clock: HeldClock, **members: Any) -> Task:
    facts = {
        "stopped_at": clock.now(),
        "stopped_reason": "Essential container in task exited",
        "stop_code": "EssentialContainerExited",
        "containers": (Container(name="api", last_status="STOPPED", exit_code=137, reason="OutOfMemoryError"),),
        **members,
    }
    return stopped(task(number), **facts)


@asynccontextmanager
async def recording(path: Path | None, clock: HeldClock, **members: Any) -> AsyncIterator[tuple[Recorder, list[str]]]:
    told: list[str] = []
    recorder = Recorder(path, clock, told=told.append, **members)
    try:
        yield recorder, told
    finally:
        await recorder.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.sqlite3"


async def test_what_a_watch_sees_is_there_after_a_restart(path: Path, clock: HeldClock, aws: SmallAws) -> None:
    failed = Deployment(
        id="ecs-svc/1", rollout_state="FAILED", rollout_state_reason="circuit breaker", task_definition="web:7"
    )
    said = (
        ServiceEvent(id="1", created_at=clock.now(), message="(service web) was unable to place a task."),
        ServiceEvent(id="2", created_at=clock.now(), message="(service web) has reached a steady state."),
    )
    aws.put(service("web", events=said, deployments=(failed,)), dead(1, clock), task(2))

    async def connect() -> SmallAws:
        return aws

    store = Store(connect, clock=clock, chance=lambda: 1.0, recorder=Recorder(path, clock))
    async with following(store.tasks(TaskScope(cluster="prod", service="web", show="both"))):
        await clock.push(BATCH)
    await store.close()
    async with recording(path, clock) as (again, told):
        (kept,) = await again.tasks(ALL)
        assert (kept.cluster, kept.service, kept.finding.word) == ("prod", "web", "out of memory")
        assert kept.task.containers[0].exit_code == 137
        assert await again.task(f"{1:032x}") == kept
        assert {event.finding.word for event in await again.events(ALL)} == {"cannot place", "deployment failed"}
        assert not told


async def test_two_copies_that_see_the_same_write_one_row(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (one, _), recording(path, clock) as (other, told):
        for recorder in (one, other):
            recorder.note_tasks([dead(number, clock) for number in range(20)])
            await recorder.flush()
            clock.seconds += 60
        found = await one.tasks(ALL)
        assert len(found) == 20
        assert found == await other.tasks(ALL)
        assert found[0].last_seen - found[0].first_seen == timedelta(seconds=60)
        assert not told


async def test_that_aws_still_knows_it_is_noted_once_a_minute(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        one = dead(1, clock)
        recorder.note_tasks([one])
        recorder.note_listed([one.task_arn])
        await recorder.flush()
        first = clock.now()
        clock.seconds += STILL
        recorder.note_tasks([one])
        recorder.note_listed([one.task_arn, "arn:of:another"])
        await recorder.flush()
        (kept,) = await recorder.tasks(ALL)
        assert (kept.first_seen, kept.last_seen) == (first, clock.now())


async def test_a_deployment_is_one_row_however_often_it_changes(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        for state in ("IN_PROGRESS", "IN_PROGRESS", "FAILED"):
            recorder.note_services([service("web", deployments=(Deployment(id="ecs-svc/1", rollout_state=state),))])
            await recorder.flush()
        assert [event.finding.word for event in await recorder.events(ALL)] == ["deployment failed"]


async def test_secrets_are_masked_before_they_are_written(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        recorder.note_tasks(
            [
                dead(
                    1, clock, stopped_reason="by hand: --password hunter2 at postgres://web:hunter2@db/web",
                    started_by="run TOKEN=hunter2", tags=(Tag(key="api-key", value="hunter2"),),
                    containers=(Container(name="api", reason="exec: DB_PASSWORD=hunter2 not found"),),
                )
            ]
        )  # fmt: skip
        recorder.note_services(
            [service("web", events=(ServiceEvent(id="1", message="(service web) PASSWORD=hunter2 is odd"),))]
        )
        await recorder.flush()
        assert await recorder.tasks(ALL)
        assert await recorder.events(ALL)
    assert path.exists()
    assert all(b"hunter2" not in each.read_bytes() for each in path.parent.iterdir())


async def test_nobody_else_may_read_it(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_what_is_too_old_is_forgotten(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock, days=30) as (recorder, _):
        recorder.note_tasks([dead(1, clock), dead(2, clock, stopped_at=clock.now() + timedelta(days=2))])
        recorder.note_services([service("web", deployments=(Deployment(id="1", created_at=clock.now()),))])
        await recorder.flush()
        clock.seconds += timedelta(days=31).total_seconds() + PRUNE_EVERY
        recorder.note_tasks([dead(3, clock)])
        await recorder.flush()
        assert [kept.arn[-1] for kept in await recorder.tasks(ALL)] == ["3", "2"]
        assert not await recorder.events(ALL)


async def test_a_full_file_makes_room_by_forgetting_events_and_then_the_oldest(path: Path, clock: HeldClock) -> None:
    most = 200 * 4096
    async with recording(path, clock, most=most) as (recorder, told):
        for number in range(1500):
            recorder.note_tasks([dead(number, clock, stopped_at=clock.now() + timedelta(seconds=number))])
            if number % 50 == 49:
                await recorder.flush()
        found = await recorder.tasks(ALL)
        assert 100 < len(found) < 1500
        assert found[0].arn.endswith(f"{1499:032x}")
        assert not told
    assert path.stat().st_size <= most


async def test_a_full_disk_loses_no_session(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock, most=30 * 4096) as (recorder, told):
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        recorder.note_tasks([dead(number, clock) for number in range(2, 400)])
        await recorder.flush()
        recorder.note_tasks([dead(500, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) in (399, 400)
        assert len(told) == 1
        assert "database or disk is full" in recorder.trouble


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b"SQLite format 3\0" + b"\7" * 8000])
async def test_a_damaged_file_is_said_once_and_left_as_it_is(path: Path, clock: HeldClock, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    async with recording(path, clock) as (recorder, told):
        for number in (1, 2):
            recorder.note_tasks([dead(number, clock)])
            await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 2
        assert len(told) == 1
        assert "history cannot be kept in" in told[0]
    assert path.read_bytes() == content


async def test_a_file_damaged_inside_is_read_no_further(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        recorder.note_tasks([dead(number, clock) for number in range(200)])
        await recorder.flush()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    async with recording(path, clock) as (recorder, told):
        assert await recorder.tasks(ALL) == []
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 1
        assert len(told) == 1


async def test_where_nothing_can_be_written_it_is_kept_in_memory(path: Path, clock: HeldClock) -> None:
    path.parent.mkdir()
    path.mkdir()
    async with recording(path, clock) as (recorder, told):
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 1
        assert len(told) == 1


async def test_the_file_of_a_newer_version_is_left_alone(path: Path, clock: HeldClock) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as newer:
        newer.execute(f"pragma user_version = {VERSION + 1}")
        newer.execute("create table task (other text)")
    newer.close()
    before = path.read_bytes()
    async with recording(path, clock) as (recorder, told):
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 1
        assert "a newer version of fargate-tui has written it" in told[0]
    assert path.read_bytes() == before


async def test_what_another_copy_holds_for_long_is_written_later(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, told):
        recorder.note_tasks([dead(1, clock)])
        await recorder.flush()
        recorder._archives._archives[0]._database.execute("pragma busy_timeout = 1")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        recorder.note_tasks([dead(2, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 1
        other.execute("rollback")
        other.close()
        recorder.note_tasks([dead(3, clock)])
        await recorder.flush()
        assert len(await recorder.tasks(ALL)) == 3
        assert not told


async def test_a_diagnosis_is_kept_with_its_task(path: Path, clock: HeldClock) -> None:
    one = dead(1, clock)
    async with recording(path, clock) as (recorder, _):
        recorder.note_tasks([one])
        said = diagnose(one, now=clock.now())
        recorder.note_diagnosis(one.task_arn, said)
    async with recording(path, clock) as (again, _):
        (kept,) = await again.tasks(ALL)
        assert (kept.headline, kept.confidence) == (said.headline, said.confidence)
        assert await again.diagnosis(one.task_arn) == said


async def test_a_diagnosis_is_kept_without_secrets(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        one = dead(1, clock)
        said = diagnose(one, now=clock.now())
        fact = Fact(verdict="noted", probe="E-log", sentence="the last words of api: password=hunter2-and-more")
        denied = "not authorized to perform: secretsmanager:GetSecretValue on x --token=hunter2-and-more"
        said = replace(said, facts=(fact,), headline=denied, verbatim=(denied,))
        recorder.note_tasks([one])
        recorder.note_diagnosis(one.task_arn, said)
        await clock.push(BATCH)
        await recorder.flush()
        kept = await recorder.diagnosis(one.task_arn)
    assert kept is not None
    assert "secretsmanager:GetSecretValue" in kept.headline
    assert not [file for file in path.parent.iterdir() if b"hunter2" in file.read_bytes()]


async def test_it_can_be_switched_off(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock, days=0) as (recorder, _):
        recorder.note_tasks([dead(1, clock)])
        recorder.note_services([service("web", deployments=(Deployment(id="1"),))])
        await recorder.flush()
        assert not await recorder.tasks(ALL)
    assert not path.exists()


async def test_it_is_asked_for_a_service_for_a_time_and_for_a_part_of_it(path: Path, clock: HeldClock) -> None:
    async with recording(path, clock) as (recorder, _):
        recorder.note_tasks([dead(1, clock), dead(2, clock, group="service:api")])
        await recorder.flush()
        assert [kept.service for kept in await recorder.tasks(Wanted(service="api"))] == ["api"]
        assert [kept.service for kept in await recorder.tasks(Wanted(holding="eni-00000001"))] == ["web"]
        assert not await recorder.tasks(Wanted(since=clock.now() + timedelta(seconds=1)))
        assert not await recorder.tasks(Wanted(account="999999999999"))
        assert len(await recorder.tasks(Wanted(account="123456789012", region="eu-west-1", cluster="prod"))) == 2


async def test_two_copies_make_one_file_at_the_same_time_and_read_what_the_other_wrote(
    path: Path, clock: HeldClock
) -> None:
    async with recording(path, clock) as (one, trouble), recording(path, clock) as (other, others_trouble):
        one.note_tasks([dead(1, clock)])
        other.note_tasks([dead(2, clock)])
        await asyncio.gather(one.flush(), other.flush())
        assert len(await one.tasks(ALL)) == len(await other.tasks(ALL)) == 2
        assert not [*trouble, *others_trouble]
