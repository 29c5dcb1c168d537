"""Names, tags and reasons are data: they are shown, never obeyed, and break nothing."""

import msgspec
import pytest

from fargate_tui.fargate.records import Tag
from tests.live.small_aws import cluster, service, stopped, task
from tests.screens.person import Person, sitting
from tests.screens.world import World, believable, only

HOSTILE = {
    "markup": "[red]x[/]",
    "unclosed markup": "[/b][bold",
    "escapes": "a\x1b[31mred\x1b]0;title\x07\x1b[2J",
    "control": "a\r\nb\tc\x00d\x7f",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "combining": "e\u0301" * 40,
    "wide": "日本語サービス" * 5,
    "long": "a" * 255,
    "long and wide": "語" * 255,
    "nothing": " ",
}


def hostile(text: str) -> World:
    """An account in which everything that can be named is called so."""
    named = msgspec.structs.replace
    group = f"service:{text}"
    running = task(1, group=group, availability_zone=text, tags=(Tag(key=text, value=text),), started_by=text)
    container = named(running.containers[0], name=text, image=text, reason=text)
    return only(
        named(cluster("prod", tags=(Tag(key=text, value=text),)), cluster_name=text, capacity_providers=(text,)),
        named(service("web", tags=(Tag(key=text, value=text),)), service_name=text),
        named(running, containers=(container,)),
        named(stopped(task(2, group=group), stopped_reason=text, stop_code=text), containers=(container,)),
    )


async def look_everywhere(person: Person) -> None:
    """Open everything there is."""
    for place in ("clusters", "all services", "all tasks"):
        await person.go(place)
        check(person)
        assert person.names
        for keys in (("w", "w"), ("enter", "d", "y", "/", "a", "enter", "escape"), ("c", "space", "C")):
            await person.go(place)
            await person.press(*keys)
            check(person)


def check(person: Person) -> None:
    """Nothing on the terminal is a control character, and no line is longer than the terminal."""
    for strip in person.app.screen._compositor.render_strips():
        assert strip.cell_length == person.app.size.width
        assert not [character for character in strip.text if ord(character) < 32 or 0x7F <= ord(character) < 0xA0]
        assert not set(strip.text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_any_text_is_shown_and_none_is_obeyed(text: str) -> None:
    async with sitting(hostile(text), size=(80, 24)) as person:
        await look_everywhere(person)


async def test_markup_is_shown_as_it_is() -> None:
    async with sitting(hostile("[red]x[/]")) as person:
        assert person.says(r"\[red\]x\[/\]")
        await person.press("c")
        assert person.told[-1] == "sent to the clipboard: [red]x[/]"
        assert person.says(r"clipboard: \[red\]x\[/\]")
        await person.go("[red]nothing[x]")
        assert person.says(r"\[red\]nothing\[x\]")


SIZES = [(40, 10), (80, 24), (120, 36), (200, 60), (20, 5), (1, 1)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "keys",
    [(), ("enter",), ("enter", "enter"), ("enter", "enter", "enter"), ("d",), ("y",), ("?",), (":",), ("/",), ("w",)],
    ids=lambda keys: " ".join(keys) or "nothing",
)
async def test_every_view_stands_in_any_window(size: tuple[int, int], keys: tuple[str, ...]) -> None:
    async with sitting(believable(), size=size) as person:
        await person.press("j", *keys)
        check(person)


async def test_the_window_changes_in_the_middle_of_everything() -> None:
    world = believable()
    async with sitting(world) as person:
        for keys in (
            ("?",),
            ("escape", "j", "enter", ":"),
            (*"cart",),
            ("escape", "/", "c"),
            ("enter", "!"),
            ("enter",),
        ):
            await person.press(*keys)
            for size in SIZES:
                await person.resize(*size)
                check(person)
        await person.resize(120, 36)
        await person.press("escape", "escape", "escape", "escape")
        assert person.path == "clusters"
        assert len(person.names) == 4


async def test_forty_by_ten_shows_where_one_is_and_what_is_there() -> None:
    async with sitting(believable(), size=(40, 10), cluster="production") as person:
        assert "services (8)" in person.header
        assert "storefront" in person.text
        assert "steady" in person.text
        assert "? help" in person.lines[-1]
