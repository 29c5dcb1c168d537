"""The plots of a service or a task with their values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from fargate_tui.fargate.alarms import AlarmState
from fargate_tui.fargate.chart_sources import Missing, Part, Source
from fargate_tui.fargate.charts import Chart, Measure
from fargate_tui.fargate.marks import Mark
from fargate_tui.fargate.metrics import MetricQuery, Series
from fargate_tui.fargate.records import Record


class GaugeCurve(Record, frozen=True, kw_only=True):
    """The values of a curve, oldest first."""

    name: str
    times: tuple[datetime, ...] = ()
    values: tuple[float, ...] = ()


class Gauge(Record, frozen=True, kw_only=True):
    """One plot with its values; or, without curves, why there are none."""

    id: str
    title: str
    unit: str = ""
    high: float | None = None
    curves: tuple[GaugeCurve, ...] = ()
    silence: str = ""
    """What stands there while no curve has a point; lines."""


class Vitals(Record, frozen=True, kw_only=True):
    """How a service or a task has been doing over a stretch of time."""

    arn: str
    """Names the watch's only row; no ARN."""
    start: datetime
    end: datetime
    gauges: tuple[Gauge, ...] = ()
    marks: tuple[Mark, ...] = ()
    alarms: tuple[AlarmState, ...] | None = None
    """None where they are not known or none can be."""
    metrics: int = 0
    """How many metrics a round asks for; each is billed."""


def queries(parts: Iterable[Part], period: int) -> tuple[MetricQuery, ...]:
    """What to ask CloudWatch for the charts of some sources."""
    return tuple(
        MetricQuery(
            id=name,
            namespace=source.namespace,
            name=measure.metric,
            dimensions=(*(source.of_balancer if measure.of_balancer else source.dimensions), *measure.also),
            statistic=measure.statistic,
            period=period,
        )
        for source in parts
        if isinstance(source, Source)
        for _, measure, name in _measures(source)
    )


def gauges(parts: Iterable[Part], found: Mapping[str, Series], period: int, unknown: str = "") -> tuple[Gauge, ...]:
    """The charts of all parts, in order, with the values that were found; ``unknown`` is why AWS has told none."""
    return tuple(gauge for part in parts for gauge in _gauges(part, found, period, unknown))


def _gauges(part: Part, found: Mapping[str, Series], period: int, unknown: str) -> Iterator[Gauge]:
    if isinstance(part, Missing):
        yield Gauge(id=part.id, title=part.title, silence=part.why)
        return
    counted = _times_counted(part, found)
    for chart in part.charts:
        yield Gauge(
            id=f"{chart.id}{part.tag}",
            title=f"{chart.title} · {part.label}" if part.label else chart.title,
            unit=chart.unit,
            high=chart.high,
            curves=tuple(
                _curve(measure, found.get(name), period, counted)
                for of, measure, name in _measures(part)
                if of is chart
            ),
            silence=unknown or part.silence,
        )


def _measures(source: Source) -> Iterator[tuple[Chart, Measure, str]]:
    """Every curve of a source, with the id of its query."""
    for chart in source.charts:
        for number, measure in enumerate(chart.measures):
            yield chart, measure, f"{chart.id}_{number}{source.tag}"


def _times_counted(source: Source, found: Mapping[str, Series]) -> tuple[datetime, ...]:
    """When a load balancer counted anything at all: what it left out then was nothing."""
    times = {
        time
        for _, measure, name in _measures(source)
        if not measure.of_balancer and name in found
        for time in found[name].times
    }
    return tuple(sorted(times))


def _curve(measure: Measure, series: Series | None, period: int, counted: Sequence[datetime]) -> GaugeCurve:
    if series is None:
        return GaugeCurve(name=measure.name)
    scale = measure.scale * 60 / period if measure.per_minute else measure.scale
    points = dict.fromkeys(counted, 0.0) if measure.counts_from_zero else {}
    points |= {time: value * scale for time, value in zip(series.times, series.values, strict=True)}
    times = tuple(sorted(points))
    return GaugeCurve(name=measure.name, times=times, values=tuple(points[time] for time in times))
