import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.findings import task_finding
from fargate_tui.fargate.records import Attachment, Container, KeyValue, TargetHealth, Task
from fargate_tui.live.rows import health_of, interface_detail, joined, task_row
from tests.live.small_aws import task

TARGET = TargetHealth(target_group_arn="arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/w/1", target_id="10.0.0.1")


def target(state: str, **why: str) -> TargetHealth:
    return msgspec.structs.replace(TARGET, state=state, **why)


@pytest.mark.parametrize(
    ("health", "of_containers", "shown"),
    [
        ("UNKNOWN", ("UNKNOWN", None), ""),
        ("UNKNOWN", ("HEALTHY", "UNKNOWN"), "UNKNOWN"),
        ("HEALTHY", ("HEALTHY",), "HEALTHY"),
        ("UNHEALTHY", ("UNHEALTHY",), "UNHEALTHY"),
        ("HEALTHY", (), "HEALTHY"),
        (None, (), ""),
    ],
)
def test_health_is_empty_where_nothing_checks_it(
    health: str | None, of_containers: tuple[str, ...], shown: str
) -> None:
    containers = tuple(Container(health_status=each) for each in of_containers)
    assert health_of(task(1, health_status=health, containers=containers)) == shown


@pytest.mark.parametrize(
    ("facts", "launch"),
    [
        ({"launch_type": "FARGATE"}, "FARGATE"),
        ({"capacity_provider_name": "FARGATE_SPOT", "launch_type": "FARGATE"}, "SPOT"),
        ({"capacity_provider_name": "FARGATE"}, "FARGATE"),
        ({"launch_type": "EC2"}, "EC2"),
        ({"launch_type": None}, ""),
    ],
)
def test_how_a_task_was_launched(facts: dict[str, str], launch: str) -> None:
    subject = task(1, **facts)
    assert task_row(subject, "prod", task_finding(subject)).launch == launch


def test_a_task_without_a_network_interface() -> None:
    assert interface_detail(task(1, attachments=()), "networkInterfaceId") == ""
    volume = Attachment(type="AmazonElasticBlockStorage", details=(KeyValue(name="networkInterfaceId", value="no"),))
    assert interface_detail(task(1, attachments=(volume,)), "networkInterfaceId") == ""


def test_joining_the_same_again_is_the_same_object() -> None:
    own = task_finding(task(1))
    row = task_row(task(1), "prod", own)
    once = joined(row, own, (target("unhealthy", reason="Target.Timeout"),), "54.1.2.3")
    assert (once.target, once.target_reason, once.public_ip) == ("unhealthy", "Target.Timeout", "54.1.2.3")
    assert joined(once, own, (target("unhealthy", reason="Target.Timeout"),), "54.1.2.3") is once
    healed = joined(once, own, (target("healthy"),), "54.1.2.3")
    assert (healed.target, healed.finding) == ("healthy", own)


words = st.none() | st.sampled_from(["RUNNING", "STOPPED", "PENDING", "DEACTIVATING", "DELETED", "NEW_STATE"])
texts = st.none() | st.text(max_size=20)


@given(
    st.builds(
        Task,
        task_arn=st.text(max_size=30),
        last_status=words,
        desired_status=words,
        group=texts,
        task_definition_arn=texts,
        stopped_reason=texts,
        health_status=texts,
        containers=st.lists(st.builds(Container, name=texts, exit_code=st.none() | st.integers(0, 255))).map(tuple),
    ),
    st.lists(st.sampled_from(["healthy", "unhealthy", "initial", "of a new kind"]).map(target)),
)
def test_any_task_has_a_row_however_much_aws_leaves_out(subject: Task, targets: list[TargetHealth]) -> None:
    own = task_finding(subject)
    row = joined(task_row(subject, "prod", own), own, targets, None)
    assert row.arn == subject.task_arn
    assert row.finding.word
    assert (row.target is None) == (not targets)
