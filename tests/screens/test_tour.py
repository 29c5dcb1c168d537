"""The tour, taken by somebody who presses what its panel says and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fargate_tui.keys.names import read
from fargate_tui.keys.presets import PRESETS
from fargate_tui.screens.help import HelpScreen
from fargate_tui.tour.guide import Guide
from fargate_tui.tour.steps import ANYWHERE, DEMO
from fargate_tui.widgets.plan_panel import PlanPanel
from fargate_tui.widgets.prompt import Prompt
from fargate_tui.widgets.tour_panel import TourPanel
from tests.screens.abroad import abroad, three
from tests.screens.person import Person, sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import believable, only

FREE = "core"
"""What is typed where the panel leaves it to the person."""


async def take(person: Person, word: str = "tour") -> Guide:
    """Begin the tour."""
    await person.go(word)
    await person.until(lambda: person.app.touring.guide is not None)
    assert person.app.touring.guide is not None
    return person.app.touring.guide


def panel(person: Person) -> str:
    """What the panel says."""
    region = person.app.screen.query_one(TourPanel).region
    return "\n".join(line.removeprefix("▌").strip() for line in person.lines[region.y : region.bottom])


def told_keys(guide: Guide) -> Iterator[str]:
    """The keys that the panel names, by Textual's names, and what it says to type."""
    is_typed = False
    for text, tone in guide.page.presses:
        if tone == "key":
            yield read(text)
        elif is_typed:
            yield from (FREE if tone != "title" else text)
        is_typed = text.endswith("type ")


async def do_as_told(person: Person, guide: Guide) -> None:
    """Press what the present page says, and wait until it is another one."""
    number = guide.progress.number
    for key in tuple(told_keys(guide)):
        await person.press(key)
    await person.until(lambda: guide.progress.number != number)


@pytest.mark.parametrize(("demo", "preset"), [*(("scorekeep", preset) for preset in PRESETS), (None, "default")])
async def test_who_presses_what_the_panel_says_comes_to_its_end(demo: str | None, preset: str) -> None:
    world = believable()
    before = {**world.services}
    async with sitting(world, demo=demo, keys={"preset": preset}) as person:
        guide = await take(person)
        for number, step in enumerate(DEMO if demo else ANYWHERE):
            assert guide.progress.number == number
            assert step.title in person.text
            if number < 10:
                await do_as_told(person, guide)
        assert person.says("tour +that was it, and nothing was changed")
        assert world.services == before
        await person.press("f4")
        assert not person.app.screen.query(TourPanel)
        assert person.told == ["the tour has ended · :tour begins it again"]


async def test_its_own_keys_and_words_lead_on_and_back_and_out() -> None:
    async with sitting(believable(), keys={"app.tour_next": "f9"}) as person:
        guide = await take(person)
        await person.press("f9", "f9")
        assert guide.progress.number == 2
        await person.press("f3", "f2")
        assert guide.progress.number == 1
        await person.go("tour next")
        await person.go("tour back")
        assert guide.progress.number == 1
        await person.go("tour 7")
        assert person.told == ["there is no tour 7: tour next, tour back, tour end"]
        await person.go("tour")
        assert person.app.touring.guide is None
        assert not person.app.screen.query(TourPanel)


async def test_it_is_left_from_wherever_one_is_and_blocks_no_key() -> None:
    async with sitting(believable(), cluster="production") as person:
        await take(person)
        await person.press("/", "f", "2", "f3")
        assert person.is_typing()
        assert person.screen.query_one(Prompt).value == "f2"
        await person.press("escape", "+", "f4")
        assert person.app.touring.guide is None
        assert person.app.screen.query_one(PlanPanel).is_open


async def test_its_keys_are_anybodys_while_there_is_none() -> None:
    async with sitting(believable(), cluster="production", keys={"row.logs": "f3"}) as person:
        await person.press("f4", "f3")
        assert person.path.endswith("logs")


async def test_who_is_elsewhere_is_told_so_and_comes_back() -> None:
    async with sitting(believable(), demo="scorekeep", cluster="production") as person:
        guide = await take(person)
        assert "press !" in panel(person)
        await person.go("requests")
        assert "not from here: [ goes back · f3 skips" in panel(person)
        await person.press("[")
        assert "press !" in panel(person)
        await person.press("!")
        assert guide.progress.number == 2


