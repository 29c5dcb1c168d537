"""Whose logs are followed: of a deployment, of a log group chosen by hand; and where they come from."""

from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.logs.records import LogEvent
from fargate_tui.fargate.records import ContainerDefinition, Deployment, LogConfiguration
from fargate_tui.screens.log_line import LogLineScreen
from fargate_tui.screens.log_source import LogSourceScreen
from fargate_tui.widgets.log_view import LogView
from fargate_tui.widgets.prompt import Prompt
from tests.live.held_clock import HeldClock
from tests.live.small_aws import ECS, SmallAws, cluster, service, task
from tests.live.tailing import container, definition, event, ms
from tests.screens.person import Person, sitting
from tests.screens.world import World

NOW = HeldClock()
OLD, NEW = "ecs-svc/1111111111", "ecs-svc/2222222222"
REVISION = f"{ECS}task-definition/web:7"


def account(*containers: ContainerDefinition) -> SmallAws:
    """A service of two deployments, each with a task that has said a line."""
    aws = World()
    deployments = (
        Deployment(
            id=NEW, status="PRIMARY", task_definition=REVISION, created_at=NOW.now(), rollout_state="IN_PROGRESS"
        ),
        Deployment(id=OLD, status="ACTIVE", task_definition=REVISION),
    )
    web = service("web", deployments=deployments, task_definition=REVISION, created_at=NOW.now())
    aws.put(cluster("prod", active_services_count=1), web, definition(*containers))
    aws.put(task(1, started_by=OLD), task(2, started_by=NEW))
    aws.write(event(ms(NOW, -20), "said by the old", 1), event(ms(NOW, -10), "said by the new", 2))
    aws.write(LogEvent(at=ms(NOW, -5), stream="by/hand", message="written elsewhere", group="/other/group"))
    aws.groups = {"/ecs/web", "/ecs/api", "/other/group"}
    return aws


FIRELENS = ContainerDefinition(
    name="api",
    log_configuration=LogConfiguration(
        log_driver="awsfirelens", options={"Name": "cloudwatch_logs", "log_group_name": "/other/group"}
    ),
)


def said(person: Person) -> list[str]:
    view = person.app.screen.query_one(LogView)
    return [line.text for line in view.shown if line.kind == "line"]


async def choose(person: Person, group: str) -> None:
    await person.press("O")
    await person.burst(*["backspace"] * len(person.app.screen.query_one(Prompt).value))
    await person.type(group)
    await person.press("enter")
    await person.wait(2)


async def test_a_deployment_in_the_timeline_opens_the_logs_of_its_tasks() -> None:
    async with sitting(account(), cluster="prod", service="web") as person:
        await person.go("events")
        await person.wait(2)
        shown = person.table.shown
        at = next(at for at, row in enumerate(shown) if row.source == "deployment" and row.deployment == NEW)
        await person.press(*"j" * at, "l")
        await person.wait(2)
        assert person.path == "prod › web › deployment 22222222 › logs"
        assert said(person) == ["said by the new"]
        await person.press("escape")
        assert person.path == "prod › web › events"


async def test_a_log_group_is_chosen_by_its_name_and_remembered() -> None:
    async with sitting(account(), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        assert said(person) == ["said by the old", "said by the new"]
        await choose(person, "/other/group")
        assert said(person) == ["written elsewhere"]
        assert "log group /other/group" in person.header
        await person.press("escape")
        await person.press("l")
        await person.wait(2)
        assert said(person) == ["written elsewhere"], "remembered for this service"
        await choose(person, "")
        assert said(person) == ["said by the old", "said by the new"]


async def test_the_names_of_log_groups_are_completed() -> None:
    async with sitting(account(), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("O")
        await person.done("log groups")
        assert person.says("/ecs/api .*/ecs/web .*/other/group")
        await person.type("/ecs/a")
        await person.press("tab", "enter")
        await person.wait(2)
        assert "log group /ecs/api" in person.header


async def test_logs_of_a_group_from_anywhere() -> None:
    async with sitting(account()) as person:
        await person.go("logs /other/group")
        await person.wait(2)
        assert person.path == "/other/group › logs"
        assert said(person) == ["written elsewhere"]
        assert "live tail, billed" in person.header
        await person.press("escape")
        assert person.path == "clusters"


async def test_without_the_names_a_typed_one_is_followed_and_the_action_is_named() -> None:
    aws = account()
    aws.errors["DescribeLogGroups"] = NotAllowed(
        "list log groups", "logs:DescribeLogGroups is not allowed", action="logs:DescribeLogGroups"
    )
    async with sitting(aws, cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await person.press("O")
        await person.done("log groups")
        assert person.says("logs:DescribeLogGroups is not allowed · a name typed in full is followed")
        await person.type("/other/group")
        await person.press("enter")
        await person.wait(2)
        assert said(person) == ["written elsewhere"]


async def test_where_there_is_nothing_to_follow_it_says_what_can_be_done() -> None:
    async with sitting(account(FIRELENS), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        assert person.says("no log group is known · O follows one by its name")
        assert "nothing to follow" in person.header
        await person.press("O", "enter")
        await person.wait(2)
        assert said(person) == ["written elsewhere"], "the group that FireLens names is offered"


async def test_where_the_lines_come_from_is_told_in_full() -> None:
    async with sitting(account(container(mode="non-blocking")), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        assert "lines may be lost · d says why" in person.header
        await person.press("d")
        assert isinstance(person.app.screen, LogSourceScreen)
        for told in (
            "Live Tail, billed",
            "1 of Live Tail",
            "/ecs/web",
            "ecs/api/TASK-ID",
            r"buffer \(max-buffer-size 10m\) is full",
        ):
            assert person.says(told), told
        await person.press("d")
        assert person.path == "prod › web › logs"


async def test_the_tail_goes_on_while_something_small_lies_over_it() -> None:
    aws = account()
    async with sitting(aws, cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        asked = aws.asked["FilterLogEvents"]
        await person.press("enter", "enter")
        assert isinstance(person.app.screen, LogLineScreen)
        aws.write(event(ms(person.clock), "said meanwhile", 2))
        await person.wait(1)
        await person.press("escape")
        await person.wait(1)
        assert said(person) == ["said by the old", "said by the new", "said meanwhile"]
        assert person.says("said meanwhile")
        assert aws.asked["FilterLogEvents"] == asked, "nothing was read back again"
        assert person.app.screen.query_one(LogView).cursor_line is not None, "one is where one was"
        await person.press("?", "escape", "escape", "escape")
        assert not any(session.is_open for session in aws.sessions), "leaving ends what is billed"
