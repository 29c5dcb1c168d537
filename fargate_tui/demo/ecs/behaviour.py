"""What a task will do once it is started: the demo's failures on order.

Make one with a constructor, and say more with the two methods that return a changed copy::

    Behaviour.exits(1, after=20, jitter=5).booting(pull=3, start=1).saying("api", at_end=("Traceback …",))
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from fargate_tui.demo.ports import Lines

Kind = Literal[
    "runs",
    "exits",
    "out_of_memory",
    "image_cannot_be_pulled",
    "secret_cannot_be_read",
    "fails_elb_health_check",
    "fails_container_health_check",
    "spot_interrupted",
    "no_free_addresses",
    "no_capacity",
    "fails_to_start",
    "ends",
    "cannot_be_placed",
]
Moment = Literal["interface", "resources", "pull", "start"]
"""Where on its way to RUNNING a task fails: before it has an address, before, after the pull, or at its start."""

ANY_CONTAINER = "*"


@dataclass(frozen=True, slots=True)
class Voice:
    """The log lines of a container."""

    at_start: Lines = ()
    every: float = 0.0
    """Seconds between two beats, give or take a fifth; 0: it says nothing between its start and its end."""
    lines: Lines = ()
    """Of a tuple one line by chance is said at each beat; of a callable all it returns."""
    at_end: Lines = ()
    """Said when the container ends, for whatever reason."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the tasks of a family, revision or service do; times in seconds."""

    kind: Kind = "runs"
    exit_code: int = 0
    """Of the container that ends by itself."""
    after: float = 0.0
    """Seconds from RUNNING to the end, where there is one."""
    jitter: float = 0.0
    """``after`` is this much more or less by chance."""
    container: str | None = None
    """The container that fails; None: the first essential one."""
    reason: str = ""
    """For a failing ELB health check an elbv2 reason code (``Target.Timeout``); else AWS's whole sentence, to
    replace the one that would be made. Of ``fails_to_start`` it may name ``{image}``, ``{role}`` and the like, see
    `endings.not_started`."""
    moment: Moment = "resources"
    """Where on its way it ``fails_to_start``."""
    stop_code: str = "ServiceSchedulerInitiated"
    """The TaskStopCode of what ``ends``."""
    share: float = 1.0
    """The part of the tasks, by chance, that behave so; the others run."""
    pull: float = 8.0
    start: float = 3.0
    stop: float = 2.0
    """Seconds from SIGTERM to the containers' end; beyond their stopTimeout they are killed (137)."""
    exit_on_term: int = 143
    """What the containers answer to SIGTERM with."""
    voices: tuple[tuple[str, Voice], ...] = ()
    agent: Literal["RUNNING", "STOPPED"] = "RUNNING"
    """The agent of ExecuteCommand, where that is enabled."""
    told: tuple[tuple[str, "Behaviour"], ...] = ()
    """What it does instead where RunTask overrides its command or environment with this word."""

    @classmethod
    def runs(cls) -> "Behaviour":
        """Runs until it is stopped."""
        return cls()

    @classmethod
    def exits(cls, code: int, *, after: float, jitter: float = 0.0, container: str | None = None) -> "Behaviour":
        """Ends by itself with an exit code."""
        return cls("exits", exit_code=code, after=after, jitter=jitter, container=container)

    @classmethod
    def out_of_memory(cls, *, after: float, jitter: float = 0.0, container: str | None = None) -> "Behaviour":
        """Is killed for its memory (exit code 137)."""
        return cls("out_of_memory", exit_code=137, after=after, jitter=jitter, container=container)

    @classmethod
    def image_cannot_be_pulled(cls, reason: str = "", container: str | None = None) -> "Behaviour":
        """Never starts: CannotPullContainerError, "not found" unless ``reason`` says otherwise."""
        return cls("image_cannot_be_pulled", reason=reason, container=container)

    @classmethod
    def secret_cannot_be_read(cls, reason: str = "") -> "Behaviour":
        """Never starts: ResourceInitializationError, access denied unless ``reason`` says otherwise."""
        return cls("secret_cannot_be_read", reason=reason)

    @classmethod
    def fails_elb_health_check(cls, reason: str = "Target.ResponseCodeMismatch") -> "Behaviour":
        """Runs, and its load balancer finds it unhealthy for this elbv2 reason code."""
        return cls("fails_elb_health_check", reason=reason)

    @classmethod
    def fails_container_health_check(cls, *, after: float = 0.0) -> "Behaviour":
        """Runs, and its container health check fails from ``after`` seconds on (0: from the start)."""
        return cls("fails_container_health_check", after=after)

    @classmethod
    def spot_interrupted(cls, *, after: float, jitter: float = 0.0) -> "Behaviour":
        """Is reclaimed where it runs on FARGATE_SPOT; elsewhere it just runs."""
        return cls("spot_interrupted", after=after, jitter=jitter)

    @classmethod
    def no_free_addresses(cls) -> "Behaviour":
        """Never gets a network interface: the subnet is out of addresses."""
        return cls("no_free_addresses")

    def booting(self, *, pull: float | None = None, start: float | None = None) -> "Behaviour":
        """The same with other seconds for the image pull and the start of the containers."""
        return replace(self, pull=self.pull if pull is None else pull, start=self.start if start is None else start)

    @classmethod
    def no_capacity(cls) -> "Behaviour":
        """Cannot be placed at all where it is to run on FARGATE_SPOT, or without a strategy."""
        return cls("no_capacity")

    @classmethod
    def fails_to_start(
        cls, reason: str, *, moment: Moment = "resources", after: float = 30.0, container: str | None = None
    ) -> "Behaviour":
        """Never starts, for any reason in AWS's words; ``after`` is how long that takes to come out."""
        return cls("fails_to_start", reason=reason, moment=moment, after=after, container=container)

    @classmethod
    def ends(cls, stop_code: str, reason: str, *, after: float, jitter: float = 0.0) -> "Behaviour":
        """Is ended by somebody else while it runs."""
        return cls("ends", reason=reason, stop_code=stop_code, after=after, jitter=jitter)

    @classmethod
    def cannot_be_placed(cls, reason: str) -> "Behaviour":
        """Never becomes a task: an event of its service says why."""
        return cls("cannot_be_placed", reason=reason)

    def when_told(self, word: str, behaviour: "Behaviour") -> "Behaviour":
        """The same, but a task whose overrides hold this word (of a command, or ``NAME=value``) behaves otherwise."""
        return replace(self, told=(*self.told, (word, behaviour)))

    def as_told(self, words: Collection[str]) -> "Behaviour":
        """What a task does whose overrides hold these words."""
        return next((behaviour for word, behaviour in self.told if word in words), self)

    def stopping(self, *, seconds: float, exit_code: int = 143) -> "Behaviour":
        """The same with another answer to SIGTERM."""
        return replace(self, stop=seconds, exit_on_term=exit_code)

    def sometimes(self, share: float) -> "Behaviour":
        """The same for this part of the tasks only (0 to 1)."""
        return replace(self, share=share)

    def saying(
        self,
        container: str = ANY_CONTAINER,
        *,
        at_start: Lines = (),
        every: float = 0.0,
        lines: Lines = (),
        at_end: Lines = (),
    ) -> "Behaviour":
        """The same with the log lines of a container, or of every container that has none of its own."""
        return replace(self, voices=(*self.voices, (container, Voice(at_start, every, lines, at_end))))

    def voice(self, container: str) -> Voice | None:
        """What this container writes."""
        named = dict(self.voices)
        return named.get(container) or named.get(ANY_CONTAINER)
