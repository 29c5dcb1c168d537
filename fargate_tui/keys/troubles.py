"""What is wrong with the keys that were chosen, in view of all views: ids that mean nothing, keys with two meanings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from textual.binding import Binding

from fargate_tui.keys.declared import Chain, all_of, chains, ids
from fargate_tui.keys.keymap import Keymap, Trouble, unknown
from fargate_tui.keys.names import written
from fargate_tui.keys.own import OWN, Commands, binding_of, key_troubles, nearest_first

NONE: Final[Commands] = {}


def troubles(chosen: Keymap, commands: Commands = NONE) -> tuple[Trouble, ...]:
    """All of it, the table's own mistakes first; ``commands`` are the person's own."""
    known = (*ids(), *(f"{OWN}{name}" for name in commands))
    return (*chosen.troubles, *unknown(chosen, known), *key_troubles(commands), *conflicts(chosen, commands))


def conflicts(chosen: Keymap, commands: Commands = NONE) -> Iterator[Trouble]:
    """Keys that mean two things in one view, and did not before."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    said: dict[str, Binding] = {}
    for chain in chains():
        for key, one, other in (*_clashes(chain, chosen), *_clashes_of_own(chain, chosen, commands)):
            said |= {binding.id: binding for binding in (one, other) if binding.id}
            # Whoever has chosen a key is told of it under its name.
            names = sorted((one.id or "", other.id or ""), key=lambda name: (not _is_own(name, chosen), name))
            views = found[key, names[0], names[1]]
            if chain.view not in views:
                views.append(chain.view)
    for (key, name, twin), views in found.items():
        what = twin if twin.startswith(OWN) else f"{twin} ({said[twin].description})"
        keeps = "" if name in chosen.keys or not name.startswith(OWN) else ", which keeps it"
        yield Trouble(name, f"{written(key)} is the key of {what} too, in {', '.join(views)}{keeps}")


def _is_own(name: str, chosen: Keymap) -> bool:
    return name in chosen.own or name.startswith(OWN)


def _clashes_of_own(chain: Chain, chosen: Keymap, commands: Commands) -> Iterator[tuple[str, Binding, Binding]]:
    """Where the key of a command of the person's own means something else, or is that of another one for the same."""
    from fargate_tui.screens.pointing import kinds_in
    from fargate_tui.screens.views import SCREENS

    view = next((view for view in SCREENS if view == chain.view), None)
    built_in, own = _by_key(chain, chosen.keys), list[tuple[int, str, Binding]]()
    for place, name, command in nearest_first(commands, kinds_in(view)) if view is not None else ():
        binding = binding_of(name, command, chosen)
        for key in binding.key.split(",") if binding is not None else ():
            assert binding is not None
            yield from ((key, binding, other) for other in built_in.get(key, {}).values())
            yield from ((key, binding, twin) for at, its, twin in own if (at, its) == (place, key))
            own.append((place, key, binding))


def _clashes(chain: Chain, chosen: Keymap) -> Iterator[tuple[str, Binding, Binding]]:
    before, now = _by_key(chain, {}), _by_key(chain, chosen.keys)
    together = {frozenset(pair) for names in before.values() for pair in combinations(sorted(names), 2)}
    for key, bindings in now.items():
        for one, other in combinations(sorted(bindings), 2):
            if frozenset((one, other)) in together or bindings[one].action == bindings[other].action:
                continue
            yield key, bindings[one], bindings[other]


def _by_key(chain: Chain, chosen: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, Binding]]:
    """What each key means in a view, by id."""
    found: dict[str, dict[str, Binding]] = defaultdict(dict)
    for node in chain.nodes:
        for key, binding in all_of(node).items():
            name = binding.id or ""
            for each in chosen.get(name, (key,)):
                found[each][name] = binding
    return found
