"""The address of a thing's page in the AWS console."""

import sys
import webbrowser

import pytest

from fargate_tui.fargate.partitions import page_of_target_group
from fargate_tui.screens import console
from fargate_tui.screens.console import has_browser, page_of
from fargate_tui.screens.journey import Place
from tests.screens.person import sitting
from tests.screens.test_logs import SAID, talking
from tests.screens.test_targets import ill
from tests.screens.world import believable

TASK = "arn:aws:ecs:eu-west-1:123456789012:task/prod/0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (Place("services", cluster="prod"), "clusters/prod?region=eu-west-1"),
        (Place("tasks", cluster="prod", service="web"), "clusters/prod/services/web/health?region=eu-west-1"),
        (
            Place("task", cluster="prod", service="web", task=TASK),
            "clusters/prod/tasks/0123456789abcdef0123456789abcdef/configuration?region=eu-west-1",
        ),
    ],
)
def test_each_kind_has_its_page(place: Place, page: str) -> None:
    assert page_of(place, "eu-west-1") == f"https://eu-west-1.console.aws.amazon.com/ecs/v2/{page}"


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (
            Place("deployments", cluster="prod", service="web"),
            "ecs/v2/clusters/prod/services/web/deployments?region=eu-west-1",
        ),
        (Place("task-definitions", task_definition="web"), "ecs/v2/task-definitions/web?region=eu-west-1"),
        (
            Place("task-definition", task_definition="web:7"),
            "ecs/v2/task-definitions/web/7/containers?region=eu-west-1",
        ),
        (
            Place("logs", group="/ecs/web"),
            "cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Fecs$252Fweb",
        ),
    ],
)
def test_what_is_not_in_a_cluster_has_its_page_too(place: Place, page: str) -> None:
    assert page_of(place, "eu-west-1") == f"https://eu-west-1.console.aws.amazon.com/{page}"


def test_a_target_group_has_a_page() -> None:
    arn = "arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:targetgroup/web/0123456789abcdef"
    assert page_of_target_group("cn-north-1", arn) == (
        f"https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1#TargetGroup:targetGroupArn={arn}"
    )


@pytest.mark.parametrize(
    ("to", "page"),
    [
        ("taskdefs", "/ecs/v2/task-definitions/"),
        ("targets", "/ec2/home?region=eu-west-1#TargetGroup:targetGroupArn=arn:aws:elasticloadbalancing:"),
        ("deployments", "/services/storefront/deployments?region=eu-west-1"),
    ],
)
async def test_views_lead_to_the_pages_of_what_they_show(to: str, page: str) -> None:
    async with sitting(ill(), cluster="production", service="storefront") as person:
        await person.go(to)
        await person.wait(3)
        await person.press("b")
        assert page in person.app.clipboard, person.told


async def test_the_log_group_of_what_is_followed_has_its_page() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("b")
        assert "#logsV2:log-groups/log-group/" in person.app.clipboard, person.told


def test_what_is_of_no_cluster_has_none() -> None:
    assert page_of(Place("clusters"), "eu-west-1") == ""


def test_another_partition_has_another_console() -> None:
    assert page_of(Place("services", cluster="c"), "cn-north-1").startswith("https://cn-north-1.console.amazonaws.cn/")


async def test_the_page_of_the_row_is_copied_and_opened_where_there_is_a_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(console, "has_browser", lambda: True)
    async with sitting(believable(), cluster="production") as person:
        await person.press("b")
        await person.until(lambda: bool(opened))
        assert opened[0].startswith("https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/production/services/")
        assert person.app.clipboard == opened[0]


async def test_a_local_aws_has_no_console() -> None:
    async with sitting(believable(), cluster="production", endpoint_url="http://127.0.0.1:9") as person:
        await person.press("b")
        assert "this is not AWS itself: it has no console" in person.told


def test_a_browser_is_opened_where_it_has_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_browser()
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_browser()
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    assert not has_browser()
