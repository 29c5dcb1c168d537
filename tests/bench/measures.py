"""What is measured of the whole program in a terminal, and the bound each figure is held against."""

import re
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.terminal import Terminal
from tests.local_aws import ACCESS_KEY, REGION, SECRET_KEY, LocalAws

RUNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    median: float
    unit: str
    bound: float
    worst: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the median is within the bound."""
        return self.median <= self.bound


def program(
    url: str,
    *options: str,
    columns: int = 120,
    rows: int = 36,
    state: Path | None = None,
    environment: Mapping[str, str] | None = None,
    shell: str = "",
) -> Terminal:
    """The program in a terminal, asking the local AWS; ``state`` is the directory of its journal.

    ``shell`` is what a shell does that is given the command as its arguments.
    """
    command = Path(sys.executable).with_name("fargate-tui")
    keys = {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    if state is not None:
        keys["XDG_STATE_HOME"] = str(state)
    words = [str(command), "--endpoint-url", url, "--region", REGION, *options]
    return Terminal(
        ["sh", "-c", shell, "sh", *words] if shell else words,
        columns=columns,
        rows=rows,
        environment={**keys, **(environment or {})},
    )


def start(aws: LocalAws) -> Iterator[Figure]:
    """From exec to the first frame, and to the rows of the first screen."""
    frames, rows = [], []
    for _ in range(RUNS):
        with program(aws.url) as terminal:
            terminal.wait_for("fargate")
            frames.append((time.perf_counter() - terminal.started) * 1000)
            terminal.wait_for("production")
            rows.append((time.perf_counter() - terminal.started) * 1000)
    yield Figure("first frame after exec", statistics.median(frames), "ms", 450, max(frames))
    yield Figure("rows of the first screen", statistics.median(rows), "ms", 1000, max(rows))


def cursor(aws: LocalAws) -> Iterator[Figure]:
    """The cursor down, a key at a time."""
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for("services \\(")
        terminal.settle(1.0)
        found = [terminal.time_key("j") for _ in range(8)]
    yield Figure("cursor down, key to last byte", statistics.median(ms for ms, _ in found), "ms", 16)
    yield Figure("cursor down", statistics.median(size for _, size in found), "bytes", 700)


def typing(aws: LocalAws) -> Iterator[Figure]:
    """A letter in a wizard's field while AWS answers each question after 300 ms; answers that come paint too."""
    aws.fault("latency", seconds=0.3)
    with program(aws.url, "--cluster", "default") as terminal:
        terminal.wait_for("services \\(")
        terminal.settle(1.5)
        terminal.press("n")
        terminal.wait_for("platform version")
        terminal.settle(4.0)
        for _ in range(3):
            terminal.press("down")
        terminal.settle(1.0)
        found = [terminal.time_key(letter, still=0.03) for letter in "a-name-of-a-service"]
    aws.clear_faults()
    yield Figure(
        "wizard, letter to last byte", statistics.median(ms for ms, _ in found), "ms", 16, max(ms for ms, _ in found)
    )
    yield Figure("wizard, a letter", statistics.median(size for _, size in found), "bytes", 700)


def one_row(aws: LocalAws) -> Iterator[Figure]:
    """One changed row that is not under the cursor; the header's figures change with it, and other rows may age."""
    rows, sums = [], []
    with program(aws.url, "--cluster", "production") as terminal:
        terminal.wait_for("accounts")
        terminal.settle(1.0)
        line = next(number for number, text in enumerate(terminal.screen.display, 1) if "accounts" in text)
        for desired in (3, 2, 3, 2, 3):
            terminal.settle(0.5)
            before = terminal.written
            aws.client("ecs").update_service(cluster="production", service="accounts", desiredCount=desired)
            terminal.wait_for(rf"accounts +\S+( \S+)? +{desired} ", 30)
            terminal.settle(0.3)
            sums.append(terminal.written - before)
            rows.append(_bytes_of_line(bytes(terminal.raw[-sums[-1] :]), line))
    yield Figure("one changed row, its line alone", statistics.median(rows), "bytes", 400, max(rows))
    yield Figure("all that is written with it", statistics.median(sums), "bytes", 400, max(sums))


def _bytes_of_line(written: bytes, line: int) -> int:
    """What was written to one line of the screen."""
    parts = re.split(rb"(?=\x1b\[\d+;\d+H)", written)
    return sum(len(part) for part in parts if part.startswith(b"\x1b[%d;" % line))


def rest(aws: LocalAws) -> Iterator[Figure]:
    """Nothing happens: a held local AWS."""
    with program(aws.url, "--cluster", "default") as terminal:
        terminal.wait_for("scorekeep")
        terminal.settle(3.0, 20)
        sizes, loads = [], []
        for _ in range(RUNS):
            before, cpu = terminal.written, terminal.cpu_seconds()
            began = time.perf_counter()
            while time.perf_counter() - began < 4:
                terminal.pump(0.1)
            sizes.append(terminal.written - before)
            loads.append((terminal.cpu_seconds() - cpu) / 4 * 100)
    yield Figure("at rest, in 4 s", statistics.median(sizes), "bytes", 0, max(sizes))
    yield Figure("at rest", statistics.median(loads), "% of a core", 1, max(loads))


def many(aws: LocalAws) -> Iterator[Figure]:
    """10,000 tasks: how long until all are listed, and whether keys are answered meanwhile."""
    opened, keys = [], []
    memory = 0.0
    for _ in range(3):
        with program(aws.url, "--cluster", "fleet") as terminal:
            terminal.wait_for("services \\(")
            terminal.settle(0.5)
            began = time.perf_counter()
            terminal.press(":")
            terminal.wait_for("clusters")
            for character in "tasks":
                terminal.press(character)
            terminal.press("enter")
            terminal.wait_for(r"tasks \([1-9]")
            while not re.search(r"tasks \(1[0-9],\d{3}\)", terminal.text):
                keys.append(terminal.time_key("j", still=0.03)[0])
            opened.append(time.perf_counter() - began)
            terminal.settle(2)
            memory = max(memory, terminal.resident_mib())
    yield Figure("10,000 tasks listed", statistics.median(opened) * 1000, "ms", 3000, max(opened) * 1000)
    yield Figure("keys meanwhile", statistics.median(keys), "ms", 50, max(keys))
    yield Figure("resident memory with 10,000 tasks", memory, "MiB", 100)


def tail(aws: LocalAws) -> Iterator[Figure]:
    """The logs of a service of 50 tasks, from the key to the first lines, and until Live Tail runs."""
    lines, live = [], []
    for _ in range(RUNS):
        with program(aws.url, "--cluster", "fleet") as terminal:
            terminal.wait_for("services \\(")
            terminal.settle(1.0)
            terminal.press("l")
            lines.append(terminal.wait_for(r"^ *\d\d:\d\d:\d\d\.\d{3} "))
            live.append(lines[-1] + terminal.wait_for("live tail"))
    yield Figure("logs of 50 tasks, first lines", statistics.median(lines), "ms", 1500, max(lines))
    yield Figure("  and live", statistics.median(live), "ms", 5000, max(live))
