"""What of a table of keys can be had, what is refused, and where two meanings meet."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from textual.dom import DOMNode

import fargate_tui
from fargate_tui.keys.declared import Chain, all_of, chains, ids, own, parts
from fargate_tui.keys.keymap import HELD, KEPT, NOT_WHILE_TYPING, WHILE_TYPING, Keymap, keymap
from fargate_tui.keys.presets import PRESETS
from fargate_tui.keys.troubles import conflicts, troubles
from fargate_tui.screens.wizards.by_hand import ByHandScreen
from fargate_tui.screens.wizards.filling import FillingScreen
from fargate_tui.widgets.prompt_input import Typed
from fargate_tui.widgets.query_editor import QueryEditor
from fargate_tui.widgets.wizard_form import WizardForm

CHAINS = tuple(chains())
DECLARED = [binding for _, nodes in parts() for node in nodes for binding in own(node)]
KNOWN = ids()


def told(chosen: dict[str, str]) -> list[str]:
    return [str(trouble) for trouble in troubles(keymap(chosen))]


def test_keys_are_taken_by_the_id_of_what_they_do() -> None:
    chosen = keymap({"row.logs": "L, f5", "list.filter": "slash"})
    assert chosen.for_textual == {"row.logs": "L,f5", "list.filter": "slash"}
    assert not chosen.troubles
    assert chosen.origin("row.logs") == "own"
    assert chosen.origin("row.why") == ""


def test_own_keys_stand_over_those_of_a_preset() -> None:
    chosen = keymap({"preset": "k9s", "view.refresh": "f5"})
    assert chosen.keys["view.refresh"] == ("f5",)
    assert chosen.keys["list.problems"] == ("ctrl+z",)
    assert (chosen.origin("view.refresh"), chosen.origin("list.problems")) == ("own", "k9s")


def test_an_unknown_preset_is_said_with_those_there_are() -> None:
    assert told({"preset": "emacs"}) == ["keys: preset: no preset is called 'emacs'; there are default, k9s, e1s"]


def test_an_unknown_id_is_said_with_the_one_that_may_be_meant() -> None:
    assert told({"row.log": "f5"}) == ["keys: row.log: nothing is called so; row.logs?"]


def test_what_is_wrong_with_one_key_leaves_the_others() -> None:
    chosen = keymap({"task.stop": "alt+s,ctrl+k"})
    assert chosen.keys == {"task.stop": ("ctrl+k",)}
    assert len(chosen.troubles) == 1


@pytest.mark.parametrize("key", sorted(KEPT))
def test_the_ways_in_back_and_out_can_be_given_to_nothing_else(key: str) -> None:
    chosen = keymap({"task.stop": key})
    assert not chosen.keys
    assert "keeps its meaning" in str(chosen.troubles[0])


@pytest.mark.parametrize("name", HELD)
def test_the_ways_in_back_and_out_cannot_be_lost(name: str) -> None:
    assert set(HELD[name]) <= set(keymap({name: "f9"}).keys[name])


def test_the_ways_in_back_and_out_are_those_that_are_declared() -> None:
    by_key: dict[str, set[str]] = defaultdict(set)
    for binding in DECLARED:
        for key in set(binding.key.split(",")) & KEPT:
            by_key[binding.id or ""].add(key)
    assert by_key == {name: set(keys) for name, keys in HELD.items()}


def test_no_letter_is_taken_where_letters_are_typed() -> None:
    assert told({"prompt.complete": "n"}) == [
        "keys: prompt.complete: n is typed there: take a key with ctrl, or f1 to f12"
    ]
    typed = {
        binding.id for node in (Typed, WizardForm, QueryEditor, FillingScreen, ByHandScreen) for binding in own(node)
    }
    assert typed == {n for n in KNOWN if n.startswith(WHILE_TYPING[1:]) and n not in NOT_WHILE_TYPING}


def test_two_meanings_of_a_key_are_said_with_both_and_where() -> None:
    assert told({"row.logs": "x"}) == [
        "keys: row.logs: x is the key of tasks.show (stopped) too, in tasks",
        "keys: row.logs: x is the key of history.happenings (events) too, in history",
    ]


def test_keys_that_change_places_do_not_meet() -> None:
    assert told({"row.logs": "d", "row.describe": "l", "logs.source": "f8"}) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_has_a_mistake_nor_two_meanings_in_any_view(preset: str) -> None:
    assert told({"preset": preset}) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_what_a_preset_says_of_the_other_tool_is_about_keys_it_sets(preset: str) -> None:
    assert set(PRESETS[preset].theirs) <= set(PRESETS[preset].keys)


def textual_has(node: type[DOMNode], chosen: Keymap) -> dict[str, str]:
    """What Textual makes of a class and a keymap: ids by key."""
    bindings = node._merge_bindings().copy()
    bindings.apply_keymap(chosen.for_textual)
    return {key: found[0].id or "" for key, found in bindings.key_to_bindings.items() if found[0].id in KNOWN}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: f"{chain.view}-{chain.nodes[0].__name__}")
def test_textual_binds_what_we_say_it_does(chain: Chain, preset: str) -> None:
    chosen = keymap({"preset": preset})
    for node in chain.nodes:
        said = {
            each: binding.id
            for key, binding in all_of(node).items()
            for each in chosen.keys.get(binding.id or "", (key,))
        }
        assert textual_has(node, chosen) == said, node


def test_every_key_that_a_sentence_names_is_declared() -> None:
    """What `ActingScreen.key` is asked for is the key that stands in the declaration."""
    named = {
        pair
        for path in Path(fargate_tui.__file__).parent.glob("screens/**/*.py")
        for pair in re.findall(r"""\.key\(["']([a-z_.]+)["'], ["']([^"']+)["']\)""", path.read_text("utf-8"))
    }
    declared = {(binding.id, key) for binding in DECLARED for key in binding.key.split(",")}
    assert len(named) > 10
    assert not named - declared


def test_a_sentence_names_the_key_that_was_chosen() -> None:
    assert keymap({}).said("row.logs", "l") == "l"
    assert keymap({"row.logs": "L,l"}).said("row.logs", "l") == "l"
    assert keymap({"row.logs": "ctrl+l"}).said("row.logs", "l") == "^l"


def test_conflicts_are_found_in_every_view_that_there_is() -> None:
    assert {chain.view for chain in CHAINS} >= {"services", "tasks", "logs", "wizard", "query", "metrics"}
    everywhere = next(conflicts(keymap({"view.header": "r"})))
    assert "view.refresh (refresh) too" in everywhere.words
    assert "services" in everywhere.words


def test_every_class_that_declares_keys_is_told_of() -> None:
    told_of = {node.__name__ for _, nodes in parts() for node in nodes}
    sources = Path(fargate_tui.__file__).parent.glob("*/**/*.py")
    declaring = {
        name
        for path in sources
        if "demo" not in path.parts
        for name, body in re.findall(
            r"^class (\w+)(.*?)(?=^class |\Z)", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        if re.search(r"^    BINDINGS: ClassVar", body, re.MULTILINE)
    }
    assert declaring - {"Chain"} <= told_of
