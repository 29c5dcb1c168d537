"""AWS's Regions, as far as they are the same for every account."""

from collections.abc import Mapping
from typing import Final

EVERYONES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws": (
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1",
        "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1",
        "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2",
    ),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
}  # fmt: skip
"""By partition those that are enabled for every account; all others have to be opted in to."""


def of_every_account(region: str) -> tuple[str, ...]:
    """The Regions that every account of the same partition has."""
    return next((regions for regions in EVERYONES.values() if region in regions), EVERYONES["aws"])
