"""Containers that ended by themselves or were killed: D33–D40, D53."""

from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.case import Case, first_sentence
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks
from fargate_tui.fargate.exit_codes import ASKED_TO_END, KILLED, meaning_of
from fargate_tui.fargate.rows import Severity

_SIGNALS: Final = frozenset(range(129, 160)) - {KILLED, ASKED_TO_END}
_CANNOT_RUN: Final = frozenset({126, 127})
_ODD: Final = frozenset({255, -1})
_EXEC: Final = (
    r"exec format error|exec user process caused"
    r"|exec: .{0,200}(executable file not found|no such file or directory|permission denied|is a directory)"
)


def _out_of_memory(case: Case) -> str:
    task = case.task
    killed = (each for each in task.containers if each.exit_code == KILLED)
    victim = case.whose("OutOfMemory") or case.whose("memory usage") or next(killed, None)
    if victim is None:
        return f"out of memory: the task has {task.memory} MiB" if task.memory else "out of memory"
    limit = victim.memory or task.memory
    at = f" at {limit} MiB" if limit and limit != "0" else ""
    code = f" (exit {victim.exit_code})" if victim.exit_code is not None else ""
    return f"out of memory: {victim.name or 'a container'} was killed{at}{code}"


def _exited(case: Case) -> str:
    culprit = case.culprit
    code = culprit.exit_code if culprit is not None and culprit.exit_code is not None else 0
    meaning = meaning_of(code) if code > 2 else ""
    return f"{names.culprit(case)} exited {code}" + (f": {meaning}" if meaning else "")


def _done_beside(case: Case) -> str | None:
    """A container that ended with 0 beside the one that was killed: either may have ended the task."""
    done = (each.name for each in case.task.containers if each.exit_code == 0 and case.is_essential(each))
    return next(done, None)


def _killed(case: Case) -> str:
    name, done = names.culprit(case), _done_beside(case)
    if done is not None:
        return f"{name} was killed (exit 137), {done} exited 0"
    return f"{name} was killed (exit 137): out of memory, or it did not end when asked to"


def _killed_severity(case: Case) -> Severity:
    return "error" if _done_beside(case) is None else "warn"


def _finished(case: Case) -> str:
    """A job that ends with 0 is done; a service's container is not meant to end."""
    if case.service:
        return f"{names.culprit(case)} exited 0, though a service is meant to go on"
    return "exited 0"


def _cannot_run(case: Case) -> str:
    name = names.culprit(case, "exec format", "exec: ", "CannotStartContainer")
    if case.search(r"exec format error|exec user process"):
        return f"{name} cannot run here: built for another processor (exec format error)"
    found = case.search(r"exec: \\?\"(?P<what>[^\"\\]+)\\?\"")
    what = f"“{found['what']}”" if found is not None else "what it is told to run"
    if case.search(r"permission denied|is a directory"):
        return f"{name} cannot start: {what} cannot be executed"
    return f"{name} cannot start: {what} is not in the image"


def _cannot_start(case: Case) -> str:
    found = case.search(r"CannotStartContainer(Error)?:?(?P<rest>[^\n]*)")
    rest = first_sentence(found["rest"]) if found is not None else ""
    return f"cannot start {names.culprit(case, 'CannotStartContainer')}: {rest.strip() or 'AWS does not say why'}"


WORDS_OF_IT: Final = Cause(
    id="its own error",
    says="the program failed by itself: configuration, environment, a database that is not there",
    probes=("E-log",),
    judge=asks("stores.last_lines"),
)
_COMMAND: Final = Cause(
    id="its command",
    says="entryPoint or command name what is not in the image, or cannot be executed",
    probes=("E-td",),
    judge=asks("definitions.command"),
)
_OTHER_PROCESSOR: Final = Cause(
    id="other processor",
    says="the image was built for another processor",
    probes=("E-img", "E-td"),
    judge=asks("images.platform"),
)
_MEMORY: Final = Cause(
    id="memory used up", says="its memory was used up", probes=("E-met",), judge=asks("service.memory_was_full")
)