async def test_in_another_account_it_goes_on_with_what_is_there() -> None:
    async with abroad(three(), demo="scorekeep") as person:
        await take(person)
        await person.go("region us-east-1")
        await person.until(lambda: person.names == ["prod"])
        await person.until(lambda: "your clusters: the tour uses what is there" in panel(person))
        assert len(person.app.screen.query(TourPanel)) == 1


@pytest.mark.parametrize(("size", "most"), [((80, 24), 4), ((40, 10), 4), ((30, 8), 3)])
async def test_it_leaves_room_for_the_view(size: tuple[int, int], most: int) -> None:
    async with sitting(believable(), demo="scorekeep", size=size) as person:
        guide = await take(person)
        for _ in DEMO[1:]:
            number = guide.progress.number
            region = person.app.screen.query_one(TourPanel).region
            assert region.height <= most
            assert region.bottom == size[1] - 1, "the keys of the view stand below it"
            assert "f4 end" in panel(person)
            assert [*told_keys(guide)] == [] or "press" in panel(person) or "not from" in panel(person)
            await person.press("f3")
            assert guide.progress.number > number
        await person.resize(120, 36)
        assert panel(person).count("\n") == 1


async def test_beside_a_plan_everything_fits_a_small_terminal() -> None:
    async with sitting(believable(), cluster="production", size=(40, 10)) as person:
        await take(person)
        await person.press("+", "enter")
        await person.until(lambda: person.says("y do it"))
        assert "y do it" in person.lines[-1]
        assert "f4 end" in panel(person)


async def test_over_the_help_it_is_seen_too() -> None:
    async with sitting(believable()) as person:
        await take(person)
        await person.press("?")
        assert isinstance(person.app.screen, HelpScreen)
        await person.until(lambda: bool(person.app.screen.query(TourPanel)))
        assert person.says(":tour shows around, in two minutes")
        await person.press("f4")
        assert not any(screen.query(TourPanel) for screen in person.app.screen_stack)


async def test_where_there_is_nothing_it_can_be_skipped() -> None:
    async with sitting(only()) as person:
        guide = await take(person)
        for _ in ANYWHERE:
            await person.press("f3")
        assert guide.progress.is_last(guide.steps)


# -- somebody new ------------------------------------------------------------------------------------------------------

HINT = "new here? :tour shows it in two minutes · ? has the keys"


async def greeted(tmp_path: Path, **settings: Any) -> list[str]:
    """What is told at the start."""
    async with sitting(believable(), history=tmp_path / "state" / "history.sqlite3", **settings) as person:
        await person.done("disk")
        return person.told


async def test_who_is_new_is_told_that_there_is_a_tour(tmp_path: Path) -> None:
    assert await greeted(tmp_path, first_start=True) == [HINT]
    keys = {"view.go_to": "f9", "view.help": "f10"}
    assert await greeted(tmp_path, first_start=True, keys=keys) == [
        "new here? f9 tour shows it in two minutes · f10 has the keys"
    ]


async def test_nobody_else_is(tmp_path: Path) -> None:
    assert await greeted(tmp_path) == []


async def test_where_nothing_can_be_kept_that_alone_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    (told,) = await greeted(tmp_path, first_start=True)
    assert told.startswith("nothing can be kept")


async def test_the_tour_begins_by_itself_where_it_was_asked_for(tmp_path: Path) -> None:
    async with sitting(believable(), tour=True, first_start=True, history=tmp_path / "history.sqlite3") as person:
        await person.until(lambda: person.says("tour 1 of 10"))
        await person.done("disk")
        assert person.told == []


# -- pictures ----------------------------------------------------------------------------------------------------------

VIEWS = {"services": (), "plan": ("f3",) * 5 + ("+", "enter")}
"""What is pressed once the tour has begun in the services of production."""


@SIZES
@pytest.mark.parametrize("view", VIEWS)
def test_view(view: str, size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(believable(), {"cluster": "production", "demo": "scorekeep"})

    async def show(person: Person) -> None:
        await take(person)
        await person.press(*VIEWS[view])
        await person.done("plan")

    picture.then = show
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
