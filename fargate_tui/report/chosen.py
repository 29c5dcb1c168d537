"""The settings as a report tells them."""

from collections.abc import Iterator

from fargate_tui.fargate.secrets import masked_command
from fargate_tui.settings.sources import Gathered
from fargate_tui.settings.text import effective


def chosen(gathered: Gathered) -> Iterator[str]:
    """The file, each setting with its value and where that comes from, and what is wrong; commands are masked."""
    file = gathered.file
    yield f"file: {file.path}{'' if file.exists else ' (there is none)'}"
    for line in effective(gathered):
        yield masked_command(line)
    for mistake in gathered.mistakes:
        yield f"mistake: {mistake}"
