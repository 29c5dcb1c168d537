"""Long work in a thread lets the loop take its turn."""

import time

import pytest

from fargate_tui.live import gently


def test_it_pauses_after_each_turn_of_work_and_not_between_short_items(monkeypatch: pytest.MonkeyPatch) -> None:
    now, pauses = [0.0], list[float]()
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(time, "sleep", pauses.append)
    found = []
    for item in gently.gently(range(40)):
        found.append(item)
        now[0] += gently.TURN / 10
    assert found == list(range(40))
    assert pauses == [gently.PAUSE] * 3
