"""What has to be so while another program has the terminal."""

import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final

from fargate_tui.sessions.relay import Child, Ended

HandOver = Callable[[Child], Awaitable[Ended]]
"""Gives the terminal to a program until that has ended; raises nothing."""

_OF_KEYS: Final = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP)


@contextmanager
def keys_ignored() -> Iterator[None]:
    """Take no signal of a key: until the terminal is raw, ctrl+c would end us instead of what is run."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _OF_KEYS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
