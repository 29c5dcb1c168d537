"""Keys that were chosen do what the others did, and are told wherever keys are told."""

from typing import Any

import pytest

from fargate_tui.keys.presets import PRESETS
from tests.screens.person import Person, sitting
from tests.screens.world import believable

SERVICES: dict[str, Any] = {"cluster": "production"}


def active(person: Person) -> dict[str, str]:
    """The ids by key, of what can be pressed now."""
    return {key: each.binding.id or "" for key, each in person.app.screen.active_bindings.items() if each.binding.id}


async def test_another_key_does_it_and_the_old_one_does_not() -> None:
    async with sitting(believable(), **SERVICES, keys={"row.logs": "f6", "view.refresh": "f5"}) as person:
        assert "f6 logs" in person.hints
        await person.press("l")
        assert person.path == "production › services"
        await person.press("f6")
        assert person.path.endswith("logs")


async def test_help_tells_the_keys_that_were_chosen() -> None:
    chosen = {"row.logs": "ctrl+l", "view.help": "f1"}
    async with sitting(believable(), **SERVICES, size=(160, 100), keys=chosen) as person:
        await person.press("f1")
        assert person.says(r"\^l +logs: what it says, live")
        assert person.says(r"f1 +help: all keys of this view")


async def test_a_page_over_a_view_names_the_key_that_was_chosen_and_the_way_out_that_always_is() -> None:
    async with sitting(believable(), **SERVICES, keys={"help.next_part": "f9", "help.close": "x"}) as person:
        await person.press("?")
        assert person.says("f9 the other part · esc closes")
        await person.press("escape")
        assert person.path == "production › services"


async def test_of_a_pair_only_one_is_shown_once_the_other_is_another_key() -> None:
    async with sitting(believable(), **SERVICES) as person:
        await person.until(lambda: "service.scale_up" in active(person).values())
        assert "+ - scale" in person.hints
    async with sitting(believable(), **SERVICES, keys={"service.scale_down": "f4"}) as person:
        await person.until(lambda: "service.scale_up" in active(person).values())
        assert "+ scale" in person.hints
        assert active(person)["f4"] == "service.scale_down"


async def test_a_sentence_names_the_key_that_was_chosen() -> None:
    async with sitting(believable(), cluster="sandbox", keys={"cluster.tasks": "f9"}) as person:
        assert person.says("no services in sandbox · n makes one · f9 shows its tasks")
        await person.press("f9")
        assert person.path == "sandbox › tasks"


@pytest.mark.parametrize(
    ("view", "name", "told"),
    [
        ("watches", "view.watch", "nothing is watched · f9 on a service"),
        ("forwards", "container.forward", "no port is forwarded · f9 on a task"),
        ("drafts", "list.new", "no draft was left · f9 on a list begins one"),
        ("query", "query.groups", "no log group is chosen · esc, then f9 chooses some"),
    ],
)
async def test_an_empty_list_names_the_key_that_was_chosen(view: str, name: str, told: str) -> None:
    async with sitting(believable(), keys={name: "f9"}) as person:
        await person.go(view)
        await person.until(lambda: person.says(told))


async def test_mistakes_are_told_once_the_view_stands() -> None:
    chosen = {"preset": "vi", "row.lgos": "f5", "row.logs": "x", "task.stop": "alt+s", "view.header": "enter"}
    async with sitting(believable(), **SERVICES, keys=chosen) as person:
        await person.done("settings")
        (told,) = person.told
        assert "keys: preset: no preset is called 'vi'; there are default, k9s, e1s" in told
        assert "3 more · `fargate-tui config check` tells all" in told
        assert person.app.is_running


async def test_a_preset_without_mistakes_says_nothing() -> None:
    async with sitting(believable(), **SERVICES, keys={"preset": "k9s"}) as person:
        await person.done("settings")
        assert person.told == []


async def test_the_keys_of_k9s() -> None:
    async with sitting(believable(), **SERVICES, keys={"preset": "k9s"}) as person:
        await person.press("ctrl+z")
        assert len(person.names) == 5, "problems only"
        await person.press("ctrl+z", "enter")
        assert person.path.endswith("tasks")
        assert active(person)["ctrl+k"] == "task.stop"
        await person.press("q")
        assert person.path == "production › services", "q goes back"
        await person.until(lambda: "service.deploy" in active(person).values())
        assert active(person)["r"] == "service.deploy"
        assert active(person)["ctrl+r"] == "view.refresh"


async def test_the_keys_of_e1s() -> None:
    async with sitting(believable(), keys={"preset": "e1s"}) as person:
        await person.press("j", "l")
        assert person.path == "production › services", "l selects"
        await person.press("w")
        assert person.path.endswith("events")
        await person.press("ctrl+z", "m")
        assert person.path.endswith("metrics")
        await person.press("h", "L")
        assert person.path.endswith("logs")


@pytest.mark.parametrize("preset", PRESETS)
async def test_the_form_of_a_wizard_types_whatever_was_chosen(preset: str) -> None:
    async with sitting(believable(), keys={"preset": preset}) as person:
        await person.press(":", *"taskdefs", "enter", "n")
        await person.until(lambda: person.says("› family"))
        await person.type("qlrwz")
        assert person.says("› family qlrwz")
