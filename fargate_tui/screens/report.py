"""The report for whoever looks for a defect, shown before anybody else gets it."""

import asyncio
import os
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType

from fargate_tui.report.keeping import Kept, keep
from fargate_tui.report.told import Session, report
from fargate_tui.screens.context import Context
from fargate_tui.screens.journey import Place
from fargate_tui.screens.text import TextScreen
from fargate_tui.widgets.lines import Line, line


class ReportScreen(TextScreen):
    """Versions, terminal, settings, what was asked of AWS and what went wrong; made when it is opened, and by `r`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy_path", "copy path", id="report.copy_path", tooltip="copy where it was written"),
        Binding("C", "copy_report", "copy all", id="report.copy", tooltip="copy all of the report"),
    ]

    def __init__(self, place: Place, context: Context) -> None:
        super().__init__(place, context)
        self.report = ""
        self.kept = Kept(None)

    async def follow(self) -> None:
        """Make it, where it is not made yet."""
        if not self.report:
            await self._make()

    def refresh_now(self) -> None:
        """Make another one."""
        self.report = ""
        self._follow_rows()

    async def _make(self) -> None:
        program, at, session = self.context.program, self.context.now(), self._session()
        settings = tuple(program.settings())
        self.report = await asyncio.to_thread(report, at, dict(os.environ), program.state, settings, session)
        self.kept = await asyncio.to_thread(keep, self.report, program.state, at)
        self.show_text(self._lines())
        if self.kept.path is not None:
            self.copy(str(self.kept.path))

    def _session(self) -> Session:
        context, console = self.context, self.app.console
        caller = context.store.caller()
        where = (
            ("account", caller.account if caller is not None else "not known"),
            ("region", context.region or "not known"),
            ("caller", caller.arn if caller is not None else "not known"),
            ("size", f"{self.app.size.width}x{self.app.size.height}"),
            ("colours", f"{console.color_system or 'none'}, theme {self.app.theme}"),
            ("driver", type(self.app._driver).__name__),
        )
        return Session(where, context.store.calls(), tuple(context.program.said))

    def _lines(self) -> Iterator[Line]:
        if self.kept.path is not None:
            yield line(f"written to {self.kept.path}, where only you can read it", "good")
        if self.kept.why:
            yield line(f"not where it should be: {self.kept.why}", "warn" if self.kept.path is not None else "bad")
        yield ()
        for each in self.report.splitlines():
            yield line(each.removeprefix("## "), "title") if each.startswith("## ") else line(each)

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_copy_path(self) -> None:
        """Copy where it was written."""
        if self.kept.path is not None:
            self.copy(str(self.kept.path))
        else:
            self.notify(f"it was not written: {self.kept.why}", severity="warning", markup=False)

    def action_copy_report(self) -> None:
        """Copy all of it."""
        if self.report:
            self.copy(self.report)
