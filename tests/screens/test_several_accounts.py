"""Several accounts in one table: chosen, shown with whose each row is, and one of them failing."""

from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.fargate.errors import CredentialsExpired, NotAllowed
from fargate_tui.fargate.whereabouts import Whereabouts
from fargate_tui.live.abroad import Gathered
from fargate_tui.live.snapshot import Snapshot
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws
from tests.screens.abroad import Account, abroad, app_abroad, three
from tests.screens.person import Person, settled
from tests.screens.test_screen_pictures import SIZES, SnapCompare

EXPIRED = CredentialsExpired("connect to AWS", "the SSO session of profile staging has expired", "run `aws sso login`")


def services(person: Person) -> list[tuple[str, str, str]]:
    """Whose each service is that is shown."""
    return [(row.profile, row.region, row.thing.name) for row in person.table.shown]


async def chosen(person: Person, *wanted: str) -> None:
    """Choose accounts in ``:accounts``."""
    await person.go("accounts")
    await person.until(lambda: bool(person.table.rows))
    for name in wanted:
        at = [row.arn for row in person.table.shown].index(name)
        await person.press("g", *("j" * at), "space")


def in_place() -> dict[tuple[str, str], Any]:
    """The accounts, with ARNs of their own."""
    accounts: dict[tuple[str, str], Any] = dict(three())
    for (_, region), account in accounts.items():
        account.move_to(region)
    return accounts


async def test_services_of_all_chosen_accounts_are_one_table() -> None:
    accounts = in_place()
    async with abroad(accounts) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        assert person.path == "chosen accounts › services"
        assert services(person) == [
            ("default", "eu-west-1", "prod-web"),
            ("default", "eu-west-1", "batch-web"),
            ("staging", "eu-west-1", "stage-web"),
        ]
        assert person.says("PROFILE REGION SERVICE")
        await person.press("w")
        assert person.says("staging eu-west-1 2222-2222-2222 stage-web")
        assert "2 accounts" in person.header


async def test_another_region_of_a_profile_is_added_by_its_name() -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "default eu-west-1")
        await person.press("a")
        await person.type("default us-east-1")
        await person.press("enter", "enter")
        await person.until(lambda: len(person.table.shown) == 3)
        assert ("default", "us-east-1", "prod-web") in services(person)
        await person.go("accounts")
        await person.press("a")
        await person.type("defalt us-east-1")
        await person.press("enter")
        assert person.told == ["there is no profile defalt in the AWS config files · did you mean default?"]


async def test_one_that_fails_is_a_gap_with_its_name_and_the_others_stand() -> None:
    accounts = in_place()
    accounts["staging", "eu-west-1"] = EXPIRED
    async with abroad(accounts) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: "staging eu-west-1" in person.notice)
        assert [row.profile for row in person.table.shown] == ["default", "default"]
        assert (
            "staging eu-west-1: cannot connect to AWS: the SSO session of profile staging has expired" in person.notice
        )
        assert not person.is_stale()


async def test_opening_a_row_goes_to_its_account_and_into_it() -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        await person.press("G", "enter")
        assert "staging 2222-2222-2222 eu-west-1" in person.header
        assert person.path == "stage › stage-web › tasks"
        await person.go("services")
        assert person.path == "stage › services"
        await person.go("all services")
        assert person.path == "chosen accounts › services"
        await person.press("g", "l")
        assert "default 1111-1111-1111 eu-west-1" in person.header
        assert person.path == "prod › prod-web › logs"


@pytest.mark.parametrize(("key", "view"), [("d", "describe"), ("y", "json")])
async def test_all_that_aws_says_of_a_row_is_read_in_its_account(key: str, view: str) -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        await person.press("G", key)
        await person.until(lambda: person.path == f"stage › stage-web › {view}")
        assert "staging 2222-2222-2222 eu-west-1" in person.header
        assert person.says("stage-web")


async def test_what_is_of_one_account_says_how_to_get_there_and_nothing_is_changed() -> None:
    async with abroad(in_place(), keys={"row.why": "f7"}) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        await person.press("G", "D", "3", "f7", "ctrl+y")
        assert person.told == [
            "deploy is of one account · ↵ goes to staging first",
            "events is of one account · ↵ goes to staging first",
            "why is of one account · ↵ goes to staging first",
        ]
        await person.go("deploy")
        assert person.told[3:] == ["nothing is changed from a list of several accounts · ↵ goes to staging first"]
        assert person.path == "chosen accounts › services"


