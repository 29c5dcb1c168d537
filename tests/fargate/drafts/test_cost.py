"""What a draft costs: worked examples, and that nothing is guessed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate import prices, sizes
from fargate_tui.fargate.drafts.cost import Cost, Part, Size, cost_of_tasks, nat_hint, per_hour, platform_of
from fargate_tui.fargate.prices import Rates, fetched, shipped
from fargate_tui.fargate.records import ListPrices

VIRGINIA = shipped("us-east-1")
SMALL = Size(cpu=256, memory=512)


@pytest.mark.parametrize(
    ("region", "size", "spot", "expected"),
    [
        ("us-east-1", SMALL, False, 0.25 * 0.04048 + 0.5 * 0.004445),
        ("us-east-1", Size(cpu=1024, memory=2048, platform="ARM64"), False, 0.03238 + 2 * 0.00356),
        ("us-east-1", SMALL, True, 0.25 * 0.01288871 + 0.5 * 0.00141527),
        ("eu-west-1", Size(cpu=512, memory=1024, platform="ARM64"), True, 0.5 * 0.00979124 + 0.00107649),
        ("us-east-2", Size(cpu=1024, memory=2048, platform="WINDOWS"), False, 0.046552 + 0.046 + 2 * 0.00511175),
        ("us-east-1", Size(cpu=256, memory=512, storage=30), False, 0.0123425 + 10 * 0.000111),
        ("us-east-1", Size(cpu=256, memory=512, storage=20), False, 0.0123425),
        ("us-east-1", Size(cpu=1024, memory=2048, platform="WINDOWS"), True, None),
        ("eu-central-1", SMALL, True, None),
        ("eu-central-1", Size(cpu=256, memory=512, storage=21), False, None),
        ("eu-central-1", Size(cpu=256, memory=512, platform="ARM64"), False, None),
        ("mars-north-1", SMALL, False, None),
    ],
)
def test_one_task_costs(region: str, size: Size, spot: bool, expected: float | None) -> None:
    assert per_hour(shipped(region), size, spot=spot) == (None if expected is None else pytest.approx(expected))


def test_the_worked_example() -> None:
    cost = cost_of_tasks(VIRGINIA, SMALL)
    assert cost.per_hour == pytest.approx(0.0123425)
    assert cost.words == "$0.0123 an hour, $9.01 a month (730 h); list price of 2026-09-11"
    assert [(part.label, part.words) for part in cost.parts] == [
        ("vCPU", "1 task × 0.25 vCPU × $0.04048"),
        ("memory", "1 task × 0.5 GB × $0.004445"),
    ]


def test_a_service_with_spot_public_addresses_and_a_balancer() -> None:
    cost = cost_of_tasks(VIRGINIA, SMALL, on_demand=1, spot=3, public=True, balancers=1)
    spot = 0.25 * 0.01288871 + 0.5 * 0.00141527
    assert cost.per_hour == pytest.approx(0.0123425 + 3 * spot + 4 * 0.005 + 0.0225)
    assert cost.parts[2].words == "3 tasks × 0.25 vCPU × $0.01288871 (Spot price of 2026-09-28)"
    assert [part.words for part in cost.parts[-2:]] == ["4 addresses × $0.005", "1 balancer × $0.0225"]
    assert not cost.without


def test_the_total_says_what_it_is_without() -> None:
    cost = cost_of_tasks(shipped("eu-central-1"), SMALL, on_demand=1, spot=1, balancers=1)
    assert cost.without == ("vCPU Spot", "memory Spot", "load balancer, without its capacity units")
    assert cost.per_hour == pytest.approx(0.25 * 0.04656 + 0.5 * 0.00511)
    assert "without vCPU Spot, memory Spot" in cost.words
    assert cost.parts[-1].words == "n/a: its price is not known here"
    assert cost.parts[-1].per_month is None


def test_nothing_known_is_no_number() -> None:
    cost = cost_of_tasks(shipped("mars-north-1"), SMALL)
    assert cost.per_hour is None
    assert cost.per_month is None
    assert cost.words == "n/a: no price is known of vCPU, memory"


def test_no_tasks_cost_nothing() -> None:
    assert cost_of_tasks(VIRGINIA, SMALL, on_demand=0, public=True) == Cost(parts=(), of="list price of 2026-09-11")
    assert cost_of_tasks(VIRGINIA, SMALL, on_demand=0).per_hour == 0


def test_rates_that_were_fetched_say_so() -> None:
    rates = Rates(region="mars-north-1", vcpu=1.0, gib=0.5, of="2026-11-23", source="pricing:GetProducts")
    assert cost_of_tasks(rates, SMALL).of == "pricing:GetProducts of 2026-11-23"
    assert per_hour(rates, SMALL) == 0.5


def test_fetched_prices_take_the_place_of_the_shipped_ones_and_spot_stays() -> None:
    day = datetime(2026, 11, 20, tzinfo=UTC)
    rates = fetched(ListPrices(region="us-east-1", vcpu=1.0, gb=0.5, ephemeral_gb=0.25, published_at=day))
    cost = cost_of_tasks(rates, Size(cpu=1024, memory=2048, storage=24), spot=1)
    assert cost.of == "AWS's price list of 2026-11-20"
    assert [part.per_hour for part in cost.parts[:3]] == [1.0, 1.0, 1.0]
    assert cost.parts[3].words.endswith("$0.01288871 (Spot price of 2026-09-28)")
    assert per_hour(rates, Size(cpu=1024, memory=2048, platform="ARM64")) is None


def test_a_part_for_a_month() -> None:
    assert Part(label="x", per_hour=1.0, words="").per_month == 730


@pytest.mark.parametrize(
    ("architecture", "family", "platform"),
    [
        ("", "", "X86_64"),
        ("X86_64", "LINUX", "X86_64"),
        ("ARM64", "LINUX", "ARM64"),
        ("", "WINDOWS_SERVER_2022_CORE", "WINDOWS"),
    ],
)
def test_what_a_task_is_billed_as(architecture: str, family: str, platform: str) -> None:
    assert platform_of(architecture, family) == platform


def test_nat_is_told_where_its_price_is_known() -> None:
    assert nat_hint(VIRGINIA) == "a NAT gateway costs $0.045 an hour and $0.045 per GB beside"
    assert nat_hint(shipped("eu-west-1")) == ""


@given(
    region=st.sampled_from([*prices.X86, "mars-north-1"]),
    cpu=st.sampled_from(list(sizes.FARGATE_SIZES)),
    memory=st.integers(512, 4096),
    on_demand=st.integers(0, 9),
    spot=st.integers(0, 9),
)
def test_the_parts_make_the_total_and_agree_with_what_is_shown_elsewhere(
    region: str, cpu: int, memory: int, on_demand: int, spot: int
) -> None:
    rates, size = shipped(region), Size(cpu=cpu, memory=memory)
    cost = cost_of_tasks(rates, size, on_demand=on_demand, spot=spot)
    assert (cost.per_hour or 0) == pytest.approx(sum(part.per_hour or 0 for part in cost.parts))
    one = prices.task_per_hour(region, str(cpu), str(memory))
    assert per_hour(rates, size) == (None if one is None else pytest.approx(one))