OUT_OF_MEMORY: Final = Rule(
    number="D33",
    severity="error",
    word="out of memory",
    short="OOM",
    line=_out_of_memory,
    texts=r"OutOfMemory|killed due to memory usage",
    words=("outofmemory", "memory usage"),
    causes=(
        Cause(
            id="its own limit",
            says="the container's own limit is below what it needs",
            probes=("E-td", "E-met"),
            judge=asks("definitions.limits"),
        ),
        _MEMORY,
        Cause(id="leak", says="it keeps what it no longer needs: its memory only grows", probes=("E-met", "E-log")),
    ),
    remedy="give the container, or the task, more memory in a new revision, or find the leak",
    action="revision.edit",
    is_told=True,
)
CANNOT_RUN: Final = Rule(
    number="D37",
    severity="error",
    word="failed",
    line=lambda case: _cannot_run(case) if case.search(_EXEC) else _exited(case),
    texts=_EXEC,
    words=("exec",),
    exits=_CANNOT_RUN,
    causes=(_COMMAND, _OTHER_PROCESSOR, WORDS_OF_IT),
    remedy="correct entryPoint and command, or build the image for the processor of runtimePlatform",
    action="revision.edit",
)
CANNOT_START: Final = Rule(
    number="D53",
    severity="error",
    word="failed",
    line=_cannot_start,
    texts=r"CannotStartContainer|OCI runtime create failed",
    words=("cannotstart", "oci runtime"),
    causes=(
        _COMMAND,
        Cause(id="memory at start", says="its memory limit is too low to start with", probes=("E-td",)),
        WORDS_OF_IT,
    ),
    remedy="correct what AWS names: the command, a mount, or a limit of the container",
    action="revision.edit",
)
WAS_KILLED: Final = Rule(
    number="D34",
    severity=_killed_severity,
    word="killed",
    line=_killed,
    exits=frozenset({KILLED}),
    causes=(
        _MEMORY,
        Cause(
            id="did not end",
            says="it was asked to end and did not within its stopTimeout, so it was killed",
            probes=("E-td",),
            judge=asks("definitions.stop_timeout"),
        ),
        Cause(id="taken along", says="it was stopped because another, essential container had ended"),
        WORDS_OF_IT,
    ),
    remedy="let the program end on SIGTERM within stopTimeout; where memory was full, give it more",
    action="revision.edit",
)
FINISHED: Final = Rule(
    number="D35",
    severity=lambda case: "warn" if case.service else "info",
    word=lambda case: "ended" if case.service else "finished",
    line=_finished,
    exits=frozenset({0}),
    causes=(
        Cause(id="done", says="a job that has done its work", probes=("E-td",)),
        Cause(
            id="goes on elsewhere",
            says="its process has put itself in the background, or its script has come to its end",
            probes=("E-td", "E-log"),
            judge=asks("definitions.command"),
        ),
    ),
    remedy="a service's program has to stay in the foreground; a job is better run as a task of its own",
)
FAILED: Final = Rule(
    number="D36",
    severity="error",
    word="failed",
    line=_exited,
    exits=frozenset(range(1, 255)) - _CANNOT_RUN - _SIGNALS - {KILLED, ASKED_TO_END},
    causes=(WORDS_OF_IT,),
    remedy="read its last lines: the program says itself why it gave up",
)
CRASHED: Final = Rule(
    number="D38",
    severity="error",
    word="failed",
    line=_exited,
    exits=_SIGNALS,
    causes=(
        Cause(id="crash", says="native code crashed", probes=("E-log",), judge=asks("stores.last_lines")),
        _OTHER_PROCESSOR,
    ),
    remedy="read its last lines; an illegal instruction means that it was built for another processor",
)
ENDED: Final = Rule(
    number="D39",
    severity="info",
    word="stopped",
    line=lambda case: f"{names.culprit(case)} was asked to end (exit 143)",
    exits=frozenset({ASKED_TO_END}),
    causes=(
        Cause(
            id="asked to end",
            says="it was asked to end, and did",
            probes=("E-trail",),
            judge=asks("service.called_by", "StopTask", "UpdateService"),
        ),
    ),
    remedy="nothing: it ended as it was asked to",
)
ODD: Final = Rule(
    number="D40",
    severity="error",
    word="failed",
    line=_exited,
    exits=_ODD,
    causes=(
        WORDS_OF_IT,
        Cause(
            id="entry point",
            says="its entry point or shell failed",
            probes=("E-td",),
            judge=asks("definitions.command"),
        ),
    ),
    remedy="read its last lines, then look at its entry point",
)

RULES: Final = (OUT_OF_MEMORY, CANNOT_RUN, WAS_KILLED, FINISHED, FAILED, CRASHED, ENDED, ODD)
