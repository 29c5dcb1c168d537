"""Whether the policy of an endpoint lets everything of a service pass; what says more than that is not judged."""

from collections.abc import Mapping
from typing import Final

import msgspec

_LAYERS: Final = "starport-layer-bucket"
"""How the bucket is called in which ECR keeps the layers of images: ``prod-REGION-starport-layer-bucket``."""
_PREFIXES: Final = {"ecr.api": "ecr", "ecr.dkr": "ecr", "monitoring": "cloudwatch", "kinesis-firehose": "firehose"}


def lets_all(policy: str | None, service: str, region: str) -> bool | None:
    """True where it lets everything pass that the service needs, False where it lets nothing pass, None if in doubt.

    Without a policy AWS lets everything pass. Of S3 only the layers of ECR's images are looked at.
    """
    if not policy:
        return True
    try:
        said = msgspec.json.decode(policy)
    except msgspec.DecodeError:
        return None
    stated = said.get("Statement") if isinstance(said, Mapping) else None
    statements = [stated] if isinstance(stated, Mapping) else stated
    if not isinstance(statements, list) or not all(isinstance(each, Mapping) for each in statements):
        return None
    if not any(each.get("Effect") == "Allow" for each in statements):
        return False
    if any(each.get("Effect") != "Allow" for each in statements):
        return None
    return True if any(_is_for_all(each, service, region) for each in statements) else None


def _is_for_all(statement: Mapping[str, object], service: str, region: str) -> bool:
    if statement.get("Condition") or statement.get("Principal") not in ("*", {"AWS": "*"}):
        return False
    actions, resources = _texts(statement.get("Action")), _texts(statement.get("Resource"))
    prefix = _PREFIXES.get(service, service)
    wanted = {"*", f"{prefix}:*"} | ({"s3:GetObject"} if service == "s3" else set())
    layers = {f"prod-{region}-{_LAYERS}/*", "*"} if service == "s3" else {"*"}
    return bool(actions & wanted) and any(each.rpartition(":::")[2] in layers for each in resources)


def _texts(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    return {each for each in value if isinstance(each, str)} if isinstance(value, list) else set()
