"""What all records share."""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True, gc=False):
    """A frozen struct that decodes from AWS's camelCase JSON and ignores members it does not declare.

    Records hold no cycles, so the garbage collector need not know them: a full pass freezes the loop for 68 ms
    otherwise (textual.md §3, GC).
    """


class Failure(Record, frozen=True, kw_only=True):
    """One thing a Describe call could not answer for, though the call itself succeeded (fargate.md §10.2)."""

    arn: str | None = None
    reason: str | None = None
    """For instance ``MISSING``."""
    detail: str | None = None


class KeyValue(Record, frozen=True, kw_only=True):
    """A name and its value, as in attachments, statistics, settings and environments."""

    name: str | None = None
    value: str | None = None


class Tag(Record, frozen=True, kw_only=True):
    """A tag of a resource."""

    key: str | None = None
    value: str | None = None
