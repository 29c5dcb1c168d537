"""Keys that arrive together, as they do over SSH, each find the view that those before them have opened."""

from tests.screens.person import sitting
from tests.screens.world import believable


async def test_a_filter_in_one_burst() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.burst(*"/cart")
        assert person.names == ["cart-api"]
        assert person.is_typing()


async def test_a_filter_kept_and_its_row_opened_in_one_burst() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.burst(*"/cart", "enter", "enter")
        assert person.path == "production › cart-api › tasks"


async def test_a_way_and_a_switch_in_one_burst() -> None:
    async with sitting(believable()) as person:
        await person.burst("j", "enter", "!")
        assert person.path == "production › services"
        assert "problems only" in person.header


async def test_somewhere_by_name_in_one_burst() -> None:
    async with sitting(believable()) as person:
        await person.burst(*":production/cart-api", "enter", "x", "x")
        assert person.path == "production › cart-api › tasks"
        assert "stopped only" in person.header


async def test_help_is_opened_and_closed_in_one_burst() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.burst("?", "escape", "j", "j")
        assert person.here == person.names[2]


async def test_many_keys_at_once_are_all_taken() -> None:
    async with sitting(believable(), cluster="production") as person:
        await person.burst(*"jjjjjjjkkk")
        assert person.here == person.names[4]


async def test_down_and_up_again_in_one_burst() -> None:
    async with sitting(believable()) as person:
        await person.burst("j", "enter", "enter", "enter", "escape", "escape", "escape")
        assert person.path == "clusters"
        assert person.here == "production"
