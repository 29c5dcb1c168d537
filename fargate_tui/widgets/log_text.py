"""Log lines as plain text, to be saved or copied. Pure."""

from collections.abc import Iterable, Iterator

from fargate_tui.fargate.logs.lines import LogLine
from fargate_tui.format import visible
from fargate_tui.widgets.log_times import iso


def saved_lines(lines: Iterable[LogLine], *, raw: bool = False) -> Iterator[str]:
    """Each line with its time, task and container, ending with a newline; harmless, or `raw`, as it was written.

    What cannot be written as UTF-8 (lone surrogates) is replaced either way.
    """
    for line in lines:
        if line.kind == "mark":
            yield f"{iso(line.at)} ── {visible(line.text)} ──\n"
            continue
        source = " ".join(filter(None, (visible(line.task_id), visible(line.container))))
        text = line.text.encode("utf-8", "replace").decode() if raw else visible(line.text)
        yield f"{iso(line.at)} {source}{' ' if source else ''}{text}\n"
