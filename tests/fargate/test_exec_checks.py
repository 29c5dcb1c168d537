"""What is in the way of a shell, one cause at a time."""

from typing import Any

import msgspec
import pytest

from fargate_tui.fargate.exec_checks import AGENT, Check, Evidence, checks, problems
from fargate_tui.fargate.records import (
    Container,
    ContainerDefinition,
    KeyValue,
    LinuxParameters,
    ManagedAgent,
    Secret,
    Service,
    Task,
    TaskDefinition,
    TaskOverride,
)
from fargate_tui.fargate.sessions import Plugin

AGENTS = (ManagedAgent(name=AGENT, last_status="RUNNING"),)
TASK = Task(
    task_arn="arn:aws:ecs:eu-west-1:1:task/prod/0a",
    group="service:api",
    last_status="RUNNING",
    desired_status="RUNNING",
    platform_family="Linux",
    platform_version="1.4.0",
    enable_execute_command=True,
    containers=(Container(name="app", last_status="RUNNING", managed_agents=AGENTS),),
)
APP = ContainerDefinition(name="app", linux_parameters=LinuxParameters(init_process_enabled=True))
DEFINITION = TaskDefinition(
    task_definition_arn="arn:aws:ecs:eu-west-1:1:task-definition/api:3",
    family="api",
    revision=3,
    task_role_arn="arn:aws:iam::1:role/api-task",
    container_definitions=(APP,),
)
SERVICE = Service(service_arn="arn:aws:ecs:eu-west-1:1:service/prod/api", service_name="api")
WELL = Evidence(
    task=TASK,
    container="app",
    plugin=Plugin(path="/usr/bin/session-manager-plugin", version=(1, 2, 764, 0)),
    service=SERVICE,
    definition=DEFINITION,
    cluster={},
)


def of(record: Any, **members: Any) -> Any:
    return msgspec.structs.replace(record, **members)


def found(evidence: Evidence, name: str) -> Check:
    return next(check for check in checks(evidence) if check.name == name)


def agent(**members: Any) -> Evidence:
    container = Container(name="app", last_status="RUNNING", managed_agents=(ManagedAgent(name=AGENT, **members),))
    evidence: Evidence = of(WELL, task=of(TASK, containers=(container,)))
    return evidence


def defined(**members: Any) -> Evidence:
    evidence: Evidence = of(WELL, definition=of(DEFINITION, container_definitions=(of(APP, **members),)))
    return evidence


def test_nothing_is_in_the_way_and_what_is_not_known_is_not_called_well() -> None:
    states = {check.name: check.state for check in checks(WELL)}

    assert problems(checks(WELL)) == ()
    assert {name for name, state in states.items() if state == "not checked"} == {"role", "network"}
    assert all(state in ("ok", "not checked") for state in states.values())


@pytest.mark.parametrize(
    ("evidence", "name", "state", "words"),
    [
        (of(WELL, plugin=None), "plugin", "problem", "not on the PATH"),
        (of(WELL, plugin=Plugin(path="p", version=(1, 2, 497, 0))), "plugin", "advice", "see the session's token"),
        (of(WELL, plugin=Plugin(path="p")), "plugin", "not checked", "does not say its version"),
        (of(WELL, task=of(TASK, last_status="PENDING")), "task", "problem", "PENDING still"),
        (of(WELL, task=of(TASK, last_status="STOPPED")), "task", "problem", "STOPPED"),
        (of(WELL, task=of(TASK, desired_status="STOPPED")), "task", "problem", "about to stop"),
        (of(WELL, container="side"), "container", "problem", "not in this task"),
        (of(WELL, task=of(TASK, platform_version="1.3.0")), "platform", "problem", "begins with 1.4.0"),
        (of(WELL, task=of(TASK, platform_version=None)), "platform", "not checked", "does not say"),
        (
            of(WELL, task=of(TASK, platform_family="Windows Server 2022 Core", platform_version="1.0.0")),
            "platform", "ok", "1.0.0",
        ),
        (of(WELL, task=of(TASK, enable_execute_command=False)), "enabled", "problem", "without ECS Exec"),
        (
            of(WELL, task=of(TASK, enable_execute_command=False), service=of(SERVICE, enable_execute_command=True)),
            "enabled", "problem", "started before its service had",
        ),
        (of(WELL, task=of(TASK, enable_execute_command=False, group="family:x")), "enabled", "problem", "without"),
        (agent(last_status="PENDING"), "agent", "problem", "PENDING"),
        (agent(last_status="STOPPED", reason="no route"), "agent", "problem", "STOPPED: no route"),
        (of(WELL, task=of(TASK, containers=(Container(name="app", last_status="RUNNING"),))), "agent", "not checked",
         "says nothing"),
        (of(WELL, definition=of(DEFINITION, task_role_arn=None)), "role", "problem", "no role"),
        (of(WELL, definition=None, missing={"definition": "not allowed"}), "role", "not checked", "not allowed"),
        (of(WELL, definition=None, missing={"definition": "not allowed"}), "definition", "not checked", "not allowed"),
        (defined(readonly_root_filesystem=True), "file system", "problem", "read-only"),
        (defined(linux_parameters=None), "init", "advice", "zombie"),
        (defined(environment=(KeyValue(name="AWS_ACCESS_KEY_ID", value="x"),)), "environment", "advice", "hide"),
        (defined(secrets=(Secret(name="AWS_SECRET_ACCESS_KEY"),)), "environment", "advice", "AWS_SECRET_ACCESS_KEY"),
        (of(WELL, definition=of(DEFINITION, pid_mode="task", container_definitions=(APP, of(APP, name="b")))),
         "pid mode", "advice", "only one"),
        (of(WELL, cluster=None, missing={"cluster": "throttled"}), "audit", "not checked", "throttled"),
        (of(WELL, cluster={"configuration": {"executeCommandConfiguration": {"logging": "NONE"}}}), "audit", "ok",
         "not logged"),
        (of(WELL, cluster={"configuration": {"executeCommandConfiguration": {"kmsKeyId": "k"}}}), "audit",
         "not checked", "kms:Decrypt"),
    ],
)  # fmt: skip
def test_each_cause(evidence: Evidence, name: str, state: str, words: str) -> None:
    check = found(evidence, name)

    assert (check.state, words in check.words) == (state, True), check
    assert check.remedy or state != "problem"


def test_only_a_service_is_mended_by_a_redeploy() -> None:
    not_enabled = of(WELL, task=of(TASK, enable_execute_command=False))
    standalone = of(not_enabled, task=of(not_enabled.task, group="family:x"))

    assert found(not_enabled, "enabled").is_mended_by_redeploy
    assert not found(standalone, "enabled").is_mended_by_redeploy


def test_the_role_of_the_task_comes_before_that_of_its_definition() -> None:
    overridden = of(WELL, task=of(TASK, overrides=TaskOverride(task_role_arn="arn:aws:iam::1:role/other")))

    assert "other" in found(overridden, "role").words
