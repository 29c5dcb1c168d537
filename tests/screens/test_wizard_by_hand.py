"""A task definition is filled in as JSON, in the person's own editor, and goes on in its wizard."""

import json
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.app import FargateApp
from tests.screens.person import sitting
from tests.screens.test_editing import Editor
from tests.screens.test_wizard import is_open, opened, wizard
from tests.screens.world import believable

PASTED: dict[str, Any] = {
    "family": "pasted",
    "cpu": "512",
    "memory": "1024",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "containerDefinitions": [{"name": "web", "image": "nginx", "hostname": "kept"}],
}


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Editor:
    editor = Editor()
    monkeypatch.setattr(FargateApp, "hand_over", editor.hand_over)
    monkeypatch.setenv("VISUAL", "vim")
    return editor


async def test_what_was_pasted_is_what_the_wizard_goes_on_with(editor: Editor, tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await opened(person)
        editor.does.append(lambda text: json.dumps(json.loads(text) | PASTED))
        await person.press("ctrl+o")
        await person.done("edit")
        assert person.says("family pasted")
        assert person.says(r"0\.5 vCPU · 1 GB")
        draft = wizard(person).drafting
        assert draft is not None
        (made,) = [each for each in draft.draft.creations(draft.facts) if each.kind == "task-definition"]
        assert "'hostname': 'kept'" in str(made.requests[0].parameters), "what no field has comes along"
        assert not editor.file.exists()
        await person.press(*["ctrl+right"] * 3)
        assert person.says("execution role create"), "what is to be made is made still"


async def test_what_is_no_registration_is_kept_and_edited_again(editor: Editor, tmp_path: Path) -> None:
    async with sitting(believable(), drafts=tmp_path / "drafts") as person:
        await opened(person)
        await person.type("game")
        editor.does += [lambda _: '{"family": "pasted"', lambda text: json.dumps(json.loads(text + "}") | PASTED)]
        await person.press("ctrl+o")
        await person.done("edit")
        assert any("not taken" in told for told in person.told)
        assert person.says("family game"), "the draft is as it was"
        await person.press("ctrl+o")
        await person.done("edit")
        await is_open(person)
        assert person.says("family pasted")
