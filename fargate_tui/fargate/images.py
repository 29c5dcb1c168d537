"""Names of container images."""

import re
from typing import Final

ECR_IMAGE: Final = re.compile(
    r"^(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[\w-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/"
    r"(?P<repository>[^:@]+)(?:[:@](?P<reference>.+))?$"
)
"""An image of Amazon ECR; its reference is a tag or a digest, none means ``latest``."""
_ECR: Final = re.compile(r"^\d{12}\.dkr\.ecr[\w-]*\.[\w-]+\.amazonaws\.com(?:\.cn)?/")


def without_registry(image: str) -> str:
    """An ECR image by repository and tag, any other as it is: for the registry's long name a line has no room."""
    return _ECR.sub("", image)
