"""What a tail hands on, as text and as JSON."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from fargate_tui.commands.asked import PATIENCE
from fargate_tui.commands.members import Member, as_line, as_object
from fargate_tui.commands.output import Output
from fargate_tui.commands.running import DONE, FAILED, passes, within
from fargate_tui.commands.targets import in_words
from fargate_tui.fargate.logs.filters import LineFilter, Wanted
from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import visible
from fargate_tui.live.clock import Clock
from fargate_tui.live.tail.records import TailState

if TYPE_CHECKING:
    from fargate_tui.live.tail import Tail

_SHORT_ID: Final = 8
_LONG_ID: Final = 32
_TONES: Final = {"error": "bad", "fatal": "bad", "warn": "warn", "debug": "muted", "trace": "muted"}

MEMBERS: Final[tuple[Member[LogLine], ...]] = (
    Member("at", "time", lambda line: _moment(line.at), "its time, to the millisecond"),
    Member("taskId", "text", lambda line: line.task_id, "id of the task; the log stream where that names none"),
    Member("container", "text", lambda line: line.container, "the container"),
    Member(
        "kind", "text", lambda line: line.kind, "`line`, or `mark`: when a task began or ended, said by fargate-tui"
    ),
    Member("level", "text", lambda line: line.level or None, "`error`, `warn`, `info`, …; null where it tells none"),
    Member("text", "text", lambda line: line.text, "the line as it was written"),
)


def _moment(at: int) -> str:
    seconds, milliseconds = divmod(at, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z"


@dataclass(frozen=True, slots=True)
class Asked:
    """How lines are to be told."""

    shown: LineFilter
    since: timedelta
    follow: bool = False
    json: bool = False
    until: Wanted | None = None
    patience: timedelta = PATIENCE

    @property
    def goes_on(self) -> bool:
        """Whether new lines are wanted."""
        return self.follow or self.until is not None


class Lines:
    """What a tail hands on, printed in the order of its time."""

    def __init__(self, how: Asked, output: Output, clock: Clock) -> None:
        self._how = how
        self._output = output
        self._clock = clock
        self._held: list[LogLine] = []
        self._begin = 0
        """Milliseconds before which no line is told."""
        self._is_begun = False
        """Whether what was read back, the newest stretch first, has been told."""
        self._any = False
        """Whether there was a line; of `until`, the one that is waited for."""
        self._trouble = ""

    async def tell(self, tail: "Tail") -> int:
        """Do as asked; the exit status. Raises AwsError where AWS cannot be asked."""
        until = self._how.until
        if until is not None or (self._how.follow and tail.subject.task is None):
            # a Live Tail reads two minutes around its begin, for lines that are late
            self._begin = int((self._clock.now() - self._how.since).timestamp() * 1000)
        if until is None:
            return await self._print(tail)
        status = await within(self._clock, self._how.patience, self._print(tail))
        if status is None or (status == DONE and not self._any):
            over = f"within {in_words(self._how.patience)}" if status is None else "before it ended"
            self._output.fail(f'no line had "{until.words}" {over}')
        return DONE if status == DONE and self._any else FAILED

    async def _print(self, tail: "Tail") -> int:
        state: TailState | None = None
        async with aclosing(tail.follow()) as batches:
            async for batch in batches:
                state = batch.state
                self._say(state)
                self._held += batch.lines
                if self._how.goes_on and (self._is_begun or not _reads_back(state)):
                    if self._tell():
                        return DONE
                    self._note(state.gaps)
        self._note(state.gaps if state is not None else ())
        if self._how.goes_on:
            self._tell()
            return DONE
        self._tell_all()
        return FAILED if state is not None and state.gaps and not self._any else DONE

    def _say(self, state: TailState) -> None:
        """End where waiting mends nothing; else say it once, and what is billed."""
        before, self._trouble = self._trouble, str(state.error or "")
        if state.error is not None:
            if not (passes(state.error) and self._how.goes_on and (self._is_begun or self._how.until is not None)):
                raise state.error
            if self._trouble != before:
                self._output.fail(f"{state.error}; trying again")
        if state.billed:
            self._output.note("by Live Tail, which AWS bills by the minute (--no-live-tail asks every 2 s instead)")

    def _note(self, gaps: Sequence[str]) -> None:
        """Say what is missing: not before something is there, for trouble may be the reason, which says more."""
        for gap in gaps:
            self._output.note(gap)

    def _tell(self) -> bool:
        """Print what is held; whether what was waited for is among it."""
        self._is_begun = True
        told: list[str] = []
        for line in self._taken():
            is_it = self._is_it(line)
            if self._how.follow or is_it:
                told.append(self._object(line) if self._how.json else self._text(line))
            if is_it:
                self._any = True
                break
        if told:
            self._output.write(*told)
        return self._any

    def _tell_all(self) -> None:
        """Print all that was read."""
        self._any = any(line.kind == "line" for line in self._held)
        lines = self._taken()
        if self._how.json:
            self._output.write("[" + ",\n ".join(map(self._object, lines)) + "]")
        elif lines:
            self._output.write(*map(self._text, lines))

    def _taken(self) -> list[LogLine]:
        """What is held and wanted, in its order; marks only where they can be told from lines.

        That lines are missing is said in any case.
        """
        lines, self._held = sorted(self._held, key=attrgetter("key")), []
        lines = [line for line in lines if line.at >= self._begin or not (line.task_id or line.kind == "line")]
        if self._how.json or self._output.is_terminal:
            return [line for line in lines if line.kind == "mark" or self._how.shown.shows(line.text)]
        for mark in lines:
            if mark.kind == "mark" and not mark.task_id:
                self._output.fail(mark.text)
        return [line for line in lines if line.kind == "line" and self._how.shown.shows(line.text)]

    def _is_it(self, line: LogLine) -> bool:
        until = self._how.until
        return until is not None and line.kind == "line" and until.matches(line.text)

    def _object(self, line: LogLine) -> str:
        return as_line(as_object(line, MEMBERS))

    def _text(self, line: LogLine) -> str:
        if line.kind == "mark":
            return self._output.toned(
                f"{_moment(line.at)[11:23]} ── {visible(line.text)} ──", _TONES.get(line.level, "muted")
            )
        task = line.task_id[:_SHORT_ID] if len(line.task_id) == _LONG_ID else line.task_id
        who = f"{task}/{line.container}" if line.container else task
        if not self._output.is_terminal:
            return f"{_moment(line.at)} {who} {line.text}"
        front = self._output.toned(f"{_moment(line.at)[11:23]} {visible(who)}", "muted")
        return f"{front} {self._output.toned(visible(line.text), _TONES.get(line.level, ''))}"


def _reads_back(state: TailState) -> bool:
    """Whether lines that come first may still come."""
    return state.is_reading_back or state.mode == "starting"
