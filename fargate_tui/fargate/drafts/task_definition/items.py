"""Lists of objects as text, one item a line; what a line does not show stays with its item."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.fields import lines
from fargate_tui.fargate.drafts.task_definition.forms import ABSENT, Form

Item = dict[str, object]


def items(line: Callable[[Json], str], read: Callable[[str], Item], named_by: Sequence[str]) -> Form:
    """A list of objects.

    ``read`` gives all members that a line can show, None for those that it leaves out, and raises ValueError. An item
    whose line is changed is known again by the members that name it.
    """
    # Every line is read again at every key.
    read_once = lru_cache(maxsize=1024)(read)

    def value(text: str, before: object) -> object:
        left = [dict(each) for each in before if isinstance(each, Mapping)] if isinstance(before, list) else []
        typed = lines(text)
        same = [_taken(left, partial(_is_line, line, each)) for each in typed]
        return [
            _changed(left, read_once(each), named_by) if there is None else there
            for each, there in zip(typed, same, strict=True)
        ] or ABSENT

    return Form(text=lambda there: "\n".join(line(each) for each in _objects(there)), value=value)


def _objects(there: object) -> list[Json]:
    return [each for each in there if isinstance(each, Mapping)] if isinstance(there, list) else []


def _is_line(line: Callable[[Json], str], typed: str, item: Json) -> bool:
    return line(item).strip() == typed


def _taken(left: list[Item], fits: Callable[[Json], bool]) -> Item | None:
    """The first item that fits, which none other can be then."""
    at = next((at for at, each in enumerate(left) if fits(each)), None)
    return None if at is None else left.pop(at)


def _changed(left: list[Item], shown: Item, named_by: Sequence[str]) -> Item:
    before = _taken(left, lambda each: all(each.get(name) == shown.get(name) for name in named_by)) or {}
    return {name: member for name, member in {**before, **shown}.items() if member is not ABSENT}
