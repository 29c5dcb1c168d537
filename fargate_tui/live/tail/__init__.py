"""Following what containers say: read back, then live, with no line twice and none lost."""

from fargate_tui.live.tail.records import ChannelState, Mode, TailBatch, TailState, TailSubject
from fargate_tui.live.tail.tail import Tail

__all__ = ["ChannelState", "Mode", "Tail", "TailBatch", "TailState", "TailSubject"]
