"""Whether the policy of an endpoint lets pass what a task needs of a service, as far as it can be told by reading it.

What depends on who asks, on one thing among many, or on conditions is not judged.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.policies import fits, statements, texts
from fargate_tui.fargate.records import Record

_LAYERS: Final = "starport-layer-bucket"
"""How the bucket is called in which ECR keeps the layers of images: ``prod-REGION-starport-layer-bucket``."""
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "ecr.api": ("ecr:GetAuthorizationToken",),
    "ecr.dkr": ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    "s3": ("s3:GetObject",),
    "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    "secretsmanager": ("secretsmanager:GetSecretValue",),
    "ssm": ("ssm:GetParameters",),
    "kms": ("kms:Decrypt",),
    "ssmmessages": (
        "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
    ),
}  # fmt: skip
"""What a task does at a service; of others all of it is asked for (``sts:*``)."""
_PREFIXES: Final = {"monitoring": "cloudwatch", "kinesis-firehose": "firehose"}


class Passage(Record, frozen=True, kw_only=True):
    """What a policy says of all that a task needs of a service."""

    lets: bool | None
    """None where it cannot be told."""
    action: str = ""
    """The first that it does not let pass, or that cannot be told."""


def passage(policy: str | None, service: str, region: str) -> Passage:
    """What the policy of an endpoint lets pass. Without one AWS lets everything pass.

    Of S3 only the layers of ECR's images are looked at.
    """
    if not policy:
        return Passage(lets=True)
    try:
        said: Json = msgspec.json.decode(policy, type=dict[str, object])
    except msgspec.MsgspecError:
        return Passage(lets=None)
    if "Statement" not in said:
        return Passage(lets=None)
    needed = _NEEDED.get(service, (f"{_PREFIXES.get(service, service)}:*",))
    decided = {action: _decided(said, action, service, region) for action in needed}
    for verdict in (False, None):
        if action := next((each for each, lets in decided.items() if lets is verdict), ""):
            return Passage(lets=verdict, action=action)
    return Passage(lets=True)


def _decided(policy: Json, action: str, service: str, region: str) -> bool | None:
    about = [each for each in statements(policy) if _is_about(each, action)]
    denying = [each for each in about if each.get("Effect") != "Allow"]
    if any(_is_for_all(each, service, region) for each in denying):
        return False
    allowing = [each for each in about if each.get("Effect") == "Allow"]
    if not allowing:
        return False
    return True if not denying and any(_is_for_all(each, service, region) for each in allowing) else None


def _is_about(statement: Mapping[str, object], action: str) -> bool:
    named, others = texts(statement.get("Action")), texts(statement.get("NotAction"))
    if named:
        return any(fits(each.lower(), action.lower()) for each in named)
    return not any(fits(each.lower(), action.lower()) for each in others)


def _is_for_all(statement: Mapping[str, object], service: str, region: str) -> bool:
    """Whether it is for everybody, for all that is asked for, and without conditions."""
    if statement.get("Condition") or statement.get("Principal") not in ("*", {"AWS": "*"}):
        return False
    return any(each.rpartition(":::")[2] in _all_of(service, region) for each in texts(statement.get("Resource")))


def _all_of(service: str, region: str) -> Iterator[str]:
    yield "*"
    if service == "s3":
        yield f"prod-{region}-{_LAYERS}/*"
