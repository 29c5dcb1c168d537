"""Whatever a draft without a BLOCK produces is taken: by the SDK, and by the local AWS."""

import json
from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, event, given, settings

from fargate_tui.demo.ecs.definition_validation import check_containers, check_for_fargate, check_task, fargate_size
from fargate_tui.demo.ecs.wire import Members
from fargate_tui.fargate.drafts.creations import Creation, Ref, Request, filled, refs_of
from fargate_tui.fargate.drafts.facts import NOTHING, Facts
from fargate_tui.fargate.drafts.task_definition.checks import TASK_DEFINITION_CHECKS
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.known import Known
from fargate_tui.fargate.policies import conditionally_trusted, decide, trusted_services
from fargate_tui.fargate.records import Permission
from tests.fargate.drafts.answers import ECR, SECRET, drafts
from tests.fargate.drafts.definitions import REGISTRATIONS

SESSION = botocore.session.get_session()
ACCOUNT = Facts(account="123456789012", region="eu-west-1")
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


def filled_in(creations: tuple[Creation, ...]) -> list[Request]:
    """All requests, with an ARN for each reference; which has to be to something that is made before."""
    made: dict[Ref, str] = {}
    requests = []
    for creation in creations:
        for request in creation.requests:
            assert set(refs_of(request.parameters)) <= set(made)
            parameters = filled(request.parameters, made)
            assert isinstance(parameters, Mapping)
            requests.append(Request(service=request.service, operation=request.operation, parameters=parameters))
        made[Ref(step=creation.step)] = f"arn:aws:iam::123456789012:role/{creation.name}"
    return requests


@SLOW
@given(drafts())
def test_what_nothing_blocks_is_taken(draft: TaskDefinitionDraft) -> None:
    blocks = [each for each in draft.findings(NOTHING) if each.blocks]
    event("blocked" if blocks else "free")
    if blocks:
        assert {each.field for each in blocks} <= {field.id for step in draft.steps() for field in step.fields} | {""}
        return
    requests = filled_in(draft.creations(ACCOUNT))

    for request in requests:
        model = SESSION.get_service_model(request.service).operation_model(request.operation)
        report = ParamValidator().validate(dict(request.parameters), model.input_shape)
        assert not report.has_errors(), report.generate_report()
    registration = Members(dict(requests[-1].parameters))
    check_containers(registration.each("containerDefinitions"))
    check_task(registration)
    check_for_fargate(registration, *fargate_size(registration))


@SLOW
@given(drafts())
def test_a_draft_can_be_looked_at_whatever_was_typed(draft: TaskDefinitionDraft) -> None:
    kept = draft.kept()

    assert "hunter2" not in repr(kept)
    assert kept.steps()
    assert kept.summary(ACCOUNT)
    assert draft.wants(ACCOUNT) == kept.wants(ACCOUNT)
    assert draft.cost(NOTHING) is not None or any(each.blocks for each in draft.findings(NOTHING))


def designed() -> TaskDefinitionDraft:
    found = TaskDefinitionDraft.begun("eu-west-1").added("volumes")
    for field, text in {
        "family": "web",
        "containers.0.image": ECR,
        "containers.0.secrets": f"DB={SECRET}:password::\nP=/app/parameter",
        "containers.0.environment_files": "arn:aws:s3:::bucket/a.env",
        "containers.0.log_retention": "30",
        "containers.0.mounts": "data:/data",
        "volumes.0.name": "data",
        "volumes.0.kind": "EFS",
        "volumes.0.file_system": "fs-01234567",
        "volumes.0.encryption": "ENABLED",
        "volumes.0.iam": "ENABLED",
        "task_role": "create",
        "execute": "on",
        "tags": "team=a",
    }.items():
        found = found.answered(field, text)
    return found


def document(creation: Creation, operation: str, member: str) -> dict[str, Any]:
    found = next(each for each in creation.requests if each.operation == operation)
    policy = json.loads(str(found.parameters[member]))
    assert isinstance(policy, dict)
    return policy


