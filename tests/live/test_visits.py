"""Which accounts were used last: kept in a file by several copies, and without one."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fargate_tui.live.visits import KEPT, Visit, Visits, merged

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def visit(profile: str, minutes: int = 0, region: str = "eu-west-1") -> Visit:
    return Visit(profile=profile, region=region, account="111111111111", at=NOON + timedelta(minutes=minutes))


def names(visits: Visits) -> list[str]:
    return [each.profile for each in visits.known]


async def test_the_newest_is_the_first_and_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "state" / "used.json"
    visits = Visits(path)
    for number, profile in enumerate(("a", "b", "a")):
        await visits.note(visit(profile, number))
    again = Visits(path)
    await again.learn()
    assert names(visits) == names(again) == ["a", "b"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["used.json"]


async def test_two_copies_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "used.json"
    first, second = Visits(path), Visits(path)
    await first.note(visit("a", 1))
    await asyncio.gather(second.note(visit("b", 2)), second.note(visit("c", 3)))
    await first.note(visit("d", 4))
    assert names(first) == ["d", "c", "b", "a"]


@pytest.mark.parametrize("content", [b"", b"{", b'[{"profile": 7}]', b"\xff\xfe"])
async def test_a_file_that_cannot_be_understood_is_written_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "used.json"
    path.write_bytes(content)
    visits = Visits(path)
    await visits.learn()
    assert not visits.known
    await visits.note(visit("a"))
    await visits.learn()
    assert names(visits) == ["a"]
    assert not visits.trouble


async def test_where_nothing_can_be_written_it_says_so_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory should be")
    visits = Visits(tmp_path / "state" / "used.json")
    await visits.note(visit("a"))
    assert names(visits) == ["a"]
    assert visits.trouble.startswith(f"which accounts were used last cannot be kept in {tmp_path}")


async def test_without_a_file_they_are_known_until_the_end() -> None:
    visits = Visits(None)
    await visits.note(visit("a"))
    await visits.learn()
    assert names(visits) == ["a"]
    assert not visits.trouble


def test_only_so_many_are_kept() -> None:
    many = merged(visit(f"p{number}", number) for number in range(KEPT + 50))
    assert len(many) == KEPT
    assert many[0].profile == f"p{KEPT + 49}"
