"""Drafts of wizards outlive the program, for their owner's eyes only, and a broken file loses no other."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from fargate_tui.live.draft_book import DraftBook, KeptDraft
from fargate_tui.live.draft_keeper import DraftKeeper
from fargate_tui.live.drafts import Drafts

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def draft(number: int, name: str = "web") -> KeptDraft:
    body = msgspec.Raw(b'{"name":"%b"}' % name.encode())
    at = NOW + timedelta(minutes=number)
    return KeptDraft(id=f"wizard-{number}", kind="service", name=name, at="network", written_at=at, body=body)


def test_what_was_written_is_read_by_the_next_run(tmp_path: Path) -> None:
    DraftBook(Drafts(tmp_path / "wizards")).write(draft(1))
    again = DraftBook(Drafts(tmp_path / "wizards"))
    found = again.read("wizard-1")
    assert found is not None
    assert (found.name, found.at, bytes(found.body)) == ("web", "network", b'{"name":"web"}')
    assert [each.id for each in again.all()] == ["wizard-1"]


def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    DraftBook(Drafts(tmp_path / "wizards")).write(draft(1))
    (path,) = (tmp_path / "wizards").glob("*.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_comes_first_and_what_is_written_again_is_one(tmp_path: Path) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    for number in (1, 3, 2, 3):
        book.write(draft(number))
    assert [each.id for each in book.all()] == ["wizard-3", "wizard-2", "wizard-1"]


def test_a_broken_file_loses_no_other(tmp_path: Path) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    book.write(draft(1))
    (tmp_path / "wizards" / "wizard-2.json").write_text("{")
    (tmp_path / "wizards" / "another.json").write_text("{}")
    again = DraftBook(Drafts(tmp_path / "wizards"))
    assert [each.id for each in again.all()] == ["wizard-1"]
    assert again.read("wizard-2") is None


def test_what_is_thrown_away_is_gone(tmp_path: Path) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    book.write(draft(1))
    book.throw_away("wizard-1")
    assert (book.read("wizard-1"), book.all(), list((tmp_path / "wizards").glob("*.json"))) == (None, (), [])


def test_where_nothing_can_be_written_it_is_kept_for_this_session(tmp_path: Path) -> None:
    (tmp_path / "wizards").write_text("a file where the directory should be")
    book = DraftBook(Drafts(tmp_path / "wizards"))
    book.write(draft(1))
    assert [each.id for each in book.all()] == ["wizard-1"]
    assert "cannot be kept" in book.trouble


async def test_what_is_filled_in_is_written_at_once_and_only_the_newest_of_what_waits(tmp_path: Path) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    keeper = DraftKeeper(book)
    made: list[str] = []

    def make(name: str) -> KeptDraft:
        made.append(name)
        return draft(1, name)

    for name in ("g", "ga", "game"):
        keeper.keep("wizard-1", partial(make, name))
    await keeper.close()
    found = DraftBook(Drafts(tmp_path / "wizards")).read("wizard-1")
    assert found is not None
    assert (found.name, made) == ("game", ["game"])


async def test_what_is_thrown_away_does_not_come_back(tmp_path: Path) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    keeper = DraftKeeper(book)
    keeper.keep("wizard-1", lambda: draft(1))
    await keeper.throw_away("wizard-1")
    await keeper.close()
    assert book.all() == ()


async def test_a_disk_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = DraftBook(Drafts(tmp_path / "wizards"))
    keeper = DraftKeeper(book)

    def full(_: KeptDraft) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(book, "write", full)
    keeper.keep("wizard-1", lambda: draft(1))
    await keeper.close()
    assert "no space left on device" in keeper.trouble


def test_what_two_copies_have_made_of_a_draft_is_there_of_both(tmp_path: Path) -> None:
    mine, theirs = (DraftBook(Drafts(tmp_path / "wizards")) for _ in range(2))
    mine.write(draft(1, "begun"))
    assert theirs.read("wizard-1") is not None

    theirs.write(msgspec.structs.replace(draft(1, "theirs"), written_at=NOW + timedelta(minutes=5)))
    assert theirs.clash == ""
    mine.write(msgspec.structs.replace(draft(1, "mine"), written_at=NOW + timedelta(minutes=6)))

    assert "another fargate-tui has changed this draft too" in mine.clash
    assert [each.name for each in DraftBook(Drafts(tmp_path / "wizards")).all()] == ["mine", "theirs (other copy)"]


def test_what_another_copy_went_on_with_is_opened_as_it_left_it(tmp_path: Path) -> None:
    mine, theirs = (DraftBook(Drafts(tmp_path / "wizards")) for _ in range(2))
    mine.write(draft(1, "begun"))
    theirs.read("wizard-1")
    theirs.write(msgspec.structs.replace(draft(1, "finished"), written_at=NOW + timedelta(minutes=5)))

    found = mine.read("wizard-1")

    assert found is not None
    assert found.name == "finished"
    mine.write(msgspec.structs.replace(draft(1, "polished"), written_at=NOW + timedelta(minutes=6)))
    assert mine.clash == ""


async def test_a_keeper_tells_of_another_copy(tmp_path: Path) -> None:
    mine, theirs = (DraftBook(Drafts(tmp_path / "wizards")) for _ in range(2))
    keeper = DraftKeeper(mine)
    keeper.keep("wizard-1", partial(draft, 1))
    await keeper.close()
    theirs.read("wizard-1")
    theirs.write(msgspec.structs.replace(draft(1, "theirs"), written_at=NOW + timedelta(minutes=5)))
    keeper.keep("wizard-1", partial(draft, 1, "mine"))
    await keeper.close()
    assert "beside it in :drafts" in keeper.trouble
