"""What the help tells is so: also where most keys are typed."""

from importlib import import_module

import pytest
from textual.binding import Binding

from fargate_tui.fargate.errors import Unreachable
from fargate_tui.screens.help import GROUPS
from fargate_tui.screens.views import SCREENS
from fargate_tui.screens.wizards.wizard import WizardScreen
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.plot import Plot
from fargate_tui.widgets.plot_grid import PlotGrid
from fargate_tui.widgets.query_editor import QueryEditor
from fargate_tui.widgets.resource_table import ResourceTable
from fargate_tui.widgets.text_view import TextView
from fargate_tui.widgets.wizard_form import WizardForm
from tests.screens.person import Person, sitting
from tests.screens.world import believable

WIZARD = (":", *"taskdefs", "enter", "n")
LETTERS = ("q", "h", "r", "u", "W", ":", "?", "[", "]", "~")
"""Keys that mean something in every other view, and are typed into a form."""
LISTED = [
    getattr(import_module(f"fargate_tui.screens.{module}"), name) for module, name in dict.fromkeys(SCREENS.values())
]
OWNERS = (*LISTED, LogView, Plot, PlotGrid, QueryEditor, ResourceTable, TextView, WizardForm)


async def wizard(person: Person) -> WizardScreen:
    """The wizard of a task definition."""
    await person.press(*WIZARD)
    screen = person.screen
    assert isinstance(screen, WizardScreen)
    await person.until(lambda: screen.drafting is not None)
    return screen


def keys(person: Person) -> dict[str, str]:
    """The keys that help tells of, and the ids of what they do."""
    found = person.app.screen.active_bindings.items()
    return {key: active.binding.id for key, active in found if active.binding.id and active.binding.description}


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.__name__)
def test_every_key_stands_in_a_group_that_says_what_it_is_about(owner: type) -> None:
    ids = {
        binding.id
        for each in owner.__mro__
        if each.__module__.startswith("fargate_tui")
        for binding in each.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding) and binding.id
    }
    assert not {name for name in ids if name.split(".")[0] not in GROUPS}


async def test_what_is_typed_into_a_wizard_is_not_told_as_a_key() -> None:
    async with sitting(believable(), size=(160, 100)) as person:
        await wizard(person)
        assert not set(LETTERS) & {active.binding.key for active in person.app.screen.active_bindings.values()}
        await person.press("f1")
        assert "quit" not in [" ".join(line.split()[1:2]) for line in person.lines if " q " in line]
        assert not person.says("esc h ← ⌫")
        assert "other" not in [line.strip(" │") for line in person.lines]
        assert person.says("the page")
        assert person.says(r"ctrl\+→ pgdn")


async def test_every_key_that_the_help_of_a_wizard_tells_does_something() -> None:
    async with sitting(believable(), size=(160, 100)) as person:
        await wizard(person)
        told = keys(person)
    assert {"form.take", "form.next", "form.leap", "form.leave"} <= set(told.values())
    needs = {"wizard.ask", "wizard.by_hand", "app.quit", "app.suspend"}
    for key, name in told.items():
        if name in needs:
            continue  # asks AWS, opens the editor, ends the program
        async with sitting(believable(), size=(160, 100)) as person:
            form = (await wizard(person)).form
            await person.type("web")
            if name in ("wizard.back", "wizard.problem"):
                await person.press("ctrl+right")
            before = person.text, type(person.app.screen), form.field, form.is_choosing
            await person.press(key)
            after = person.text, type(person.app.screen), form.field, form.is_choosing
            assert after != before, f"{key} ({name}) does nothing"


async def test_keys_of_the_form_are_told_where_they_mean_something() -> None:
    async with sitting(believable()) as person:
        screen = await wizard(person)
        assert "form.cycle" not in keys(person).values(), "the family is typed"
        assert "form.clear" in keys(person).values()
        for _ in range(12):
            if screen.form.field is not None and screen.form.field.kind == "choice":
                break
            await person.press("down")
        assert {"form.cycle", "form.choices"} <= set(keys(person).values())
        before = person.text
        await person.press("right")
        assert person.text != before


async def test_esc_leaves_a_page_that_could_not_be_opened() -> None:
    async with sitting(believable()) as person:
        screen = await wizard(person)
        screen.form.show((), ())
        assert keys(person)["escape"] == "view.back"


@pytest.mark.parametrize("size", [(160, 60), (80, 24)])
async def test_help_explains_what_stands_in_the_notice(size: tuple[int, int]) -> None:
    world = believable()
    refused = Unreachable("list services", "ecs.eu-west-1.amazonaws.com refuses connections")
    world.errors["ListServices production"] = refused
    async with sitting(world, cluster="production", size=size) as person:
        assert person.says("refuses connections · [?] explains")
        await person.press("?")
        assert person.says("✗ troubleshooting › no answer")
        if size[1] == 24:
            await person.press("tab", "down", "down", "down")
        assert person.says("docs/troubleshooting.md#no-answer")
