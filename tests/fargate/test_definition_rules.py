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


MEANING: dict[str, tuple[str, object, str]] = {
    "network": (
        "networkMode", "bridge",
        "networkMode: Fargate wants awsvpc; choose awsvpc",
    ),
    "no cpu": (
        "cpu", None,
        "cpu: Fargate needs it; for instance 256, which goes with 512 MiB",
    ),
    "size": (
        "memory", "9999",
        "memory: 9999 MiB does not go with 256 units of CPU; choose 512, 1024, 2048",
    ),
    "no such cpu": (
        "cpu", "300",
        "cpu: there is no size with 300 units of CPU; 256 512 1024 2048 4096 8192 16384 32768",
    ),
    "cpu of containers": (
        f"{API}/cpu", 300,
        "container api, cpu: 300 of the task's 256 units; less, or more for the task",
    ),
    "memory of containers": (
        f"{API}/memory", 600,
        "container api, memory: 600 of the task's 512 MiB; less, or more for the task",
    ),
    "soft over hard": (
        f"{API}/memoryReservation", 300,
        "container api, memory: 256 MiB is not over the reservation, 300; raise it, or leave one out",
    ),
    "too little": (
        f"{API}/memory", 4,
        "container api, memory: 6 MiB are the least",
    ),
    "none essential": (
        f"{API}/essential", False,
        "container api, essential: no container is essential; make one essential: the task ends with it",
    ),
    "no containers": (
        "containerDefinitions", [],
        "there is no container; add one",
    ),
    "same name": (
        f"{API}/name", "side",
        "container side, name: 2 containers have this name; a name for each",
    ),
    "no image": (
        f"{API}/image", None,
        "container api, image: it has no image; repository:tag",
    ),
    "host port": (
        f"{API}/portMappings/0/hostPort", 8080,
        "container api, portMappings: host=8080 is not 80; leave it out, or make it 80",
    ),
    "same port": (
        "containerDefinitions/1/portMappings", [{"containerPort": 80}],
        (
            "container side, portMappings: it maps 80, and so does api: containers of a task share one address; "
            "another port, or one protocol only"
        ),
    ),
    "privileged": (
        f"{API}/privileged", True,
        "container api: Fargate does not have privileged; take it out",
    ),
    "linux": (
        f"{API}/linuxParameters", {"maxSwap": 1},
        "container api: Fargate does not have linuxParameters.maxSwap; take it out",
    ),
    "ipc": (
        "ipcMode", "host",
        "Fargate does not have ipcMode; take it out",
    ),
    "pid": (
        "pidMode", "host",
        "pidMode: Fargate has only task; choose task, or none",
    ),
    "disk": (
        "ephemeralStorage", {"sizeInGiB": 20},
        "ephemeralStorage.sizeInGiB: it can be 21 to 200 GiB; leave it blank for the 20 that are free",
    ),
    "driver": (
        f"{API}/logConfiguration/logDriver", "syslog",
        "container api, logConfiguration: Fargate does not have syslog; choose awslogs, splunk, awsfirelens",
    ),
    "prefix": (
        f"{API}/logConfiguration/options/awslogs-stream-prefix", None,
        "container api, logConfiguration.options.awslogs-stream-prefix: awslogs needs its stream prefix; name it",
    ),
    "execution role": (
        "executionRoleArn", None,
        "executionRoleArn: api needs one: it writes to CloudWatch Logs",
    ),
    "health": (
        f"{API}/healthCheck/interval", 1,
        "container api, healthCheck.interval: 5 to 300 s",
    ),
    "stop": (
        "containerDefinitions/1/stopTimeout", 121,
        "container side, stopTimeout: 2 to 120 s",
    ),
    "arm windows": (
        "runtimePlatform", {"cpuArchitecture": "ARM64", "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"},
        "runtimePlatform.cpuArchitecture: Windows runs on X86_64 only; choose X86_64, or LINUX",
    ),
    "unknown dependency": (
        f"{API}/dependsOn", [{"containerName": "db", "condition": "START"}],
        "container api, dependsOn: it waits for db, which is not here; name a container of this task",
    ),
    "unhealthy dependency": (
        f"{API}/dependsOn", [{"containerName": "side", "condition": "HEALTHY"}],
        (
            "container api, dependsOn: it waits for side to be healthy, which has no check; "
            "give side a health check, or wait for START"
        ),
    ),
    "endless dependency": (
        "containerDefinitions/1/dependsOn", [{"containerName": "api", "condition": "SUCCESS"}],
        (
            "container side, dependsOn: it waits for the end of api, which is essential; "
            "make api not essential: the task would end"
        ),
    ),
    "a circle": (
        f"{API}/dependsOn", [{"containerName": "api", "condition": "START"}],
        "container api, dependsOn: it waits for itself; take the line out",
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
