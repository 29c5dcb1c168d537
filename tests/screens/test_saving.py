"""What is saved to a file is there in full, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fargate_tui.screens.saving import save_fields


def test_a_disk_without_room_is_left_without_a_file(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[tuple[str, str], ...]]:
        yield (("message", "the first line"),)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        save_fields(tmp_path / "rows.json", rows())
    assert list(tmp_path.iterdir()) == []
