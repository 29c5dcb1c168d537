"""Designs that can never work are stopped at the field that causes it, by keys alone, before anything exists."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from fargate_tui.aws.account import Aws
from fargate_tui.aws.session import ConnectionSettings, connect
from fargate_tui.screens.wizards.wizard import WizardScreen
from tests.live.small_aws import SmallAws
from tests.local_aws import REGION, LocalAws, started
from tests.screens.person import Person, sitting

OF_EC2: dict[str, Any] = {
    "family": "of-ec2",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["EC2"],
    "cpu": "256",
    "memory": "4096",
    "containerDefinitions": [
        {"name": "web", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/scorekeep-api:latest", "memory": 512}
    ],
}


@dataclass
class Account:
    """The local AWS with what wrong designs need."""

    local: LocalAws

    def vpc(self, name: str) -> str:
        return str(self._named("describe_vpcs", name)["Vpcs"][0]["VpcId"])

    def subnets(self, *names: str) -> str:
        return " ".join(self._named("describe_subnets", name)["Subnets"][0]["SubnetId"] for name in names)

    def _named(self, operation: str, name: str) -> Any:
        return getattr(self.local.client("ec2"), operation)(Filters=[{"Name": "tag:Name", "Values": [name]}])

    def services(self) -> set[str]:
        found = self.local.client("ecs").list_services(cluster="production", maxResults=100)["serviceArns"]
        return {arn.rpartition("/")[2] for arn in found}


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with started("scorekeep", tmp_path_factory.mktemp("wrong") / "stderr") as local:
        found = Account(local)
        local.client("elbv2").create_target_group(
            Name="of-instances", Protocol="HTTP", Port=80, VpcId=found.vpc("main"), TargetType="instance"
        )
        before = found.services()
        yield found
        assert found.services() == before, "nothing was created"


@asynccontextmanager
async def at(account: Account, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> AsyncIterator[Person]:
    for name, value in account.local.environment.items():
        monkeypatch.setenv(name, value)

    async def connected() -> Aws:
        return await connect(ConnectionSettings(region=REGION, endpoint_url=account.local.url))

    async with sitting(SmallAws(), connect=connected, **settings) as person:
        yield person
        person.app.exit()


async def until(person: Person, is_so: Callable[[], bool]) -> None:
    """Push the clock until AWS has answered, over its true connection."""
    async with asyncio.timeout(30):
        while not is_so():
            await person.wait(0.3)


async def opened(person: Person, *keys: str) -> None:
    """Open a wizard from a list."""
    await until(person, lambda: bool(person.names))
    await person.press(*keys)
    await until(person, lambda: isinstance(person.screen, WizardScreen) and person.screen.drafting is not None)


async def page(person: Person, title: str) -> None:
    """Go to a page by keys."""
    for key in (*["ctrl+right"] * 8, *["ctrl+left"] * 8):
        if person.says(rf"›\d {title}"):
            return
        await person.press(key)
    raise AssertionError(f"there is no page {title}")


async def field(person: Person, label: str) -> None:
    """Go to a field by keys."""
    for _ in range(60):
        if person.says(rf"› {label}\b"):
            return
        await person.press("tab")
    raise AssertionError(f"there is no field {label}: {person.text}")


async def fill(person: Person, label: str, text: str) -> None:
    """Fill a field in."""
    await field(person, label)
    await person.press("end", "ctrl+u")
    await person.type(text)


async def choose(person: Person, label: str, value: str) -> None:
    """Choose one of a field's choices."""
    await field(person, label)
    for _ in range(8):
        if person.says(f"‹ {value} ›"):
            return
        await person.press("right")
    raise AssertionError(f"{label} cannot be {value}")


async def service(person: Person, name: str = "web", **network: str) -> None:
    """Begin a service that would do."""
    await opened(person, "n")
    await fill(person, "task definition", "storefront")
    await fill(person, "name", name)
    for label, text in network.items():
        await page(person, "network")
        await fill(person, label, text)
        await asked(person)


async def asked(person: Person) -> None:
    """Wait until AWS has answered all that there is to ask."""
    screen = person.screen
    assert isinstance(screen, WizardScreen)
    drafting = screen.drafting
    assert drafting is not None
    await person.wait(0.3)
    await until(person, lambda: all(each.verdict != "asking" for each in drafting.findings))


def told(person: Person, words: str) -> bool:
    """Whether words stand on the page, however they are folded; what stands beside the page is left out."""
    return words in " ".join(" ".join(line.split("│")[0] for line in person.lines).split())


