"""What the app does besides showing screens."""

import pytest

from fargate_tui.app import FargateApp, first_place
from fargate_tui.screens.journey import Place
from fargate_tui.settings import Settings
from tests.live.small_aws import SmallAws


async def connect() -> SmallAws:
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


def test_the_command_line_says_where_to_begin() -> None:
    arn = "arn:aws:ecs:eu-west-1:123456789012:"
    assert first_place(Settings()) == Place("clusters")
    assert first_place(Settings(cluster=f"{arn}cluster/prod")) == Place("services", cluster="prod")
    assert first_place(Settings(cluster="prod", service=f"{arn}service/prod/web")) == Place(
        "tasks", cluster="prod", service="web"
    )
