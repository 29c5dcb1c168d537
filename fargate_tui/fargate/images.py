"""Names of container images."""

import re
from typing import Final

_ECR: Final = re.compile(r"^\d{12}\.dkr\.ecr[\w-]*\.[\w-]+\.amazonaws\.com(?:\.cn)?/")


def without_registry(image: str) -> str:
    """An ECR image by repository and tag, any other as it is: for the registry's long name a line has no room."""
    return _ECR.sub("", image)
