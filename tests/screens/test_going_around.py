"""Each view shows what it should and leads where it should."""

from typing import Any

import pytest

from fargate_tui.screens.journey import Place
from fargate_tui.widgets.text_view import TextView
from tests.live.small_aws import cluster
from tests.screens.person import sitting
from tests.screens.world import believable, only


async def test_from_the_clusters_to_the_bottom_and_back() -> None:
    async with sitting(believable()) as person:
        assert person.path == "clusters"
        assert person.names == ["default", "production", "batch", "sandbox"]
        assert "1234-5678-9012" in person.header
        assert "eu-west-1" in person.header

        await person.press("j", "enter")
        assert person.path == "production › services"
        assert person.names[0] == "storefront"
        assert person.says("6 of|:50: 3 of 6 running")

        await person.press("enter")
        assert person.path == "production › storefront › tasks"
        assert len(person.names) == 3
        assert person.says("RUNNING +healthy")

        await person.press("enter")
        assert person.path.startswith("production › storefront › task ")
        assert person.says("private IP 10.0.")
        assert person.says("target :8080 healthy")

        await person.press("d")
        assert person.path.endswith("› describe")
        assert person.says("task definition ARN .*storefront:23")
        await person.press("y")
        assert person.path.endswith("› json")
        assert person.says('"taskDefinitionArn": "arn:aws:ecs')

        await person.press("escape", "escape")
        assert person.path.startswith("production › storefront › task ")
        await person.press("t")
        assert person.path == "task definitions › storefront:23"
        assert person.says("hunter2") is False
        assert person.says("CPU share")
        await person.press("escape")
        assert person.path.startswith("production › storefront › task ")
        for path in ("production › storefront › tasks", "production › services", "clusters", "clusters"):
            await person.press("escape")
            assert person.path == path


async def test_broken_services_are_two_keys_away() -> None:
    async with sitting(believable()) as person:
        await person.press("j")
        await person.burst("enter", "!")
        assert person.path == "production › services"
        assert person.names == ["pricing-api", "orders-worker", "image-resizer", "recommendations", "cart-api"]
        await person.press("!")
        assert len(person.names) == 8


async def test_a_cluster_with_problems_is_itself_one() -> None:
    async with sitting(believable()) as person:
        await person.press("!")
        assert person.names == ["production"]
        assert person.says("5 of 8 services")


async def test_a_cluster_without_services_opens_to_its_tasks() -> None:
    async with sitting(believable()) as person:
        await person.press("j", "j", "enter")
        assert person.path == "batch › tasks"
        assert len(person.names) == 3


async def test_an_empty_cluster_says_so_and_where_else_to_look() -> None:
    async with sitting(believable()) as person:
        await person.press("G", "enter")
        assert person.path == "sandbox › services"
        assert person.says("no services in sandbox · n makes one · T shows its tasks")
        await person.press("T")
        assert person.path == "sandbox › tasks"
        assert person.says("no task is running here")


async def test_an_account_without_clusters_says_so() -> None:
    async with sitting(only()) as person:
        assert person.says("no clusters in this account and Region")


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"cluster": "production"}, "production › services"),
        ({"cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/production"}, "production › services"),
        ({"cluster": "production", "service": "cart-api"}, "production › cart-api › tasks"),
    ],
)
async def test_the_command_line_opens_straight_there_and_esc_leads_up(settings: dict[str, Any], path: str) -> None:
    async with sitting(believable(), **settings) as person:
        assert person.path == path
        for _ in path.split(" › ")[1:]:
            await person.press("escape")
        assert person.path == "clusters"


@pytest.mark.parametrize(("service", "task", "why"), [
    ("image-resizer", 1, "out of memory: image-resizer was killed at 512 MiB"),
    ("orders-worker", 1, "orders-worker exited 1"),
    ("recommendations", 0, "cannot pull image .*: not found"),
    ("cart-api", 0, "503"),
])  # fmt: skip
async def test_why_a_task_is_not_well_is_on_its_screen(service: str, task: int, why: str) -> None:
    async with sitting(believable(), cluster="production", service=service) as person:
        await person.press(*["j"] * task, "enter")
        assert person.says(why)


async def test_a_stopped_task_shows_aws_s_own_words() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await person.press("j", "enter")
        assert person.says("image-resizer ended first: exit 137")
        assert person.says("OutOfMemoryError: Container killed due to memory usage")
        text = person.app.screen.query_one("#mortem", TextView).text
        assert "stopped reason: Essential container in task exited" in text


