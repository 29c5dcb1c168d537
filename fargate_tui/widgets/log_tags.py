"""What tells the lines of different tasks apart. Pure."""

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import cell_width, cut_middle, fit, visible

SHORTEST, LONGEST = 4, 8
"""Characters of a task's id."""
NAME = 12
"""Cells of a container's name, at most."""
TONES = 6
"""Colours, given to tasks in the order in which they appear."""


class Tags:
    """Gives each task a short id and the number of a colour, and names containers where there are several.

    The ids are as short as tells all tasks apart; `width` is that of the column, 0 where all lines are of one
    container of one task, so that a tag would say nothing.
    """

    def __init__(self) -> None:
        self._tasks: dict[str, int] = {}
        self._sources: set[tuple[str, str]] = set()
        self._containers: set[str] = set()
        self._id_length = SHORTEST
        self._name_width = 0
        self._shared = 0
        """Characters with which all containers begin, so that they tell nothing."""

    @property
    def width(self) -> int:
        """Cells of the column."""
        if len(self._sources) < 2:
            return 0
        return self._id_length + (self._name_width + 1 if self._name_width else 0)

    def learn(self, task_id: str, container: str) -> None:
        """Get to know where a line comes from."""
        if (task_id, container) in self._sources or not task_id:
            return
        self._sources.add((task_id, container))
        self._tasks.setdefault(task_id, len(self._tasks))
        self._containers.add(container)
        if len(self._containers) > 1:
            self._shared = shared_beginning(self._containers)
            self._name_width = max(min(NAME, cell_width(self._name(name))) for name in self._containers)
        while self._id_length < LONGEST and len({task[: self._id_length] for task in self._tasks}) < len(self._tasks):
            self._id_length += 1

    def text(self, line: LogLine) -> str:
        """The tag of a line, as wide as the column."""
        if not self.width:
            return ""
        short = fit(visible(line.task_id[: self._id_length]), self._id_length)
        if not self._name_width:
            return short
        name = cut_middle(self._name(line.container), self._name_width)
        return f"{short} {fit(name, self._name_width)}"

    def _name(self, container: str) -> str:
        return visible(container[self._shared :])

    def tone(self, line: LogLine) -> int:
        """The number of its colour."""
        return self._tasks.get(line.task_id, 0) % TONES


def shared_beginning(names: set[str]) -> int:
    """How many characters all names begin with, in whole words: those of ``shop-`` in shop-api and shop-worker."""
    first, last = min(names), max(names)  # what these two share, all share
    same = 0
    while same < len(first) - 1 and first[same] == last[same]:
        same += 1
    return max((place + 1 for place in range(same) if first[place] in "-_./"), default=0)
