"""What is wrong with a task definition is said before it is sent."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.definition_rules import problems
from fargate_tui.fargate.sizes import FARGATE_SIZES
from tests.live.small_aws import registration_shape

GOOD: dict[str, Any] = {
    "family": "web",
    "networkMode": "awsvpc",
    "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole",
    "requiresCompatibilities": ["FARGATE"],
    "cpu": "256",
    "memory": "512",
    "containerDefinitions": [
        {
            "name": "api",
            "image": "api:1",
            "cpu": 128,
            "memory": 256,
            "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
            "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 5},
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p"},
            },
        },
        {"name": "side", "image": "side:1", "essential": False, "stopTimeout": 120},
    ],
}


def found(request: Mapping[str, object]) -> list[str]:
    return [str(problem) for problem in problems(request, registration_shape())]


def changed(path: str, value: object) -> dict[str, Any]:
    """The good one with another value at a path; None takes it out."""
    request = deepcopy(GOOD)
    *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    part: Any = request
    for step in way:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return request


def test_a_good_one_has_no_problems() -> None:
    assert found(GOOD) == []


API = "containerDefinitions/0"
FORM = {
    "unknown": ("famly", "x", "famly: AWS knows no such member; is family meant?"),
    "unlike any": ("zzzzz", 1, "zzzzz: AWS knows no such member"),
    "another case": ("Cpu", "1", "Cpu: AWS knows no such member; is cpu meant?"),
    "inside": (f"{API}/Image", "x", "containerDefinitions[0].Image: AWS knows no such member; is image meant?"),
    "missing": ("family", None, "family is missing"),
    "number for text": ("memory", 512, "memory: the number 512 where text in quotes should be"),
    "text for number": (f"{API}/cpu", "128", "containerDefinitions[0].cpu: text where a whole number should be"),
    "flag for number": (f"{API}/cpu", True, "containerDefinitions[0].cpu: true where a whole number should be"),
    "text for flag": ("enableFaultInjection", "no", "enableFaultInjection: text where true or false should be"),
    "object for list": ("containerDefinitions", {}, "containerDefinitions: an object where a list should be"),
    "word": ("networkMode", "awsvcp", "networkMode: 'awsvcp' is none of bridge, host, awsvpc, none; is awsvpc meant?"),
    "in a map": (
        f"{API}/logConfiguration/options/mode", 1,
        "containerDefinitions[0].logConfiguration.options.mode: the number 1 where text in quotes should be",
    ),
    "required inside": (
        f"{API}/logConfiguration/logDriver", None, "containerDefinitions[0].logConfiguration: logDriver is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FORM)
def test_the_form_is_held_to_the_model_of_the_sdk(case: str) -> None:
    path, value, words = FORM[case]

    assert words in found(changed(path, value))


def test_null_is_to_be_left_out() -> None:
    assert found({**GOOD, "taskRoleArn": None}) == ["taskRoleArn: null says nothing to AWS: leave the member out"]


def test_a_word_that_the_sdk_does_not_know_may_be_sent() -> None:
    (problem,) = problems(changed(f"{API}/versionConsistency", "sometimes"), registration_shape())

    assert not problem.blocks


MEANING = {
    "network": ("networkMode", "bridge", "networkMode: Fargate wants awsvpc"),
    "no cpu": ("cpu", None, "cpu: Fargate needs it, for instance 256 and 512"),
    "size": ("memory", "9999", "memory: 9999 MiB does not go: with cpu 256 go memory 512, 1024, 2048"),
    "no such cpu": ("cpu", "300", "cpu: 512 MiB does not go: there is no size with cpu 300"),
    "cpu of containers": (f"{API}/cpu", 300, "cpu: the containers want 300 of 256"),
    "memory of containers": (f"{API}/memory", 600, "memory: the containers want 600 of 512 MiB"),
    "soft over hard": (f"{API}/memoryReservation", 300, "container api: memory has to be over memoryReservation"),
    "too little": (f"{API}/memory", 4, "container api: 6 MiB are the least"),
    "none essential": (f"{API}/essential", False, "containerDefinitions: one container has to be essential"),
    "no containers": ("containerDefinitions", [], "containerDefinitions: there is no container"),
    "same name": (f"{API}/name", "side", "container side: 2 containers have this name"),
    "no image": (f"{API}/image", None, "container api: image is missing"),
    "host port": (
        f"{API}/portMappings/0/hostPort", 8080, "container api: hostPort has to be 80, or left out",
    ),
    "same port": (
        "containerDefinitions/1/portMappings", [{"containerPort": 80}],
        "portMappings: 80/tcp is mapped 2 times: containers of a task share one address",
    ),
    "privileged": (f"{API}/privileged", True, "container api: Fargate does not have privileged"),
    "linux": (f"{API}/linuxParameters", {"maxSwap": 1}, "container api: Fargate does not have maxSwap"),
    "ipc": ("ipcMode", "host", "ipcMode: Fargate does not have it"),
    "pid": ("pidMode", "host", "pidMode: Fargate has only task"),
    "disk": ("ephemeralStorage", {"sizeInGiB": 20}, "ephemeralStorage: sizeInGiB is 21 to 200; without it 20"),
    "driver": (
        f"{API}/logConfiguration/logDriver", "syslog",
        "container api: logDriver is one of awslogs, splunk, awsfirelens",
    ),
    "prefix": (
        f"{API}/logConfiguration/options/awslogs-stream-prefix", None,
        "container api: awslogs needs awslogs-stream-prefix",
    ),
    "execution role": (
        "executionRoleArn", None,
        "container api: executionRoleArn is missing: logs, secrets or a private image need it",
    ),
    "health": (f"{API}/healthCheck/interval", 1, "container api: healthCheck interval is 5 to 300"),
    "stop": ("containerDefinitions/1/stopTimeout", 121, "container side: stopTimeout is 2 to 120 s"),
    "arm windows": (
        "runtimePlatform", {"cpuArchitecture": "ARM64", "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
        "runtimePlatform: Windows runs on X86_64 only",
    ),
    "unknown dependency": (
        f"{API}/dependsOn", [{"containerName": "db", "condition": "START"}],
        "container api: it depends on db, which is not here",
    ),
    "unhealthy dependency": (
        f"{API}/dependsOn", [{"containerName": "side", "condition": "HEALTHY"}],
        "container api: it waits for side to be healthy, which has no check",
    ),
    "endless dependency": (
        "containerDefinitions/1/dependsOn", [{"containerName": "api", "condition": "SUCCESS"}],
        "container side: it waits for the end of api, which is essential",
    ),
    "a circle": (
        f"{API}/dependsOn", [{"containerName": "api", "condition": "START"}],
        "dependsOn: api wait for each other",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MEANING)
def test_what_fargate_refuses_is_said_before(case: str) -> None:
    path, value, words = MEANING[case]
    said = problems(changed(path, value), registration_shape())

    assert words in [str(problem) for problem in said if problem.blocks]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (f"{API}/environment", [{"name": "DB_PASSWORD", "value": "hunter2"}], "DB_PASSWORD looks like a secret"),
        ("requiresCompatibilities", ["EC2"], "FARGATE is not in it"),
    ],
)
def test_what_is_only_unwise_may_be_sent(path: str, value: object, words: str) -> None:
    (problem,) = problems(changed(path, value), registration_shape())

    assert words in problem.words
    assert "hunter2" not in problem.words
    assert not problem.blocks


@given(st.sampled_from([(cpu, mib) for cpu, sizes in FARGATE_SIZES.items() for mib in sizes]))
def test_every_size_of_the_table_is_taken(size: tuple[int, int]) -> None:
    assert found({**GOOD, "cpu": str(size[0]), "memory": str(size[1])}) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from([*GOOD, "volumes", "tags", "linuxParameters"]), JSON)
def test_whatever_is_typed_is_judged(name: str, value: object) -> None:
    assert isinstance(found({**GOOD, name: value}), list)


@given(st.sampled_from([*GOOD["containerDefinitions"][0], "dependsOn", "secrets", "environment"]), JSON)
def test_whatever_is_typed_into_a_container_is_judged(name: str, value: object) -> None:
    assert isinstance(found(changed(f"{API}/{name}", value if value is not None else 0)), list)
