"""Where the lines of a tail come from and how, in full: what the header has no room for."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.format import visible
from fargate_tui.keys.key import Key
from fargate_tui.live.tail import ChannelState, Mode, TailState
from fargate_tui.screens.page_keys import page_keys
from fargate_tui.widgets.lines import Line, Span, line
from fargate_tui.widgets.masthead import Masthead, Trail
from fargate_tui.widgets.text_view import TextView

_HOW: dict[Mode, tuple[str, str]] = {
    "starting": ("starting", "busy"),
    "live tail": ("Live Tail, billed by the minute", "good"),
    "polling": ("asked for every 2 s, 10 s while nobody is there", "warn"),
    "nowhere": ("no log group is known", "warn"),
    "ended": ("ended", "muted"),
}


class LogSourceScreen(ModalScreen[None]):
    """How lines come, from which groups and streams, what may be lost, and what is missing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,enter,d", "dismiss", "close", id="source.close"),
    ]
    AUTO_FOCUS = "TextView"

    def __init__(self, path: tuple[str, ...], state: TailState | None, group: str | None, key: Key) -> None:
        super().__init__()
        self._path = path
        self._state = state
        self._group = group
        self._key = key

    def compose(self) -> ComposeResult:
        """The text."""
        yield Masthead()
        yield TextView()

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(Masthead).trail = Trail((*self._path, "source"), "", page_keys(self))
        text = self.query_one(TextView)
        text.wrap = True
        text.show(tuple(source_page(self._state, self._group, self._key)))


def source_page(state: TailState | None, group: str | None, key: Key) -> Iterator[Line]:
    """All that a tail says of itself; ``group`` is what was chosen by hand."""
    if state is None:
        yield line("nothing is known yet", "muted")
        return
    how, tone = _HOW[state.mode]
    sessions = sum(channel.mode == "live tail" for channel in state.channels)
    yield line("how lines come", "title")
    yield _fact("mode", how, tone)
    yield _fact(
        "sessions", f"{sessions} of Live Tail" if sessions else "none of Live Tail, nothing is billed by the minute"
    )
    yield _fact("since", f"{state.since:%Y-%m-%d %H:%M:%S} UTC")
    yield _fact("streams", f"{state.streams} of tasks that run")
    if state.error is not None:
        yield _fact("trouble", str(state.error), "bad")
    yield ()
    yield line("log groups", "title")
    choose = key("logs.group", "O")
    if group:
        yield _fact(
            "chosen", f"{group}, all its streams, whoever writes there · {choose} and an empty name take it back"
        )
    for channel in state.channels:
        yield from _channel(channel)
    if not state.channels:
        yield line("  none", "muted")
    for offered in state.offered:
        yield _fact("offered", f"{offered} · {choose} follows it")
    yield from _said("where the containers write", [_place(place) for place in state.places])
    yield from _said("lines may be lost before AWS has them", state.notes)
    yield from _said("what is missing", state.gaps)


def _channel(channel: ChannelState) -> Iterator[Line]:
    _, tone = _HOW[channel.mode]
    for name in channel.groups:
        yield _fact(channel.mode, name + (f" · {channel.region}" if channel.region else ""), tone)
    if channel.why:
        yield _fact("", channel.why, "warn")


def _place(place: LogStreams) -> str:
    mode = place.mode or "no mode set"
    return f"{place.container}: {place.group} · {place.prefix}/{place.container}/TASK-ID · {mode}"


def _said(title: str, sentences: "tuple[str, ...] | list[str]") -> Iterator[Line]:
    if sentences:
        yield ()
        yield line(title, "title")
    for sentence in sentences:
        yield line(f"  {visible(sentence)}")


def _fact(name: str, value: str, tone: str = "value") -> Line:
    return (Span(f"  {name:<10} ", "key"), Span(visible(value), tone))