def test_log_groups_and_roles_are_made_before_what_names_them() -> None:
    creations = designed().creations(ACCOUNT)

    assert [each.step for each in creations] == [
        "log-group:/ecs/web", "role:web-execution", "role:web-task", "task-definition:web",
    ]  # fmt: skip
    assert [each.operation for each in creations[0].requests] == ["CreateLogGroup", "PutRetentionPolicy"]
    assert creations[0].requests[1].parameters == {"logGroupName": "/ecs/web", "retentionInDays": 30}
    assert creations[3].requests[0].parameters["taskRoleArn"] == Ref(step="role:web-task")


def test_a_group_that_is_there_is_not_made() -> None:
    there = Facts(account="123456789012", region="eu-west-1", log_groups={"//ecs/web": Known(value=True)})

    assert designed().creations(there)[0].step == "role:web-execution"


def test_the_roles_trust_ecs_and_the_task_role_tasks_of_this_account_only() -> None:
    _, execution, task, _ = (
        document(each, "CreateRole", "AssumeRolePolicyDocument") if each.kind == "role" else {}
        for each in designed().creations(ACCOUNT)
    )

    assert trusted_services(execution) == trusted_services(task) == ("ecs-tasks.amazonaws.com",)
    assert conditionally_trusted(execution) == ()
    assert task["Statement"][0]["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}


def test_the_execution_role_may_what_is_needed_and_no_more() -> None:
    execution = designed().creations(ACCOUNT)[1]
    policy = document(execution, "PutRolePolicy", "PolicyDocument")

    assert execution.requests[1].parameters["PolicyArn"] == (
        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    )
    assert {action for each in policy["Statement"] for action in each["Action"]} == {
        "secretsmanager:GetSecretValue", "ssm:GetParameters", "s3:GetObject", "s3:GetBucketLocation",
    }  # fmt: skip
    assert decide([policy], Permission(action="secretsmanager:GetSecretValue", resource=SECRET)) == "allowed"
    assert decide([policy], Permission(action="secretsmanager:GetSecretValue", resource=f"{SECRET}2")) == "denied"


def test_the_task_role_may_mount_and_let_a_shell_in() -> None:
    policy = document(designed().creations(ACCOUNT)[2], "PutRolePolicy", "PolicyDocument")
    system = "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-01234567"

    assert decide([policy], Permission(action="ssmmessages:OpenDataChannel")) == "allowed"
    assert decide([policy], Permission(action="elasticfilesystem:ClientMount", resource=system)) == "allowed"
    assert decide([policy], Permission(action="elasticfilesystem:ClientWrite", resource=system)) == "allowed"


def test_a_role_may_make_the_group_where_a_task_does() -> None:
    execution = designed().answered("containers.0.log_creation", "at start").creations(ACCOUNT)[0]
    policy = document(execution, "PutRolePolicy", "PolicyDocument")
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:log-stream:"

    assert decide([policy], Permission(action="logs:CreateLogGroup", resource=group)) == "allowed"


def test_a_role_of_nothing_but_an_image_of_the_docker_hub_has_no_policy() -> None:
    found = TaskDefinitionDraft.begun("eu-west-1").answered("family", "web").answered("containers.0.log_driver", "")
    execution = found.answered("containers.0.image", "nginx").creations(ACCOUNT)[0]

    assert [each.operation for each in execution.requests] == ["CreateRole"]


@SLOW
@given(REGISTRATIONS)
def test_whatever_was_registered_can_be_looked_at(request: dict[str, Any]) -> None:
    found = TaskDefinitionDraft.of_registration(request, "eu-west-1")

    assert {each.check for each in found.findings(ACCOUNT)} == {each.number for each in TASK_DEFINITION_CHECKS}
    assert found.steps(ACCOUNT)
    assert found.summary(ACCOUNT)
    assert found.creations(ACCOUNT)[-1].requests[0].parameters == request
    assert all(each.key for each in found.wants(ACCOUNT))
