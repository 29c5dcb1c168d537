"""What is different between two revisions, by what it means; secrets are masked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.semantic_diff import differences
from fargate_tui.format import visible
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.text import TextScreen
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Trail


class DiffScreen(TextScreen):
    """Two revisions, from the one to the other: containers, variables, volumes and ports are told by their names."""

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        assert place.task_definition is not None, "a diff is between two"
        assert place.subject is not None, "a diff is between two"
        self.before, self.after = place.task_definition, place.subject[1]
        self.found_out = False

    async def follow(self) -> None:
        """Ask once: revisions do not change."""
        if self.found_out:
            return
        self.show_waiting()
        try:
            old = await self.context.store.lookups.raw("task-definition", self.before)
            new = await self.context.store.lookups.raw("task-definition", self.after)
        except AwsError as error:
            self.text.show(())
            self.show_trouble(error)
            return
        self.found_out = True
        self.show_trouble(None)
        self.show_text(diff_lines(self.before, self.after, differences(old, new)))

    def refresh_now(self) -> None:
        """Ask again."""
        self.found_out = False
        self._follow_rows()

    @property
    def trail(self) -> Trail:
        """Which two."""
        return replace(super().trail, path=("task definitions", f"{self.before} → {self.after}", "diff"))


def diff_lines(before: str, after: str, found: Sequence[Difference]) -> Iterator[Line]:
    """The two, and what is different: the old value above the new one."""
    if not found:
        yield line(f"{before} and {after} say the same")
        return
    many = "1 difference" if len(found) == 1 else f"{len(found)} differences"
    yield (Span("− ", "bad"), Span(before, "title"), Span("  "), Span("+ ", "good"), Span(after, "title"))
    yield line(many, "muted")
    for each in found:
        yield ()
        yield line(visible(each.what), "key")
        yield (Span("  − ", "bad"), Span(visible(each.before), "value"))
        yield (Span("  + ", "good"), Span(visible(each.after), "value"))
