"""Where a person was: put back at the next start, as far as it is the same account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.errors import Unreachable
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.links import Link
from fargate_tui.live.keepsakes import Keepsakes
from fargate_tui.screens.context import ViewState
from fargate_tui.screens.journey import HOME, Place
from fargate_tui.screens.left import MOST_BYTES, Left, decoded, encoded, lasting, newest
from tests.live.small_aws import SmallAws
from tests.screens.person import Person, sitting
from tests.screens.world import NOW, believable

SERVICES = Place("services", cluster="production")


@asynccontextmanager
async def again(aws: SmallAws, memory: Path, **settings: Any) -> AsyncIterator[Person]:
    """Somebody in front of the app that keeps where they were."""
    async with sitting(aws, memory=memory, region="eu-west-1", **settings) as person:
        if not settings.get("connect"):
            await person.until(lambda: person.app._remembering.is_known(person.app.context))
        yield person


async def leave(person: Person) -> None:
    """Quit."""
    await person.press("q")
    await person.until(lambda: not person.app.is_running or person.app._exit)


async def unreachable() -> SmallAws:
    raise Unreachable("connect to AWS", "there is no way there")


async def was_in_services(memory: Path, *keys: str, aws: SmallAws | None = None) -> None:
    """Somebody was in the services of production, pressed some keys there, and left."""
    async with again(aws or believable(), memory) as person:
        await person.press("j", "enter")
        assert person.path == "production › services"
        await person.press(*keys)
        await leave(person)


async def test_the_place_its_arrangement_and_the_cursor_are_there_again(tmp_path: Path) -> None:
    await was_in_services(tmp_path, "!", "O", "w", "ctrl+e", "j", "j")
    async with again(believable(), tmp_path) as person:
        assert person.path == "production › services"
        assert person.table.arrangement.problems_only
        assert person.table.wide
        assert person.table.cursor_index == 2
        assert not person.app.context.header
        await person.press("escape", "escape")
        assert person.path == "clusters"
        assert person.here == "production"


async def test_a_link_and_the_setting_come_before_the_last_place(tmp_path: Path) -> None:
    await was_in_services(tmp_path, "!")
    async with again(believable(), tmp_path, link=Link(cluster="batch")) as person:
        assert person.path == "batch › services"
    async with again(believable(), tmp_path, start="clusters") as person:
        assert (person.path, person.here) == ("clusters", "production")
        await person.press("enter")
        assert person.table.arrangement.problems_only, "the views are as they were all the same"


async def test_known_rows_stand_greyed_with_their_age_until_aws_answers(tmp_path: Path) -> None:
    await was_in_services(tmp_path)
    async with again(believable(), tmp_path, connect=unreachable) as person:
        assert person.path == "production › services"
        assert person.names[0] == "storefront"
        assert person.is_stale()
        assert "old" in person.header
        assert "services (" in person.header
        await person.press("j")
        assert person.here == person.names[1]
        await person.press("+")
        assert any("nothing is changed on them before AWS has answered" in told for told in person.told)
        await person.go("scale 5")
        assert not person.screen.is_awaited
        assert person.app.context.runs.runs == ()


async def test_known_rows_give_way_to_what_aws_says(tmp_path: Path) -> None:
    await was_in_services(tmp_path)
    aws = believable()
    gone = next(arn for arn, service in aws.services.items() if service.service_name == "storefront")
    del aws.services[gone]
    async with again(aws, tmp_path) as person:
        assert not person.is_stale()
        assert "storefront" not in person.names
        assert person.says("live")


async def test_marks_of_last_time_are_shown_and_hit_nothing_by_themselves(tmp_path: Path) -> None:
    await was_in_services(tmp_path, " ", " ")
    async with again(believable(), tmp_path) as person:
        assert len(person.table.marked) == 2
        assert person.says(r"2 marked \(from last time\)")
        await person.press("D")
        assert any("2 services are marked from last time" in told for told in person.told)
        assert not person.screen.is_awaited
        assert not person.says(r"from last time\)")
        await person.press("D")
        assert person.says("2 services")
        await person.press("escape", "ctrl+backslash")
        await leave(person)
    async with again(believable(), tmp_path) as person:
        assert person.table.marked == ()


async def test_marks_that_are_changed_are_the_persons_own(tmp_path: Path) -> None:
    await was_in_services(tmp_path, " ")
    async with again(believable(), tmp_path) as person:
        await person.press("j", " ")
        assert person.says("2 marked")
        assert not person.says("from last time")


def of_somebody_else() -> SmallAws:
    """Another account, in which all is called the same."""

    async def somebody_else() -> CallerIdentity:
        return CallerIdentity(account="999999999999", arn="arn:aws:iam::999999999999:user/ops", region="eu-west-1")

    other = believable()
    other.caller_identity = somebody_else  # type: ignore[method-assign]
    return other


async def test_in_another_account_nothing_of_it_is_shown(tmp_path: Path) -> None:
    await was_in_services(tmp_path, " ", "!")
    async with again(of_somebody_else(), tmp_path) as person:
        assert person.path == "clusters"
        assert any("you were in account 123456789012, eu-west-1; this is another" in told for told in person.told)
        await person.press("j", "enter")
        assert not person.table.marked
        assert not person.table.arrangement.problems_only
        await leave(person)
    assert len([name for name in Keepsakes(tmp_path).names() if ".rows" not in name]) == 2
    async with again(believable(), tmp_path, link=Link(cluster="production")) as person:
        assert person.table.arrangement.problems_only, "what was left in the first account is still there"


def of_nobody_known() -> SmallAws:
    """An AWS that does not say who asks."""

    async def refuse() -> CallerIdentity:
        raise Unreachable("ask who is asking", "there is no way to STS")

    aws = believable()
    aws.caller_identity = refuse  # type: ignore[method-assign]
    return aws


async def test_before_the_account_is_known_nothing_is_changed_where_one_was(tmp_path: Path) -> None:
    async with again(believable(), tmp_path) as person:
        await person.press("j", "enter", "enter")
        assert person.path == "production › storefront › tasks"
        await leave(person)
    aws = of_nobody_known()
    for arn in [arn for arn, task in aws.tasks.items() if task.group == "service:storefront"]:
        del aws.tasks[arn]
    async with sitting(aws, memory=tmp_path, region="eu-west-1") as person:
        assert person.path == "production › storefront › tasks"
        assert not person.is_stale()
        await person.press("+")
        assert any("which account this is is not known yet" in told for told in person.told)


async def test_what_aws_tells_of_the_place_says_whose_it_is_too(tmp_path: Path) -> None:
    await was_in_services(tmp_path)
    async with sitting(of_nobody_known(), memory=tmp_path, region="eu-west-1") as person:
        await person.press("+")
        assert person.says("desired count|more or fewer")


async def test_back_in_the_first_account_one_is_where_one_was_there(tmp_path: Path) -> None:
    await was_in_services(tmp_path)
    async with again(of_somebody_else(), tmp_path) as person:
        assert person.path == "clusters"
        await leave(person)
    async with again(believable(), tmp_path) as person:
        assert person.path == "production › services"


async def test_a_service_that_is_gone_is_said(tmp_path: Path) -> None:
    async with again(believable(), tmp_path) as person:
        await person.press("j", "enter", "enter")
        await leave(person)
    aws = believable()
    gone = next(arn for arn, service in aws.services.items() if service.service_name == "storefront")
    aws.put(msgspec.structs.replace(aws.services[gone], status="INACTIVE"))
    async with again(aws, tmp_path) as person:
        await person.until(lambda: bool(person.told))
        assert any(":services production shows what there is" in told for told in person.told)


async def test_how_log_lines_are_shown_stays_and_what_was_searched_for_does_not(tmp_path: Path) -> None:
    async with again(believable(), tmp_path, link=Link(cluster="production", view="logs")) as person:
        await person.press("t", "w", "&")
        await person.type("hunter2")
        await person.press("enter")
        await leave(person)
    kept = Keepsakes(tmp_path)
    assert kept.names()
    assert not any(b"hunter2" in (kept.read(name, MOST_BYTES) or b"") for name in kept.names())
    async with again(believable(), tmp_path, link=Link(cluster="batch", view="logs")) as person:
        assert (person.app.context.logs.times, person.app.context.logs.wrap) == ("utc", True)


async def test_where_it_cannot_be_kept_it_is_said_once_and_all_else_works(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with again(believable(), tmp_path / "file" / "places") as person:
        await person.until(lambda: bool(person.told))
        await person.press("j", "enter", "escape", "enter")
        assert sum("where you are cannot be kept in" in told for told in person.told) == 1
        assert person.path == "production › services"


def test_a_session_of_its_own_is_not_begun_with() -> None:
    assert lasting((HOME, SERVICES, Place("wizard", subject=("service", "wizard-1")))) == (HOME, SERVICES)
    assert lasting((Place("changes"),)) == (HOME,)


def test_the_views_left_last_are_kept_and_unreadable_files_are_nothing() -> None:
    views = {Place("services", cluster=f"c{number}"): ViewState(cursor=f"arn:{number}") for number in range(80)}
    kept = newest(views)
    assert kept[-1] == (Place("services", cluster="c79"), ViewState(cursor="arn:79"))
    left = Left(account="1", region="r", at=NOW, views=kept)
    assert decoded(encoded(left)) == left
    assert decoded(b"{}") is None
    assert decoded(b"not JSON") is None
    assert decoded(encoded(msgspec.structs.replace(left, version=2))) is None
    large = msgspec.structs.replace(left, views=((SERVICES, ViewState(marks=("x" * 1000,) * 300)),))
    assert decoded(encoded(large)) == msgspec.structs.replace(left, views=())


@pytest.mark.parametrize("view", ["changes", "forwards", "watches"])
async def test_the_next_start_is_where_such_a_view_was_opened(tmp_path: Path, view: str) -> None:
    async with again(believable(), tmp_path) as person:
        await person.press("j", "enter")
        await person.go(view)
        assert person.path == view
        await person.app.action_quit()
    async with again(believable(), tmp_path) as person:
        assert person.path == "clusters"
