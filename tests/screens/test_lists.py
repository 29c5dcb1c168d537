"""What can be done with any list: filter, sort, problems, marks, copies, wide, files."""

import csv
from pathlib import Path

import msgspec
import pytest

from tests.live.small_aws import cluster
from tests.screens.person import Person, sitting
from tests.screens.world import believable, only

SERVICES = 8


async def filtered(person: Person, text: str) -> list[str]:
    """What a filter leaves; the filter is kept."""
    await person.press("/")
    await person.type(text)
    await person.press("enter")
    return person.names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("api", ["checkout-api", "pricing-api", "cart-api"]),
        ("API !cart", ["checkout-api", "pricing-api"]),
        ("state:crash", ["orders-worker", "image-resizer"]),
        ("!state:steady !state:crash api", ["checkout-api", "pricing-api", "cart-api"]),
        ("/^(cart|legacy)/", ["legacy-soap", "cart-api"]),
        ("service:/^(cart|legacy)/", ["legacy-soap", "cart-api"]),
        ('"out of memory"', ["image-resizer"]),
        ("nothing-is-called-so", []),
    ],
)
async def test_a_filter_leaves_what_matches(text: str, names: list[str]) -> None:
    async with sitting(believable(), cluster="production") as person:
        assert await filtered(person, text) == names
        assert f"services ({len(names)} of {SERVICES})" in person.header
        assert f"/{text}" in person.header
        assert not person.is_typing()


async def test_a_filter_shows_while_it_is_typed_and_esc_clears_it() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("/")
        await person.type("cart")
        assert person.is_typing()
        assert person.names == ["cart-api"]
        await person.press("escape")
        assert not person.is_typing()
        assert len(person.names) == SERVICES
        assert person.path == "production › services"


async def test_a_kept_filter_is_cleared_by_esc_and_only_then_esc_goes_up() -> None:
    async with sitting(believable(), cluster="production") as person:
        await filtered(person, "cart")
        await person.press("!")
        await person.press("escape")
        assert "problems only" in person.header
        assert len(person.names) > 1
        await person.press("escape")
        assert len(person.names) == SERVICES
        await person.press("escape")
        assert person.path == "clusters"


async def test_a_kept_filter_can_be_changed() -> None:
    async with sitting(believable(), cluster="production") as person:
        await filtered(person, "cart")
        await person.press("/", "backspace", "backspace", "backspace", "backspace")
        assert len(person.names) == SERVICES
        await person.press("backspace")
        assert not person.is_typing()


async def test_an_impossible_filter_is_explained_and_hides_nothing() -> None:
    async with sitting(believable(), cluster="production") as person:
        assert len(await filtered(person, "/(cart/")) == SERVICES
        assert "/(cart/ is not a regular expression" in person.notice
        assert person.says("is not a regular expression")
        await person.press("escape")
        assert not person.notice


async def test_the_explanation_of_a_filter_survives_the_next_answer() -> None:
    async with sitting(believable(), cluster="production") as person:
        await filtered(person, "/(cart/")
        await person.press("r")
        await person.wait(15)
        assert "is not a regular expression" in person.notice


async def test_nothing_that_matches_is_said_with_the_way_out() -> None:
    async with sitting(believable(), cluster="production") as person:
        await filtered(person, "zzz")
        assert person.says("nothing matches zzz · esc clears the filter")


async def test_problems_only_where_there_is_none_says_so() -> None:
    async with sitting(believable(), cluster="default") as person:
        await person.press("!")
        assert person.says("no problems among 1 services · ! shows all")
        await person.press("!")
        assert person.names == ["scorekeep"]


async def test_letters_sort_and_once_more_turns_the_order_round() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("N")
        assert person.names == sorted(person.names)
        assert "sort: service ↑" in person.header
        await person.press("N")
        assert person.names == sorted(person.names, reverse=True)
        assert "sort: service ↓" in person.header
        await person.press("P")
        assert person.names[-1] == "legacy-soap"
        assert set(person.names[:4]) == {"orders-worker", "image-resizer", "recommendations", "cart-api"}


