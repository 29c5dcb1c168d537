"""Registrations of all members that the SDK knows, and some that it does not."""

from typing import Any

from hypothesis import strategies as st

from fargate_tui.fargate.shapes import Shape
from tests.live.small_aws import registration_shape

NAMES = st.text("abcXYZ019-_./", min_size=1, max_size=8)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | NAMES
JSON = st.recursive(
    st.booleans() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
UNKNOWN = st.dictionaries(NAMES.map("new-{}".format), JSON, max_size=2)


def values_of(shape: Shape) -> st.SearchStrategy[Any]:
    """Values that have a shape, with unknown members in every object."""
    item = values_of(shape.item) if shape.item is not None else JSON
    match shape.form:
        case "structure":
            return structures(shape)
        case "list":
            return st.lists(item, max_size=2)
        case "map":
            return st.dictionaries(TEXTS, item, max_size=2)
        case "integer":
            return st.integers(-3, 2**31)
        case "flag":
            return st.booleans()
        case "text":
            return st.sampled_from(shape.words) | NAMES if shape.words else TEXTS
        case _:
            return JSON


def structures(shape: Shape) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with all members that are required, and a few of the others: drawing all takes 100 ms."""
    members = {name: values_of(each) for name, each in shape.members.items()}
    others = st.lists(st.sampled_from([*members]), max_size=6, unique=True)

    @st.composite
    def draw(draw: st.DrawFn) -> dict[str, Any]:
        names = [*shape.required, *(name for name in draw(others) if name not in shape.required)]
        return {name: draw(members[name]) for name in names} | draw(UNKNOWN)

    return draw()


REGISTRATIONS = values_of(registration_shape())
