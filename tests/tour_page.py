"""docs/tour.md, its steps made from their declarations: ``make docs``."""

from collections.abc import Iterator
from typing import Final

from fargate_tui.keys.keymap import Keymap
from fargate_tui.tour.steps import ANYWHERE, DEMO, Step
from fargate_tui.tour.words import pressed, said_in
from fargate_tui.widgets.lines import Line

_ABOUT: Final = """\
# The tour

```
fargate-tui tour
```

starts the demo, a local AWS with things happening in it, and leads through it in about two minutes: from a cluster
with problems to why a task died, what it said, and a change as far as its plan. No AWS account is needed, and nothing
is changed. All options are those of `fargate-tui`: `--theme`, and `--profile` of the demo's, among them.

![The panel of the tour below the services of a cluster](pictures/tour.svg)

A panel at the bottom says what to do and by which keys: those that are bound now, also where you have chosen others or
a preset. It presses no key for you and takes none but its own three; whichever way you do a step, by a key, by its name
after `:` or with the mouse, the tour goes on by itself.

| key | typed | |
|---|---|---|
| `f3` | `:tour next` | skips the step |
| `f2` | `:tour back` | shows the one before again; it counts once you do it anew |
| `f4` | `:tour`, `:tour end` | ends the tour |

The keys are `app.tour_back`, `app.tour_next` and `app.tour_end` ([keys](keys.md)) and mean nothing while no tour is
taken. You may go anywhere meanwhile, to other accounts too: where the keys of the step mean something else the panel
says so, and how to come back.

`:tour` begins it anywhere. On an account of your own, and in other scenarios of the demo, it uses what is there: no
step needs something broken, and none changes anything.

The first time that the program runs on a machine, where nothing was ever kept, it says once that there is a tour; not
in a browser, and not where nothing can be kept.
"""


def tour_page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _ABOUT
    yield from _table("With the demo", DEMO)
    yield ""
    yield from _table("With what is there", ANYWHERE)


def _table(title: str, steps: tuple[Step, ...]) -> Iterator[str]:
    keymap = Keymap()
    yield from (f"## {title}", "", "| | step | what it says | |", "|---|---|---|---|")
    for number, step in enumerate(steps[:-1], 1):
        words, presses = _marked(tuple(said_in(step, keymap))), _marked(tuple(pressed(step.presses, keymap)))
        yield f"| {number} | {step.title} | {words} | {presses} |"


def _marked(line: Line) -> str:
    text = "".join(f"`{text}`" if tone in ("key", "title") else text for text, tone in line)
    return text.replace("|", "\\|")
