"""The steps of the tour: what to do, by which keys, and how it is known that it was done. Data, and pure conditions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fargate_tui.screens.journey import View
from fargate_tui.tour.seen import Seen

Story = Sequence[Seen]
"""What was seen since a step began, the newest last; never empty."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key to press."""

    id: str
    """Of what it does; empty for the keys of panels, which are always the same."""
    usual: str
    """Textual's name of the key where nothing else was chosen."""


@dataclass(frozen=True, slots=True)
class Text:
    """Something to type."""

    text: str
    is_free: bool = False
    """Whether it says only what may be typed."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word to type where one says where to go."""

    word: str


Press = tuple[Key | Text, ...]
"""What is pressed and typed in one go."""
ENTER, ESCAPE = Key("", "enter"), Key("", "escape")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    title: str
    words: tuple[str | Key | Command, ...]
    """One or two short sentences; keys stand among them by what they do."""
    presses: tuple[Press, ...]
    """One way to do it, in its order."""
    done: Callable[[Story], bool]
    views: frozenset[View] = frozenset()
    """Where the keys mean that; none is everywhere."""


def at(*views: View) -> Callable[[Story], bool]:
    """Whether one of these views is on the screen."""
    return lambda story: story[-1].place.view in views


def in_a_cluster(story: Story) -> bool:
    """Whether the services of one cluster are on the screen."""
    return at("services")(story) and story[-1].place.cluster is not None


def in_production(story: Story) -> bool:
    """Whether those of the demo's broken cluster are."""
    return at("services")(story) and story[-1].place.cluster == PRODUCTION


def problems_alone(story: Story) -> bool:
    """Whether only what has a problem is listed."""
    return story[-1].problems_only


def problems_and_all(story: Story) -> bool:
    """Whether only problems were listed, and now all is again."""
    return any(map(problems_alone, ((seen,) for seen in story))) and not problems_alone(story)


def filtered(story: Story) -> bool:
    """Whether a filter holds that was typed to its end."""
    return bool(story[-1].filter) and not story[-1].prompt


def lines_kept(story: Story) -> bool:
    """Whether only some lines of a log are shown."""
    return at("logs")(story) and bool(story[-1].keep)


def plan_left(story: Story) -> bool:
    """Whether a plan was shown, and is not any more."""
    return any(seen.plan for seen in story) and not story[-1].plan


def help_read(story: Story) -> bool:
    """Whether the help was open, and is not any more."""
    return any(seen.overlay == "help" for seen in story) and not story[-1].overlay


def never(_: Story) -> bool:
    """Of the end."""
    return False


PRODUCTION: Final = "production"
"""The demo's cluster in which services are broken."""
CHARTED: Final[frozenset[View]] = frozenset({"services", "tasks", "deployments"})
"""Views from which a service is scaled."""

OPEN: Final = Step(
    "open a cluster",
    ("these are clusters, and production has problems. move to it, and open it.",),
    ((Key("table.down", "j"),), (Key("table.open", "enter"),)),
    in_production,
    frozenset({"clusters"}),
)
PROBLEMS: Final = Step(
    "what is wrong",
    ("its services. leave only those with a problem: the last column says why.",),
    ((Key("list.problems", "exclamation_mark"),),),
    problems_alone,
    frozenset({"services"}),
)
FILTER: Final = Step(
    "find one",
    ("every list has a filter. keep what matches resizer.",),
    ((Key("list.filter", "slash"), Text("resizer"), ENTER),),
    filtered,
    frozenset({"services"}),
)
WHY: Final = Step(
    "why it died",
    ("it crashes again and again. see the cause, the evidence, and what to do.",),
    ((Key("row.why", "v"),),),
    at("task"),
    frozenset({"services", "tasks"}),
)
LOGS: Final = Step(
    "what it said",
    ("its log. keep only the lines with heap: it grew to the limit.",),
    ((Key("row.logs", "l"),), (Key("logs.keep", "ampersand"), Text("heap"), ENTER)),
    lines_kept,
    frozenset({"services", "tasks", "task", "deployments", "logs"}),
)
BACK: Final = Step(
    "back",
    (
        "go back the way you came. ",
        Key("view.history_forward", "right_square_bracket"),
        " goes forward again, ",
        Key("view.back", "escape"),
        " one step up.",
    ),
    ((Key("view.history_back", "left_square_bracket"),) * 2,),
    at("services"),
)
DEPLOYMENTS: Final = Step(
    "how a deployment stands",
    ("old against new, what hinders it, and those before.",),
    ((Key("row.deployments", "2"),),),
    at("deployments"),
    frozenset({"services", "tasks", "metrics", "scaling"}),
)
SCALE: Final = Step(
    "no change without a plan",
    ("ask for one task more, and the plan says what follows. then leave it.",),
    ((Key("service.scale_up", "plus"), ENTER), (ESCAPE,)),
    plan_left,
    CHARTED,
)
PALETTE: Final = Step(
    "anywhere by name",
    ("views, clusters, services, actions: type their name. go to the events.",),
    ((Key("view.go_to", "colon"), Text("events"), ENTER),),
    at("events"),
)
HELP: Final = Step(
    "every key",
    ("all keys of the view you are in, and what its columns and signs mean.",),
    ((Key("view.help", "question_mark"),), (ESCAPE,)),
    help_read,
)
END: Final = Step(
    "that was it, and nothing was changed",
    (
        "more stands in docs/ and in man fargate-tui; ",
        Command("keys"),
        " has every key. fargate-tui alone shows your own account.",
    ),
    (),
    never,
)

DEMO: Final = (OPEN, PROBLEMS, FILTER, WHY, LOGS, BACK, DEPLOYMENTS, SCALE, PALETTE, HELP, END)
"""With the local AWS, where something is broken."""
ANYWHERE: Final = (
    replace(
        OPEN,
        words=("your clusters: the tour uses what is there, and changes nothing. open one.",),
        presses=((Key("table.open", "enter"),),),
        done=in_a_cluster,
    ),
    replace(
        PROBLEMS,
        words=("its services. leave only those with a problem, if any, then show all again.",),
        presses=(*PROBLEMS.presses, *PROBLEMS.presses),
        done=problems_and_all,
    ),
    replace(
        FILTER,
        words=("every list has a filter; ", Key("view.back", "escape"), " clears it."),
        presses=((Key("list.filter", "slash"), Text("a part of a name", is_free=True), ENTER),),
    ),
    replace(
        WHY,
        title="the tasks of a service",
        words=(
            "open a service. where its tasks die, ", Key("row.why", "v"),
            " says why: `fargate-tui tour` has one that does.",
        ),
        presses=((Key("table.open", "enter"),),),
        done=at("tasks", "task"),
    ),
    replace(
        LOGS,
        words=("its log, live. keep only the lines with error.",),
        presses=((Key("row.logs", "l"),), (Key("logs.keep", "ampersand"), Text("error"), ENTER)),
    ),
    *(BACK, DEPLOYMENTS, SCALE, PALETTE, HELP),
    replace(
        END,
        words=(
            "more stands in docs/ and in man fargate-tui; ", Command("keys"),
            " has every key. `fargate-tui tour` has something broken to look into.",
        ),
    ),
)  # fmt: skip
"""With what is there: the same steps one by one, none of which needs something broken."""


def steps_of(demo: str | None, clusters: Sequence[str] | None) -> tuple[Step, ...]:
    """The steps for a scenario of the local AWS, None for AWS itself, and its clusters as far as they are known."""
    is_there = clusters is None or PRODUCTION in clusters
    return DEMO if demo == "scorekeep" and is_there else ANYWHERE
