"""Being told what becomes of something, wherever one is."""

import msgspec

from fargate_tui.live.attention import IDLE_AFTER
from tests.live.small_aws import SmallAws, cluster, service, stopped, task
from tests.screens.person import Person, sitting
from tests.screens.test_logs import SAID, talking
from tests.screens.test_rolling_back import rolling, rollout


def two() -> SmallAws:
    aws = SmallAws()
    aws.put(cluster("prod", active_services_count=2), service("api"), service("web"), task(1, group="service:web"))
    return aws


def short(aws: SmallAws, name: str = "web") -> None:
    known = next(each for each in aws.services.values() if each.service_name == name)
    aws.put(msgspec.structs.replace(known, running_count=0))


async def begin(person: Person) -> None:
    await person.press("W")
    await person.done("watch")


async def test_a_watched_service_is_marked_and_its_problem_is_told_elsewhere() -> None:
    async with sitting(two(), cluster="prod") as person:
        await person.press("j")
        await begin(person)
        assert "◉ web" in person.text
        assert "◉ 1" in person.header
        await person.go("journal")
        await person.wait(30)
        short(person.aws)
        await person.wait(31)
        assert any(words.startswith("◉ prod/web: short") for words in person.told), person.told
        await person.go("watches")
        assert person.names == ["prod/web"]
        assert "0 of 1 running" in person.text or person.says("short")


async def test_w_once_more_ends_it() -> None:
    async with sitting(two(), cluster="prod") as person:
        await begin(person)
        await begin(person)
        assert "◉ api" not in person.text
        await person.go("watches")
        assert person.names == []
        short(person.aws, "api")
        await person.wait(60)
        assert not any("short" in words for words in person.told)


async def test_x_ends_it_in_the_list() -> None:
    async with sitting(two(), cluster="prod") as person:
        await begin(person)
        await person.go("watches")
        await person.press("x")
        await person.done("watch")
        assert person.names == []


async def test_a_task_that_fails_is_told_and_one_that_had_failed_before_is_not() -> None:
    aws = two()
    aws.put(stopped(task(7), stop_code="EssentialContainerExited", stopped_reason="Essential container in task exited"))
    async with sitting(aws, cluster="prod", service="web") as person:
        await begin(person)
        await person.wait(12)
        assert not any("task" in words and "failed" in words for words in person.told)
        before = len(person.told)
        gone = stopped(task(1), stop_code="TaskFailedToStart", stopped_reason="CannotPullContainerError: x")
        person.aws.put(msgspec.structs.replace(gone, stopped_at=person.clock.now()))
        await person.wait(12)
        assert any("task 00000000" in words for words in person.told[before:]), person.told


async def test_nobody_there_it_goes_on_now_and_then() -> None:
    async with sitting(two(), cluster="prod") as person:
        await begin(person)
        await person.wait(IDLE_AFTER + 60)
        short(person.aws, "api")
        await person.wait(40)
        assert any("◉ prod/api: short" in words for words in person.told)


async def test_the_view_that_shows_the_same_list_is_not_asked_for_twice() -> None:
    async with sitting(two(), cluster="prod") as person:
        await person.wait(20)
        person.aws.asked.clear()
        await person.wait(60)
        rounds = person.aws.asked["ListServices"]
        await begin(person)
        await person.wait(3)
        person.aws.asked.clear()
        await person.wait(60)
        assert person.aws.asked["ListServices"] == rounds
        # That of the list, and that of the stopped tasks.
        assert person.aws.asked["DescribeServices"] <= 2 * rounds


async def test_a_search_in_logs_is_told_with_the_view_open_and_left_and_never_billed_when_left() -> None:
    async with sitting(talking(*SAID), cluster="prod") as person:
        await person.press("l")
        await person.wait(2)
        await begin(person)
        assert any("first: what that finds is watched" in words for words in person.told)
        await person.press("/")
        await person.type("boom")
        await person.press("enter")
        await begin(person)
        assert "◉ watched" in person.header
        from tests.screens.test_logs import say

        await say(person, "it went boom")
        await person.wait(2)
        assert [words for words in person.told if "it went boom" in words] == ["◉ boom in prod/web: it went boom"]
        await person.press("escape", "escape")
        assert person.path == "prod › services"
        await person.wait(5)
        assert not any(session.is_open for session in person.aws.sessions)
        await say(person, "boom again")
        await say(person, "and boom")
        await person.wait(70)
        assert any("2 matching lines, the last: and boom" in words for words in person.told), person.told


async def test_the_end_of_a_watched_deployment_is_told_elsewhere_and_that_of_the_next_one() -> None:
    world = rolling(rollout(8, "IN_PROGRESS"), rollout(7, "SUCCESSFUL"))
    async with sitting(world, cluster="production", service="web") as person:
        await person.press("2")
        await begin(person)
        assert any("watched: deployments of production/web" in words for words in person.told), person.told
        await person.go("journal")
        await person.wait(30)
        assert len(person.told) == 1
        world.put(rollout(8, "SUCCESSFUL"))
        await person.wait(31)
        assert person.told[1:] == ["◉ deployments of production/web: the deployment of web:8 has completed"]
        failed = "the circuit breaker has seen enough"
        world.put(rollout(9, "STOPPED", created_at=person.clock.now(), status_reason=failed))
        await person.wait(31)
        assert person.told[2:] == [f"◉ deployments of production/web: the deployment of web:9 was stopped: {failed}"]
        await person.go("watches")
        await person.press("enter")
        assert person.path == "production › web › deployments"


async def test_what_becomes_of_many_at_once_is_told_once() -> None:
    aws = SmallAws()
    names = [f"s{number}" for number in range(6)]
    aws.put(cluster("prod", active_services_count=6), *(service(name) for name in names))
    async with sitting(aws, cluster="prod") as person:
        await person.press("space", "space", "space", "space", "space", "space")
        await begin(person)
        before = len(person.told)
        for name in names:
            short(aws, name)
        await person.wait(31)
        (words,) = person.told[before:]
        assert words.count("short: 0 of 1 running") == 4
        assert words.endswith("◉ 2 more: :watches")


async def test_sentences_name_the_key_that_was_chosen() -> None:
    async with sitting(two(), cluster="prod", size=(160, 100), keys={"view.watch": "f8"}) as person:
        await person.go("watches")
        assert person.says("nothing is watched · f8 on a service")
        await person.press("question_mark")
        assert person.says(r"you are told what becomes of it \(f8, :watches\)")


async def test_what_cannot_be_watched_says_so() -> None:
    async with sitting(two()) as person:
        await begin(person)
        assert person.told == ["a service, its deployments, or what is searched for in logs can be watched"]
