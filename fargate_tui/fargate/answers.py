"""What a batched Describe call found, and what it could not answer for."""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.records import Failure

Found = TypeVar("Found")

Json = Mapping[str, object]
"""One object of an answer exactly as AWS sent it, for the JSON view."""


class Answer(msgspec.Struct, Generic[Found], frozen=True, kw_only=True):
    """The records of one batch in AWS's order, with what is missing from it.

    ``failures`` are AWS's own (HTTP 200, reason ``MISSING`` and others); ``error`` is set where the call for this
    batch failed, and then the other batches of the same question still stand.
    """

    records: tuple[Found, ...] = ()
    failures: tuple[Failure, ...] = ()
    error: AwsError | None = None
