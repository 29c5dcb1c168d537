"""Small files that are kept between runs."""

import os
import stat
import threading
from pathlib import Path

import pytest

from fargate_tui.live.keepsakes import KEPT, Keepsakes


def test_what_is_written_is_read_and_is_nobody_elses(tmp_path: Path) -> None:
    kept = Keepsakes(tmp_path / "state" / "places")
    assert kept.names() == ()
    assert kept.read("one", 100) is None
    kept.write("one", b"1")
    kept.write("one", b"2")
    assert kept.read("one", 100) == b"2"
    assert kept.names() == ("one",)
    assert stat.S_IMODE((kept.directory / "one").stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.directory.stat().st_mode) == 0o700


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    kept = Keepsakes(tmp_path)
    kept.write("large", b"x" * 101)
    assert kept.read("large", 100) is None


def test_the_newest_come_first_and_the_oldest_make_room(tmp_path: Path) -> None:
    kept = Keepsakes(tmp_path)
    for number in range(KEPT + 5):
        kept.write(f"{number:03}", b"")
        os.utime(tmp_path / f"{number:03}", (number, number))
    names = kept.names()
    assert len(names) == KEPT
    assert names[0] == f"{KEPT + 4:03}"


def test_a_directory_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Keepsakes(tmp_path / "file").write("one", b"1")


def test_two_who_write_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    texts = (b"a" * 100_000, b"b" * 100_000)
    kept = Keepsakes(tmp_path)
    kept.write("one", texts[0])

    def write(text: bytes) -> None:
        for _ in range(50):
            Keepsakes(tmp_path).write("one", text)

    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert kept.read("one", 100_000) in texts
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
