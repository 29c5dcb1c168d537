"""One change on its way: planned anew, written into the journal, sent, and watched until it has come true.

It is not sent where AWS says something else by then than when it was planned. Sent again, it has the same tokens.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

import msgspec

from fargate_tui.actions.action import Action, Bench, service_of, tasks_of
from fargate_tui.fargate import following
from fargate_tui.fargate.changes import Aim, Call, Change, Outcome, Plan, Subject
from fargate_tui.fargate.command_line import command_line
from fargate_tui.fargate.errors import AwsError, ChangedMeanwhile, Invalid, NotFound, Unreachable
from fargate_tui.fargate.failures import failures_of, is_all_refused
from fargate_tui.fargate.following import Progress
from fargate_tui.fargate.journal import JournalEntry, Result
from fargate_tui.fargate.records import CallerIdentity, Service
from fargate_tui.fargate.rows import ServiceRow
from fargate_tui.fargate.runs import StepState
from fargate_tui.live.clock import Clock
from fargate_tui.live.history import Journal
from fargate_tui.live.ports.aws import Aws

EVERY: Final = 2.0
"""Seconds between two looks at a thing that is changing."""
SLOWEST: Final = 30.0
"""The same after errors, at most."""
TAKEN_BACK: Final = "taken back from here"
LATE: Final = 60.0
"""Seconds after which what AWS says of a thing is what somebody else made of it, and not an old answer."""
MISSING: Final = 3
"""Looks one after the other at which something that was seen is not there, after which it is gone: one may be old."""

Use = Callable[[], AbstractAsyncContextManager[Aws]]
"""Holds the connection for a few questions."""


class Report(Protocol):
    """Who is told how far a change is."""

    def __call__(self, state: StepState, words: str) -> None:
        """Take note of it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What all errands of a session share."""

    use: Use
    caller: Callable[[], CallerIdentity | None]
    clock: Clock
    journal: Journal
    services: Callable[[], Iterable[ServiceRow]] = tuple
    """The services that are known, as they were seen last."""
    taken_back: set[int] = field(default_factory=set)
    """Ids of the journal's entries that were taken back from here: what they wanted does not come true any more."""
    given_up: set[str] = field(default_factory=set)
    """Ids of the deployments that were rolled back from here: AWS lists some of them no longer."""

    def bench(self, aws: Aws) -> Bench:
        """What an action plans with."""
        caller = self.caller()
        return Bench(aws, self.clock.now(), caller.region if caller else "", tuple(self.services()))


