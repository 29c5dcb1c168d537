"""What is shared with the AWS CLI: its files, or memory where there can be none."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from fargate_tui.aws import caches
from fargate_tui.aws.caches import Cache, time_of

SESSION = {"Credentials": {"AccessKeyId": "ASIA", "Expiration": datetime(2026, 11, 23, 3, 12, tzinfo=UTC)}}
KEY = "a" * 40


@pytest.fixture(autouse=True)
def forgotten(bare_machine: Path) -> Iterator[None]:
    caches._UNWRITTEN.clear()
    yield
    caches._UNWRITTEN.clear()


def in_thread(cache: Cache, value: Any) -> None:
    thread = Thread(target=lambda: cache.__setitem__(KEY, value))
    thread.start()
    thread.join()


def test_what_is_written_is_the_clis(bare_machine: Path) -> None:
    cache = caches.of_roles()
    assert KEY not in cache

    in_thread(cache, SESSION)

    file = bare_machine / "cli" / "cache" / f"{KEY}.json"
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text())["Credentials"]["Expiration"] == "2026-11-23T03:12:00Z"
    assert cache.is_kept(KEY)
    assert cache[KEY]["Credentials"]["AccessKeyId"] == "ASIA"
    del cache[KEY]
    assert KEY not in cache
    assert not file.exists()
    del cache[KEY]


def test_the_loop_does_not_wait_for_the_disk(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Thread] = []
    monkeypatch.setattr(Thread, "start", lambda thread: begun.append(thread))  # noqa: PLW0108
    cache = caches.of_sso()

    cache[KEY] = SESSION

    assert cache[KEY]["Credentials"]["AccessKeyId"] == "ASIA"
    assert not (bare_machine / "sso").exists()
    (writing,) = begun
    writing.run()
    assert (bare_machine / "sso" / "cache" / f"{KEY}.json").exists()
    assert cache.is_kept(KEY)


def test_where_nothing_can_be_written_it_is_remembered(bare_machine: Path) -> None:
    (bare_machine / "cli").write_text("no directory")

    in_thread(caches.of_roles(), SESSION)

    other = caches.of_roles()
    assert KEY in other
    assert not other.is_kept(KEY)
    assert other[KEY]["Credentials"]["Expiration"] == "2026-11-23T03:12:00Z"
    del other[KEY]
    assert KEY not in caches.of_roles()


@pytest.mark.parametrize("text", ["2026-11-23T03:12:00Z", "2026-11-23T03:12:00UTC", "2026-11-23T03:12:00+00:00"])
def test_times_of_every_writer(text: str) -> None:
    assert time_of(text) == datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def test_times_are_written_in_utc() -> None:
    there = datetime(2026, 11, 23, 4, 12, tzinfo=timezone(timedelta(hours=1)))

    assert caches._time(there) == "2026-11-23T03:12:00Z"
