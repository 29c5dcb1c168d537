"""An entry of the journal in full, as lines."""

from collections.abc import Iterator
from datetime import datetime

from fargate_tui.columns.finding import GLYPHS, TONES
from fargate_tui.fargate.journal import TONE, JournalEntry
from fargate_tui.format import age
from fargate_tui.keys.key import Key
from fargate_tui.widgets.lines import Line, Span, line, pair


def entry_lines(entry: JournalEntry, now: datetime, key: Key) -> tuple[Line, ...]:
    """What was changed, by whom, how, and what came of it."""
    return tuple(_lines(entry, now, key))


def _lines(entry: JournalEntry, now: datetime, key: Key) -> Iterator[Line]:
    severity = TONE[entry.result]
    yield (Span(f"{GLYPHS[severity]} ", TONES[severity]), Span(entry.title, "title"))
    yield ()
    yield pair("result", _result(entry), TONES[severity])
    yield pair("when", f"{entry.at:%Y-%m-%d %H:%M:%S} UTC ({age(entry.at, now)} ago)")
    yield pair("who", entry.caller or "not known")
    yield pair("where", " ".join(part for part in (entry.account, entry.region) if part) or "not known")
    yield pair("cluster", entry.subject.cluster or "—")
    yield pair(entry.subject.kind.replace("-", " "), entry.subject.name)
    yield pair("ARN", entry.subject.arn)
    yield pair("undo", _undo(entry, key))
    yield pair("number", str(entry.id))
    yield from _part("from → to", (_difference(each.what, each.before, each.after) for each in entry.differences))
    yield from _part("the same for a shell", ((Span("$ ", "key"), Span(text, "value")) for text in entry.commands))
    yield from _part("request ids", (line(text, "value") for text in entry.request_ids))


def _part(title: str, lines: Iterator[Line]) -> Iterator[Line]:
    yield ()
    yield line(title, "title")
    empty = True
    for each in lines:
        empty = False
        yield (Span("  "), *each)
    if empty:
        yield line("  none", "muted")


def _difference(what: str, before: str, after: str) -> Line:
    return (Span(f"{what}  ", "key"), Span(before, "value"), Span(" → ", "muted"), Span(after, "title"))


def _result(entry: JournalEntry) -> str:
    if entry.words.startswith(entry.result):
        return entry.words
    return f"{entry.result}: {entry.words}" if entry.words else entry.result


def _undo(entry: JournalEntry, key: Key) -> str:
    takes = f"takes back number {entry.undoes}; " if entry.undoes else ""
    if entry.undone:
        return f"{takes}it has been taken back"
    if entry.can_be_undone:
        return f"{takes}{key('view.undo', 'u')} shows what takes it back"
    return f"{takes}nothing takes it back"
