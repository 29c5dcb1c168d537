"""Pages of every listing, while things come and go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.demo.ecs.paging import page
from fargate_tui.demo.ecs.wire import Json, Members
from tests.demo.ecs.account import Account, as_texts, network


def pages(account: Account, operation: str, member: str, **request: object) -> list[list[str]]:
    found: list[list[str]] = []
    token: Json = {}
    while True:
        answer = account.call(operation, **request, **token)
        found.append(as_texts(answer[member]))
        if "nextToken" not in answer:
            return found
        token = {"nextToken": answer["nextToken"]}


@pytest.fixture(scope="module")
def account() -> Account:
    account = Account()
    for number in range(25):
        account.register(f"family-{number:02}")
        account.create(f"svc-{number:02}", 0, taskDefinition=f"family-{number:02}")
        account.call("CreateCluster", clusterName=f"c-{number:02}")
    for _ in range(3):
        account.call(
            "RunTask",
            taskDefinition="family-00",
            count=10,
            launchType="FARGATE",
            networkConfiguration=network(),
            startedBy="me",
        )
    for _ in range(24):
        account.call("UpdateService", service="svc-00", forceNewDeployment=True)
    return account


@pytest.mark.parametrize(
    ("operation", "member", "request_", "sizes"),
    [
        ("ListServices", "serviceArns", {}, [10, 10, 5]),
        ("ListServices", "serviceArns", {"maxResults": 100}, [25]),
        ("ListClusters", "clusterArns", {"maxResults": 20}, [20, 6]),
        ("ListTaskDefinitions", "taskDefinitionArns", {"maxResults": 12}, [12, 12, 1]),
        ("ListTaskDefinitions", "taskDefinitionArns", {"maxResults": 12, "sort": "DESC"}, [12, 12, 1]),
        ("ListTaskDefinitionFamilies", "families", {"maxResults": 25}, [25]),
        ("ListTasks", "taskArns", {"maxResults": 10}, [10, 10, 10]),
        ("ListTasks", "taskArns", {"maxResults": 20, "family": "family-00"}, [20, 10]),
        ("ListTasks", "taskArns", {"startedBy": "me"}, [30]),
        ("ListTasks", "taskArns", {"startedBy": "you"}, [0]),
        ("ListTasks", "taskArns", {"family": "family-01"}, [0]),
        ("ListTasks", "taskArns", {"launchType": "EC2"}, [0]),
        ("ListTasks", "taskArns", {"desiredStatus": "STOPPED"}, [0]),
        ("ListTasks", "taskArns", {"desiredStatus": "PENDING"}, [0]),
        ("ListTasks", "taskArns", {"serviceName": "svc-00"}, [0]),
    ],
)
def test_pages(account: Account, operation: str, member: str, request_: Json, sizes: list[int]) -> None:
    found = pages(account, operation, member, **request_)
    assert [len(some) for some in found] == sizes
    everything = [item for some in found for item in some]
    assert len(set(everything)) == len(everything)


def test_service_deployments_come_twenty_at_a_time(account: Account) -> None:
    first = account.call("ListServiceDeployments", service="svc-00")
    second = account.call("ListServiceDeployments", service="svc-00", nextToken=first["nextToken"])
    briefs = [*_list(first["serviceDeployments"]), *_list(second["serviceDeployments"])]
    assert [len(_list(first["serviceDeployments"])), len(briefs)] == [20, 25]
    assert len({str(brief) for brief in briefs}) == 25


def test_effective_account_settings_come_ten_at_a_time(account: Account) -> None:
    answer = account.call("ListAccountSettings", effectiveSettings=True)
    assert len(_list(answer["settings"])) == 10


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def test_tasks_that_go_meanwhile_neither_skip_nor_repeat_others() -> None:
    account = Account()
    account.register()
    run: Json = {"taskDefinition": "web", "launchType": "FARGATE", "networkConfiguration": network(), "count": 10}
    for _ in range(3):
        account.call("RunTask", **run)
    everything = as_texts(account.call("ListTasks")["taskArns"])
    first = account.call("ListTasks", maxResults=10)
    for arn in (everything[3], everything[9], everything[10], everything[20]):
        account.call("StopTask", task=arn)
    account.call("RunTask", **{**run, "count": 1})
    second = as_texts(account.call("ListTasks", maxResults=100, nextToken=first["nextToken"])["taskArns"])
    assert second[:-1] == [arn for at, arn in enumerate(everything) if at > 10 and at != 20]
    assert second[-1] not in everything


@given(
    st.lists(st.integers(0, 1000), unique=True),
    st.integers(1, 20),
    st.sets(st.integers(0, 1000)),
    st.booleans(),
)
def test_what_stays_is_listed_exactly_once(numbers: list[int], size: int, gone: set[int], descending: bool) -> None:
    entries = sorted(numbers, reverse=descending)
    seen: list[int] = []
    request: Json = {"maxResults": size}
    while True:
        some, token = page(entries, lambda number: ("", number), Members(request), descending=descending)
        seen += some
        if token is None:
            break
        request["nextToken"] = token
        entries = [number for number in entries if number not in gone]
    assert [number for number in seen if number not in gone] == [
        number for number in sorted(numbers, reverse=descending) if number not in gone
    ]
    assert len(set(seen)) == len(seen)
