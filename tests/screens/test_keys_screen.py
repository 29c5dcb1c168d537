"""``:keys``: every key there is, where from, and what is wrong with those that were chosen."""

from fargate_tui.keys.declared import ids
from fargate_tui.screens.keys import KeysScreen
from tests.screens.person import Person, sitting
from tests.screens.world import believable


def rows(person: Person) -> bool:
    """Whether the keys have been read."""
    return isinstance(person.app.screen, KeysScreen) and person.app.screen.latest.loaded


async def test_every_id_is_listed_with_its_keys_and_what_they_do() -> None:
    async with sitting(believable()) as person:
        await person.go("keys")
        await person.until(lambda: rows(person))
        assert set(person.names) == set(ids())
        assert person.path == "keys"
        assert "open" not in person.hints
        await person.press("/")
        await person.type("id:service.scale_up view:services")
        await person.press("enter")
        assert set(person.names) == {"service.scale_up"}
        assert person.says(r"Services +\+ +scale +service\.scale_up +default")


async def test_what_was_chosen_says_where_it_is_from_and_what_it_was() -> None:
    async with sitting(believable(), keys={"preset": "k9s", "row.logs": "f9"}) as person:
        await person.go("keys")
        await person.until(lambda: rows(person))
        assert "preset: k9s" in person.header
        await person.press("/")
        await person.type("from:own")
        await person.press("enter")
        assert set(person.names) == {"row.logs"}
        assert person.says(r'\[keys\] "row.logs" = "…" · without that l')


async def test_mistakes_of_what_was_chosen_stand_below() -> None:
    async with sitting(believable(), keys={"row.logs": "x"}) as person:
        await person.go("keys")
        await person.until(lambda: rows(person))
        assert "keys: row.logs: x is the key of tasks.show (stopped) too, in tasks" in person.notice
