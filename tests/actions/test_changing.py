"""Plan, confirm, follow, take back: what every action keeps to, on an account in memory."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fargate_tui.actions.catalogue import ALL
from fargate_tui.actions.errand import EVERY, MISSING
from fargate_tui.fargate.changes import Call, Outcome, Plan
from fargate_tui.fargate.errors import Invalid, NotAllowed, ReadOnly, Unreachable
from fargate_tui.fargate.records import ScalableTarget
from fargate_tui.live.history import Journal
from tests.actions.errands import Desk, desk, revision, settled, subject_of, task, web

LIMITS = ScalableTarget(resource_id="service/prod/web", min_capacity=1, max_capacity=4)


def call_names(on: Desk) -> list[str]:
    return [call.operation for call in on.aws.carried_out]


def states(on: Desk) -> list[list[str]]:
    return [[step.state for step in run.steps] for run in on.runs.runs]


# -- plan, confirm, follow ---------------------------------------------------------------------------------------------


async def test_a_scaling_is_planned_sent_and_followed_to_its_end() -> None:
    async with desk(web()) as on:
        run = await on.do("service.scale", "5", web())
        assert (run.state, run.words) == ("going", "2 of 5 running")
        (call,) = on.aws.carried_out
        assert dict(call.parameters) == {"cluster": "prod", "service": web().service_arn, "desiredCount": 5}
        on.aws.put(msgspec.structs.replace(web(), desired_count=5, running_count=5))
        await on.wait(2)
        assert (on.run(run.arn).state, on.run(run.arn).words) == ("done", "5 of 5 running")
        (entry,) = await on.written()
        assert (entry.result, entry.request_ids, entry.title) == ("done", ("request-1",), "scale web")
        assert entry.caller == "arn:aws:iam::123456789012:user/ops"
        assert entry.commands == (
            f"aws ecs update-service --cluster prod --service {web().service_arn} --desired-count 5 --region eu-west-1",
        )
        assert on.run(run.arn).steps[0].entry == entry.id


async def test_to_plan_changes_nothing() -> None:
    async with desk(web(), task(1), revision(7), revision(8)) as on:
        for action, answer, thing in (
            ("service.scale", "5", web()), ("service.deploy", ":8", web()), ("task.stop", "why", task(1)),
        ):  # fmt: skip
            await on.runs.plan(action, [subject_of(thing)], answer)
        assert not on.aws.carried_out
        assert not await on.written()


@pytest.mark.parametrize(
    ("action", "answer", "meanwhile"),
    [
        ("service.scale", "5", {"desired_count": 3}),
        ("service.deploy", "new", {"desired_count": 3}),
        ("service.deploy", ":8", {"deployments": ()}),
    ],
)
async def test_what_has_changed_meanwhile_is_not_changed(action: str, answer: str, meanwhile: dict[str, Any]) -> None:
    async with desk(web(), revision(7), revision(8)) as on:
        plan = await on.runs.plan(action, [subject_of(web())], answer)
        on.aws.put(msgspec.structs.replace(web(), **meanwhile))
        run = on.runs.start(plan)
        await settled()
        assert on.run(run.arn).state == "refused"
        assert "changed meanwhile" in on.run(run.arn).words
        assert not on.aws.carried_out
        assert not await on.written(), "what was not sent is not in the journal"


async def test_a_task_that_stops_meanwhile_is_not_stopped() -> None:
    async with desk(task(1)) as on:
        plan = await on.runs.plan("task.stop", [subject_of(task(1))], "why")
        on.aws.put(task(1, desired_status="STOPPED"))
        on.runs.start(plan)
        await settled()
        assert states(on) == [["refused"]]
        assert not on.aws.carried_out


@pytest.mark.parametrize("answer", ["many", "5001", "", "5 max", "-"])
async def test_what_is_no_number_is_refused_with_a_sentence(answer: str) -> None:
    async with desk(web()) as on:
        with pytest.raises(Invalid, match="is no number of tasks"):
            await on.runs.plan("service.scale", [subject_of(web())], answer)


# -- read-only ---------------------------------------------------------------------------------------------------------


async def test_read_only_plans_and_starts_nothing() -> None:
    async with desk(web(), read_only=True) as on:
        plan = await on.runs.plan("service.scale", [subject_of(web())], "5")
        with pytest.raises(ReadOnly, match="read-only"):
            on.runs.start(plan)
        assert not on.runs.runs


async def test_a_read_only_connection_refuses_whoever_asks() -> None:
    async with desk(web()) as on:
        on.aws.read_only = True
        await on.do("service.scale", "5", web())
        assert states(on) == [["refused"]]
        assert not on.aws.carried_out
        (entry,) = await on.written()
        assert entry.result == "refused"


# -- the journal -------------------------------------------------------------------------------------------------------


async def test_the_journal_is_written_before_anything_is_sent() -> None:
    async with desk(web()) as on:
        seen: list[str] = []
        send = on.aws.carry_out

        async def look(call: Call, doing: str, token: str = "") -> Outcome:
            seen.extend(entry.result for entry in await on.written())
            return await send(call, doing, token)

        on.aws.carry_out = look  # type: ignore[method-assign]
        await on.do("service.scale", "5", web())
        assert seen == ["sent"]
        assert [entry.result for entry in await on.written()] == ["accepted"]


async def test_a_refusal_is_kept_with_its_reason_and_its_request() -> None:
    async with desk(web()) as on:
        error = NotAllowed("scale web", "ecs:UpdateService is not allowed for ops", action="ecs:UpdateService")
        error.request_id = "refused-1"
        on.aws.errors["UpdateService"] = error
        await on.do("service.scale", "5", web())
        (entry,) = await on.written()
        assert (entry.result, entry.request_ids, entry.accepted) == ("refused", ("refused-1",), 0)
        assert "ecs:UpdateService is not allowed" in entry.words
        with pytest.raises(Invalid):
            await on.runs.last_undoable()


async def test_half_a_change_is_told_and_can_be_taken_back() -> None:
    async with desk(web()) as on:
        on.aws.scalable["web"] = LIMITS
        on.aws.errors["UpdateService"] = NotAllowed("scale web", "not allowed")
        await on.do("service.scale", "6 max=6", web())
        (entry,) = await on.written()
        assert (entry.result, entry.accepted) == ("refused", 1)
        assert entry.words.startswith("1 of 2 calls accepted, then: ")
        assert [each.id for each in await on.runs.last_undoable()] == [entry.id]


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "journal.sqlite3"
    async with desk(web(), journal=path) as on:
        await on.do("service.scale", "5", web())
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    again = Journal(path)
    assert [entry.title for entry in await again.entries()] == ["scale web"]
    await again.close()


def is_open(path: Path) -> bool:
    """Whether this process holds a file."""
    return str(path) in {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}


@pytest.mark.parametrize("kind", ["a folder", "a file in the way", "no database"])
async def test_a_journal_that_cannot_be_kept_stops_nothing_and_says_so(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "journal.sqlite3"
    match kind:
        case "a folder":
            path.mkdir()
        case "a file in the way":
            path.write_text("")
            path = path / "journal.sqlite3"
        case "no database":
            path.write_text("this is no database, and long enough to be seen as none " * 20)
    async with desk(web(), journal=path) as on:
        run = await on.do("service.scale", "5", web())
        assert run.state == "going"
        assert [entry.title for entry in await on.written()] == ["scale web"]
        assert str(path) in on.journal.trouble
        assert "until the program ends" in on.journal.trouble
        assert not is_open(path)


async def test_an_entry_survives_the_loss_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    async with desk(web(), journal=path) as on:
        run = await on.do("service.scale", "5", web())
        database = sqlite3.connect(path)
        database.execute("drop table journal")
        database.commit()
        database.close()
        on.aws.put(msgspec.structs.replace(web(), desired_count=5, running_count=5))
        await on.wait(2)
        assert on.run(run.arn).state == "done"
        assert [(entry.id, entry.result) for entry in await on.written()] == [(1, "done")]
        assert on.journal.trouble


async def test_what_another_version_has_written_is_counted_and_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    async with desk(web(), journal=path) as on:
        await on.do("service.scale", "5", web())
        database = sqlite3.connect(path)
        database.execute("insert into journal values (2, '', '', '', '', ?)", (b'{"of": "the future"}',))
        database.commit()
        database.close()
        assert [entry.id for entry in await on.written()] == [1]
        assert on.journal.unread == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)  # noqa: ASYNC240 - it is a test
    journal = Journal(tmp_path / "journal.sqlite3")
    assert await journal.entries() == ()
    assert journal.trouble
    await journal.close()


# -- an answer that never comes ----------------------------------------------------------------------------------------


def losing(on: Desk, operation: str, *, answers: bool) -> None:
    """Have the next answer to an operation get lost, or already the request."""
    send = on.aws.carry_out
    lost: list[Call] = []

    async def lose(call: Call, doing: str, token: str = "") -> Outcome:
        if call.operation != operation or lost:
            return await send(call, doing, token)
        lost.append(call)
        if answers:
            await send(call, doing, token)
        else:
            on.aws.tokens.append(token)
        raise Unreachable(doing, "the connection broke")

    on.aws.carry_out = lose  # type: ignore[method-assign]


async def test_a_lost_answer_is_found_to_have_been_carried_out() -> None:
    async with desk(web()) as on:
        losing(on, "UpdateService", answers=True)
        run = await on.do("service.scale", "5", web())
        assert run.state == "going"
        assert call_names(on) == ["UpdateService"]
        on.aws.put(msgspec.structs.replace(web(), desired_count=5, running_count=5))
        await on.wait(2)
        assert on.run(run.arn).state == "done"


async def test_a_lost_request_is_in_doubt_and_sent_again_with_the_same_token() -> None:
    async with desk(web()) as on:
        losing(on, "UpdateService", answers=False)
        run = await on.do("service.scale", "5", web())
        assert run.state == "no answer"
        assert "AWS may have done it, or not" in run.words
        assert [entry.result for entry in await on.written()] == ["no answer"]
        on.runs.resume(run.arn)
        await settled()
        assert on.run(run.arn).state == "going"
        assert len(on.aws.tokens) == 2
        assert len(set(on.aws.tokens)) == 1
        assert [entry.result for entry in await on.written()] == ["accepted"], "one change is one entry"


async def test_what_is_in_doubt_and_has_landed_late_is_not_sent_again() -> None:
    async with desk(web()) as on:
        losing(on, "UpdateService", answers=False)
        run = await on.do("service.scale", "5", web())
        on.aws.put(msgspec.structs.replace(web(), desired_count=5))
        on.runs.resume(run.arn)
        await settled()
        assert on.run(run.arn).state == "going"
        assert not on.aws.carried_out


async def test_a_doubt_that_cannot_be_settled_stays_one() -> None:
    async with desk(web()) as on:
        losing(on, "UpdateService", answers=False)
        run = await on.do("service.scale", "5", web())
        on.aws.errors["DescribeServices"] = Unreachable("describe services", "the network is down")
        on.runs.resume(run.arn)
        await settled()
        assert on.run(run.arn).state == "no answer"
        assert "the network is down" in on.run(run.arn).words
        assert [entry.result for entry in await on.written()] == ["no answer"]
        on.aws.errors.clear()
        on.aws.put(msgspec.structs.replace(web(), desired_count=9))
        on.runs.resume(run.arn)
        await settled()
        assert on.run(run.arn).state == "no answer", "somebody else may have changed it after it was done"
        on.aws.put(web())
        on.aws.errors["UpdateService"] = NotAllowed("scale web", "not allowed any more")
        on.runs.resume(run.arn)
        await settled()
        assert on.run(run.arn).state == "refused"


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize("lost", ["RegisterScalableTarget", "UpdateService"])
async def test_of_two_calls_none_is_made_twice(lost: str, answers: bool) -> None:
    async with desk(web()) as on:
        on.aws.scalable["web"] = LIMITS
        losing(on, lost, answers=answers)
        run = await on.do("service.scale", "6 max=6", web())
        if run.state == "no answer":
            on.runs.resume(run.arn)
            await settled()
        assert on.run(run.arn).state == "going"
        assert call_names(on) == ["RegisterScalableTarget", "UpdateService"]


async def test_a_restart_whose_answer_was_lost_is_followed_by_its_deployment() -> None:
    async with desk(web(), revision(7)) as on:
        began = msgspec.structs.replace(
            web().deployments[0], id="ecs-svc/2", running_count=0, rollout_state="IN_PROGRESS"
        )
        old = msgspec.structs.replace(web().deployments[0], status="ACTIVE")

        async def restart(call: Call, doing: str, token: str = "") -> Outcome:
            on.aws.put(msgspec.structs.replace(web(), deployments=(began, old)))
            raise Unreachable(doing, "the connection broke")

        on.aws.carry_out = restart  # type: ignore[method-assign]
        run = await on.do("service.deploy", "new", web())
        assert (run.state, run.words) == ("going", ":7: 0 of 2 running, 2 of the old left")


# -- many at a time ----------------------------------------------------------------------------------------------------

MANY = tuple(web(name) for name in ("a", "b", "c", "d"))


async def test_the_first_failure_stops_it_and_the_rest_is_gone_on_with() -> None:
    async with desk(*MANY, revision(7)) as on:
        begun: list[str] = []
        send = on.aws.carry_out

        async def refuse_b(call: Call, doing: str, token: str = "") -> Outcome:
            name = str(call.parameters["service"]).rpartition("/")[2]
            begun.append(name)
            if name == "b" and begun.count("b") == 1:
                raise NotAllowed(doing, "not allowed")
            answer = await send(call, doing, token)
            on.aws.complete(str(call.parameters["service"]))
            return answer

        on.aws.carry_out = refuse_b  # type: ignore[method-assign]
        run = await on.do("service.deploy", "new", *MANY)
        await on.wait(10)
        assert states(on) == [["done", "refused", "waiting", "waiting"]]
        assert not on.run(run.arn).is_going
        on.runs.resume(run.arn)
        await on.wait(10)
        assert states(on) == [["done", "done", "done", "done"]]
        assert begun == ["a", "b", "b", "c", "d"]
        assert {entry.title for entry in await on.written()} == {f"restart {name}" for name in "abcd"}


@pytest.mark.parametrize("pace", [1, 2, 3])
async def test_so_many_at_a_time_and_each_to_its_end(pace: int) -> None:
    async with desk(*MANY, revision(7)) as on:
        run = await on.do("service.deploy", "new", *MANY, pace=pace)
        assert [step.state for step in run.steps].count("going") == pace
        assert len(on.aws.carried_out) == pace
        on.aws.complete(MANY[0].service_arn)
        await on.wait(2)
        assert len(on.aws.carried_out) == pace + 1


async def test_what_is_left_is_followed_no_longer_and_the_rest_not_begun() -> None:
    async with desk(*MANY, revision(7)) as on:
        run = await on.do("service.deploy", "new", *MANY)
        on.runs.leave(run.arn)
        asked = on.aws.asked.total()
        await on.wait(60)
        assert states(on) == [["left"] * 4]
        assert [step.words for step in on.run(run.arn).steps[1:]] == ["not begun"] * 3
        assert on.aws.asked.total() == asked
        assert len(on.aws.carried_out) == 1


# -- taking back -------------------------------------------------------------------------------------------------------


async def counted(on: Desk) -> int:
    return on.aws.services[web().service_arn].desired_count


async def test_two_undos_go_two_changes_back() -> None:
    async with desk(web()) as on:
        await on.do("service.scale", "3", web())
        await on.do("service.scale", "6", web())
        await on.undo()
        assert await counted(on) == 3
        await on.undo()
        assert await counted(on) == 2
        with pytest.raises(Invalid, match="nothing that was changed from here"):
            await on.undo()
        first = (await on.written())[-1]
        assert first.undone
        with pytest.raises(Invalid, match="taken back already"):
            await on.runs.plan_undo(first)


async def test_a_change_that_ends_after_it_was_taken_back_stays_so() -> None:
    async with desk(web()) as on:
        await on.do("service.scale", "3", web())
        await on.undo()
        await on.wait(120)
        assert not [run for run in on.runs.runs if run.is_going]
        assert [(run.state, run.words) for run in on.runs.runs][1] == ("left", "taken back from here")
        assert [(entry.result, entry.words) for entry in await on.written()][1] == ("accepted", "taken back from here")
        assert [entry.undone for entry in await on.written()] == [False, True]


async def test_what_took_a_change_back_can_be_taken_back_itself() -> None:
    async with desk(web()) as on:
        await on.do("service.scale", "3", web())
        await on.undo()
        undo = (await on.written())[0]
        on.runs.start(await on.runs.plan_undo(undo))
        await settled()
        assert await counted(on) == 3
        assert [entry.undone for entry in await on.written()] == [False, True, False]
        await on.undo()
        assert await counted(on) == 2


async def test_what_was_changed_together_is_taken_back_together_the_last_first() -> None:
    things = [web(name, count) for name, count in (("a", 1), ("b", 2), ("c", 3))]
    async with desk(*things) as on:
        await on.do("service.scale", "+2", *things)
        plan = await on.runs.plan_undo(*await on.runs.last_undoable())
        assert plan.title == "take back: scale a and 2 more"
        assert [(each.subject.name, each.answer) for each in plan.changes] == [("c", "3"), ("b", "2"), ("a", "1")]

        run = on.runs.start(plan)
        await settled()
        assert [call.parameters["desiredCount"] for call in on.aws.carried_out[3:]] == [3, 2, 1]
        assert [entry.undone for entry in await on.written()] == [False] * 3 + [True] * 3
        assert len(on.run(run.arn).steps) == 3
        with pytest.raises(Invalid, match="nothing that was changed from here"):
            await on.undo()


async def test_of_several_only_what_was_changed_is_taken_back() -> None:
    things = [web(name) for name in ("a", "b", "c")]
    async with desk(*things) as on:
        await on.do("service.scale", "3", *things)
        del on.aws.services[things[1].service_arn]
        plan = await on.runs.plan_undo(*await on.runs.last_undoable())
        assert [each.subject.name for each in plan.changes] == ["c", "a"]
        assert any(effect.text.startswith("not taken back: ") for effect in plan.effects)

        on.runs.start(plan)
        await settled()
        assert on.aws.services[things[0].service_arn].desired_count == 2


async def test_several_brought_down_to_nothing_again_are_confirmed_by_typing() -> None:
    things = [web(name, 0) for name in ("a", "b")]
    async with desk(*things) as on:
        await on.do("service.scale", "1", *things)
        plan = await on.runs.plan_undo(*await on.runs.last_undoable())
        assert (plan.destroys, plan.typed) == (True, "2 services")


async def test_a_change_of_another_account_is_not_taken_back_here() -> None:
    async with desk(web()) as on:
        await on.do("service.scale", "3", web())
        (entry,) = await on.written()
        elsewhere = msgspec.structs.replace(entry, region="us-east-1")
        with pytest.raises(Invalid, match="it was made in 123456789012 us-east-1, and this is 123456789012 eu-west-1"):
            await on.runs.plan_undo(elsewhere)


async def test_what_has_become_of_it_since_is_told() -> None:
    async with desk(web()) as on:
        await on.do("service.scale", "3", web())
        on.aws.put(msgspec.structs.replace(web(), desired_count=9))
        plan: Plan = await on.runs.plan_undo((await on.written())[0])
        assert [effect.text for effect in plan.effects] == ["desired count was changed to 3, and is 9 by now"]


# -- what is declared --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ALL.values(), ids=lambda action: action.id)
def test_every_action_says_all_that_is_read_from_it(action: Any) -> None:
    assert action.id.count(".") == 1
    assert action.taken_back
    assert action.operations
    assert all(operation.changes for operation in action.operations)
    is_asked_for = bool(action.bindings or action.question is not None)
    assert is_asked_for != (action.only_takes_back or action.only_of_wizards)


async def test_a_deployment_that_was_seen_and_is_gone_does_not_begin_for_a_minute() -> None:
    before = web()
    async with desk(before, revision(7), revision(8)) as on:
        run = await on.do("service.deploy", ":8", before)
        await on.wait(EVERY)
        assert on.run(run.arn).words.startswith(":8: 0 of 2 running")
        begun = on.aws.services[before.service_arn]

        on.aws.put(before)
        await on.wait(EVERY)
        assert on.run(run.arn).words.startswith(":8: 0 of 2 running"), "one answer may be an old one"
        on.aws.put(begun)
        await on.wait(EVERY)
        on.aws.put(before)
        for _ in range(MISSING):
            assert on.run(run.arn).state == "going"
            await on.wait(EVERY)
        await on.wait(EVERY)
        assert on.run(run.arn).state == "failed"
        assert "a deployment of :7 has taken its place" in on.run(run.arn).words
