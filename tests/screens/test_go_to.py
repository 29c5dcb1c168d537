"""What can be typed after ``:``."""

import pytest

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.widgets.prompt import Prompt
from tests.live.small_aws import ECS, cluster, service
from tests.screens.person import Person, sitting
from tests.screens.test_acting import confirmed, planned, run_all
from tests.screens.world import believable


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("clusters", "clusters"),
        ("cl", "clusters"),
        ("production", "production › services"),
        ("PRODUCTION", "production › services"),
        ("svc", "all clusters › services"),
        ("tasks", "default › tasks"),
        ("all tasks", "all clusters › tasks"),
        ("all standalone", "all clusters › standalone tasks"),
        ("td", "task definitions"),
        ("production/cart-api", "production › cart-api › tasks"),
        ("storefront:23", "task definitions › storefront:23"),
        (f"{ECS}cluster/batch", "batch › services"),
        (f"{ECS}service/production/cart-api", "production › cart-api › tasks"),
        (f"{ECS}task-definition/storefront:23", "task definitions › storefront:23"),
        ("  production  ", "production › services"),
    ],
)
async def test_it_leads_there(text: str, path: str) -> None:
    async with sitting(believable()) as person:
        await person.press("enter")
        await person.go(text)
        assert person.path == path


async def test_within_a_cluster_views_are_of_that_cluster() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.go("tasks")
        assert person.path == "production › tasks"
        await person.go("standalone")
        assert person.path == "production › standalone tasks"
        await person.go("all tasks")
        assert person.path == "all clusters › tasks"


async def test_a_task_by_its_arn_and_by_its_short_id() -> None:
    world = believable()
    arn = next(arn for arn, task in world.tasks.items() if task.group == "service:cart-api")
    async with sitting(world, cluster="production") as person:
        await person.go(arn)
        assert person.path.startswith("production › ")
        assert person.says("503")
        await person.go("production/cart-api")
        short = person.names[0][:8]
        await person.go("clusters")
        await person.go(short)
        assert person.path == f"production › cart-api › task {short}"


async def test_a_name_that_nothing_has_is_explained() -> None:
    async with sitting(believable()) as person:
        await person.go("no-such-thing")
        assert person.path == "clusters"
        assert "nothing seen so far is called 'no-such-thing'" in person.told[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("never-made/unknown", "no cluster 'never-made' in this account and Region · :clusters shows what there is"),
        ("services never-made", "no cluster 'never-made' in this account and Region · :clusters shows what there is"),
        (
            f"{ECS}cluster/never-made",
            "no cluster 'never-made' in this account and Region · :clusters shows what there is",
        ),
        ("production/unknown", "no service 'unknown' in production · :services production shows what there is"),
    ],
)
async def test_what_all_listings_lack_is_said_to_be_absent(text: str, said: str) -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.go(text)
        assert person.path == "production › services"
        assert person.told[-1] == said


async def test_what_may_not_be_listed_can_be_gone_to_by_name() -> None:
    world = believable()
    world.errors["ListClusters"] = NotAllowed("list clusters", "ecs:ListClusters is not allowed for ops")
    async with sitting(world) as person:
        await person.go("never-listed/unknown")
        assert person.path == "never-listed › unknown › tasks"


async def test_what_was_made_after_the_listing_is_found() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.go("no-such-thing")
        person.aws.put(cluster("new"))
        person.aws.put(service("api", "new"))
        await person.wait(60)
        await person.go("new/api")
        assert person.path == "new › api › tasks"


async def test_what_a_change_from_here_has_made_is_found_at_once() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        await planned(person, "+", "enter")
        await confirmed(person, "y")
        await person.go("fresh")
        assert person.path == "production › services"
        world.put(cluster("fresh"))
        run_all(world)
        await person.wait(10)
        await person.go("fresh")
        assert person.path == "fresh › services"


async def test_nothing_typed_leads_nowhere() -> None:
    async with sitting(believable()) as person:
        await person.go("")
        await person.go("   ")
        assert person.path == "clusters"
        assert not person.told
        await person.press(":", "escape")
        assert not person.is_typing()


async def offered(person: Person) -> list[str]:
    return [found.value for found in person.app.screen.query_one(Prompt).candidates_for("ca")]


async def test_what_has_been_seen_is_offered_and_completed() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press(":")
        await person.type("ca")
        assert "cart-api" in await offered(person)
        assert person.says("service of production")
        await person.press("tab")
        assert person.app.screen.query_one(Prompt).value == "cart-api"
        await person.press("enter")
        assert person.path == "production › cart-api › tasks"


async def test_a_candidate_is_chosen_with_the_arrows() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press(":")
        await person.type("api")
        await person.press("down", "down", "enter")
        assert person.path.split(" › ")[1] in ("pricing-api", "checkout-api", "cart-api")


async def test_what_was_typed_is_remembered_in_every_view() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("/")
        await person.type("cart")
        await person.press("enter", "escape", "enter")
        assert person.path == "production › cart-api › tasks"
        await person.press("/", "up")
        assert person.app.screen.query_one(Prompt).value == "cart"
