"""What is being edited is kept, and private."""

import os
import stat
import threading
from pathlib import Path

import pytest

from fargate_tui.live.drafts import Drafts

NAME = ("eu-west-1", "123456789012", "web", "7")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_draft_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    directory = tmp_path / "state" / "drafts"
    old = os.umask(0)
    try:
        draft = Drafts(directory).begin("{}\n", *NAME)
    finally:
        os.umask(old)

    assert draft.path == directory / "eu-west-1-123456789012-web-7.json"
    assert (mode(draft.path), mode(directory), mode(directory.parent)) == (0o600, 0o700, 0o700)


def test_a_directory_that_others_could_read_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    Drafts(tmp_path).begin("{}", *NAME)

    assert mode(tmp_path) == 0o700


def test_what_was_left_is_found_by_the_next_session(tmp_path: Path) -> None:
    Drafts(tmp_path).begin("typed", *NAME)

    kept = Drafts(tmp_path).kept(*NAME)

    assert kept is not None
    assert Drafts(tmp_path).read(kept) == "typed"
    assert Drafts(tmp_path).kept("eu-west-1", "123456789012", "web", "8") is None


def test_what_is_thrown_away_is_gone_and_may_be_thrown_away_again(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    draft = drafts.begin("typed", *NAME)

    drafts.throw_away(draft)
    drafts.throw_away(draft)

    assert drafts.kept(*NAME) is None
    assert list(tmp_path.iterdir()) == []


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    draft = Drafts(tmp_path / "drafts").begin("x", "..", "../../etc/passwd", "\0", "web")

    assert draft.path.parent == tmp_path / "drafts"


def test_a_link_that_somebody_has_laid_is_not_followed(tmp_path: Path) -> None:
    aim = tmp_path / "aim"
    aim.write_text("theirs")
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    (drafts / "eu-west-1-123456789012-web-7.new").symlink_to(aim)

    Drafts(drafts).begin("ours", *NAME)

    assert aim.read_text() == "theirs"


def test_where_nothing_can_be_written_a_place_for_the_session_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "file").write_text("")
    drafts = Drafts(tmp_path / "file" / "drafts")

    draft = drafts.begin("typed", *NAME)

    assert draft.path.parent.parent == tmp_path
    assert mode(draft.path.parent) == 0o700
    assert "gone with this session" in drafts.trouble


def test_two_copies_that_write_one_draft_at_once_leave_one_whole_text(tmp_path: Path) -> None:
    texts = ("a" * 50_000, "b" * 50_000)
    failed: list[OSError] = []

    def write(text: str) -> None:
        try:
            for _ in range(50):
                Drafts(tmp_path).begin(text, *NAME)
        except OSError as error:
            failed.append(error)

    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failed == []
    (path,) = tmp_path.iterdir()
    assert path.read_text() in texts
