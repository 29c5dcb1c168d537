"""All keys of all views as rows, read from the declarations and from what was chosen."""

from collections.abc import Iterator

from textual.binding import Binding

from fargate_tui.keys.declared import own, parts
from fargate_tui.keys.keymap import Keymap
from fargate_tui.keys.names import shown
from fargate_tui.keys.own import Commands, binding_of
from fargate_tui.keys.row import KeyRow


def key_rows(chosen: Keymap, commands: Commands) -> tuple[KeyRow, ...]:
    """In the order of docs/keys.md, then the person's own commands; what a view has twice stands there once."""
    bindings = (binding_of(name, own, chosen) for name, own in commands.items())
    rows = (_row("Your own commands", binding, chosen) for binding in bindings if binding is not None)
    return tuple({row.arn: row for row in (*_rows(chosen), *rows)}.values())


def _rows(chosen: Keymap) -> Iterator[KeyRow]:
    for title, owners in parts():
        for binding in (each for owner in owners for each in own(owner)):
            yield _row(title, binding, chosen)


def _row(view: str, binding: Binding, chosen: Keymap) -> KeyRow:
    from fargate_tui.screens.help import meaning

    name, usual = binding.id or "", tuple(binding.key.split(","))
    return KeyRow(
        id=name,
        view=view,
        keys=" ".join(map(shown, chosen.keys.get(name, usual))),
        what=meaning(binding),
        origin=chosen.origin(name) or "default",
        usual=" ".join(map(shown, usual)),
    )
