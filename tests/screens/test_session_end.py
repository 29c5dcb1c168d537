"""A session that ends soon is told before it does, and renewed without losing the screen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fargate_tui.fargate.accounts import Expiry, LoginState, RegionOffer, RegionOffers
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.screens.accounts import session_words
from tests.screens.abroad import Account, abroad, machine, three
from tests.screens.test_pickers import offered

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "renewed_by", "words"),
    [
        (16, "sso", ""),
        (14.9, "sso", "session 14m"),
        (9, "mfa", "session 9m"),
        (0.5, "command", "session <1m"),
        (-3, "sso", "session over"),
        (9, "itself", ""),
        (9, "nothing", ""),
        (None, "sso", ""),
    ],
)
def test_what_the_header_says_of_a_session(minutes: float | None, renewed_by: Any, words: str) -> None:
    at = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert session_words(Expiry(at=at, renewed_by=renewed_by), NOW) == words
    assert session_words(None, NOW) == ""


async def test_it_is_told_in_the_header_and_once_in_words_and_renewed_by_the_key() -> None:
    accounts, known = three(), machine()
    first = accounts["default", "eu-west-1"]
    assert isinstance(first, Account)
    async with abroad(accounts, known=known) as person:
        end = person.clock.now() + timedelta(minutes=20)
        first.expiry = Expiry(at=end, renewed_by="sso", remedy="run `aws sso login`", profile="default")
        person.screen._tick()
        assert "session" not in person.header
        await person.wait(660)
        person.screen._tick()
        person.screen._tick()
        assert "session 9m" in person.header
        assert person.told == ["the session ends in less than a quarter of an hour: ctrl+l renews it"]
        await person.press("ctrl+l")
        assert known.logins == ["default"]
        first.expiry = Expiry(at=end + timedelta(hours=8), renewed_by="sso", profile="default")
        known.login_states.put_nowait(LoginState(stage="done", profile="default", session="corp"))
        await person.until(lambda: "session" not in person.header)
        assert person.names == ["prod", "batch"]


async def test_regions_that_the_account_has_not_enabled_say_so() -> None:
    accounts = three()
    first = accounts["default", "eu-west-1"]
    assert isinstance(first, Account)
    offers = (RegionOffer(name="eu-west-1", is_enabled=True), RegionOffer(name="ap-east-1", is_enabled=False))
    first.offered = RegionOffers(partition="aws", regions=offers)
    async with abroad(accounts) as person:
        await person.press("ctrl+r")
        await person.done("accounts")
        assert offered(person) == ["eu-west-1", "ap-east-1"]
        assert person.says("ap-east-1 not enabled for the account")
        first.errors["DescribeRegions"] = NotAllowed("list Regions", "no", action="ec2:DescribeRegions")
        await person.press("escape", "ctrl+r")
        await person.done("accounts")
        assert offered(person) == ["eu-west-1", "ap-east-1"]
        assert first.asked["DescribeRegions"] == 1
