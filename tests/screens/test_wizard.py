"""A wizard: opened from a list, filled in by keys alone, left and found again, reviewed, never sent by itself."""

import json
from pathlib import Path

from fargate_tui.screens.wizards.wizard import WizardScreen
from tests.screens.person import Person, sitting
from tests.screens.world import believable

DEFINITIONS = (":", *"taskdefs", "enter", "n")


def wizard(person: Person) -> WizardScreen:
    screen = person.screen
    assert isinstance(screen, WizardScreen)
    return screen


async def is_open(person: Person) -> None:
    """Wait until the draft has been read from its file, or begun."""
    await person.until(lambda: wizard(person).drafting is not None)


async def opened(person: Person) -> None:
    """Open the wizard of a task definition."""
    await person.press(*DEFINITIONS)
    await is_open(person)


async def test_n_on_a_list_opens_the_wizard_of_what_it_holds() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        assert person.path.endswith("new task definition")
        assert person.says("› family")
        assert person.says(r"0\.25 vCPU · 0\.5 GB"), "what it is so far stands beside the page"


async def test_letters_are_typed_and_lead_nowhere() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        await person.type("q?:rule")
        assert person.says("› family q[?]:rule")
        assert person.path.endswith("new task definition")


async def test_a_problem_stands_at_its_field_and_is_counted_at_its_page() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        await person.type("not a name!")
        await person.press("ctrl+right")
        assert person.says(r"1 task ✗1")
        await person.press("ctrl+n")
        assert person.says("› (family|image)"), "ctrl+n leads to a field that has to be put right"


async def test_what_was_left_is_found_again(tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await opened(person)
        await person.type("game")
        await person.press("ctrl+right", "escape")
        await person.until(lambda: any((tmp_path / "drafts" / "wizards").glob("*.json")))
        assert "task definitions" in person.path
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await person.go("drafts")
        await person.until(lambda: person.says("task definition game"))
        await person.press("enter")
        await is_open(person)
        assert person.says(r"›2 game"), "on the page that was open"
        await person.press("ctrl+left")
        assert person.says("› family game")


async def test_no_secret_is_written(tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await opened(person)
        await person.type("game")
        await person.press("ctrl+right")
        for _ in range(40):
            if person.says(r"› variables"):
                break
            await person.press("down")
        await person.type("DB_PASSWORD=hunter2")
        await person.press("escape")
        files = tmp_path / "drafts" / "wizards"
        await person.until(lambda: any("DB_PASSWORD" in each.read_text() for each in files.glob("*.json")))
        (kept,) = files.glob("*.json")
        assert "hunter2" not in kept.read_text()
        assert json.loads(kept.read_text())["name"] == "game"


async def test_a_draft_is_thrown_away_after_a_question(tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await opened(person)
        await person.type("game")
        await person.press("escape")
        await person.until(lambda: any((tmp_path / "drafts" / "wizards").glob("*.json")))
        await person.go("drafts")
        await person.until(lambda: person.says("task definition game"))
        await person.press("ctrl+d")
        assert person.says("throw away the draft of task definition game")
        await person.press("y")
        await person.until(lambda: person.says("no draft was left"))
        assert not any((tmp_path / "drafts" / "wizards").glob("*.json"))


async def test_what_keeps_it_from_being_created_is_gone_to() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        await person.press(*["ctrl+right"] * 5)
        await person.until(lambda: wizard(person).is_reviewing)
        assert person.says("to put right before anything can be created")
        await person.press("enter")
        assert not wizard(person).is_reviewing
        assert person.aws.carried_out == []


async def test_the_review_says_the_same_as_code() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        await person.type("game")
        await person.press("ctrl+right", "down")
        await person.type("public.ecr.aws/nginx/nginx:1")
        await person.press(*["ctrl+right"] * 4)
        assert person.says("what will be created")
        assert person.says("task definition +game")
        seen = []
        for _ in range(4):
            await person.press("tab", "c")
            seen.append(person.app.clipboard)
        assert "aws ecs register-task-definition" in seen[0]
        assert '"family": "game"' in seen[1]
        assert "AWS::ECS::TaskDefinition" in seen[2]
        assert 'resource "aws_ecs_task_definition"' in seen[3]


async def test_the_cursor_stands_where_something_has_to_be_filled_in() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("n")
        await is_open(person)
        assert person.says("cluster production"), "what it was begun for is there already"
        assert person.says("› task definition")


async def test_behind_the_review_there_is_no_page() -> None:
    async with sitting(believable()) as person:
        await opened(person)
        assert wizard(person).check_action("page", (1,))
        await person.press(*["ctrl+right"] * 5)
        await person.until(lambda: wizard(person).is_reviewing)
        assert not wizard(person).check_action("page", (1,))
        assert wizard(person).check_action("page", (-1,))


async def test_what_is_typed_before_the_page_is_there_is_typed_into_it() -> None:
    async with sitting(believable()) as person:
        await person.press(":")
        await person.burst(*"taskdefs", "enter", "n", *"shell")
        await is_open(person)
        await person.until(lambda: person.says("› family shell"))
        assert person.told == [], "no letter meant anything to the list"


async def test_a_draft_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    files = tmp_path / "drafts" / "wizards"
    files.mkdir(parents=True)
    kept = {
        "id": "wizard-1",
        "kind": "service",
        "name": "web",
        "written_at": "2026-11-23T03:00:00Z",
        "body": {"name": 3},
    }
    (files / "wizard-1.json").write_text(json.dumps(kept))
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await person.go("drafts")
        await person.until(lambda: person.says("service web"))
        await person.press("enter")
        await person.until(lambda: "it is of another version, or damaged" in person.notice)
        await person.press("escape")
        assert person.path.endswith("drafts")
