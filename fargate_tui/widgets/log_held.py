"""The lines a view holds, and those of them that it shows. Pure."""

from collections.abc import Sequence

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.widgets.log_ring import LogRing
from fargate_tui.widgets.log_sift import Sift, sift_in_slices


class HeldLines:
    """A ring of lines behind a sift; while another sift is on its way through them, the former one goes on."""

    def __init__(self, max_lines: int) -> None:
        self.ring = LogRing(max_lines)
        self.sift = Sift()
        """What is shown."""
        self._coming: Sift | None = None
        self._arrived: list[LogLine] = []
        """Lines that came while another sift was on its way."""

    @property
    def sifting(self) -> bool:
        """Whether another sift is on its way."""
        return self._coming is not None

    def add(self, lines: Sequence[LogLine]) -> None:
        """Put lines where they belong."""
        dropped = self.ring.add(lines)
        self.sift.take(lines)
        if dropped:
            self.sift.forget_before(self.ring.lines[0])
        if self._coming is not None:
            self._arrived += lines

    def clear(self) -> None:
        """Forget all lines, filters too, and what is on its way."""
        self.ring.clear()
        self.begin(Sift())

    def begin(self, sift: Sift) -> bool:
        """Show the lines through another sift: at once where that costs nothing (True), else after `finish`."""
        self._coming, self._arrived = sift, []
        if self.ring.lines and not sift.idle:
            return False
        sift.take(self.ring.lines)
        self._adopt(sift)
        return True

    async def finish(self) -> None:
        """Let all lines through the sift that was begun, a slice of the loop's time after the other."""
        sift = self._coming
        if sift is None:
            return
        await sift_in_slices(sift, tuple(self.ring.lines))
        sift.take(self._arrived)
        if self.ring.lines:
            sift.forget_before(self.ring.lines[0])
        self._adopt(sift)

    def _adopt(self, sift: Sift) -> None:
        self.sift, self._coming, self._arrived = sift, None, []
