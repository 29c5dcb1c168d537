"""What surrounds every change: the journal, the changes of this session, and actions typed by their names."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fargate_tui.fargate.errors import NotAllowed
from tests.screens.person import Person, settled, sitting
from tests.screens.test_screen_pictures import Picture
from tests.screens.world import World, believable


async def scale(person: Person, to: str = "5") -> None:
    """Scale the service under the cursor."""
    await person.go(f"scale {to}")
    await settled_plan(person)
    await person.press("y")
    await calm(person)


async def calm(person: Person) -> None:
    """Wait until the journal's thread has answered all that it was asked, and everything has come of it."""
    await person.wait(1)
    for _ in range(4):
        await person.app.context.runs.journal.mark()
        await settled(person.app)


async def settled_plan(person: Person) -> None:
    """Wait until a plan is there, and can be confirmed."""
    await person.done("plan")
    await calm(person)


def desired(world: World, name: str) -> int:
    return next(each.desired_count for each in world.services.values() if each.service_name == name)


async def chosen(person: Person) -> str:
    """The service under the cursor."""
    here = person.here
    assert here is not None
    return here


# -- the journal -------------------------------------------------------------------------------------------------------


async def test_every_change_is_in_the_journal_and_in_full_behind_it() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        before = desired(world, name)
        await scale(person, "7")
        assert desired(world, name) == 7
        asked = world.asked.total()
        await person.go("journal")
        await calm(person)
        assert person.path == "journal"
        assert person.says(rf"ops +scale {name} .*{before} → 7 +accepted")
        assert person.says(rf"\$ aws ecs update-service --cluster production --service {name} --desired-count 7")
        await person.press("enter")
        await calm(person)
        assert person.path == "journal › change 1"
        assert person.says("who +arn:aws:iam::123456789012:user/ops")
        assert person.says(rf"desired count +{before} → 7")
        assert person.says("u shows what takes it back")
        await person.press("t")
        await calm(person)
        assert person.path == f"production › {name} › tasks"
        assert world.asked.total() >= asked


async def test_the_journal_itself_asks_nothing_of_aws() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.go("journal")
        await calm(person)
        await person.wait(5)
        asked = person.aws.asked.total()
        await person.wait(600)
        assert person.aws.asked.total() == asked


async def test_a_change_is_taken_back_from_the_journal_and_said_to_be() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        before = desired(world, name)
        await scale(person, "7")
        await scale(person, "9")
        await person.go("journal")
        await calm(person)
        await person.press("j", "u")
        await calm(person)
        await settled_plan(person)
        assert person.says(f"take back: scale {name}")
        assert person.says("desired count was changed to 7, and is 9 by now")
        await person.press("y")
        await calm(person)
        assert desired(world, name) == before
        assert person.says("undone")
        assert person.says("of 1")
        await person.press("G", "u")
        await calm(person)
        await person.done("plan")
        assert person.says("it has been taken back already")


async def test_what_was_refused_is_a_problem_and_says_why() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        world.errors["UpdateService"] = NotAllowed("scale", "ecs:UpdateService is not allowed for ops")
        await scale(person)
        await person.go("journal")
        await calm(person)
        await person.press("!")
        assert person.says("✗ .* refused")
        assert person.says("ecs:UpdateService is not allowed for ops")


async def test_changes_of_elsewhere_are_told_apart_and_not_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    async with sitting(believable(), cluster="production", journal=path) as person:
        await scale(person)
        journal = person.app.context.runs.journal
        (entry,) = await journal.entries()
        await journal.begin(msgspec.structs.replace(entry, region="ap-northeast-1", title="scale elsewhere"))
        await person.go("journal")
        await calm(person)
        assert "scale elsewhere" not in person.text
        assert "ELSEWHERE" not in person.text
        await person.press("a")
        await calm(person)
        assert person.says("ap-northeast-1 +scale elsewhere")
        assert "all accounts and Regions" in person.header
        await person.press("g", "u")
        await calm(person)
        await person.done("plan")
        assert person.says("it was made in 123456789012 ap-northeast-1, and this is 123456789012 eu-west-1")
        await person.press("escape", "t")
        assert person.told[-1] == "it is in ap-northeast-1, not here"


