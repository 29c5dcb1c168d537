"""A task definition as a person edits it: what ``aws ecs register-task-definition --cli-input-json`` takes."""

import json
from collections.abc import Mapping, Sequence

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.shapes import Problem, Shape
from fargate_tui.fargate.sizes import read_cpu, read_memory

NAMED_BY = ("name", "containerName", "key", "sourceVolume", "containerPort")
"""What tells the items of a list apart, whatever their order."""
_RESERVED = "aws:"
"""Tags that begin so are AWS's own, and not to be sent."""


class Malformed(ValueError):
    """A text that is no JSON object; ``line`` is where, 0 where that is not known."""

    def __init__(self, problem: Problem, line: int = 0) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.line = line


def request_of(described: Mapping[str, object], shape: Shape) -> Json:
    """What registers the same again: of what DescribeTaskDefinition says the members that can be asked for."""
    request = {name: described[name] for name in shape.members if described.get(name) is not None}
    tags = request.get("tags")
    if isinstance(tags, list):
        request["tags"] = [tag for tag in tags if not str(tag.get("key", "")).startswith(_RESERVED)]
    return {name: value for name, value in request.items() if value not in ([], {})}


def text_of(request: Mapping[str, object]) -> str:
    """The request as it is edited."""
    return json.dumps(request, indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> Json:
    """What was edited; raises `Malformed`. Nothing of the text is repeated in the error: it may be secret."""
    try:
        found = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        said = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise Malformed(Problem(where=where, words=said), error.lineno) from None
    except RecursionError:
        raise Malformed(Problem(where="", words="too many brackets are open at a time")) from None
    if not isinstance(found, dict):
        raise Malformed(Problem(where="line 1", words="this should be an object: { … }"), 1)
    return found


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """An object, in which no member may stand twice: JSON would take the last without a word."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(Problem(where=name, words="stands twice in the same object"))
        found[name] = value
    return found


def _no_number(word: str) -> object:
    raise Malformed(Problem(where="", words=f"{word} is no number to AWS"))


def holds(described: object, sent: object, name: str = "") -> bool:
    """Whether what AWS describes is what was sent; AWS fills in what was left out."""
    if isinstance(sent, Mapping):
        return isinstance(described, Mapping) and all(
            holds(described.get(inner), value, inner) for inner, value in sent.items()
        )
    if isinstance(sent, Sequence) and not isinstance(sent, str):
        return _holds_all(described or [], sent)
    if name in ("cpu", "memory") and isinstance(sent, str):
        read_size = read_cpu if name == "cpu" else read_memory
        return read_size(sent) == read_size(str(described))
    return described == sent or (name == "hostPort" and sent == 0)


def _holds_all(described: object, sent: Sequence[object]) -> bool:
    if not isinstance(described, Sequence) or len(described) != len(sent):
        return False
    return all(holds(theirs, ours) for theirs, ours in zip(_ordered(described), _ordered(sent), strict=True))


def _ordered(items: Sequence[object]) -> Sequence[object]:
    """The items by their names, where they have any: AWS does not keep every order."""
    for key in NAMED_BY:
        if all(isinstance(item, Mapping) and key in item for item in items):
            return sorted(items, key=lambda item: str(item[key]) if isinstance(item, Mapping) else "")
    return items
