"""Requests to CloudWatch, as far as they are answered here."""

from typing import TypeVar

import msgspec

Wanted = TypeVar("Wanted")


class Bad(Exception):
    """The request is refused; ``code`` and ``str()`` are CloudWatch's."""

    def __init__(self, message: str, code: str = "InvalidParameterValueException") -> None:
        super().__init__(message)
        self.code = code


class Dimension(msgspec.Struct, rename="pascal"):
    """A name, and a value where one is asked for."""

    name: str
    value: str | None = None


class Named(msgspec.Struct, rename="pascal", kw_only=True):
    """A metric."""

    namespace: str = ""
    metric_name: str = ""
    dimensions: tuple[Dimension, ...] = ()

    @property
    def key(self) -> tuple[str, str, frozenset[tuple[str, str]]]:
        """What the catalogue knows it by."""
        return self.namespace, self.metric_name, frozenset((one.name, one.value or "") for one in self.dimensions)


class Stat(msgspec.Struct, rename="pascal"):
    """A metric, and what to make of its samples."""

    metric: Named
    period: int
    stat: str


class Query(msgspec.Struct, rename="pascal", kw_only=True):
    """One series."""

    id: str
    metric_stat: Stat | None = None
    expression: str | None = None
    label: str | None = None
    return_data: bool = True


class GetData(msgspec.Struct, rename="pascal", kw_only=True):
    """GetMetricData; times in seconds since 1970."""

    metric_data_queries: tuple[Query, ...]
    start_time: float
    end_time: float
    next_token: str | None = None
    scan_by: str = "TimestampDescending"
    max_datapoints: int = 100_800


class GetStatistics(Named, kw_only=True):
    """GetMetricStatistics."""

    start_time: float
    end_time: float
    period: int
    statistics: tuple[str, ...] = ()
    extended_statistics: tuple[str, ...] = ()


class ListAll(msgspec.Struct, rename="pascal", kw_only=True):
    """ListMetrics."""

    namespace: str | None = None
    metric_name: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    next_token: str | None = None


def read(body: bytes, wanted: type[Wanted]) -> Wanted:
    """The members of a request; raises Bad."""
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.DecodeError as error:
        raise Bad(str(error)) from error
