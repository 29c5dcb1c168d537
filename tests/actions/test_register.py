"""A revision is registered once, whatever becomes of the answer, and taken back by deregistering it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from fargate_tui.actions.catalogue import BY_ID
from fargate_tui.actions.errand import Reach
from fargate_tui.actions.register import RegisterRevision, answer_of
from fargate_tui.actions.running import Runs
from fargate_tui.fargate.changes import Call, Outcome, Plan, Subject
from fargate_tui.fargate.definition_text import request_of
from fargate_tui.fargate.errors import Invalid, Unreachable
from fargate_tui.fargate.rows import Finding, ServiceRow
from fargate_tui.fargate.runs import Run
from fargate_tui.live.history import Journal
from fargate_tui.live.ports.aws import Aws
from tests.live.held_clock import HeldClock
from tests.live.small_aws import ECS, SmallAws, cluster, registration_shape, sent
from tests.screens.world import definition

ARN = f"{ECS}task-definition/web:7"
BASE = Subject(kind="task-definition", arn=ARN, name="web:7")
ROW = ServiceRow(arn="s", name="shop", cluster="prod", finding=Finding(severity="ok", word=""), task_definition="web:7")


class Bench:
    """A session: an AWS with the revision ``web:7``, and what carries changes out."""

    def __init__(self) -> None:
        self.aws = SmallAws()
        self.aws.put(cluster("prod"), definition("web", 7))
        self.journal = Journal(None)
        self.runs = Runs(Reach(self._use, lambda: None, HeldClock(), self.journal, lambda: (ROW,)), BY_ID)

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[Aws]:
        yield self.aws

    def edited(self, **changes: Any) -> dict[str, Any]:
        """The request for the same again, with some members changed."""
        request: dict[str, Any] = dict(request_of(sent(self.aws.revisions[ARN]), registration_shape()))
        request["containerDefinitions"][0]["logConfiguration"]["options"] = {
            "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p",
        }  # fmt: skip
        return {**request, **changes}

    async def plan(self, **changes: Any) -> Plan:
        return await self.runs.plan(RegisterRevision.id, (BASE,), answer_of(self.edited(**changes)))

    async def carry_out(self, plan: Plan) -> Run:
        """Carry it out to its end."""
        run = self.runs.start(plan)
        async for runs in self.runs.follow():
            found = next(each for each in runs if each.arn == run.arn)
            if not found.is_going:
                return found
        raise AssertionError("it does not end")


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.runs.close()


async def test_the_plan_says_what_is_different_and_hides_what_is_secret(bench: Bench) -> None:
    containers = bench.edited()["containerDefinitions"]
    containers[0]["environment"] = [{"name": "DATABASE_PASSWORD", "value": "another-secret"}]

    plan = await bench.plan(memory="1024", containerDefinitions=containers)
    (change,) = plan.changes
    told = {each.what: (each.before, each.after) for each in change.differences}

    assert told["revision"] == ("web:7", "a new one")
    assert told["memory"] == ("512", "1024")
    assert told["container web environment DATABASE_PASSWORD"] == ("••••••", "••••••")
    assert told["container web environment LOG_LEVEL"] == ("info", "—")
    shown = repr((plan.title, change.differences, plan.effects, change.effects))
    assert "another-secret" not in shown
    assert "hunter2" not in shown


async def test_what_passes_roles_and_what_services_keep_is_said(bench: Bench) -> None:
    (change,) = (await bench.plan(memory="1024")).changes
    effects = [effect.text for effect in change.effects]

    assert "services keep the revision they run until the new one is deployed to them (D)" in effects
    assert "needs iam:PassRole for ecsTaskExecutionRole and web-task" in effects


async def test_it_becomes_the_next_revision_and_the_journal_can_take_it_back(bench: Bench) -> None:
    run = await bench.carry_out(await bench.plan(memory="1024"))
    (entry,) = await bench.journal.entries()

    assert (run.state, run.words) == ("done", "registered as web:8")
    assert [subject.name for subject in bench.runs.made(run.arn)] == ["web:8"]
    assert bench.aws.revisions[f"{ECS}task-definition/web:8"].memory == "1024"
    assert "hunter2" not in repr(entry)

    back = await bench.carry_out(await bench.runs.plan_undo(entry))

    assert back.state == "done"
    assert bench.aws.revisions[f"{ECS}task-definition/web:8"].status == "INACTIVE"
    assert bench.aws.revisions[ARN].status == "ACTIVE"


class Lossy:
    """Carries out and loses the answer, or loses the request."""

    def __init__(self, aws: SmallAws, *, arrives: bool) -> None:
        self._aws = aws
        self._arrives = arrives
        self.tried = 0

    async def carry_out(self, call: Call, doing: str, token: str = "") -> Outcome:
        self.tried += 1
        if self._arrives:
            await self._aws.carry_out(call, doing, token)
        raise Unreachable(doing, "the connection was cut")


async def test_a_lost_answer_makes_no_second_revision(bench: Bench) -> None:
    plan = await bench.plan(memory="1024")
    bench.aws.changes = Lossy(bench.aws, arrives=True)  # type: ignore[assignment]
    run = await bench.carry_out(plan)
    (entry,) = await bench.journal.entries()

    assert (run.state, run.words) == ("done", "registered as web:8")
    assert len(bench.aws.revisions) == 2
    assert entry.undo is not None
    assert entry.undo.subjects[0].name == "web:8"


async def test_a_lost_request_is_not_sent_again_by_itself_and_can_be_by_hand(bench: Bench) -> None:
    plan = await bench.plan(memory="1024")
    lossy = bench.aws.changes = Lossy(bench.aws, arrives=False)  # type: ignore[assignment]
    run = await bench.carry_out(plan)

    assert run.state == "no answer"
    assert lossy.tried == 1
    assert len(bench.aws.revisions) == 1

    bench.aws.changes = bench.aws
    bench.runs.resume(run.arn)
    async for runs in bench.runs.follow():
        if not runs[0].is_going:
            break

    assert runs[0].words == "registered as web:8"
    assert len(bench.aws.revisions) == 2


async def test_a_revision_that_somebody_registers_meanwhile_is_said(bench: Bench) -> None:
    plan = await bench.plan(memory="1024")
    bench.aws.put(definition("web", 8))

    run = await bench.carry_out(plan)

    assert run.state == "refused"
    assert "changed meanwhile" in run.words
    assert bench.aws.carried_out == []


async def test_an_older_one_and_another_family_are_pointed_out(bench: Bench) -> None:
    bench.aws.put(definition("web", 9))
    older = await bench.plan(memory="1024")
    other = await bench.plan(family="fresh")

    assert "it was made from an older one: the newest is web:9" in [each.text for each in older.changes[0].effects]
    words = "it is of another family, fresh, whose newest revision is none"
    assert words in [each.text for each in other.changes[0].effects]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("{", "line 1, column 2"),
        (json.dumps({"family": "web"}), "containerDefinitions is missing"),
    ],
)
async def test_what_is_wrong_is_never_planned(bench: Bench, answer: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        await bench.runs.plan(RegisterRevision.id, (BASE,), answer)


async def test_what_is_the_same_is_not_registered_again(bench: Bench) -> None:
    bench.aws.put(definition("web", 8))
    first = await bench.carry_out(await bench.plan(memory="1024"))
    (made,) = bench.runs.made(first.arn)
    with pytest.raises(Invalid, match="nothing is different"):
        await bench.runs.plan(RegisterRevision.id, (made,), answer_of(bench.edited(memory="1024")))


async def test_deregistering_names_the_services_that_run_it(bench: Bench) -> None:
    plan = await bench.runs.plan("revision.deregister", (BASE,), "")

    assert not plan.typed
    assert any("prod/shop: runs it still" in effect.text for effect in plan.changes[0].effects)
    assert any("cannot be made ACTIVE again" in effect.text for effect in plan.changes[0].effects)
    assert plan.changes[0].undo is None

    run = await bench.carry_out(plan)
    assert run.state == "done"
    with pytest.raises(Invalid, match="it is INACTIVE already"):
        await bench.runs.plan("revision.deregister", (BASE,), "")
    await asyncio.sleep(0)