async def test_clusters_and_tasks_of_all_are_there_too() -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.go("clusters")
        await person.until(lambda: len(person.table.shown) == 3)
        assert [row.thing.name for row in person.table.shown] == ["prod", "batch", "stage"]
        await person.go("tasks")
        assert person.path == "chosen accounts › tasks"
        assert person.says("no tasks in any of the chosen accounts")


async def test_without_a_choice_everything_is_as_before() -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "staging eu-west-1")
        assert list(person.table.marked) == ["staging eu-west-1"]
        await person.press("ctrl+backslash")
        await person.go("svc")
        assert person.path == "all clusters › services"
        await person.go("accounts")
        await person.until(lambda: bool(person.table.rows))
        assert list(person.table.marked) == []
        at = [row.arn for row in person.table.shown].index("staging eu-west-1")
        await person.press("g", *("j" * at), "enter")
        assert "staging 2222-2222-2222" in person.header


async def test_a_filter_takes_no_choice_away() -> None:
    async with abroad(in_place()) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("/", *"prod", "enter")
        assert len(person.app.context.atlas.chosen) == 2
        await person.press("escape")
        assert len(person.table.marked) == 2


async def test_nothing_is_asked_of_an_account_that_is_not_shown() -> None:
    accounts = in_place()
    async with abroad(accounts) as person:
        await chosen(person, "staging eu-west-1")
        staging = accounts["staging", "eu-west-1"]
        assert not staging.asked
        await person.press("enter")
        await person.until(lambda: bool(person.table.shown))
        await person.go("requests")
        await person.wait(5)
        staging.forget_calls()
        await person.wait(120)
        assert not staging.asked


async def test_the_same_account_by_two_profiles_is_two_rows() -> None:
    accounts = in_place()
    accounts["ops", "eu-west-1"] = Account("111111111111", "ops", "eu-west-1", "prod", "batch")
    async with abroad(accounts) as person:
        await chosen(person, "default eu-west-1", "ops eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 4)


def test_equal_rows_stay_the_same_objects_and_errors_are_told_apart() -> None:
    one, two = Whereabouts("a", "eu-west-1"), Whereabouts("b", "eu-west-1")
    world = Account("1", "a", "eu-west-1", "prod")
    rows = tuple(_Row(arn) for arn in world.clusters)
    gathered: Gathered[Any] = Gathered({one: "a", two: "b"})
    now = HeldClock().now()
    first = gathered.take(one, Snapshot(rows, now, every=10))
    assert not first.complete
    again = gathered.take(one, Snapshot(tuple(_Row(row.arn) for row in rows), now, every=10))
    assert again.rows[0] is first.rows[0]
    denied = NotAllowed("list clusters", "ecs:ListClusters is not allowed", action="ecs:ListClusters")
    both = gathered.take(two, Snapshot(error=denied, every=60))
    assert both.complete
    assert both.error is None
    assert both.gaps == ("b eu-west-1: cannot list clusters: ecs:ListClusters is not allowed",)
    neither = gathered.take(one, Snapshot(rows, now, error=denied))
    assert neither.error is denied


class _Row:
    def __init__(self, arn: str) -> None:
        self.arn = arn

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Row) and other.arn == self.arn

    def __hash__(self) -> int:
        return hash(self.arn)


@SIZES
@pytest.mark.parametrize("view", ["accounts", "services"])
def test_several(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    clock = HeldClock()
    accounts = in_place()
    accounts["ops", "eu-west-1"] = EXPIRED
    app = app_abroad(accounts, clock)

    async def arrange(pilot: Pilot[Any]) -> None:
        await settled(app)
        first = accounts["default", "eu-west-1"]
        assert isinstance(first, SmallAws)
        person = Person(pilot, first, clock)
        await chosen(person, "default eu-west-1", "staging eu-west-1", "ops eu-west-1")
        if view == "services":
            await person.press("enter")
            await person.until(lambda: len(person.table.shown) == 3 and "ops" in person.notice)
        app.screen._on_timer_update()

    assert snap_compare(app, terminal_size=size, run_before=arrange)
