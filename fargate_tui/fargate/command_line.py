"""A call as the AWS CLI would make it, to be read, copied and run elsewhere; secrets are masked in it."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

from fargate_tui.fargate.changes import Call
from fargate_tui.fargate.secrets import masked

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def command_line(call: Call, *, region: str = "", profile: str = "") -> str:
    """The line for a shell: ``aws ecs update-service --cluster production --service api --desired-count 5``."""
    words = ["aws", call.service, kebab(call.operation)]
    parameters = masked(dict(call.parameters))
    assert isinstance(parameters, Mapping)
    for name, value in parameters.items():
        words += _option(kebab(name), value)
    words += ["--region", region] if region else []
    words += ["--profile", profile] if profile else []
    return shlex.join(words)


def kebab(name: str) -> str:
    """``desiredCount`` and ``UpdateService`` as the AWS CLI has them: ``desired-count``, ``update-service``."""
    return _WORD.sub("-", name).lower()


def _option(name: str, value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield f"--{name}" if value else f"--no-{name}"
        return
    if isinstance(value, str) and value.startswith("-"):
        # Else the AWS CLI takes it for an option.
        yield f"--{name}={value}"
        return
    yield f"--{name}"
    if _are_words(value):
        yield from value
    elif isinstance(value, str | int | float):
        yield str(value)
    else:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _are_words(value: object) -> TypeGuard[Sequence[str]]:
    """Whether it is a list that the AWS CLI takes as words: of texts, none of which looks like an option."""
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return False
    return all(isinstance(item, str) and not item.startswith("-") for item in value)
