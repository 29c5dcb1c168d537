"""What means something after ``:`` wherever one is."""

from fargate_tui.screens.accounts import WORDS as OF_ACCOUNTS
from fargate_tui.screens.commands import command
from fargate_tui.screens.destinations import FIND, views
from fargate_tui.screens.going import EXEC
from fargate_tui.screens.journey import Place
from fargate_tui.screens.theming import WORD as OF_THEMES
from fargate_tui.screens.words import word_of

ANYWHERE = Place("task", cluster="c", service="s", task="t")


def is_taken(name: str) -> bool:
    """Whether a name is that of a view, an action or another word."""
    words = {word for view in views(ANYWHERE) for word in view.words} | {EXEC, FIND, "login", OF_THEMES, *OF_ACCOUNTS}
    return name.lower() in words or word_of(name) is not None or command(name, {}) is not None
