"""Links on the screen: to a task of which only the beginning is known, into another account, and copied."""

from fargate_tui.links import parsed
from tests.screens.person import sitting
from tests.screens.world import believable

ECS = "arn:aws:ecs:eu-west-1:123456789012:"


async def test_the_beginning_of_a_tasks_id_opens_the_task() -> None:
    aws = believable()
    arn = next(task.task_arn for task in aws.tasks.values() if task.group == "service:storefront")
    begins = arn.rpartition("/")[2][:31]
    async with sitting(aws, link=parsed(f"production/storefront/{begins}").with_view("describe")) as person:
        await person.done("link")
        assert person.path.startswith("production › storefront › task ")
        assert person.path.endswith("describe")
        await person.press("escape", "escape")
        assert person.path == "production › storefront › tasks"


async def test_a_task_that_aws_does_not_know_leaves_the_list_of_its_service() -> None:
    async with sitting(believable(), link=parsed("production/storefront/deadbeef")) as person:
        await person.done("link")
        assert person.path == "production › storefront › tasks"
        assert any("cannot find task deadbeef: production has no such task" in told for told in person.told)


async def test_who_has_gone_elsewhere_meanwhile_stays_there() -> None:
    aws = believable()
    arn = next(iter(aws.tasks))
    async with sitting(aws, link=parsed(f"production//{arn.rpartition('/')[2]}")) as person:
        person.app.workers.cancel_group(person.app, "link")
        await person.go("requests")
        assert person.path == "requests"


async def test_an_arn_of_another_account_shows_nothing_of_this_one() -> None:
    link = parsed("arn:aws:ecs:eu-west-1:999999999999:service/production/storefront")
    async with sitting(believable(), link=link) as person:
        await person.done("link")
        assert person.path == "clusters"
        assert any("of account 999999999999, and this is account 123456789012" in told for told in person.told)


async def test_the_command_that_opens_a_view_is_copied() -> None:
    async with sitting(believable(), link=parsed("production/storefront").with_view("events")) as person:
        await person.press("Y")
        assert person.app.clipboard == "fargate-tui --region eu-west-1 production/storefront --view events"
        await person.go("link")
        assert any("sent to the clipboard: fargate-tui --region eu-west-1" in told for told in person.told)
        await person.go("drafts")
        await person.press("Y")
        assert person.app.clipboard.endswith("--view drafts")


async def test_what_cannot_be_linked_to_is_said() -> None:
    async with sitting(believable()) as person:
        await person.go("find storefront")
        await person.press("Y")
        assert person.app.clipboard == ""
        assert any("no link leads to this view" in told for told in person.told)