async def test_a_journal_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite3").mkdir()
    async with sitting(believable(), cluster="production", journal=tmp_path / "journal.sqlite3") as person:
        await person.go("journal")
        await calm(person)
        assert "the journal cannot be kept in" in person.notice
        assert person.says("nothing was changed from here yet")


async def test_who_changes_something_is_told_that_it_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite3").mkdir()
    async with sitting(believable(), cluster="production", journal=tmp_path / "journal.sqlite3") as person:
        await scale(person)
        await scale(person, "6")
        assert len([said for said in person.told if "the journal cannot be kept in" in said]) == 1


# -- the changes of this session ---------------------------------------------------------------------------------------


async def test_a_change_is_followed_opened_and_left() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        await scale(person, "7")
        await person.go("changes")
        await calm(person)
        assert person.says(rf"◐ going +scale {name} +{name} .*of 7 running")
        await person.press("x")
        assert person.says("what was sent goes on at AWS")
        await person.press("y")
        assert person.says(f"○ left +scale {name}")
        assert not person.app.context.runs.runs[0].is_going
        await person.press("x")
        assert "under way no longer" in person.told[-1]
        await person.press("J")
        await calm(person)
        assert person.path == "journal › change 1"
        await person.press("escape", "enter")
        assert person.path == f"production › {name} › tasks"


async def test_a_run_that_stopped_is_resumed_with_a_key_and_never_by_itself() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        world.errors["UpdateService"] = NotAllowed("scale", "not allowed")
        await scale(person, "7")
        await person.go("changes")
        await calm(person)
        assert person.says("✗ refused")
        world.errors.clear()
        await person.wait(60)
        assert desired(world, name) != 7
        await person.press("r")
        await calm(person)
        assert desired(world, name) == 7
        await person.press("r")
        assert "has not stopped" in person.told[-1]


async def test_what_is_still_followed_is_named_where_a_run_cannot_be_resumed_yet() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        world.errors["UpdateService"] = NotAllowed("restart", "not allowed")
        runs = person.app.context.runs
        await person.press("space", "space", "D", "enter")
        await settled_plan(person)
        await person.press("y")
        await calm(person)
        (run,) = runs.runs
        first, second = run.steps
        runs._put(msgspec.structs.replace(run, steps=(first, msgspec.structs.replace(second, state="going"))))
        await person.go("changes")
        await calm(person)
        await person.press("r")
        assert person.told[-1] == f"{second.change.subject.name} is still followed: resume it once that has ended"


async def test_a_question_about_leaving_is_forgotten_with_its_panel() -> None:
    async with sitting(believable(), cluster="production") as person:
        await scale(person, "7")
        await person.go("changes")
        await calm(person)
        await person.press("x", "escape", "u")
        await calm(person)
        await settled_plan(person)
        await person.press("y")
        await calm(person)
        runs = person.app.context.runs.runs
        assert runs
        left = [run.words for run in runs if run.state == "left"]
        assert all("taken back" in words for words in left)


# -- actions by their names --------------------------------------------------------------------------------------------


async def test_an_action_is_typed_for_what_is_under_the_cursor() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        await person.go("scale 7")
        await settled_plan(person)
        assert person.says(f"scale {name} in production")
        assert not world.carried_out
        await person.press("escape")
        await person.go("scale")
        await person.type("6")
        await person.press("enter")
        await settled_plan(person)
        assert person.says("desired count .* → 6")


async def test_what_was_under_the_cursor_when_it_was_begun_is_meant() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        await person.press(":")
        await person.type("scale 7")
        person.table.action_move(1)
        await person.press("enter")
        await settled_plan(person)
        assert person.says(f"scale {name} in production")


