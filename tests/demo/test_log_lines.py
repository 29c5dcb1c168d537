"""Container logs that wait until somebody reads them."""

from datetime import UTC, datetime

from fargate_tui.demo.log_lines import LogLines

NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def test_lines_wait_by_stream_in_the_order_they_were_written() -> None:
    lines = LogLines()
    lines.write("/ecs/a", "a/web/1", NOW, ["one", "two"])
    lines.write("/ecs/a", "a/web/2", NOW, ["other"])
    lines.write("/ecs/a", "a/web/1", NOW, ["three"])
    lines.write("/ecs/b", "b/web/1", NOW, ["elsewhere"])
    taken = lines.take(["/ecs/a", "/ecs/unknown"])
    moment = int(NOW.timestamp() * 1000)
    assert list(taken) == ["/ecs/a"]
    assert list(taken["/ecs/a"]["a/web/1"]) == [(moment, "one"), (moment, "two"), (moment, "three")]
    assert lines.take(["/ecs/a"]) == {}
    assert lines.take(["/ecs/b"]).keys() == {"/ecs/b"}


def test_a_group_is_announced_once() -> None:
    lines = LogLines()
    lines.write("/ecs/a", "a/web/1", NOW, ["one"])
    assert lines.unannounced() == {"/ecs/a"}
    lines.write("/ecs/a", "a/web/1", NOW, ["two"])
    lines.write("/ecs/b", "b/web/1", NOW, ["one"])
    assert lines.unannounced() == {"/ecs/b"}


def test_what_nobody_reads_is_forgotten_from_its_oldest_end() -> None:
    lines = LogLines()
    for number in range(1_200):
        lines.write("/ecs/loop", f"loop/web/{number}", NOW, ["died"])
    lines.write("/ecs/loop", "loop/web/1199", NOW, [str(number) for number in range(9_000)])
    streams = lines.take(["/ecs/loop"])["/ecs/loop"]
    assert len(streams) == 1_000
    assert "loop/web/0" not in streams
    assert [line for _, line in streams["loop/web/1199"]] == [str(number) for number in range(4_000, 9_000)]
