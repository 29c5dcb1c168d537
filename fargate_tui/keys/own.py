"""The keys of a person's own commands: bindings like all others, made from the settings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from textual.binding import Binding

from fargate_tui.fargate.pointable import Of
from fargate_tui.keys.keymap import Keymap, Trouble, refusal
from fargate_tui.keys.names import NoKey, read
from fargate_tui.settings.own_command import OwnCommand

OWN: Final = "command."
"""How the ids begin of their keys."""
Commands = Mapping[str, OwnCommand]


def key_of(own: OwnCommand) -> str:
    """Textual's name of the key of a command; empty where it has none, or none that can be had."""
    try:
        key = read(own.key) if own.key else ""
    except NoKey:
        return ""
    return "" if refusal(OWN, key) else key


def key_troubles(commands: Commands) -> Iterator[Trouble]:
    """What is wrong with their keys by themselves."""
    for name, own in commands.items():
        try:
            wrong = refusal(OWN, read(own.key)) if own.key else ""
        except NoKey as no_key:
            wrong = str(no_key)
        if wrong:
            yield Trouble(f"{OWN}{name}", wrong)


def binding_of(name: str, own: OwnCommand, chosen: Keymap) -> Binding | None:
    """The binding of a command; None where it has no key."""
    usual = key_of(own)
    keys = chosen.keys.get(f"{OWN}{name}", (usual,) if usual else ())
    if not keys:
        return None
    more = own.description or f"run {name}"
    return Binding(",".join(keys), f"own({name!r}, {own.safe})", name, id=f"{OWN}{name}", tooltip=more)


def nearest_first(commands: Commands, kinds: Sequence[Of]) -> list[tuple[int, str, OwnCommand]]:
    """The commands that can be run for any of these kinds, with the place of the kind they would be run for."""
    found = [(nearest(own, kinds), name, own) for name, own in commands.items()]
    fitting = [(place, name, own) for place, name, own in found if place is not None]
    return sorted(fitting, key=lambda each: each[0])


def nearest(own: OwnCommand, kinds: Sequence[Of]) -> int | None:
    """The place of the first of some kinds that a command is for; None where it is for none of them."""
    return next((place for place, kind in enumerate(kinds) if kind in own.on), None)


def bindings_at(commands: Commands, kinds: Sequence[Of], chosen: Keymap, taken: Collection[str]) -> list[Binding]:
    """The bindings of a view that has these kinds.

    ``taken`` are the keys that mean something there already: those keep their meaning, unless the table of keys says
    otherwise. Of two commands with one key the one for what is nearer has it.
    """
    found: dict[str, Binding] = {}
    for _, name, own in nearest_first(commands, kinds):
        binding = binding_of(name, own, chosen)
        if binding is None:
            continue
        is_chosen = binding.id in chosen.keys
        for key in binding.key.split(","):
            if key not in found and (is_chosen or key not in taken):
                found[key] = binding.with_key(key)
    return list(found.values())