async def test_o_sorts_by_each_column_in_turn_and_o_turns_the_order_round() -> None:
    async with sitting(believable(), cluster="production") as person:
        as_they_came = list(person.names)
        await person.press("o")
        assert "sort: service ↑" in person.header
        await person.press("O")
        assert "sort: service ↓" in person.header
        titled = [column for column in person.screen.columns if column.title]
        for _ in titled[1:]:
            await person.press("o")
        assert "sort: why" in person.header
        await person.press("o")
        assert "sort" not in person.header
        assert person.names == as_they_came


async def test_copies_go_to_the_clipboard() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("c")
        assert person.app.clipboard == "storefront"
        assert person.told[-1] == "sent to the clipboard: storefront"
        await person.press("C")
        assert person.app.clipboard == "arn:aws:ecs:eu-west-1:123456789012:service/production/storefront"


async def test_marked_rows_are_copied_together_and_stay_marked_when_rows_move() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("space", "G", "space")
        assert "2 marked" in person.header
        await person.press("N", "c")
        assert sorted(person.app.clipboard.split("\n")) == ["cart-api", "storefront"]
        assert person.told[-1].endswith("and 1 more")
        await person.press("ctrl+backslash")
        assert "marked" not in person.header


async def test_a_task_is_copied_by_its_whole_id() -> None:
    async with sitting(believable(), cluster="production", service="storefront") as person:
        await person.press("c")
        assert len(person.app.clipboard) == 32
        await person.press("enter", "c")
        assert len(person.app.clipboard) == 32
        await person.press("C")
        assert person.app.clipboard.startswith("arn:aws:ecs:")


async def test_wide_shows_more_columns() -> None:
    async with sitting(believable(), size=(80, 24), cluster="production") as person:
        assert "TASK DEF" not in person.text
        await person.press("w")
        assert "TASK DEF" in person.text
        assert "wide" in person.header
        await person.press("w")
        assert "TASK DEF" not in person.text


async def test_the_header_is_put_away_in_every_view() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.press("ctrl+e")
        assert "SERVICE" in person.lines[0]
        await person.press("enter")
        assert "TASK" in person.lines[0]
        await person.press("ctrl+e")
        assert "production › storefront › tasks" in person.lines[1]


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where lists are saved."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "fargate-tui" / "saved"


def rows_in(folder: Path) -> tuple[Path, list[list[str]]]:
    """The only file in a folder, and its rows."""
    (file,) = folder.iterdir()
    return file, list(csv.reader(file.read_text("utf-8").splitlines()))


async def test_what_is_shown_is_saved(saved: Path) -> None:
    async with sitting(believable(), cluster="production") as person:
        await filtered(person, "cart")
        await person.press("ctrl+s")
        await person.done("save")
        (said,) = person.told
    file, (head, row) = rows_in(saved)
    assert said == f"saved 1 services to {file}"
    assert dict(zip(head, row, strict=True))["service"] == "cart-api"
    assert len(head) == len(row)


async def test_a_saved_file_holds_no_formula(saved: Path) -> None:
    evil = ('=HYPERLINK("http://evil")', "@SUM(A1)", "+1", "-1", "\t=1")
    clusters = [msgspec.structs.replace(cluster(f"c{n}"), cluster_name=name) for n, name in enumerate(evil)]
    async with sitting(only(*clusters)) as person:
        await person.press("ctrl+s")
        await person.done("save")
    _, (_, *rows) = rows_in(saved)
    assert [row[0].lstrip()[:1] in "=+-@" for row in rows] == [False] * len(evil)


async def test_a_file_that_cannot_be_written_is_said(saved: Path) -> None:
    saved.parent.parent.mkdir(exist_ok=True)
    saved.parent.write_text("a file where a folder should be")
    async with sitting(believable(), cluster="production") as person:
        await person.press("ctrl+s")
        await person.done("save")
        assert person.told[-1].startswith("cannot save services: ")
        assert person.names


async def test_r_asks_now() -> None:
    world = believable()
    async with sitting(world) as person:
        await person.wait(0.5)
        world.put(cluster("new"))
        assert "new" not in person.names
        await person.press("r")
        assert "new" in person.names
