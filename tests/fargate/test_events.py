import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.events import RULES, brief, classify

TG = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/73e2d6bc24d8a067"
ID = "4f1c0a9e8d7b4c6fa1b2c3d4e5f60718"
OTHER = "9be077128d7b4c6fa1b2c3d4e5f60718"
PLACE = "was unable to place a task."

# (row of fargate.md §6, message after the service prefix, kind, severity)
MESSAGES = [
    ("E01", "has reached a steady state.", "steady", "ok"),
    ("E02", f"registered 2 targets in (target-group {TG})", "targets registered", "info"),
    ("E03", f"deregistered 1 targets in (target-group {TG})", "targets deregistered", "info"),
    ("E04", "has begun draining connections on 2 tasks.", "draining", "info"),
    ("E05", f"has started 1 tasks: (task {ID}).", "started", "info"),
    (
        "E06",
        f"has started 1 tasks: (task {ID}). Amazon ECS replaced 1 tasks due to an unhealthy status.",
        "unhealthy replaced",
        "warn",
    ),
    ("E07", f"has stopped 2 running tasks: (task {ID}) (task {OTHER}).", "stopped", "info"),
    ("E08", "stopped 1 pending tasks.", "pending stopped", "info"),
    ("E09", "(deployment ecs-svc/5436137264) deployment completed.", "deployment completed", "ok"),
    (
        "E10",
        "(deployment ecs-svc/5436137264) deployment failed: tasks failed to start.",
        "deployment failed",
        "error",
    ),
    ("E11", "(deployment ecs-svc/54) deployment failed: alarm detected.", "deployment alarm", "error"),
    ("E12", "rolling back to deployment ecs-svc/1111111111.", "rolling back", "error"),
    (
        "E13",
        f"(task {ID}) (port 80) is unhealthy in (target-group {TG}) due to (reason Request timed out)",
        "target unhealthy",
        "warn",
    ),
    (
        "E13 old",
        f"(port 80) is unhealthy in (target-group {TG}) due to (reason Health checks failed)",
        "target unhealthy",
        "warn",
    ),
    (
        "E13 EC2",
        f"(instance i-0abc) (port 80) is unhealthy in (target-group {TG}) due to (reason Health checks failed)",
        "target unhealthy",
        "warn",
    ),
    ("E14", f"(task {ID}) failed container health checks.", "container unhealthy", "warn"),
    ("E15", "is unable to consistently start tasks successfully.", "cannot start", "error"),
    ("E16", f"{PLACE} Reason: CannotPullContainerError: not found.", "cannot place", "error"),
    ("E17", f"{PLACE} Reason: You’ve reached the limit on the number of vCPUs you can run.", "quota reached", "error"),
    ("E17", f"{PLACE} Reason: You've reached the limit on the number of tasks you can run.", "quota reached", "error"),
    ("E18", f"{PLACE} Reason: The requested CPU configuration is above your limit.", "above limit", "error"),
    ("E19", f"{PLACE} Reason: Capacity is unavailable at this time. Please try again.", "no capacity", "warn"),
    ("E20", f"{PLACE} Reason: Internal error.", "placement internal error", "error"),
    (
        "E21",
        "was unable to place a task because no container instance met all of its requirements.",
        "no instance",
        "error",
    ),
    (
        "E22",
        "was unable to reach steady state. Reason: No Container Instances were found in your capacity provider.",
        "no instance",
        "error",
    ),
    (
        "E23",
        (
            "was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks"
            " under protection)"
        ),
        "protected",
        "warn",
    ),
    (
        "E23 docs",
        (
            "task set (ecs-svc/1) was unable to scale in. Reason: The number of protected tasks are more than the"
            " desired count of tasks"
        ),
        "protected",
        "warn",
    ),
    (
        "E24",
        "was unable to stop or start tasks during a deployment because of the service deployment configuration.",
        "deployment configuration",
        "error",
    ),
    ("E25", "operations are being throttled. Will try again later.", "throttled", "warn"),
    ("E26", "could not launch 3 tasks for deployment ecs-svc/1.", "launch failed", "error"),
    (
        "E27",
        "was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded.",
        "provisioning limit",
        "warn",
    ),
    (
        "E28",
        f"task set (ecs-svc/1) (task {ID}) is not healthy in target-group ({TG}) due to TARGET GROUP IS NOT FOUND",
        "target group gone",
        "error",
    ),
    (
        "E30",
        "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::1:role/x').",
        "role not assumed",
        "error",
    ),
    (
        "E31",
        f"failed to register targets in (target-group {TG}) with (error the IP is not in the VPC)",
        "registration failed",
        "error",
    ),
    ("E32", "is not AZ balanced with 2 tasks in us-east-1a. AZ Rebalancing in progress.", "rebalancing", "info"),
    ("E33", f"has started 1 tasks in us-east-1a to AZ Rebalance: (task {ID}).", "rebalance started", "info"),
    (
        "E33",
        f"has stopped 1 running tasks in us-east-1a due to AZ rebalancing: (task {ID}).",
        "rebalance stopped",
        "info",
    ),
    ("E34", "deployment failed: tasks failed to start.", "deployment failed", "error"),
    ("E35", "was visited by a heron.", "unknown", "info"),
]


