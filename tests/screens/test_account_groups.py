"""Groups of accounts as the settings name them, and those that were chosen by hand in the run before."""

from pathlib import Path

from fargate_tui.settings.account_group import AccountGroup
from tests.screens.abroad import abroad
from tests.screens.test_several_accounts import chosen, in_place, services

GROUPS = {
    "all": AccountGroup(profiles=("def*", "staging"), regions=("eu-west-1",)),
    "both": AccountGroup(profiles=("default",), regions=("eu-west-1", "us-east-1")),
    "wrong": AccountGroup(profiles=("stagnig", "default"), regions=("eu-west-1",)),
}
EVERYWHERE = [
    ("default", "eu-west-1", "prod-web"),
    ("default", "eu-west-1", "batch-web"),
    ("staging", "eu-west-1", "stage-web"),
]


async def test_a_group_is_looked_at_by_its_name() -> None:
    async with abroad(in_place(), accounts=GROUPS) as person:
        await person.press(":")
        await person.type("accounts ")
        assert person.says("accounts all +a")
        await person.type("all")
        await person.press("enter")
        await person.until(lambda: person.path == "chosen accounts › services" and len(person.table.shown) == 3)
        assert services(person) == EVERYWHERE


async def test_a_group_is_marked_in_the_list_of_accounts() -> None:
    async with abroad(in_place(), accounts=GROUPS) as person:
        await chosen(person, "staging eu-west-1")
        assert "t group" in person.hints
        await person.press("t")
        await person.type("both")
        await person.press("enter")
        both = ["default eu-west-1", "default us-east-1"]
        await person.until(lambda: sorted(person.table.marked) == both)
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        assert {region for _, region, _ in services(person)} == {"eu-west-1", "us-east-1"}


async def test_without_groups_there_is_no_key_for_them_and_a_name_says_how_to_make_one() -> None:
    async with abroad(in_place()) as person:
        await person.go("accounts prod")
        await person.done("accounts")
        assert person.told == ["the settings name no group prod of accounts · [accounts.NAME] makes one"]
        await person.go("accounts")
        assert "group" not in person.hints


async def test_a_profile_that_there_is_not_is_told_and_the_others_are_shown() -> None:
    async with abroad(in_place(), accounts=GROUPS) as person:
        await person.go("accounts wrong")
        await person.until(lambda: person.path == "chosen accounts › services" and len(person.table.shown) == 2)
        said = "accounts.wrong: no profile of the AWS config files is called stagnig · did you mean staging?"
        assert person.told == [said]


async def test_a_start_begins_with_a_group() -> None:
    async with abroad(in_place(), accounts=GROUPS, start="accounts all") as person:
        await person.until(lambda: len(person.table.shown) == 3)
        assert services(person) == EVERYWHERE


async def test_what_was_chosen_by_hand_is_there_the_next_time(tmp_path: Path) -> None:
    async with abroad(in_place(), memory=tmp_path) as person:
        await chosen(person, "default eu-west-1", "staging eu-west-1")
        await person.press("enter")
        await person.until(lambda: len(person.table.shown) == 3)
        await person.press("ctrl+q")
    async with abroad(in_place(), memory=tmp_path) as person:
        await person.until(lambda: len(person.table.shown) == 3)
        assert person.path == "chosen accounts › services"
        assert services(person) == EVERYWHERE
    async with abroad(in_place(), memory=tmp_path, accounts=GROUPS, start="accounts both") as person:
        await person.until(lambda: len(person.table.shown) == 3)
        assert {region for _, region, _ in services(person)} == {"eu-west-1", "us-east-1"}
