"""A draft as it may be written to disk: without what looks like a secret."""

from collections.abc import Sequence
from typing import Final, TypeVar

from msgspec.structs import replace

from fargate_tui.fargate.drafts.task_definition.container import CONTAINER, ContainerDraft
from fargate_tui.fargate.drafts.task_definition.fields import TASK, Fields
from fargate_tui.fargate.drafts.task_definition.forms import command_of, command_text
from fargate_tui.fargate.drafts.task_definition.lines import read_value
from fargate_tui.fargate.drafts.task_definition.members import Member, Part, emitted, once
from fargate_tui.fargate.drafts.task_definition.volume import VOLUME
from fargate_tui.fargate.secrets import MASK, is_secret, masked, masked_command, masked_words

AnyPart = TypeVar("AnyPart", bound=Part)

PAIRS: Final = ("environment", "log_options", "labels")
"""Fields of ``NAME=value``."""
_COMMANDS: Final = ("entry_point", "command", "health_command")
_REFERENCES: Final = ("secrets", "log_secrets")
MASKED: Final = (*PAIRS, *_COMMANDS, *_REFERENCES)
"""Fields out of which something may have been taken."""


def kept(draft: Fields) -> Fields:
    """The same draft, in which every value that looks like a secret is masked: it has to be typed again."""
    containers = tuple(map(_container, draft.containers))
    volumes = tuple(_over(each, VOLUME) for each in draft.volumes)
    return _over(replace(draft, containers=containers, volumes=volumes, tags=masked_pairs(draft.tags)), TASK)


def holds_mask(request: object) -> bool:
    """Whether something was taken out of any text of a request."""
    if isinstance(request, str):
        return MASK in request
    if isinstance(request, dict):
        return any(map(holds_mask, request.values()))
    return isinstance(request, list) and any(map(holds_mask, request))


@once
def _container(container: ContainerDraft) -> ContainerDraft:
    texts = {name: masked_pairs(getattr(container, name)) for name in PAIRS}
    texts |= {name: _masked_command(getattr(container, name)) for name in _COMMANDS}
    texts |= {name: _masked_references(getattr(container, name)) for name in _REFERENCES}
    return _over(replace(container, **texts), CONTAINER)


def _over(part: AnyPart, members: Sequence[Member]) -> AnyPart:
    """The part over what it is now: what it came from may hold what is masked in it."""
    origin = masked(emitted(part, members))
    assert isinstance(origin, dict)
    return replace(part, origin=origin)


def masked_pairs(text: str) -> str:
    """Lines of ``NAME=value`` with the values that look like secrets masked."""
    return "\n".join(map(_masked_line, text.split("\n")))


def _masked_line(line: str) -> str:
    name, equals, value = line.partition("=")
    if not equals:
        # The rest of a value of several lines, perhaps; a name that is not finished is soon typed again.
        return MASK if line.strip() else line
    return f"{name}={MASK}" if is_secret(name.strip(), read_value(value)) else line


def _masked_references(text: str) -> str:
    """Lines of ``NAME=reference`` with those masked in which the secret itself was typed."""
    pairs = [(line, *line.partition("=")) for line in text.split("\n")]
    return "\n".join(f"{name}={MASK}" if is_secret("", read_value(value)) else line for line, name, _, value in pairs)


def _masked_command(text: str) -> str:
    """A command with its secrets masked; one that cannot be read as a person would type it."""
    try:
        words = command_of(text)
    except ValueError:
        return masked_command(text)
    found = masked_words([masked_command(each) for each in words])
    return text if found == words else command_text(found)
