"""docs/commands.md has every command, option, condition and member as they are declared."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from fargate_tui.commands import events, lines, logs, services, tasks
from fargate_tui.commands.vocabulary import Vocabulary

PAGE = (Path(__file__).parent.parent.parent / "docs" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("command", ["services", "tasks", "events", "logs", "why"])
def test_it_names_every_command(command: str) -> None:
    assert re.search(rf"^fargate-tui {command} ", PAGE, re.MULTILINE)


@pytest.mark.parametrize("words", [services.WORDS, tasks.WORDS, events.WORDS], ids=lambda words: words.noun)
def test_it_has_every_condition(words: "Vocabulary[object]") -> None:
    for word in words.words:
        assert re.search(rf"^\| `{word.name}` \| (.+) \|$", PAGE, re.MULTILINE), word.name


@pytest.mark.parametrize(
    ("title", "module"), [("services", services), ("tasks", tasks), ("events", events), ("logs", lines)]
)
def test_it_has_every_member_with_what_it_is(title: str, module: ModuleType) -> None:
    section = PAGE.partition(f"\n### {title}\n")[2].partition("\n### ")[0]
    for member in module.MEMBERS:
        assert f"| `{member.name}` | {member.says} |" in section, member.name


@pytest.mark.parametrize("module", [services, tasks, events, logs], ids=lambda module: module.__name__)
def test_it_has_every_option(module: ModuleType) -> None:
    actions = module.parser()._actions
    names = {name for action in actions for name in action.option_strings if name.startswith("--")}
    assert not [name for name in names - {"--help", "--live-tail"} if f"`{name}" not in PAGE]
