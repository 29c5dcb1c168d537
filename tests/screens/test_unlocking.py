"""Guard rails of an account: its label, read-only mode, and how that is lifted for a while."""

from pathlib import Path
from typing import Any

import pytest

from fargate_tui.app import FargateApp
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.settings import Settings
from fargate_tui.settings.file import SettingsFile
from fargate_tui.settings.reading import read_file
from fargate_tui.settings.sources import Sources
from tests.live.held_clock import HeldClock
from tests.screens.person import Person, settled
from tests.screens.world import believable

GUARDED = """\
[columns]
services = ["service", "running"]
[sort]
services = "-service"
[profiles.default]
read_only = true
unlock_minutes = 10
label = "PRODUCTION"
colour = "red"
"""


def sources(tmp_path: Path, text: str = GUARDED, flags: dict[str, Any] | None = None) -> Sources:
    path = tmp_path / "config.toml"
    path.write_text(text)
    file: SettingsFile = read_file(path)
    return Sources(file, {}, flags or {}, Settings(cluster="production"))


class Sitting:
    """The app of a person whose settings are in a file."""

    def __init__(self, of: Sources, size: tuple[int, int] = (120, 36)) -> None:
        self.aws, self.clock = believable(), HeldClock()
        self._locks: list[Lock] = []

        async def connect(_: Settings, lock: Lock, _ask: Ask) -> Aws:
            self._locks.append(lock)
            return self.aws

        self.app = FargateApp(of.gather().settings, connect, clock=self.clock, sources=of)
        self._run = self.app.run_test(size=size, notifications=True)

    def is_closed(self) -> bool:
        """Whether the connection refuses changes."""
        return self._locks[-1].is_closed

    async def __aenter__(self) -> Person:
        pilot = await self._run.__aenter__()
        await settled(self.app)
        return Person(pilot, self.aws, self.clock)

    async def __aexit__(self, *ended: Any) -> None:
        await self._run.__aexit__(*ended)


async def test_the_label_stands_in_the_header_and_read_only_beside_it(tmp_path: Path) -> None:
    async with Sitting(sources(tmp_path)) as person:
        first = person.text.splitlines()[0]
        assert "PRODUCTION" in first
        assert "READ-ONLY" in first


async def test_unlocking_wants_the_label_and_ends_by_itself(tmp_path: Path) -> None:
    sitting = Sitting(sources(tmp_path))
    async with sitting as person:
        await person.press(*":unlock", "enter")
        assert person.says("type PRODUCTION to unlock for 10 min")
        await person.press(*"production", "enter")
        assert sitting.is_closed()
        assert "that is not PRODUCTION: it stays read-only" in person.told
        await person.press(*":unlock", "enter", *"PRODUCTION", "enter")
        assert not sitting.is_closed()
        assert "UNLOCKED 10m" in person.text.splitlines()[0]
        await person.press(*":lock", "enter")
        assert sitting.is_closed()
        assert "READ-ONLY" in person.text.splitlines()[0]


async def test_what_the_command_line_closes_is_not_opened_from_inside(tmp_path: Path) -> None:
    sitting = Sitting(sources(tmp_path, flags={"read_only": True}))
    async with sitting as person:
        await person.press(*":unlock", "enter")
        assert "read-only was asked for by --read-only: start without it to change anything" in person.told
        assert sitting.is_closed()


async def test_lists_have_the_columns_and_the_order_that_were_chosen(tmp_path: Path) -> None:
    async with Sitting(sources(tmp_path)) as person:
        heads = person.text.splitlines()[2].split()
        assert [head.rstrip("↓") for head in heads] == ["SERVICE", "RUN"]
        assert "sort: service ↓" in person.text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[columns]\nservices = ['nmae']\n", "config.toml line 2: columns.services: there is no column 'nmae'"),
        ("readonly = true\n", "nothing may be changed until that is mended"),
        ('theme = "fargate-drak"\n', "there is no theme 'fargate-drak': is fargate-dark meant?"),
    ],
)
async def test_what_is_wrong_is_told_and_the_program_works(tmp_path: Path, text: str, says: str) -> None:
    async with Sitting(sources(tmp_path, text)) as person:
        await person.until(lambda: any(says in told for told in person.told))
        assert "production" in person.text.splitlines()[1]
