"""Going to another profile or Region without a restart, and staying where one was when nothing answers there."""

import asyncio

import pytest

from fargate_tui.fargate.errors import AwsError, CredentialsExpired, Invalid, NotAllowed, Unreachable
from fargate_tui.screens.journey import HOME, Place, elsewhere
from fargate_tui.widgets.plan_panel import PlanPanel
from tests.live.small_aws import ECS, SmallAws
from tests.screens.abroad import Account, abroad, three
from tests.screens.person import Person, settled
from tests.screens.test_acting import planned

EXPIRED = CredentialsExpired(
    "connect to AWS", "the SSO session of profile staging has expired", "run `aws sso login --profile staging`"
)
NO_PROFILE = Invalid("connect to AWS", "there is no profile stagin in ~/.aws/config or ~/.aws/credentials")
DENIED = NotAllowed("connect to AWS", "sts:AssumeRole is not allowed for ops", action="sts:AssumeRole")


def is_open(person: Person) -> bool:
    return person.app.screen.query_one(PlanPanel).is_open


async def test_another_region_is_there_without_a_restart_and_so_is_the_way_back() -> None:
    async with abroad(three()) as person:
        assert person.names == ["prod", "batch"]
        await person.go("region us-east-1")
        assert "1111-1111-1111 us-east-1" in person.header
        assert person.names == ["prod"]
        await person.go("region eu-west-1")
        assert "1111-1111-1111 eu-west-1" in person.header
        assert person.names == ["prod", "batch"]


async def test_another_profile_is_another_account_with_its_own_caller() -> None:
    async with abroad(three()) as person:
        await person.go("profile staging")
        assert "staging 2222-2222-2222 eu-west-1 staging-ops" in person.header
        assert person.names == ["stage"]


async def test_the_header_shows_the_new_account_in_grey_until_it_answers() -> None:
    accounts = three()
    gate = asyncio.Event()

    class Slow(Account):
        async def caller_identity(self) -> object:  # type: ignore[override]
            await gate.wait()
            return await super().caller_identity()

    accounts["staging", "eu-west-1"] = Slow("222222222222", "staging", "eu-west-1", "stage")
    async with abroad(accounts) as person:
        await person.go("profile staging")
        caller = person.app.screen.query_one("Masthead").caller  # type: ignore[attr-defined]
        assert (caller.profile, caller.region, caller.is_certain) == ("staging", "eu-west-1", False)
        gate.set()
        await person.until(lambda: "2222-2222-2222" in person.header)
        assert person.app.screen.query_one("Masthead").caller.is_certain  # type: ignore[attr-defined]


async def test_the_same_view_is_shown_where_the_cluster_has_its_like() -> None:
    async with abroad(three(), cluster="prod") as person:
        await person.go("region us-east-1")
        assert person.path == "prod › services"
        assert person.names == ["prod-web"]


async def test_where_it_has_not_the_clusters_are_shown_and_it_is_said() -> None:
    async with abroad(three(), cluster="prod") as person:
        await person.go("profile staging")
        await person.until(lambda: person.path == "clusters")
        assert person.told == ["there is no cluster prod in staging in eu-west-1: these are its clusters"]


async def test_filter_sort_and_cursor_stay_with_their_account() -> None:
    async with abroad(three()) as person:
        await person.press("j", "/", *"bat", "enter")
        await person.go("region us-east-1")
        assert person.names == ["prod"]
        await person.go("region eu-west-1")
        assert person.names == ["batch"]
        assert person.here == "batch"


@pytest.mark.parametrize("error", [EXPIRED, NO_PROFILE, DENIED], ids=lambda error: type(error).__name__)
async def test_one_that_cannot_be_asked_says_why_and_the_way_back_is_one_key(error: AwsError) -> None:
    accounts = three()
    accounts["staging", "eu-west-1"] = error
    async with abroad(accounts, cluster="prod") as person:
        await person.go("profile staging")
        assert is_open(person)
        assert person.says("staging in eu-west-1 cannot be asked")
        assert person.says(str(error)[:40])
        await person.press("escape")
        assert person.path == "prod › services"
        assert person.names == ["prod-web"]
        assert "1111-1111-1111 eu-west-1" in person.header
        assert not is_open(person)