async def test_in_a_timeline_the_service_is_meant_and_never_a_line_of_it() -> None:
    async with sitting(believable(), cluster="production") as person:
        name = await chosen(person)
        await person.press("3")
        await person.go("scale 7")
        await settled_plan(person)
        assert person.says(f"scale {name} in production")
        await person.press("escape")
        await person.go("events")
        await person.press("escape", "escape")
        await person.go("production")
        await person.go("requests")
        await person.go("scale 7")
        assert person.told[-1] == "scale is for a service, and none is under the cursor"


async def test_a_revision_is_offered_behind_deploy() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press(":")
        await person.type("dep")
        assert person.says(f"deploy {person.here}: deploy")
        await person.type("loy ")
        await person.done("choices")
        assert person.says("deploy new the same revision again")
        await person.type(":8")
        await person.press("enter")
        await person.done("plan")
        assert person.says("deploy :8 to")


async def test_where_an_action_does_not_fit_a_sentence_says_so() -> None:
    async with sitting(believable()) as person:
        await person.go("stop it")
        assert person.told == ["stop is for a task, and none is under the cursor"]
        assert person.path == "clusters"


async def test_what_takes_no_answer_is_given_none() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.go("delete now")
        assert person.told == ["delete takes nothing behind it, and 'now' was typed"]
        await person.go("delete")
        await settled_plan(person)
        assert person.says("delete")
        assert not person.aws.carried_out


async def test_what_is_called_so_is_gone_to() -> None:
    world = believable()
    world.add_service("scale", 1)
    async with sitting(world, cluster="production") as person:
        await person.go("scale")
        assert person.path == "production › scale › tasks"


@pytest.mark.parametrize("service", ["storefront"])
async def test_the_question_of_an_action_offers_its_choices_and_no_views(service: str) -> None:
    async with sitting(believable(), cluster="production", service=service) as person:
        await person.press("D")
        await person.done("choices")
        assert person.says("new the same revision again")
        assert "clusters" not in person.lines[-1]


async def test_more_of_a_service_whose_count_is_not_known_are_so_many_more() -> None:
    world = believable()
    async with sitting(world, cluster="production", service="storefront") as person:
        count = desired(world, "storefront")
        await person.press("+")
        await settled_plan(person)
        assert person.says(f"{count} → {count + 1}")


# -- the timeline ------------------------------------------------------------------------------------------------------


async def test_a_change_stands_in_the_timeline_and_leads_to_its_entry() -> None:
    world = believable()
    async with sitting(world, cluster="production") as person:
        name = await chosen(person)
        await scale(person, "7")
        await person.press("3")
        await calm(person)
        assert person.path == f"production › {name} › events"
        assert person.says(rf"ops here: scale {name} \(desired count \d+ → 7\), accepted")
        await person.press("/")
        await person.type("source:change")
        await person.press("enter", "enter")
        await calm(person)
        assert person.path == "production › journal › change 1"


# -- how it looks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
@pytest.mark.parametrize("view", ["journal", "everywhere", "entry", "changes", "typed"])
def test_view(view: str, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    world = believable()
    picture = Picture(world, {"cluster": "production"})

    async def change(person: Person) -> None:
        await scale(person, "7")
        await person.press("j")
        await person.go("deploy new")
        await settled_plan(person)
        await person.press("y")
        await calm(person)
        world.errors["UpdateService"] = NotAllowed("scale", "ecs:UpdateService is not allowed for ops")
        await scale(person, "6")
        if view == "typed":
            await person.press(":")
            await person.type("sc")
            return
        await person.go("changes" if view == "changes" else "journal")
        await calm(person)
        journal = person.app.context.runs.journal
        if view == "everywhere":
            elsewhere = msgspec.structs.replace((await journal.entries())[0], region="ap-northeast-1", undone=True)
            await journal.begin(elsewhere)
            await person.press("a")
        if view == "entry":
            await person.press("j", "j", "enter")
        await calm(person)

    picture.then = change
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)


async def test_help_says_that_nothing_is_changed_in_read_only_mode() -> None:
    async with sitting(believable(), cluster="production", read_only=True, size=(160, 60)) as person:
        await person.press("?")
        assert person.says("scale · read-only: only planned")
        assert person.says("take back the last change · read-only: only planned")
        assert not person.says("copy the id · read-only")
