"""Carries out what was confirmed: the only place from which anything is changed, whatever is on the screen."""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from itertools import count

import msgspec

from fargate_tui.actions.action import PLANNED_AT_ONCE, Action, Choice, typed_for
from fargate_tui.actions.errand import Errand, Reach
from fargate_tui.actions.forms import Form, FormAction
from fargate_tui.fargate.changes import CREATING, Effect, Plan, Subject
from fargate_tui.fargate.errors import AwsError, Invalid, ReadOnly
from fargate_tui.fargate.journal import JournalEntry
from fargate_tui.fargate.runs import ENDED, WRONG, Run, Step, StepState
from fargate_tui.live.history import Journal
from fargate_tui.live.lock import NEVER_CLOSED, Lock

_log = logging.getLogger(__name__)


class Runs:
    """The plans that were confirmed in this session."""

    def __init__(self, reach: Reach, actions: Mapping[str, Action], *, lock: Lock = NEVER_CLOSED) -> None:
        self._lock = lock
        self._reach = reach
        self._actions = actions
        self._runs: dict[str, Run] = {}
        self._errands: dict[str, list[Errand]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._numbers = count(1)
        self._changed = asyncio.Event()

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed now; the connection refuses it too, whoever asks."""
        return self._lock.is_closed

    # -- planning ------------------------------------------------------------------------------------------------------

    async def plan(self, action: str, subjects: Sequence[Subject], answer: str) -> Plan:
        """What an action would do, by what AWS says just now; raises `AwsError`."""
        async with self._reach.use() as aws:
            return await self._actions[action].plan(subjects, answer, self._reach.bench(aws))

    async def choices(self, action: str, subject: Subject) -> tuple[Choice, ...]:
        """What may be answered to an action's question; raises `AwsError`."""
        async with self._reach.use() as aws:
            return await self._actions[action].choices(subject, self._reach.bench(aws))

    async def form(self, action: FormAction, subject: Subject) -> Form:
        """What is filled in before an action is planned; raises `AwsError`."""
        async with self._reach.use() as aws:
            return await action.form(subject, self._reach.bench(aws))

    async def last_undoable(self) -> tuple[JournalEntry, ...]:
        """The newest change of this account and Region that can be taken back, with all that was confirmed with it.

        The newest is the first; raises `Invalid` where there is none.
        """
        caller = self._reach.caller()
        entries = await self._reach.journal.entries(*((caller.account, caller.region) if caller else ()))
        # What has taken another change back is not taken back itself: two of them go two changes back.
        found = [entry for entry in entries if entry.can_be_undone and not entry.undoes]
        if found:
            batch = found[0].batch
            return tuple(entry for entry in found if batch and entry.batch == batch) or (found[0],)
        raise Invalid("take back the last change", "nothing that was changed from here can be taken back")

    async def plan_undo(self, *entries: JournalEntry) -> Plan:
        """What takes entries of the journal back, in their order, by what AWS says just now; raises `AwsError`.

        Of several, what cannot be taken back is told in the plan of the others.
        """
        if len(entries) == 1:
            return await self._plan_undo(entries[0])
        limit = asyncio.Semaphore(PLANNED_AT_ONCE)

        async def one(entry: JournalEntry) -> Plan | AwsError:
            try:
                async with limit:
                    return await self._plan_undo(entry)
            except AwsError as error:
                return error

        found = await asyncio.gather(*(one(entry) for entry in entries))
        plans = [plan for plan in found if isinstance(plan, Plan)]
        errors = [error for error in found if isinstance(error, AwsError)]
        if not plans:
            raise errors[0]
        return _together(plans, _main(entries).title, errors)

    async def _plan_undo(self, entry: JournalEntry) -> Plan:
        if entry.undo is None:
            raise Invalid(f"take back {entry.title}", "nothing takes it back")
        if not entry.can_be_undone:
            why = "it has been taken back already" if entry.undone else f"nothing was changed by it: {entry.result}"
            raise Invalid(f"take back {entry.title}", why)
        self._check_is_here(entry)
        plan = await self.plan(entry.undo.action, entry.undo.subjects, entry.undo.answer)
        changes = (msgspec.structs.replace(change, undoes=entry.id) for change in plan.changes)
        effects = (*_since(entry, plan), *plan.effects)
        return msgspec.structs.replace(plan, title=f"take back: {entry.title}", changes=tuple(changes), effects=effects)

    def _check_is_here(self, entry: JournalEntry) -> None:
        caller = self._reach.caller()
        here = (caller.account, caller.region) if caller else ("", "")
        if caller is not None and (entry.account, entry.region) != here:
            where = f"{entry.account} {entry.region}".strip() or "an account that is not known"
            raise Invalid(f"take back {entry.title}", f"it was made in {where}, and this is {' '.join(here)}")

    # -- running -------------------------------------------------------------------------------------------------------

    @property
    def journal(self) -> Journal:
        """Where every change is written down."""
        return self._reach.journal

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of this session, the newest first."""
        return tuple(reversed(self._runs.values()))

    async def follow(self) -> AsyncGenerator[tuple[Run, ...], None]:
        """The runs now, and whenever one of them has come further; use it inside `contextlib.aclosing`."""
        while True:
            changed = self._changed
            yield self.runs
            await changed.wait()

    def start(self, plan: Plan, *, pace: int = 1) -> Run:
        """Carry out a plan that was confirmed, ``pace`` things at a time; raises `ReadOnly`."""
        if self.read_only:
            raise ReadOnly(plan.title)
        arn, steps = str(next(self._numbers)), tuple(Step(change=change) for change in plan.changes)
        self._put(Run(arn=arn, plan=plan, steps=steps, began_at=self._reach.clock.now()))
        batch = uuid.uuid4().hex if len(steps) > 1 else ""
        self._errands[arn] = [self._errand(arn, place, plan, batch) for place in range(len(steps))]
        self._begin(arn, pace)
        return self._runs[arn]

    def resume(self, arn: str, *, pace: int = 1) -> None:
        """Go on with a run that has stopped: what went wrong and what waits is planned and sent anew."""
        run = self._runs[arn]
        if run.is_going:
            return
        steps = (
            msgspec.structs.replace(step, state="waiting", words="", ended_at=None) if step.state in WRONG else step
            for step in run.steps
        )
        self._put(msgspec.structs.replace(run, steps=tuple(steps)))
        self._begin(arn, pace)

    def made(self, arn: str) -> tuple[Subject, ...]:
        """What a run has made so far."""
        return tuple(made for errand in self._errands[arn] for made in errand.made)

    def leave(self, arn: str) -> None:
        """Follow a run no longer, and begin nothing more of it; what was sent goes on at AWS."""
        task = self._tasks.pop(arn, None)
        if task is not None:
            task.cancel()
        for place, step in enumerate(self._runs[arn].steps):
            if step.state not in ENDED:
                self._note(arn, place, "left", "not begun" if step.state == "waiting" else step.words)

    async def close(self) -> None:
        """Follow nothing any more."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._reach.journal.close()

    def _errand(self, arn: str, place: int, plan: Plan, batch: str) -> Errand:
        def report(state: StepState, words: str) -> None:
            self._note(arn, place, state, words)

        change = plan.changes[place]
        return Errand(self._reach, self._actions[change.action or plan.action], plan, change, report, batch)

    def _begin(self, arn: str, pace: int) -> None:
        self._tasks[arn] = asyncio.create_task(self._carry_out(arn, pace), name=f"run {arn}")

    async def _carry_out(self, arn: str, pace: int) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(pace):
                    group.create_task(self._work(arn, group))
        except* Exception as errors:  # noqa: BLE001 - a defect of ours must be seen on the screen
            _log.exception("run %s", arn)
            for place, step in enumerate(self._runs[arn].steps):
                if step.state in ("sending", "going"):
                    self._note(arn, place, "failed", f"a defect of fargate-tui: {errors.exceptions[0]!r}")

    async def _work(self, arn: str, group: asyncio.TaskGroup) -> None:
        """One step after the other, until there is none or one has gone wrong."""
        while (place := self._claim(arn)) is not None:
            errand = self._errands[arn][place]
            if not await errand.send():
                continue
            if errand.action.is_paced:
                await errand.follow()
            else:
                group.create_task(errand.follow())

    def _claim(self, arn: str) -> int | None:
        steps = self._runs[arn].steps
        if any(step.state in WRONG for step in steps):
            return None
        place = next((place for place, step in enumerate(steps) if step.state == "waiting"), None)
        if place is not None:
            self._note(arn, place, "sending", "")
        return place

    # -- telling -------------------------------------------------------------------------------------------------------

    def _note(self, arn: str, place: int, state: StepState, words: str) -> None:
        run, now = self._runs[arn], self._reach.clock.now()
        step, entry = run.steps[place], self._errands[arn][place].entry
        changed = msgspec.structs.replace(
            step,
            state=state,
            words=words,
            began_at=step.began_at or (now if state == "sending" else None),
            ended_at=now if state in ENDED else None,
            entry=entry.id if entry else 0,
            made=self._errands[arn][place].made,
        )
        if changed != step:
            self._put(msgspec.structs.replace(run, steps=(*run.steps[:place], changed, *run.steps[place + 1 :])))

    def _put(self, run: Run) -> None:
        self._runs[run.arn] = run
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


def _since(entry: JournalEntry, plan: Plan) -> list[Effect]:
    """What has become of the thing since it was changed, where that is not what it was changed to."""
    found = {difference.what: difference for change in plan.changes for difference in change.differences}
    return [
        Effect(
            text=f"{then.what} was changed to {then.after}, and is {found[then.what].before} by now", severity="warn"
        )
        for then in entry.differences
        if then.what in found and found[then.what].before != then.after
    ]


def _main(entries: Sequence[JournalEntry]) -> JournalEntry:
    """The one, of several newest first, that they are called by: of a creation what all others are for."""
    if not entries[0].action.startswith(CREATING):
        return entries[-1]
    return next((entry for entry in entries if entry.subject.kind == "service"), entries[0])


def _together(plans: Sequence[Plan], first: str, errors: Sequence[AwsError]) -> Plan:
    """Plans that take several changes back, as one: each change keeps its action and its answer."""
    changes = tuple(
        msgspec.structs.replace(change, action=plan.action, answer=plan.answer)
        for plan in plans
        for change in plan.changes
    )
    subjects = tuple(change.subject for change in changes)
    destroys = any(plan.destroys for plan in plans)
    since = [
        msgspec.structs.replace(effect, text=f"{plan.changes[0].subject.name}: {effect.text}")
        for plan in plans
        for effect in plan.effects
    ]
    refused = [Effect(text=f"not taken back: {error}", severity="warn") for error in errors]
    more = len(changes) + len(errors) - 1
    return Plan(
        action=plans[0].action,
        title=f"take back: {first} and {more:,} more",
        answer=plans[0].answer,
        changes=changes,
        effects=(*since, *refused),
        destroys=destroys,
        typed=typed_for(subjects) if destroys else "",
    )
