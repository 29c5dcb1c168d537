"""What the app does besides showing screens."""

from typing import Any

import pytest
from textual.pilot import Pilot

from fargate_tui.app import FargateApp
from fargate_tui.live.lock import Lock
from fargate_tui.live.ports.profiles import Ask
from fargate_tui.screens.beginning import first_place
from fargate_tui.screens.context import nowhere
from fargate_tui.screens.journey import Place
from fargate_tui.settings import Settings
from tests.live.small_aws import SmallAws


async def connect(_: Settings, _lock: Lock, _ask: Ask) -> SmallAws:
    return SmallAws()


async def test_a_defect_ends_the_app_without_showing_what_variables_hold(capsys: pytest.CaptureFixture[str]) -> None:
    app = FargateApp(Settings(), connect)

    def break_down() -> None:
        password = "".join(reversed("2retnuh"))
        raise RuntimeError(f"a defect with {len(password)} letters")

    async def sit() -> None:
        async with app.run_test() as pilot:
            app.call_later(break_down)
            await pilot.pause()

    with pytest.raises(RuntimeError, match="7 letters"):
        await sit()
    shown = capsys.readouterr().err
    assert "a defect with 7 letters" in shown
    assert "hunter2" not in shown


def test_what_is_begun_takes_its_turn_whatever_python_runs_it() -> None:
    app, order = FargateApp(Settings(), connect), list[str]()

    async def take_turn() -> None:
        order.append("begun")

    async def begin(_: Pilot[Any]) -> None:
        worker = app.run_worker(take_turn())
        order.append("went on")
        await worker.wait()
        app.exit()

    app.run(headless=True, auto_pilot=begin)
    assert order == ["went on", "begun"]


def test_the_command_line_says_where_to_begin() -> None:
    arn = "arn:aws:ecs:eu-west-1:123456789012:"
    assert first_place(Settings()) == Place("clusters")
    assert first_place(Settings(cluster=f"{arn}cluster/prod")) == Place("services", cluster="prod")
    assert first_place(Settings(cluster="prod", service=f"{arn}service/prod/web")) == Place(
        "tasks", cluster="prod", service="web"
    )


@pytest.mark.parametrize(
    ("endpoint", "is_asked"),
    [(None, False), ("https://ecs.us-east-1.amazonaws.com", False), ("http://127.0.0.1:4570", True)],
)
def test_a_local_aws_is_asked_where_its_load_balancers_are(endpoint: str | None, is_asked: bool) -> None:
    app = FargateApp(Settings(endpoint_url=endpoint), connect)
    assert (app.context.local_addresses is not nowhere) is is_asked
