"""What is different between two revisions."""

import msgspec
import pytest

from fargate_tui.fargate.changes import Difference
from fargate_tui.fargate.errors import NotFound
from fargate_tui.fargate.records import KeyValue
from fargate_tui.screens.diff import diff_lines
from fargate_tui.widgets.lines import plain
from tests.screens.person import sitting
from tests.screens.world import believable, definition

REVISIONS = (":", *"td", "enter", "/", *"storefront", "enter", "enter")


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ((), ["web:1 and web:2 say the same"]),
        (
            (Difference(what="memory", before="512", after="1024"),),
            ["− web:1  + web:2", "1 difference", "", "memory", "  − 512", "  + 1024"],
        ),
        (
            (Difference(what="tag \x1b[2J", before="—", after="[red]x"),),
            ["− web:1  + web:2", "1 difference", "", "tag ␛[2J", "  − —", "  + [red]x"],
        ),
    ],
)
def test_the_old_value_stands_above_the_new_one(found: tuple[Difference, ...], text: list[str]) -> None:
    assert [plain(each) for each in diff_lines("web:1", "web:2", found)] == text


async def test_two_marked_revisions_are_compared_from_the_older_to_the_newer() -> None:
    async with sitting(believable()) as person:
        await person.press(*REVISIONS, "space", "space", "d")

        assert person.path == "task definitions › storefront:22 → storefront:23 › diff"
        assert person.says(r"container storefront image − \S+/storefront:1.22 \+ \S+/storefront:1.23")
        await person.press("escape")
        assert person.path == "storefront › revisions"


async def test_one_revision_is_described() -> None:
    async with sitting(believable()) as person:
        await person.press(*REVISIONS, "d")
        assert person.path.endswith("describe")


@pytest.mark.parametrize("way", ["list", "revision"])
async def test_a_revision_is_compared_with_the_one_before(way: str) -> None:
    async with sitting(believable()) as person:
        await person.press(*(REVISIONS if way == "list" else (":", *"storefront:23", "enter")))
        if way == "list":
            await person.press("G")
        await person.press("B")

        assert person.path == "task definitions › storefront:22 → storefront:23 › diff"


async def test_secrets_are_masked_and_a_missing_revision_is_said() -> None:
    world = believable()
    newer = definition("storefront", 24)
    secret = (KeyValue(name="DATABASE_PASSWORD", value="another-one"),)
    first = msgspec.structs.replace(newer.container_definitions[0], environment=secret)
    world.put(msgspec.structs.replace(newer, container_definitions=(first, *newer.container_definitions[1:])))
    async with sitting(world) as person:
        await person.press(":", *"storefront:24", "enter", "B")
        assert person.says("DATABASE_PASSWORD − •••••• . ••••••")
        assert "another-one" not in person.text

        world.errors["raw"] = NotFound("describe task definition storefront:23", "AWS does not know it")
        await person.press("r")
        assert "AWS does not know it" in person.notice
