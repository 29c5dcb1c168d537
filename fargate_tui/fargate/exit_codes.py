"""What a container's exit code means (fargate.md §5.4, end; 128 + n: ended by signal n)."""

from typing import Final

MEANINGS: Final = {
    0: "finished normally",
    1: "application error",
    2: "misuse of a shell command, or application error",
    126: "found, but not executable",
    127: "command not found",
    130: "interrupted (SIGINT)",
    132: "illegal instruction (SIGILL)",
    134: "aborted (SIGABRT)",
    136: "arithmetic error (SIGFPE)",
    137: "killed (SIGKILL)",
    139: "segmentation fault (SIGSEGV)",
    143: "asked to end (SIGTERM)",
    255: "exit(-1), or unknown",
}

KILLED: Final = 137
ASKED_TO_END: Final = 143


def meaning_of(exit_code: int) -> str:
    """What the code says by convention; empty where it says nothing but failure."""
    if exit_code in MEANINGS:
        return MEANINGS[exit_code]
    return f"ended by signal {exit_code - 128}" if 128 < exit_code < 160 else ""
