"""Keys are declared once; the key bar and the help tell them, and what they tell is so."""

from collections import defaultdict
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from fargate_tui.app import FargateApp
from fargate_tui.screens.help import HelpScreen, meaning
from fargate_tui.screens.views import SCREENS
from fargate_tui.screens.wizards.wizard import WizardScreen
from fargate_tui.widgets.key_bar import KeyBar
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.prompt_input import Typed
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.text_view import TextView
from tests.screens.person import Person, sitting
from tests.screens.world import believable

CLASSES: tuple[type[DOMNode], ...] = tuple(
    getattr(import_module(f"fargate_tui.screens.{module}"), name) for module, name in dict.fromkeys(SCREENS.values())
)
OWN = (FargateApp, *CLASSES, HelpScreen, ResourceTable, TextView, Typed)
SIDEWAYS = {"left", "right"}
"""Scroll what can be scrolled, and else lead out and in."""

VIEWS = {
    "clusters": (),
    "services": (":", *"production", "enter"),
    "services of all": (":", *"svc", "enter"),
    "tasks": (":", *"production/image-resizer", "enter"),
    "task": (":", *"production/image-resizer", "enter", "enter"),
    "families": (":", *"td", "enter"),
    "revisions": (":", *"td", "enter", "enter"),
    "task definition": (":", *"storefront:23", "enter"),
    "describe": ("j", "d"),
    "json": ("j", "y"),
    "requests": (":", *"requests", "enter"),
    "journal": (":", *"journal", "enter"),
    "changes": (":", *"changes", "enter"),
    "forwards": (":", *"forwards", "enter"),
    "watches": (":", *"watches", "enter"),
    "filtered": (":", *"production", "enter", "!"),
}
"""How each view is reached."""


def declared(node: type[DOMNode]) -> dict[str, list[Binding]]:
    """The bindings of a class and of those of ours it is made from, by key."""
    found: dict[str, list[Binding]] = defaultdict(list)
    for owner in node.__mro__:
        if not owner.__module__.startswith("fargate_tui"):
            continue
        for binding in owner.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                found[key].append(binding)
    return found


@pytest.mark.parametrize("owner", OWN, ids=lambda owner: owner.__name__)
def test_every_binding_has_an_id_and_says_what_it_does(owner: type[DOMNode]) -> None:
    for bindings in declared(owner).values():
        for binding in bindings:
            assert binding.id, binding
            assert binding.id.count(".") == 1, binding
            assert binding.description, binding


FOCUSED = [
    (screen, focused)
    for screen in CLASSES
    for focused in (ResourceTable, TextView)
    if not (focused is ResourceTable and issubclass(screen, WizardScreen))  # it has no table
]


@pytest.mark.parametrize(("screen", "focused"), FOCUSED, ids=lambda node: node.__name__)
def test_no_key_does_two_things_in_one_view(screen: type[DOMNode], focused: type[DOMNode]) -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    for node in (FargateApp, screen, focused):
        for key, bindings in declared(node).items():
            keys[key].update(binding.action.removeprefix("app.") for binding in bindings)
    clashes = {key: actions for key, actions in keys.items() if len(actions) > 1 and key not in SIDEWAYS}
    if focused is TextView:
        # In texts of other views than lists, letters are free for the text.
        clashes = {key: actions for key, actions in clashes.items() if not hasattr(screen, "listing")}
    assert not clashes


@pytest.mark.parametrize("screen", CLASSES, ids=lambda screen: screen.__name__)
def test_an_id_means_one_thing_in_one_view(screen: type[DOMNode]) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for node in (FargateApp, screen, ResourceTable, TextView):
        for bindings in declared(node).values():
            for binding in bindings:
                assert binding.id is not None
                meanings[binding.id].add(binding.description)
    assert not {name: said for name, said in meanings.items() if len(said) > 1}


@pytest.mark.parametrize("view", VIEWS)
async def test_help_tells_every_key_of_the_view(view: str) -> None:
    async with sitting(believable(), size=(160, 100)) as person:
        await person.press(*VIEWS[view])
        bindings = [active.binding for active in person.app.screen.active_bindings.values()]
        columns = [column for column in person.screen.columns if column.title]
        await person.press("?")
        told = person.text
        for binding in bindings:
            if binding.id and binding.description:
                assert meaning(binding) in told, binding
                assert person.app.get_key_display(binding) in told, binding
        for column in columns:
            assert column.title in told
            assert f"{column.id}:" in told


def traces(person: Person) -> tuple[object, ...]:
    """All that a key may change that a person notices."""
    screen = person.app.screen
    prompts = screen.query(Prompt)
    texts = [(text.wrap, text.scroll_offset) for text in screen.query(TextView)]
    return person.text, type(screen), [prompt.is_open for prompt in prompts], texts, person.app.focused, person.told


EMPTY = ("journal", "changes", "forwards", "watches")
"""Nothing was changed yet, so most of their keys have nothing to act on; test_journal.py presses them."""


@pytest.mark.parametrize(
    "view", [view for view in VIEWS if view not in ("services of all", "revisions", "filtered", *EMPTY)]
)
async def test_every_key_of_the_key_bar_does_something(view: str) -> None:
    async with sitting(believable()) as person:
        await person.press(*VIEWS[view])
        bar = person.app.screen.query_one(KeyBar)
        shown = [
            (key, active.binding.description)
            for key, active in person.app.screen.active_bindings.items()
            if active.binding.show and any(hint.what == active.binding.description for hint in bar._hints)
        ]
        assert shown
    for key, what in shown:
        if what == "next":
            continue  # after a search, see test_a_text_is_searched
        async with sitting(believable()) as person:
            await person.press(*VIEWS[view])
            before = traces(person)
            await person.press(key)
            assert traces(person) != before, f"{key} ({what}) does nothing"


async def test_the_first_view_offers_to_go_back_only_while_there_is_something_to_clear() -> None:
    async with sitting(believable()) as person:
        assert "esc back" not in person.hints
        await person.press("!")
        assert "esc back" in person.hints
        await person.press("escape")
        assert "esc back" not in person.hints
        assert len(person.names) == 4


async def test_help_is_read_and_left_in_several_ways() -> None:
    async with sitting(believable(), cluster="production", size=(80, 24)) as person:
        for leave in ("escape", "q", "h", "?", "enter"):
            await person.press("?")
            assert person.says("getting around")
            await person.press("tab", "pagedown", "G", "tab")
            await person.press(leave)
            assert person.path == "production › services"
            assert person.app.is_running
