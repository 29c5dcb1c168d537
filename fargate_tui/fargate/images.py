"""Names of container images."""

import re
from typing import Final

from fargate_tui.fargate.partitions import PARTITIONS

_SUFFIXES: Final = "|".join(re.escape(suffix) for suffix in (*(each.suffix for each in PARTITIONS), "on.aws"))
ECR_IMAGE: Final = re.compile(
    rf"^(?P<account>\d{{12}})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[\w-]+)\.(?:{_SUFFIXES})/"
    r"(?P<repository>[^:@]+)(?:[:@](?P<reference>.+))?$"
)
"""An image of Amazon ECR; its reference is a tag or a digest, none means ``latest``."""
_ECR: Final = re.compile(rf"^\d{{12}}\.dkr\.ecr[\w-]*\.[\w-]+\.(?:{_SUFFIXES})/")


def without_registry(image: str) -> str:
    """An ECR image by repository and tag, any other as it is: for the registry's long name a line has no room."""
    return _ECR.sub("", image)
