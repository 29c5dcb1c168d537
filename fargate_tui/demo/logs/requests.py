"""Requests to CloudWatch Logs, as far as they are answered here, and the errors they meet."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

import msgspec

Wanted = TypeVar("Wanted")


class LogsError(Exception):
    """What CloudWatch Logs answers instead."""

    def __init__(self, code: str, message: str, members: Mapping[str, object] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.members = members
        """What it says besides."""


def invalid(message: str) -> LogsError:
    """A parameter is wrong."""
    return LogsError("InvalidParameterException", message)


def no_such_group() -> LogsError:
    """The group is not there."""
    return LogsError("ResourceNotFoundException", "The specified log group does not exist.")


def no_such_stream() -> LogsError:
    """The stream is not there."""
    return LogsError("ResourceNotFoundException", "The specified log stream does not exist.")


class OfGroup(msgspec.Struct, rename="camel", kw_only=True):
    """What names one group."""

    log_group_name: str | None = None
    log_group_identifier: str | None = None

    @property
    def group(self) -> str:
        """Its name; raises LogsError."""
        if (self.log_group_name is None) == (self.log_group_identifier is None):
            raise invalid("Either logGroupName or logGroupIdentifier has to be given, and not both.")
        return group_name(self.log_group_name or self.log_group_identifier or "")


class Filter(OfGroup, kw_only=True):
    """FilterLogEvents."""

    log_stream_names: tuple[str, ...] = ()
    log_stream_name_prefix: str = ""
    start_time: int = 0
    end_time: int | None = None
    filter_pattern: str = ""
    next_token: str | None = None
    limit: int = 10_000
    start_from_head: bool = True


class Get(OfGroup, kw_only=True):
    """GetLogEvents."""

    log_stream_name: str
    start_time: int = 0
    end_time: int | None = None
    next_token: str | None = None
    limit: int = 10_000
    start_from_head: bool = False


class Streams(OfGroup, kw_only=True):
    """DescribeLogStreams."""

    log_stream_name_prefix: str = ""
    order_by: str = "LogStreamName"
    descending: bool = False
    next_token: str | None = None
    limit: int = 50


class OfStream(OfGroup, kw_only=True):
    """CreateLogStream, DeleteLogStream."""

    log_stream_name: str


class Line(msgspec.Struct):
    """A line that is put."""

    timestamp: int
    message: str


class Put(OfStream, kw_only=True):
    """PutLogEvents."""

    log_events: tuple[Line, ...]


class Tail(msgspec.Struct, rename="camel", kw_only=True):
    """StartLiveTail."""

    log_group_identifiers: tuple[str, ...]
    log_stream_names: tuple[str, ...] = ()
    log_stream_name_prefixes: tuple[str, ...] = ()
    log_event_filter_pattern: str = ""


class StartQuery(msgspec.Struct, rename="camel", kw_only=True):
    """StartQuery; times in seconds since 1970."""

    query_string: str
    start_time: int
    end_time: int
    log_group_name: str | None = None
    log_group_names: tuple[str, ...] = ()
    log_group_identifiers: tuple[str, ...] = ()
    query_language: str = "CWLI"
    limit: int = 10_000

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups, each once; raises LogsError."""
        ways = ((self.log_group_name,) if self.log_group_name else (), self.log_group_names, self.log_group_identifiers)
        given = [way for way in ways if way]
        if len(given) != 1:
            raise invalid("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers has to be given.")
        return tuple(dict.fromkeys(group_name(one) for one in given[0]))


class OfQuery(msgspec.Struct, rename="camel", kw_only=True):
    """StopQuery."""

    query_id: str


class Results(OfQuery, rename="camel", kw_only=True):
    """GetQueryResults."""

    next_token: str | None = None
    max_items: int = 0


def read(body: bytes, wanted: type[Wanted]) -> Wanted:
    """The members of a request; raises LogsError."""
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.ValidationError as error:
        raise invalid(str(error)) from error
    except msgspec.DecodeError as error:
        raise LogsError("SerializationException", f"the body is not JSON: {error}") from error


def group_name(name_or_arn: str) -> str:
    """The name of a group, also of one that is named by its ARN."""
    return name_or_arn.partition(":log-group:")[2].removesuffix(":*") if name_or_arn.startswith("arn:") else name_or_arn