async def test_it_is_tried_again_with_a_key() -> None:
    accounts = three()
    staging = accounts["staging", "eu-west-1"]
    accounts["staging", "eu-west-1"] = EXPIRED
    async with abroad(accounts) as person:
        await person.go("profile staging")
        accounts["staging", "eu-west-1"] = staging
        await person.press("r")
        await person.until(lambda: "2222-2222-2222" in person.header)
        assert person.names == ["stage"]


async def test_what_is_typed_at_once_behind_it_does_nothing_to_the_account_before() -> None:
    accounts = three()
    async with abroad(accounts, cluster="prod") as person:
        await person.press(":", *"region us-east-1")
        await person.burst("enter", "+", "+", "enter")
        await person.done("plan")
        assert person.app.context.here.region == "us-east-1"
        assert person.says("scale prod-web in prod")
        await person.press("y")
        first, second = accounts["default", "eu-west-1"], accounts["default", "us-east-1"]
        assert isinstance(first, SmallAws)
        assert isinstance(second, SmallAws)
        await person.until(lambda: bool(second.carried_out))
        assert not first.carried_out


async def test_the_connection_before_is_let_go_once_the_other_has_answered() -> None:
    accounts = three()
    async with abroad(accounts) as person:
        await person.go("profile staging")
        await person.until(lambda: person.aws.is_closed)
        await person.go("profile default")  # it is opened again, under its name
        assert person.names == ["prod", "batch"]


async def test_a_change_that_is_followed_is_asked_about_first() -> None:
    async with abroad(three(), cluster="prod") as person:
        await planned(person, "+", "enter")
        await person.press("y")
        runs = person.app.context.runs
        await person.until(lambda: bool(person.aws.carried_out))
        await person.go("region us-east-1")
        assert person.says("it ends scale prod-web")
        await person.press("escape")
        assert person.app.context.here.region == "eu-west-1"
        assert [run.is_going for run in runs.runs] == [True]
        await person.go("region us-east-1")
        await person.press("y")
        assert "us-east-1" in person.header
        assert [run.is_going for run in runs.runs] == [False]
        assert [step.state for step in runs.runs[0].steps] == ["left"]


async def test_to_where_one_is_already_nothing_changes() -> None:
    async with abroad(three()) as person:
        screen = person.app.screen
        await person.go("region eu-west-1")
        assert person.app.screen is screen
        assert person.told == ["this is default in eu-west-1 already"]


async def test_an_account_that_is_slow_for_another_reason_is_not_left() -> None:
    accounts = three()
    accounts["staging", "eu-west-1"] = Unreachable("connect to AWS", "sts.eu-west-1.amazonaws.com does not answer")
    async with abroad(accounts) as person:
        await person.go("profile staging")
        assert not is_open(person)
        assert person.says("does not answer")
        await settled(person.app)


@pytest.mark.parametrize(
    ("place", "there"),
    [
        (Place("clusters"), HOME),
        (Place("services"), Place("services")),
        (Place("tasks", cluster="prod", service="web"), Place("tasks", cluster="prod", service="web")),
        (
            Place("task", cluster="prod", service="web", task=f"{ECS}task/prod/1"),
            Place("tasks", cluster="prod", service="web"),
        ),
        (
            Place("logs", cluster="prod", service="web", task=f"{ECS}task/prod/1", container="api"),
            Place("tasks", cluster="prod", service="web"),
        ),
        (
            Place("logs", cluster="prod", service="web", deployment="ecs-svc/1"),
            Place("logs", cluster="prod", service="web"),
        ),
        (Place("logs", group="/ecs/web"), HOME),
        (Place("describe", cluster="prod", subject=("cluster", f"{ECS}cluster/prod")), Place("services", "prod")),
        (Place("task-definition", task_definition="web:7"), Place("task-definitions")),
        (Place("entry", subject=("change", "7")), Place("journal")),
        (Place("wizard", subject=("cluster", "wizard-1")), HOME),
        (Place("requests"), Place("requests")),
        (Place("metrics", cluster="prod", service="web"), Place("metrics", cluster="prod", service="web")),
    ],
)
def test_what_is_shown_of_another_account(place: Place, there: Place) -> None:
    assert elsewhere(place) == there