async def is_stopped(person: Person, title: str, label: str, *words: str) -> None:
    """Whether it is told at its field and page, and ``enter`` on the review leads there instead of creating."""
    await asked(person)
    assert person.says(rf"›\d {title} ✗\d"), "the page is marked"
    for each in words:
        assert told(person, each), (each, person.text)
    await page(person, "review")
    assert person.says("to put right before anything can be created")
    await person.press("enter")
    assert person.says(rf"›\d {title} "), "enter leads to the page"
    assert person.says(rf"› {label}\b"), "and to the field"
    for each in words:
        assert told(person, each), "where it is told"


async def test_a_load_balancer_in_one_zone(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, VPC=account.vpc("main"), subnets=account.subnets("public-a"))
        await page(person, "load balancer")
        await choose(person, "load balancer", "new")
        await asked(person)
        await fill(person, "subnets", account.subnets("public-a"))
        await is_stopped(person, "load balancer", "subnets", "needs two zones", "add a subnet of another zone")


async def test_a_zone_of_tasks_that_the_load_balancer_is_not_in(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, VPC=account.vpc("incidents"), subnets=account.subnets("inc-private-c"))
        await page(person, "load balancer")
        await choose(person, "load balancer", "group")
        await fill(person, "target group", "zone-not-enabled")
        await asked(person)
        await page(person, "network")
        await field(person, "subnets")
        words = ("incidents is not in us-east-1c, where tasks are: they stay unused", "take subnets of its zones")
        await is_stopped(person, "network", "subnets", *words)


async def test_a_private_subnet_with_no_way_out(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, VPC=account.vpc("main"), subnets=account.subnets("isolated-a"))
        await choose(person, "public address", "off")
        await asked(person)
        words = ("has no way to ECR, S3, CloudWatch Logs: no NAT route", "or take subnets with a NAT gateway")
        await is_stopped(person, "network", "subnets", *words)


async def test_a_target_group_for_instances(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, VPC=account.vpc("main"), subnets=account.subnets("public-a", "public-b"))
        await page(person, "load balancer")
        await choose(person, "load balancer", "group")
        await fill(person, "target group", "of-instances")
        words = ("is for targets of type instance", "need one of type ip")
        await is_stopped(person, "load balancer", "target group", *words)


async def test_256_units_with_4096_mib_of_a_registration(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch) as person:
        await until(person, lambda: bool(person.names))
        await person.go("taskdefs")
        await opened(person, "n")
        await person.type("big")
        await choose(person, "CPU", "256")
        await field(person, "memory")
        seen = set()
        for _ in range(8):
            await person.press("right")
            seen.add(next(line.split("‹")[1].split("›")[0].strip() for line in person.lines if "‹" in line))
        assert seen == {"512", "1024", "2048"}, "it cannot even be chosen"


async def test_256_units_with_4096_mib_and_no_execution_role_of_a_service(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.local.client("ecs").register_task_definition(**OF_EC2)
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person)
        await fill(person, "task definition", "of-ec2")
        words = ("Fargate has no size of 256 CPU and 4096 MiB", "it has no execution role, and web has an image of ECR")
        await is_stopped(person, "service", "task definition", *words)


async def test_a_container_with_more_memory_than_the_task(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch) as person:
        await until(person, lambda: bool(person.names))
        await person.go("taskdefs")
        await opened(person, "n")
        await person.type("fat")
        await person.press("ctrl+right")
        await fill(person, "image", "nginx:1")
        await fill(person, "memory limit", "1024")
        await is_stopped(person, "fat", "memory limit", "1024 of the task's 512 MiB", "less, or more for the task")


async def test_an_execution_role_that_is_missing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch) as person:
        await until(person, lambda: bool(person.names))
        await person.go("taskdefs")
        await opened(person, "n")
        await person.type("bare")
        await person.press("ctrl+right")
        await fill(person, "image", "nginx:1")
        await page(person, "roles")
        await fill(person, "execution role", "gone-execution")
        words = ("there is no role gone-execution", "create makes one that may do exactly what is needed")
        await is_stopped(person, "roles and tags", "execution role", *words)


async def test_a_name_that_is_taken(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, "storefront")
        await is_stopped(person, "service", "name", "storefront is taken in production", "give it another name")


async def test_two_services_on_one_target_group(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person, VPC=account.vpc("main"), subnets=account.subnets("public-a", "public-b"))
        await page(person, "load balancer")
        await choose(person, "load balancer", "group")
        await fill(person, "target group", "payments")
        words = ("production/payments registers its tasks in payments too", "a target group for each service")
        await is_stopped(person, "load balancer", "target group", *words)


async def test_blue_green_without_bake_time(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at(account, monkeypatch, cluster="production") as person:
        await service(person)
        await page(person, "load balancer")
        await choose(person, "load balancer", "new")
        await asked(person)
        await page(person, "deployment")
        await choose(person, "strategy", "BLUE_GREEN")
        await is_stopped(person, "deployment", "bake time", "the bake time is missing", "0 to 1,440 minutes")
