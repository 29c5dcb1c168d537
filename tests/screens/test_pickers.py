"""Choosing a profile or a Region: the last used first, narrowed by typing, taken with enter."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.fargate.accounts import Profile
from fargate_tui.fargate.errors import Invalid
from fargate_tui.live.visits import Visit, Visits
from fargate_tui.widgets.prompt import Prompt
from tests.live.held_clock import HeldClock
from tests.screens.abroad import Account, abroad, app_abroad, machine, three
from tests.screens.machine import Machine
from tests.screens.person import Person, settled
from tests.screens.test_screen_pictures import SIZES, SnapCompare


def offered(person: Person) -> list[str]:
    return [each.value for each in person.app.screen.query_one(Prompt)._candidates]


def marked(person: Person) -> str:
    prompt = person.app.screen.query_one(Prompt)
    return prompt._candidates[prompt._chosen].value


async def kept(path: Path, *profiles: str) -> Path:
    """A file in which these were used, the last one last."""
    visits = Visits(path)
    for number, name in enumerate(profiles):
        at = HeldClock().now() - timedelta(hours=9 - number)
        await visits.note(Visit(profile=name, region="eu-west-1", account="222222222222", at=at))
    return path


async def opened(person: Person, key: str) -> None:
    await person.press(key)
    await person.done("accounts")


async def test_profiles_are_offered_with_what_they_are_and_where_they_lead() -> None:
    async with abroad(three()) as person:
        await opened(person, "ctrl+p")
        assert offered(person) == ["default", "prod-admin", "ops", "staging", "broken"]
        assert person.says("default 1111-1111-1111 eu-west-1 keys · here")
        assert person.says("prod-admin 3333-3333-3333 us-east-1 SSO Admin")
        assert person.says("ops 2222-2222-2222 eu-west-1 role ops · MFA")
        assert person.says("broken — eu-west-1 no credentials · ▲ there is no sso-session corp")


async def test_the_last_used_is_first_and_the_present_one_behind_it(tmp_path: Path) -> None:
    used = await kept(tmp_path / "used.json", "ops", "staging", "gone")
    async with abroad(three(), used=used) as person:
        await opened(person, "ctrl+p")
        assert offered(person) == ["staging", "ops", "default", "prod-admin", "broken"]
        assert marked(person) == "staging"
        await person.press("enter")
        assert "staging 2222-2222-2222 eu-west-1" in person.header
        await opened(person, "ctrl+p")
        assert offered(person)[:2] == ["default", "ops"]


@pytest.mark.parametrize(
    ("typed", "name"), [("stag", "staging"), ("dev", "staging"), ("2222-2222", "ops"), ("in", "prod-admin")]
)
async def test_typing_narrows_the_list_by_anything_that_stands_there(typed: str, name: str) -> None:
    async with abroad(three()) as person:
        await opened(person, "ctrl+p")
        await person.type(typed)
        assert marked(person) == name


async def test_enter_takes_the_marked_one_and_the_key_again_goes_on_to_the_next() -> None:
    async with abroad(three()) as person:
        await opened(person, "ctrl+p")
        await person.press("ctrl+p", "ctrl+p", "ctrl+p")
        assert marked(person) == "staging"
        await person.press("enter")
        assert "staging 2222-2222-2222" in person.header


async def test_escape_leaves_everything_as_it_is() -> None:
    async with abroad(three()) as person:
        await opened(person, "ctrl+r")
        await person.press("escape")
        assert person.names == ["prod", "batch"]
        assert person.app.context.here.region == "eu-west-1"


async def test_regions_are_offered_by_what_aws_calls_them() -> None:
    async with abroad(three()) as person:
        await opened(person, "ctrl+r")
        assert offered(person) == ["eu-west-1", "us-east-1"]
        assert person.says("eu-west-1 Europe .Ireland. · here")
        await person.type("virg")
        await person.press("enter")
        assert "1111-1111-1111 us-east-1" in person.header
        await opened(person, "ctrl+r")
        assert offered(person) == ["eu-west-1", "us-east-1"]


async def test_a_region_that_is_not_offered_can_be_typed() -> None:
    accounts = three()
    accounts["default", "ap-south-2"] = Account("111111111111", "default", "ap-south-2", "hyderabad")
    async with abroad(accounts) as person:
        await opened(person, "ctrl+r")
        await person.type("ap-south-2")
        await person.press("enter")
        assert person.names == ["hyderabad"]


async def test_what_is_typed_behind_the_colon_is_completed() -> None:
    async with abroad(three()) as person:
        await person.press(":")
        await person.type("profile ")
        await person.done("accounts")
        await person.type("st")
        assert offered(person)[0] == "profile staging"
        await person.press("tab", "enter")
        assert "staging 2222-2222-2222" in person.header


async def test_a_profile_that_does_not_exist_is_not_tried() -> None:
    async with abroad(three()) as person:
        await person.go("profile stagin")
        assert person.told == ["there is no profile stagin in the AWS config files · did you mean staging?"]
        assert "eu-west-1" in person.header
        await person.go("profile")
        assert person.app.screen.query_one(Prompt).glyph == "profile:"


async def test_config_files_that_cannot_be_read_are_told_and_nothing_else_happens() -> None:
    class Broken(Machine):
        async def profiles(self) -> tuple[Profile, ...]:
            raise Invalid("read the AWS config files", "line 3 is no setting")

    async with abroad(three(), known=Broken()) as person:
        await opened(person, "ctrl+p")
        assert person.told == ["cannot read the AWS config files: line 3 is no setting"]
        await person.press("escape")
        assert person.names == ["prod", "batch"]


async def test_the_keys_of_the_environment_are_an_account_of_their_own() -> None:
    environment = Profile(name="", kind="environment", region="eu-west-1")
    async with abroad(three(), known=Machine(environment, *machine().known)) as person:
        await opened(person, "ctrl+p")
        assert person.says("environment 1111-1111-1111 eu-west-1 keys of the environment · here")
        await person.type("stag")
        await person.press("enter")
        await opened(person, "ctrl+p")
        assert marked(person) == "environment"
        await person.press("enter")
        assert "1111-1111-1111" in person.header


async def test_a_cluster_named_like_the_profile_is_no_hindrance() -> None:
    accounts = three()
    accounts["staging", "eu-west-1"] = Account("222222222222", "staging", "eu-west-1", "staging", "default")
    async with abroad(accounts) as person:
        await opened(person, "ctrl+p")
        await person.type("staging")
        await person.press("enter")
        assert "2222-2222-2222" in person.header
        await opened(person, "ctrl+p")
        await person.press("enter")
        assert "1111-1111-1111" in person.header


@SIZES
@pytest.mark.parametrize(("key", "typed"), [("ctrl+p", ""), ("ctrl+p", "22"), ("ctrl+r", "")])
def test_pickers(key: str, typed: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    clock = HeldClock()
    app = app_abroad(three(), clock)

    async def choose(pilot: Pilot[Any]) -> None:
        await settled(app)
        person = Person(pilot, Account("1", "default", "eu-west-1"), clock)
        await opened(person, key)
        await person.type(typed)
        app.screen._on_timer_update()

    assert snap_compare(app, terminal_size=size, run_before=choose)
