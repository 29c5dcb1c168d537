"""Starts the app in this terminal, at the place that the command line or the settings name."""

from dataclasses import replace

from fargate_tui.app import FargateApp
from fargate_tui.cli import is_remote
from fargate_tui.connecting import connect
from fargate_tui.links import PLACES, BadLink, Link, group_of, parsed
from fargate_tui.settings.declarations import DECLARATIONS
from fargate_tui.settings.sources import Gathered, Sources
from fargate_tui.themes import choose, own_themes


def run(sources: Sources) -> int:
    """Run the app in this terminal until the person quits; returns the exit status."""
    gathered = sources.gather()
    settings = gathered.settings
    try:
        if gathered.origins.get("theme") == DECLARATIONS["theme"].flag:
            choose(settings.theme, remote=False, own=[theme.name for theme in own_themes(settings.theme)])
        if (link := _link_of_start(gathered)) is not None:
            sources = sources.on(replace(sources.base, link=link))
    except ValueError as problem:
        print(f"fargate-tui: {problem}")  # noqa: T201 - there is no screen to say it on
        return 2
    settings = sources.gather().settings
    app = FargateApp(settings, connect, sources=sources)
    app.run(mouse=not is_remote() if settings.mouse is None else settings.mouse)
    return app.return_code or 0


def _link_of_start(gathered: Gathered) -> Link | None:
    """The link that the settings begin with; raises BadLink where the command line has a wrong one."""
    settings = gathered.settings
    if (
        settings.link is not None
        or settings.cluster is not None
        or settings.start in PLACES
        or group_of(settings.start)
    ):
        return None
    try:
        return parsed(settings.start)
    except BadLink:
        if gathered.origins.get("start") == DECLARATIONS["start"].flag:
            raise
        return None  # what is wrong in the file is told with all that is wrong there
