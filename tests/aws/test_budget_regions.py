"""Some buckets differ from Region to Region."""

import pytest

from fargate_tui.aws.buckets import CLUSTER_READ, LOG_EVENTS_READ
from fargate_tui.aws.budget import STEADY_SHARE, Budget


@pytest.mark.parametrize(("region", "rate"), [("us-east-1", 25), ("eu-west-1", 10), ("eu-central-1", 5), ("", 10)])
async def test_a_bucket_is_as_large_as_it_is_in_its_region(region: str, rate: int) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    budget = Budget(region=region, clock=lambda: 0.0, sleep=sleep)
    for _ in range(rate):
        await budget.acquire(LOG_EVENTS_READ)
    assert waited == []
    await budget.acquire(LOG_EVENTS_READ)

    assert waited == [pytest.approx(1 / rate)]
    assert budget.seconds_between({LOG_EVENTS_READ: 1}) == pytest.approx(1 / (rate * STEADY_SHARE))


def test_most_buckets_are_the_same_everywhere() -> None:
    assert CLUSTER_READ.in_region("eu-central-1") is CLUSTER_READ