@pytest.mark.parametrize("prefix", ["(service web-1) ", "service (web-1) ", "(service web-1, taskSet ecs-svc/9) "])
@pytest.mark.parametrize(("row", "message", "kind", "severity"), MESSAGES)
def test_every_row_of_the_table(prefix: str, row: str, message: str, kind: str, severity: str) -> None:
    said = classify(prefix + message)
    assert (said.kind, said.severity, said.text, said.service) == (kind, severity, message, "web-1"), row


def test_every_rule_has_a_message_of_its_own() -> None:
    assert {rule.kind for rule in RULES} == {kind for _, _, kind, _ in MESSAGES} - {"unknown"} | {"roles changed"}


def test_roles_are_told_of_without_a_prefix() -> None:
    message = "IAM trust relationship has been misconfigured, and ECS can no longer maintain your service"
    assert classify(message).kind == "roles changed"


def test_tasks_that_are_named() -> None:
    assert classify(f"(service web) has stopped 2 running tasks: (task {ID}) (task {OTHER}).").task_ids == (ID, OTHER)


def test_a_sick_target_names_task_group_and_reason() -> None:
    said = classify(
        f"(service web) (task {ID}) (port 80) is unhealthy in (target-group {TG}) due to (reason Health checks failed"
        " with these codes: [503])"
    )
    assert (said.task_ids, said.target_group) == ((ID,), TG)
    assert said.reason == "Health checks failed with these codes: [503]"


@pytest.mark.parametrize(
    ("message", "deployment", "reason"),
    [
        ("(service web) (deployment ecs-svc/54) deployment completed.", "ecs-svc/54", ""),
        ("(service web) (deployment ecs-svc/54) deployment failed: alarm detected.", "ecs-svc/54", "alarm detected"),
        ("(service web) rolling back to deployment ecs-svc/12.", "ecs-svc/12", ""),
        (f"(service web) {PLACE} Reason: Internal error.", "", "Internal error."),
    ],
)
def test_deployments_and_reasons(message: str, deployment: str, reason: str) -> None:
    said = classify(message)
    assert (said.deployment, said.reason) == (deployment, reason)


@given(st.text())
def test_what_no_rule_knows_is_kept_word_for_word(text: str) -> None:
    said = classify(text)
    assert text.endswith(said.text)
    assert said.kind != "unknown" or said.severity == "info"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("(deployment ecs-svc/3769309333409590959) deployment completed.", "deployment completed"),
        (f"registered 2 targets in (target-group {TG})", f"registered 2 targets in {name_of(TG)}"),
        ("has started 1 tasks: (task ba8bbf5b426aca11ba8bbf5b426aca11).", "has started 1 tasks: ba8bbf5b"),
        ("something nobody has seen before (and more).", "something nobody has seen before (and more)"),
    ],
)
def test_a_brief_message_keeps_what_a_person_reads(text: str, short: str) -> None:
    assert brief(text) == short
