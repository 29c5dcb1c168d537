"""The keys that a person has chosen: a preset, and own ones over it; what of that can be had, and what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from fargate_tui.keys.key import Key
from fargate_tui.keys.names import NoKey, read, shown, written
from fargate_tui.keys.presets import PRESETS

PRESET: Final = "preset"
"""The word in the table of keys that names a preset."""
HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "app.quit": ("ctrl+c",),
    "view.back": ("escape",),
    "table.open": ("enter",),
    "log.open": ("enter",),
    "plots.zoom": ("enter",),
    "query.run": ("enter",),
    "query.leave": ("escape",),
    "form.take": ("enter",),
    "form.leave": ("escape",),
    "wizard.create": ("enter",),
    "prompt.cancel": ("escape",),
    "help.close": ("escape", "enter"),
    "line.close": ("escape", "enter"),
    "source.close": ("escape", "enter"),
    "scaling_page.close": ("escape", "enter"),
}
"""Keys that stay where they are, whatever else is chosen: a way in, a way back and a way out there always is."""
KEPT: Final = frozenset(key for keys in HELD.values() for key in keys)
"""They can be given to nothing else."""
WHILE_TYPING: Final = ("app.", "prompt.", "form.", "query.", "wizard.")
"""Beginnings of ids whose keys are pressed while something is typed."""
NOT_WHILE_TYPING: Final = frozenset(
    (
        "query.edit", "query.shorter", "query.longer", "query.groups",
        "wizard.create", "wizard.go_on", "wizard.correct", "wizard.take_back",
    )
)  # fmt: skip
"""Of those the ones that are not."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a choice; the rest of it holds."""

    entry: str
    """The id, or ``preset``, as it stands in the settings."""
    words: str

    def __str__(self) -> str:
        return f"keys: {self.entry}: {self.words}"


@dataclass(frozen=True, slots=True)
class Keymap:
    """What was chosen, as far as it can be had."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Textual's names of the keys, by the id of what they do; ids that are not in it have their own keys."""
    own: frozenset[str] = frozenset()
    """Ids that the person has chosen keys for; the others are the preset's."""
    preset: str = "default"
    troubles: tuple[Trouble, ...] = ()

    @property
    def for_textual(self) -> dict[str, str]:
        """As `App.set_keymap` takes it."""
        return {name: ",".join(keys) for name, keys in self.keys.items()}

    def said(self, name: str, usual: str) -> str:
        """The key of an id for a sentence: the ``usual`` one where it still is one, else the first there is."""
        keys = self.keys.get(name, ())
        return shown(usual if not keys or usual in keys else keys[0])

    def command(self, word: str) -> str:
        """How a word is typed that says where to go: ``:tour``, or behind the key that was chosen instead."""
        key = self.said("view.go_to", "colon")
        return f":{word}" if key == ":" else f"{key} {word}"

    def origin(self, name: str) -> str:
        """Where the keys of an id come from: ``own``, a preset, or nothing for the default."""
        return "own" if name in self.own else self.preset if name in self.keys else ""


USUAL: Final[Key] = Keymap().said
"""The keys of somebody who has chosen none."""


def keymap(chosen: Mapping[str, str]) -> Keymap:
    """The keymap of a table of settings: ``preset``, and keys with commas between by id.

    It looks at nothing but the table: whether ids are known, and what else a key does, `troubles.py` tells.
    """
    preset = chosen.get(PRESET, "default")
    found: dict[str, tuple[str, ...]] = {}
    troubles: list[Trouble] = []
    if preset not in PRESETS:
        troubles.append(Trouble(PRESET, f"no preset is called {preset!r}; there are {', '.join(PRESETS)}"))
        preset = "default"
    for name, text in {**PRESETS[preset].keys, **chosen}.items():
        if name == PRESET:
            continue
        keys, wrong = _keys_of(name, text)
        troubles += wrong
        if keys:
            found[name] = tuple(dict.fromkeys((*HELD.get(name, ()), *keys)))
    own = frozenset(name for name in chosen if name in found)
    return Keymap(found, own, preset, tuple(troubles))


def _keys_of(name: str, text: str) -> tuple[Sequence[str], list[Trouble]]:
    keys, troubles = [], []
    for part in text.split(","):
        try:
            key = read(part)
        except NoKey as wrong:
            troubles.append(Trouble(name, str(wrong)))
            continue
        refused = refusal(name, key)
        if refused:
            troubles.append(Trouble(name, refused))
        else:
            keys.append(key)
    return keys, troubles


def refusal(name: str, key: str) -> str:
    """Why an id cannot have a key; empty where it can."""
    if key in KEPT and key not in HELD.get(name, ()):
        return f"{written(key)} keeps its meaning: it always leads in, back or out"
    typed_there = name.startswith(WHILE_TYPING) and name not in NOT_WHILE_TYPING
    if typed_there and (len(key) == 1 or key == "space" or _is_sign(key)):
        return f"{written(key)} is typed there: take a key with ctrl, or f1 to f12"
    return ""


def _is_sign(key: str) -> bool:
    sign = written(key)
    return "+" not in key and len(sign) == 1 and key not in ("left", "right", "up", "down", "backspace")


def unknown(chosen: Keymap, ids: Sequence[str]) -> Iterator[Trouble]:
    """The ids that mean nothing, each with the one that may have been meant."""
    for name in chosen.keys:
        if name in ids:
            continue
        near = get_close_matches(name, ids, 1, 0.6)
        yield Trouble(name, "nothing is called so" + (f"; {near[0]}?" if near else "; :keys shows all ids"))
