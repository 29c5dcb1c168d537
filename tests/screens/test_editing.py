"""A revision is edited in the person's own editor; what was typed is never lost, and only what is right is sent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.app import FargateApp
from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.sessions.relay import Child, Ended
from tests.screens.person import Person, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import believable

SERVICE: dict[str, Any] = {"cluster": "production", "service": "storefront"}
Edit = Callable[[str], str]


class Editor:
    """Stands in for an editor: each time it is started it does the next thing to the file."""

    def __init__(self) -> None:
        self.does: list[Edit | int | OSError | Ended] = []
        self.commands: list[tuple[str, ...]] = []

    async def hand_over(self, child: Child) -> Ended:
        self.commands.append(child.command.argv)
        does = self.does.pop(0)
        if isinstance(does, OSError):
            return Ended(None, last=str(does))
        if isinstance(does, Ended):
            return does
        if isinstance(does, int):
            return Ended(does)
        self.file.write_text(does(self.file.read_text()))
        return Ended(0)

    @property
    def file(self) -> Path:
        return Path(self.commands[-1][-1])


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Editor:
    editor = Editor()
    monkeypatch.setattr(FargateApp, "hand_over", editor.hand_over)
    monkeypatch.setenv("VISUAL", "vim")
    return editor


def setting(**changes: Any) -> Edit:
    """Change members of what is edited."""

    def edit(text: str) -> str:
        request = json.loads(text)
        for container in request["containerDefinitions"]:
            options = container.get("logConfiguration", {}).get("options", {})
            options.update({"awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"})
        return json.dumps({**request, **changes}, indent=2)

    return edit


def left(directory: Path) -> list[Path]:
    """The drafts that are kept."""
    return list(directory.iterdir())


async def edit(person: Person) -> None:
    """Press `e` and wait until the editor has ended."""
    await person.press("e")
    for group in ("plan", "edit", "plan"):
        await person.done(group)


async def do(person: Person, key: str) -> None:
    """Press a key of the panel and wait for what comes of it."""
    await person.press(key)
    for group in ("edit", "plan", "drafts"):
        await person.done(group)


async def test_from_the_service_to_the_revision_to_its_deployment(editor: Editor, tmp_path: Path) -> None:
    editor.does = [setting(memory="1024")]
    async with sitting(believable(), drafts=tmp_path, **SERVICE) as person:
        await edit(person)
        assert person.says("register a new revision from storefront:23")
        assert person.says(r"memory +512 → 1024")

        await do(person, "y")
        assert person.says("storefront:24 is registered")
        assert left(tmp_path) == []

        await do(person, "D")
        assert person.says("deploy storefront:24 to storefront")
        (registered,) = person.aws.carried_out
        assert registered.operation == "RegisterTaskDefinition"
        assert registered.parameters["memory"] == "1024"
        assert editor.commands == [("vim", str(editor.file))]


async def test_mistakes_are_told_with_their_line_and_edited_again(editor: Editor, tmp_path: Path) -> None:
    editor.does = [
        lambda text: text.replace('"family"', 'nonsense "family"'),
        lambda text: text.replace("nonsense ", "").replace('"family"', '"famly"'),
        lambda text: setting(memory="513")(text.replace('"famly"', '"family"')),
        setting(memory="1024"),
    ]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)
        assert person.says(r"✗ line 2, column 3: ")

        await do(person, "e")
        assert editor.commands[1][1] == "+2"
        assert person.says("famly: AWS knows no such member; is family meant")

        await do(person, "e")
        assert person.says("513 MiB does not go with 256 units of CPU; choose 512, 1024, 2048")
        assert "hunter2" not in person.text
        assert person.aws.carried_out == []

        await do(person, "e")
        assert person.says("register a new revision from storefront:23")


async def test_what_was_not_changed_is_not_sent(editor: Editor, tmp_path: Path) -> None:
    editor.does = [lambda text: json.dumps(json.loads(text))]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)

        assert person.told == ["storefront:23 was not changed: nothing is sent"]
        assert left(tmp_path) == []
        assert person.aws.carried_out == []


@pytest.mark.parametrize(
    ("does", "words"),
    [
        (3, "the editor ended with status 3: nothing is sent"),
        (-9, "the editor was ended by SIGKILL: nothing is sent"),
        (Ended(-9, 70, by_hand=True), "the editor was ended by hand: nothing is sent"),
        (FileNotFoundError(2, "No such file or directory", "vim"), "no editor could be started: .*set .VISUAL or"),
        (lambda _: " \n", "the file is empty: nothing is sent"),
    ],
)
async def test_an_editor_that_does_not_end_well_loses_nothing(
    editor: Editor, tmp_path: Path, does: Edit | int | OSError | Ended, words: str
) -> None:
    editor.does = [does]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)

        assert person.says(words)
        assert person.says("e edit again")
        assert editor.file.exists()
        assert person.aws.carried_out == []


async def test_a_draft_that_was_kept_is_offered_in_the_next_session(editor: Editor, tmp_path: Path) -> None:
    editor.does = [lambda text: text + "oops"]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)
        await person.press("escape")
        assert not person.says("edit again")

    editor.does = [lambda text: setting(memory="1024")(text.removesuffix("oops"))]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)
        assert person.says("a draft of it was left")

        await do(person, "e")
        assert person.says(r"memory +512 → 1024")


async def test_a_draft_is_thrown_away_only_when_asked_to_and_begun_anew(editor: Editor, tmp_path: Path) -> None:
    editor.does = [lambda _: "typed", lambda text: text + "oops"]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)
        await person.press("escape")
        await edit(person)
        await do(person, "x")
        await person.done("plan")
        await person.done("edit")
        assert '"family": "storefront"' in editor.file.read_text()

        await do(person, "x")
        assert person.told[-1] == "the draft of storefront:23 is thrown away"
        assert left(tmp_path) == []


async def test_a_refusal_keeps_the_draft(editor: Editor, tmp_path: Path) -> None:
    editor.does = [setting(memory="1024")]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await edit(person)
        person.aws.errors["RegisterTaskDefinition"] = NotAllowed(
            "register a new revision", "iam:PassRole is not allowed for ops", action="iam:PassRole"
        )
        await do(person, "y")

        assert person.says("✗ cannot register a new revision: iam:PassRole is not allowed for ops")
        assert person.says("e edit again")
        assert editor.file.exists()


async def test_nothing_is_opened_where_nothing_may_be_changed(editor: Editor, tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path, read_only=True) as person:
        await person.go("storefront:23")
        await person.press("e")

        assert person.told == ["read-only: no revision can be registered from here"]
        assert editor.commands == []


async def test_a_revision_that_cannot_be_read_is_said(editor: Editor, tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        person.aws.errors["raw"] = NotAllowed(
            "describe task definition storefront:23", "ecs:DescribeTaskDefinition is not allowed for ops"
        )
        await edit(person)

        assert person.says("ecs:DescribeTaskDefinition is not allowed for ops")
        assert editor.commands == []


async def test_edit_can_be_typed(editor: Editor, tmp_path: Path) -> None:
    editor.does = [1]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("storefront:23")
        await person.go("edit")
        for group in ("plan", "edit"):
            await person.done(group)

        assert person.says("the editor ended with status 1")


async def test_a_family_stands_for_its_newest_revision(editor: Editor, tmp_path: Path) -> None:
    editor.does = [1]
    async with sitting(believable(), drafts=tmp_path) as person:
        await person.go("td")
        await person.press("/", *"storefront", "enter")
        await edit(person)

        assert person.says("edit storefront:23")


@SIZES
@pytest.mark.parametrize("stage", ["mistake", "plan", "registered", "kept"])
def test_picture(
    stage: str,
    size: tuple[int, int],
    editor: Editor,
    snap_compare: SnapCompare,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    picture = Picture(believable(), {"drafts": tmp_path / ".local/state/fargate-tui/drafts", **SERVICE})
    bad, good = setting(memory="513", famly="x"), setting(memory="1024")
    editor.does = [bad if stage in ("mistake", "kept") else good]

    async def take(person: Person) -> None:
        await edit(person)
        if stage == "registered":
            await do(person, "y")
        if stage == "kept":
            await person.press("escape")
            await edit(person)
        person.app._notifications.clear()

    picture.then = take
    monkeypatch.setattr("fargate_tui.screens.editing.age", lambda then, now: "5m")
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
