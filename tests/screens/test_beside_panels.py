"""What is notified covers nothing that is asked."""

from textual.geometry import Region
from textual.widgets._toast import Toast

from tests.screens.person import Person, sitting
from tests.screens.world import believable


def toast(person: Person) -> Region:
    """Where the notice is."""
    return next((each.region for each in person.app.screen.query(Toast)), Region())


async def test_a_notice_stands_below_the_header_while_something_is_asked() -> None:
    async with sitting(believable(), cluster="production") as person:
        person.app.notify("config.toml line 1: this is no TOML", timeout=60)
        await person.until(lambda: toast(person).bottom == person.app.size.height - 1)
        await person.press(":")
        await person.until(lambda: 0 < toast(person).bottom < person.app.size.height // 2)
        await person.press("escape")
        await person.until(lambda: toast(person).bottom == person.app.size.height - 1)
