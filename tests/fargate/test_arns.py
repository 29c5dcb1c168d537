import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate import arns

ECS = "arn:aws:ecs:ap-northeast-1:123456789012:"
ELB = "arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:"


@pytest.mark.parametrize(
    ("arn", "name", "cluster"),
    [
        (ECS + "cluster/prod", "prod", "prod"),
        (ECS + "service/prod/web", "web", "prod"),
        (ECS + "service/web", "web", ""),
        (ECS + "task/prod/4f1c0a9e00000000000000000000000f", "4f1c0a9e00000000000000000000000f", "prod"),
        (ECS + "task/1dc5c17a-422b-4dc4-b493-371970c6c4d6", "1dc5c17a-422b-4dc4-b493-371970c6c4d6", ""),
        (ECS + "container/prod/4f1c/0d2e", "0d2e", "prod"),
        (ECS + "task-definition/web:7", "web:7", ""),
        (ELB + "targetgroup/web-blue/0123456789abcdef", "web-blue", ""),
        (ELB + "loadbalancer/app/front/50dc6c495c0c9188", "front", ""),
        ("arn:aws:iam::123456789012:role/service-role/ops", "ops", ""),
        ("arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web", "web", ""),
        ("web", "web", ""),
        ("", "", ""),
        ("arn:aws", "arn:aws", ""),
        (ECS, "", ""),
    ],
)
def test_name_and_cluster(arn: str, name: str, cluster: str) -> None:
    assert (arns.name_of(arn), arns.cluster_of(arn)) == (name, cluster)


@pytest.mark.parametrize(
    ("arn", "family", "revision"),
    [
        (ECS + "task-definition/web:7", "web", 7),
        ("web:12", "web", 12),
        ("web", "web", None),
        ("7", "7", None),
        ("", "", None),
        ("web:latest", "web:latest", None),
    ],
)
def test_family_and_revision(arn: str, family: str, revision: int | None) -> None:
    assert (arns.family_of(arn), arns.revision_of(arn)) == (family, revision)


def test_family_revision_of_an_arn() -> None:
    assert arns.family_revision(ECS + "task-definition/web:7") == "web:7"


def test_task_id_of_an_arn() -> None:
    assert arns.task_id(ECS + "task/prod/4f1c0a9e") == "4f1c0a9e"


@pytest.mark.parametrize(("group", "service"), [("service:web", "web"), ("family:job", ""), ("", "")])
def test_service_of_group(group: str, service: str) -> None:
    assert arns.service_of_group(group) == service


@given(st.text() | st.text(alphabet="arn:/ecs9").map(lambda tail: "arn:" + tail))
def test_nothing_makes_them_fail(text: str) -> None:
    assert arns.name_of(text) in text
    assert arns.cluster_of(text) in text
    assert arns.family_of(text) in text
    assert (arns.revision_of(text) or 0) >= 0
