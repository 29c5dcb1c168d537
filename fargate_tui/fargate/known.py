"""What is known of a thing, and what could not be looked at: "not checked" is never "ok"."""

from typing import Generic, TypeVar

import msgspec

from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.records.base import Record

Thing_co = TypeVar("Thing_co", covariant=True)


class Known(msgspec.Struct, Generic[Thing_co], frozen=True):
    """What AWS said."""

    value: Thing_co


class NotChecked(Record, frozen=True, kw_only=True):
    """Something that was not looked at, and why."""

    why: str
    """In plain words, for instance ``ec2:DescribeRouteTables is not allowed``."""
    action: str = ""
    """The IAM action that is missing; empty where another thing was in the way."""

    @classmethod
    def because(cls, error: AwsError, action: str) -> "NotChecked":
        """Of a question that failed, which needed ``action``."""
        if not isinstance(error, NotAllowed):
            return cls(why=error.why)
        missing = error.action or action
        return cls(why=f"{missing} is not allowed", action=missing)