async def test_x_shows_running_then_stopped_then_both() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        assert len(person.names) == 3
        await person.press("x")
        assert len(person.names) == 1
        assert "stopped: hidden" in person.header
        await person.press("x")
        assert len(person.names) == 2
        assert "stopped only" in person.header
        await person.press("x")
        assert len(person.names) == 3


async def test_families_lead_to_revisions_and_those_to_what_they_consist_of() -> None:
    async with sitting(believable()) as person:
        await person.go("taskdefs")
        assert person.path == "task definitions"
        assert person.names == ["storefront", "orders-worker", "image-resizer"]
        await person.press("enter")
        assert person.path == "storefront › revisions"
        assert sorted(person.names) == ["storefront:22", "storefront:23"]
        await person.press("enter")
        assert person.path.startswith("task definitions › storefront:2")
        assert person.says("execution role ecsTaskExecutionRole")
        await person.press("v")
        assert person.path == "storefront › revisions"


@pytest.mark.parametrize("place", ["clusters", "production", "all tasks", "taskdefs"])
async def test_describe_and_json_of_every_kind(place: str) -> None:
    async with sitting(believable()) as person:
        await person.go(place)
        before = person.path
        await person.press("d")
        assert person.path.endswith("describe")
        assert person.says("ARN +arn:aws:ecs|arn:aws:ecs")
        assert not person.notice
        await person.press("escape", "y")
        assert person.path.endswith("json")
        assert person.says('": "arn:aws:ecs')
        assert not person.notice
        await person.press("escape")
        assert person.path == before


async def test_json_masks_secrets_and_is_copied_masked() -> None:
    async with sitting(believable()) as person:
        await person.go("storefront:23")
        await person.press("y", "c")
        assert "hunter2" not in person.text
        assert "hunter2" not in person.app.clipboard
        assert '"DATABASE_PASSWORD"' in person.app.clipboard


async def test_a_text_is_searched() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("y", "/")
        await person.type("subnet")
        await person.press("enter")
        assert "match 1 of" in person.header
        await person.press("n")
        assert "match 2 of" in person.header
        await person.press("N")
        assert "match 1 of" in person.header
        await person.press("escape")
        assert "match" not in person.header
        assert person.path.endswith("json")


async def test_history_goes_back_and_forward_and_to_the_last_view() -> None:
    async with sitting(believable()) as person:
        await person.press("j", "enter", "enter")
        await person.go("taskdefs")
        await person.press("[")
        assert person.path == "production › storefront › tasks"
        await person.press("[", "[")
        assert person.path == "clusters"
        await person.press("[")
        assert person.path == "clusters"
        await person.press("]")
        assert person.path == "production › services"
        await person.press("]", "]", "]")
        assert person.path == "task definitions"
        await person.press("~")
        assert person.path == "production › storefront › tasks"
        await person.press("~")
        assert person.path == "task definitions"


async def test_a_view_is_found_again_as_it_was_left() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("N", "j", "j", "w", "/")
        await person.type("api")
        await person.press("enter", "j")
        assert person.names == ["cart-api", "checkout-api", "pricing-api"]
        here = person.here
        await person.press("enter", "escape")
        assert person.path == "production › services"
        assert person.names == ["cart-api", "checkout-api", "pricing-api"]
        assert person.here == here
        assert person.table.wide
        assert "/api" in person.header


async def test_what_x_shows_is_kept() -> None:
    async with sitting(believable(), cluster="production", service="image-resizer") as person:
        await person.press("x", "escape", "enter")
        if person.path != "production › image-resizer › tasks":
            await person.go("production/image-resizer")
        assert "stopped: hidden" in person.header


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go() -> None:
    world = believable()
    async with sitting(world) as person:
        await person.press("j", "j")
        assert person.here == "batch"
        del world.clusters[next(iter(world.clusters))]
        world.put(cluster("another"))
        await person.press("r")
        assert "default" not in person.names
        assert "another" in person.names
        assert person.here == "batch"


async def test_only_what_is_known_is_opened() -> None:
    async with sitting(only()) as person:
        for key in ("enter", "right", "d", "y", "c", "C", "space", "ctrl+s"):
            await person.press(key)
        assert person.app.journey.place == Place("clusters")