@dataclass(slots=True)
class Seen:
    """What the looks at a thing that is changing have found so far."""

    words: str = ""
    failures: int = 0
    """The last looks to which AWS did not answer."""
    missing: int = 0
    """The last looks at which there was nothing of it."""
    was_there: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether it was there, and has not been for a while."""
        return self.was_there and self.missing >= MISSING

    def note(self, progress: Progress) -> None:
        """Take note of a look; where nothing is seen of what was there, the words stay."""
        self.failures = self.failures + 1 if progress.is_unknown else 0
        self.missing = self.missing + 1 if progress.is_missing else 0
        self.was_there = self.was_there or not (progress.is_unknown or progress.is_missing)
        if not (self.was_there and progress.is_missing):
            self.words = progress.words


@dataclass(slots=True)
class Errand:
    """One change of a plan."""

    reach: Reach
    action: Action
    plan: Plan
    change: Change
    report: Report
    batch: str = ""
    """What it was confirmed together with has the same; empty where it was alone."""
    tokens: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    entry: JournalEntry | None = None
    shortfall: str = ""
    """What of it AWS has not done, in its words."""
    in_doubt: bool = False
    """Whether it was sent and no answer came."""
    found: Service | None = None
    """The service as it was found after a call to which no answer came, but which AWS has carried out."""
    refusals: list[str] = field(default_factory=list)
    """AWS's ids of the requests that it refused."""
    made: tuple[Subject, ...] = ()
    """What has been made by it."""
    begun: str = ""
    """Id of the deployment that was begun by it, where AWS's answer did not name it."""
    has_ended: bool = False
    """Whether what was made has ended by itself: nothing is left to be taken back."""

    @property
    def answer(self) -> str:
        """What the action was answered for this change."""
        return self.change.answer if self.change.action else self.plan.answer

    async def send(self) -> bool:
        """Send it; whether AWS has accepted it, so that it can be followed."""
        self.report("sending", "looked at anew")
        try:
            async with self.reach.use() as aws:
                return await self._send(self.reach.bench(aws))
        except AwsError as error:
            self.refusals += [error.request_id] if error.request_id else []
            if self.in_doubt:
                # What was sent before may have been done all the same: nothing that came since says otherwise.
                await self._end("no answer", f"AWS may have done it, or not; {error}")
                return False
            some = f"{len(self.outcomes)} of {len(self.change.calls)} calls accepted, then: " if self.outcomes else ""
            await self._end("refused", f"{some}{error}")
            return False

    async def follow(self) -> None:
        """Watch it until it has come true, or failed."""
        began, seen = self.reach.clock.monotonic(), Seen()
        while True:
            is_late = self.reach.clock.monotonic() - began > LATE
            progress = await self._look(is_late=is_late or seen.is_gone)
            if progress.state != "going":
                break
            if self._is_taken_back:
                await self._end("left", TAKEN_BACK)
                return
            seen.note(progress)
            self.report("going", seen.words)
            await self.reach.clock.sleep(min(EVERY * 2**seen.failures, SLOWEST))
        if progress.state == "failed" and self._is_taken_back:
            await self._end("left", TAKEN_BACK)
            return
        self.has_ended = self.change.aim == "ended"
        words = f"{progress.words}; not all of it was done: {self.shortfall}" if self.shortfall else progress.words
        await self._end("failed" if self.shortfall else progress.state, words)

    @property
    def _is_taken_back(self) -> bool:
        return self.entry is not None and self.entry.id in self.reach.taken_back

    # -- sending -------------------------------------------------------------------------------------------------------

    async def _send(self, bench: Bench) -> bool:
        if self.in_doubt and await self.action.has_landed(self.change, self.answer, bench):
            return await self._landed(bench)
        fresh = await self._planned(bench)
        if self.action.is_planned_late and not fresh.calls:
            return await self._nothing_left(bench)
        left = self._left(fresh)
        if left is None:
            raise _changed_meanwhile(self._title(), self.change, fresh)
        if self.entry is None:
            self.entry = await self.reach.journal.begin(self._new_entry(bench))
        self.in_doubt = False
        for call, token in left:
            whole = await self.action.filled(self.change, call, self.outcomes, bench)
            try:
                self._take(await self._carried_out(whole, token, bench))
            except AwsError as error:
                is_lost = isinstance(error, Unreachable)
                if not is_lost and not error.is_of_a_repeat:
                    raise
                # A second one may be refused for the very reason that the first was carried out.
                landed = await self._has_landed(bench)
                if landed:
                    return await self._landed(bench)
                if not is_lost and landed is False and call is left[-1][0]:
                    raise
                self.in_doubt = True
                await self._end("no answer", f"{error.why}: AWS may have done it, or not")
                return False
        return await self._accepted(bench)

    async def _planned(self, bench: Bench) -> Change:
        """What is to be done by what AWS says now; of what is planned late, that is what was confirmed."""
        if self.outcomes or self.in_doubt:
            return await self.action.change(self.change.subject, self.answer, bench)
        fresh = await self.action.begun(self.change.subject, self.answer, bench)
        if self.action.is_planned_late:
            old = self.change
            self.change = msgspec.structs.replace(fresh, action=old.action, answer=old.answer, undoes=old.undoes)
            self.tokens = []
            return self.change
        return fresh

    async def _nothing_left(self, bench: Bench) -> bool:
        """End what has been done already: by a call to which no answer came, or by somebody else."""
        if self.outcomes or self.in_doubt:
            return await self._landed(bench)
        if self.change.undoes:
            await self.reach.journal.mark_undone(self.change.undoes)
        await self._end("done", self.action.nothing_left)
        return False

    async def _carried_out(self, call: Call, token: str, bench: Bench) -> Outcome:
        """AWS's answer; what AWS refuses for a while only is sent again until it does not, or patience has an end."""
        began = self.reach.clock.monotonic()
        while True:
            try:
                return await bench.aws.changes.carry_out(call, self._title(), token)
            except AwsError as error:
                words = "" if isinstance(error, Unreachable) else self.action.passing(error)
                if not words or self.reach.clock.monotonic() - began >= self.action.patience:
                    raise self.action.explained(error) from error
                self.report("sending", f"waiting: {words}")
            await self.reach.clock.sleep(EVERY)

    def _take(self, outcome: Outcome) -> None:
        """Keep an answer; one that tells of nothing but failures is a refusal, though its status is 200."""
        failures = "; ".join(failures_of(outcome.answer))
        if is_all_refused(outcome.answer):
            # AWS would answer the same token the same way: what is tried again is a new request.
            self.tokens = []
            raise Invalid(self._title(), failures)
        self.shortfall = failures
        self.outcomes.append(outcome)

    def _left(self, fresh: Change) -> Sequence[tuple[Call, str]] | None:
        """The calls that are still to be sent, with their tokens; None where the thing has changed meanwhile.

        What this change has done itself is no reason: of several calls the first may have been carried out already.
        """
        self.tokens = self.tokens or [str(uuid.uuid4()) for _ in self.change.calls]
        calls = list(zip(self.change.calls, self.tokens, strict=True))
        if not self.outcomes and self.change.is_like(fresh):
            return calls
        if self.change.guard != fresh.guard:
            return None
        answered, sent = len(self.outcomes), len(self.outcomes) + self.in_doubt
        rests = (calls[done:] for done in range(answered, sent + 1) if done)
        return next((rest for rest in rests if tuple(call for call, _ in rest) == fresh.calls), None)

    async def _has_landed(self, bench: Bench) -> bool | None:
        """Whether all of it has been carried out; None where that is not known."""
        try:
            return await self.action.has_landed(self.change, self.answer, bench)
        except AwsError:
            # The step says so, and can be sent again with the same token.
            return None

    async def _landed(self, bench: Bench) -> bool:
        """Go on as if AWS had answered: what it would have answered with is asked for."""
        if self.change.subject.kind == "service":
            with suppress(AwsError):
                self.found = await service_of(self.change.subject, bench)
        return await self._accepted(bench)

    async def _accepted(self, bench: Bench) -> bool:
        self.in_doubt = False
        try:
            self.made = await self.action.made(self.change, self.outcomes, bench)
        except AwsError:
            # Refused within a good answer: nothing was done, and all of it may be sent again.
            self.outcomes.clear()
            raise
        self.report("going", "accepted")
        await self._amend("accepted", "accepted by AWS")
        if self.change.undoes:
            self.reach.taken_back.add(self.change.undoes)
            await self.reach.journal.mark_undone(self.change.undoes)
        if self.change.aim == "rolled back":
            self.reach.given_up.add(self.change.deployment)
        return True

    # -- following -----------------------------------------------------------------------------------------------------

    async def _look(self, *, is_late: bool) -> Progress:
        if self.change.aim == "accepted":
            return Progress(state="done", words=self.action.said(self.made))
        try:
            async with self.reach.use() as aws:
                return await self._progress(self.reach.bench(aws), is_late=is_late)
        except NotFound as error:
            if self.change.aim in ("stopped", "gone"):
                return Progress(state="done", words="gone")
            return Progress(state="failed", words=str(error))
        except AwsError as error:
            return Progress(state="going", words=f"not known how far: {error}", is_unknown=True)

    async def _progress(self, bench: Bench, *, is_late: bool) -> Progress:
        subject = self.change.subject
        if self.change.aim == "made":
            return await self.action.progress(self.change, self.answer, bench, is_late=is_late)
        subjects = self.made or (subject,)
        if subjects[0].kind == "task":
            found = await tasks_of(subjects, bench)
            if not found and (is_late or not self.made):
                raise NotFound(f"describe task {subjects[0].name}", "AWS does not know it, or no longer")
            return following.of_tasks(found, len(subjects), self.change.aim)
        service = await service_of(subject, bench)
        if self.change.aim == "rolled back":
            return following.of_rollback(service, self.change.deployment, is_late=is_late)
        answer, deployment = answered(self.outcomes) or self.found, self.change.deployment
        if self.change.aim == "revised":
            # The first that comes is the one: a rollback of it would be another one again.
            self.begun = self.begun or following.begun_after(service, deployment)
            if not self.begun:
                return following.of_none_begun(service, is_late=is_late)
            answer, deployment = None, self.begun
        aim: Aim = "deployed" if self.begun else self.change.aim
        given_up = self.reach.given_up
        return following.of_service(service, aim, answer, deployment, is_late=is_late, given_up=given_up)

    # -- the journal ---------------------------------------------------------------------------------------------------

    def _new_entry(self, bench: Bench) -> JournalEntry:
        caller = self.reach.caller()
        return JournalEntry(
            at=bench.now,
            caller=caller.arn if caller else "",
            account=caller.account if caller else "",
            region=bench.region,
            action=self.action.id,
            title=self._title(),
            subject=self.change.subject,
            differences=self.change.differences,
            commands=tuple(command_line(call, region=bench.region) for call in self.change.calls),
            undo=self.change.undo,
            undoes=self.change.undoes,
            batch=self.batch,
        )

    def _title(self) -> str:
        """What is done to this one thing, where the plan is about several."""
        if len(self.plan.changes) == 1:
            return self.plan.title
        title = self.action.title((self.change.subject,), self.answer)
        return f"take back: {title}" if self.change.undoes else title

    async def _end(self, state: StepState, words: str) -> None:
        results: dict[StepState, Result] = {
            "refused": "refused",
            "no answer": "no answer",
            "done": "done",
            "left": "accepted",
        }
        await self._amend(results.get(state, "failed"), words)
        self.report(state, words)

    async def _amend(self, result: Result, words: str) -> None:
        if self.entry is None:
            return
        ids = (*(outcome.request_id for outcome in self.outcomes if outcome.request_id), *self.refusals)
        self.entry = msgspec.structs.replace(
            self.entry,
            result=result,
            words=words,
            request_ids=ids,
            accepted=len(self.outcomes),
            undo=None if self.has_ended else self.action.undo(self.change, self.made),
        )
        await self.reach.journal.amend(self.entry)


def answered(outcomes: Sequence[Outcome]) -> Service | None:
    """The service as the last call's answer has it; None where no answer came."""
    for outcome in reversed(outcomes):
        found = outcome.answer.get("service")
        # That of an Express Mode service has another form, in which the status is an object.
        if isinstance(found, Mapping) and not isinstance(found.get("status"), Mapping):
            return msgspec.convert(found, Service, strict=False)
    return None


def _changed_meanwhile(title: str, planned: Change, now: Change) -> ChangedMeanwhile:
    words = "; ".join(_moved(planned, now)) or "it is not as it was when this was planned"
    return ChangedMeanwhile(title, f"it has changed meanwhile: {words}", "look at the plan again")


def _moved(planned: Change, now: Change) -> Iterator[str]:
    found = {difference.what: difference for difference in now.differences}
    for difference in planned.differences:
        other = found.get(difference.what)
        if other is not None and other.before != difference.before:
            yield f"{difference.what} was {difference.before} and is {other.before}"
