from collections.abc import AsyncIterator

import pytest

from fargate_tui.live.store import Store
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def aws() -> SmallAws:
    return SmallAws()


@pytest.fixture
async def store(aws: SmallAws, clock: HeldClock) -> AsyncIterator[Store]:
    async def connect() -> SmallAws:
        return aws

    subject = Store(connect, clock=clock, chance=lambda: 1.0)
    yield subject
    await subject.close()
