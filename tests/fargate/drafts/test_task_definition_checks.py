"""Every check of a task definition: what it finds fault with, at which field, and what it leaves alone."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.facts import NOTHING, Facts, Granted, Image, permissions_key
from fargate_tui.fargate.drafts.task_definition.checks import TASK_DEFINITION_CHECKS
from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.policies import Decision
from fargate_tui.fargate.records import Permission, Role, StoredImage, StoredSecret
from tests.fargate.drafts.answers import ECR, SECRET

PLAIN = {"family": "web", "containers.0.image": "nginx"}
C0, C1 = "containers.0.", "containers.1."


def draft(answers: Mapping[str, str], *, containers: int = 1, volumes: int = 0) -> TaskDefinitionDraft:
    found = TaskDefinitionDraft.begun("eu-west-1")
    for _ in range(containers - 1):
        found = found.added("containers.0")
    for _ in range(volumes):
        found = found.added("volumes")
    side = {"containers.1.name": "side", "containers.1.image": "side"} if containers > 1 else {}
    for field, text in {**PLAIN, **side, **answers}.items():
        found = found.answered(field, text)
    return found


def found_by(number: str, findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(each.level, each.field, each.words) for each in findings if each.check == number and each.verdict != "ok"]


def test_every_check_stands_once() -> None:
    assert sorted(each.number for each in TASK_DEFINITION_CHECKS) == [f"P{each:02}" for each in range(1, 19)] + ["§2"]


def test_a_plain_one_is_well() -> None:
    findings = draft({}).findings(NOTHING)

    assert {each.check for each in findings if each.verdict == "ok"} == {
        each.number for each in TASK_DEFINITION_CHECKS
    } - {"P12"}
    assert all(each.field and each.words for each in findings)


MANY = "\n".join(f"arn:aws:s3:::bucket/{each}.env" for each in range(11))
CODES = " ".join(map(str, range(51)))
WRONG: Mapping[str, tuple[str, dict[str, str], str, str, str]] = {
    "no family": ("§2", {"family": ""}, "BLOCK", "family", "it has no name"),
    "family": ("§2", {"family": "my web"}, "BLOCK", "family", "this is no name"),
    "container's name": ("§2", {C0 + "name": "a b"}, "BLOCK", C0 + "name", "this is no name"),
    "same name": ("§2", {C1 + "name": "web"}, "BLOCK", C0 + "name", "2 containers have this name"),
    "no image": ("§2", {C0 + "image": ""}, "BLOCK", C0 + "image", "it has no image"),
    "env files": ("§2", {C0 + "environment_files": MANY}, "BLOCK", C0 + "environment_files", "11 files; 10 at most"),
    "env file": (
        "§2", {C0 + "environment_files": "s3://a"}, "BLOCK", C0 + "environment_files", "s3://a is no .env file of S3",
    ),
    "variable": ("§2", {C0 + "environment": "A"}, "BLOCK", C0 + "environment", "a line is NAME=value"),
    "command": ("§2", {C0 + "command": "run 'it"}, "BLOCK", C0 + "command", "a quote is not closed"),
    "start timeout": ("§2", {C0 + "start_timeout": "1"}, "BLOCK", C0 + "start_timeout", "2 to 120 s"),
    "restart period": (
        "§2", {C0 + "restart": "on", C0 + "restart_period": "59"}, "BLOCK", C0 + "restart_period", "60 to 1800 s",
    ),
    "exit codes": (
        "§2", {C0 + "restart": "on", C0 + "restart_codes": CODES}, "BLOCK", C0 + "restart_codes",
        "50 exit codes at most",
    ),
    "volume": ("§2", {C0 + "mounts": "data:/data"}, "BLOCK", C0 + "mounts", "there is no volume data"),
    "role": ("§2", {"task_role": "my role"}, "BLOCK", "task_role", "this is no role"),
    "tag": ("§2", {"tags": "aws:a=b"}, "BLOCK", "tags", "aws:a: aws: is AWS's own"),
    "file system": (
        "§2", {"volumes.0.name": "v", "volumes.0.kind": "EFS"}, "BLOCK", "volumes.0.file_system", "which file system?",
    ),
    "P02": ("P02", {"memory": "4096"}, "BLOCK", "memory", "4096 MiB does not go with 256 units of CPU"),
    "P02 nonsense": ("P02", {"cpu": "much"}, "BLOCK", "cpu", "Fargate needs it"),
    "P03 share": ("P03", {C0 + "cpu": "300"}, "BLOCK", C0 + "cpu", "300 of the task's 256 units"),
    "P03 shares": (
        "P03", {C0 + "cpu": "150", C1 + "cpu": "150"}, "BLOCK", "cpu", "the containers want 300 of 256 units",
    ),
    "P03 limit": ("P03", {C0 + "memory": "1024"}, "BLOCK", C0 + "memory", "1024 of the task's 512 MiB"),
    "P03 limits": (
        "P03", {C0 + "memory": "300", C1 + "memory": "300"}, "BLOCK", "memory", "the containers want 600 of 512 MiB",
    ),
    "P03 reservation": (
        "P03", {C0 + "memory_reservation": "513"}, "BLOCK", C0 + "memory_reservation", "513 of the task's 512 MiB",
    ),
    "P03 reserved": (
        "P03", {C0 + "memory": "100", C0 + "memory_reservation": "100"}, "BLOCK", C0 + "memory",
        "100 MiB is not over the reservation, 100",
    ),
    "P03 least": ("P03", {C0 + "memory_reservation": "5"}, "BLOCK", C0 + "memory_reservation", "6 MiB are the least"),
    "P03 unused": (
        "P03", {C0 + "memory": "128", C1 + "memory": "128"}, "WARN", "memory",
        "256 MiB are paid for and no container may use them",
    ),
    "P03 no number": ("P03", {C0 + "cpu": "half"}, "BLOCK", C0 + "cpu", "a whole number of at least 0 units of CPU"),
    "P04": (
        "P04", {C0 + "essential": "off", C1 + "essential": "off"}, "BLOCK", C0 + "essential",
        "no container is essential",
    ),
    "P05 host": ("P05", {C0 + "ports": "80 host=8080"}, "BLOCK", C0 + "ports", "host=8080 is not 80"),
    "P05 protocols": ("P05", {C0 + "ports": "53/tcp\n53/udp"}, "BLOCK", C0 + "ports", "53 is mapped twice"),
    "P05 two": (
        "P05", {C0 + "ports": "80", C1 + "ports": "80"}, "BLOCK", C1 + "ports",
        "it maps 80, and so does web: containers of a task share one address",
    ),
    "P05 range": (
        "P05", {C0 + "ports": "9000-9010", C1 + "ports": "9005"}, "BLOCK", C1 + "ports",
        "it maps 9005, and so does web: containers of a task share one address",
    ),
    "P05 name": ("P05", {C0 + "ports": "80 name=Web"}, "BLOCK", C0 + "ports", "Web is no name of a port"),
    "P05 names": ("P05", {C0 + "ports": "80 name=a\n81 name=a"}, "BLOCK", C0 + "ports", "a names several ports"),
    "ulimit": (
        "§2", {C0 + "ulimits": "nofile=2:1"}, "BLOCK", C0 + "ulimits", "the soft limit is over the hard one",
    ),
    "P05 number": ("P05", {C0 + "ports": "65536"}, "BLOCK", C0 + "ports", "ports are 1 to 65535"),
    "P06 capability": (
        "P06", {C0 + "capabilities": "NET_ADMIN"}, "BLOCK", C0 + "capabilities", "Fargate does not give NET_ADMIN",
    ),
    "P06 windows": (
        "P06", {"os": "WINDOWS_SERVER_2022_CORE", C0 + "user": "me"}, "BLOCK", C0 + "user", "Windows has no user",
    ),
    "P06 pid": ("P06", {"pid_mode": "host"}, "BLOCK", "pid_mode", "Fargate has only task"),
    "P07": ("P07", {"storage": "20"}, "BLOCK", "storage", "it can be 21 to 200 GiB"),
    "P07 much": ("P07", {"storage": "201"}, "BLOCK", "storage", "it can be 21 to 200 GiB"),
    "P08 driver": ("P08", {C0 + "log_driver": "syslog"}, "BLOCK", C0 + "log_driver", "Fargate does not have syslog"),
    "P08 prefix": ("P08", {C0 + "log_prefix": ""}, "BLOCK", C0 + "log_prefix", "awslogs needs its stream prefix"),
    "P08 retention": (
        "P08", {C0 + "log_retention": "31"}, "BLOCK", C0 + "log_retention", "CloudWatch Logs keeps no lines so long",
    ),
    "P08 router": (
        "P08", {C0 + "log_driver": "awsfirelens"}, "BLOCK", C0 + "log_driver", "no container routes its lines",
    ),
    "P10 logs": (
        "P10", {"execution_role": ""}, "BLOCK", "execution_role", "web needs one: it writes to CloudWatch Logs",
    ),
    "P10 image": (
        "P10", {"execution_role": "", C0 + "log_driver": "", C0 + "image": ECR}, "BLOCK", "execution_role",
        "web needs one: its image is in ECR",
    ),
    "P13 syntax": (
        "P13", {C0 + "secrets": f"DB={SECRET}:key"}, "BLOCK", C0 + "secrets",
        "DB: JSON key and version are not in their places",
    ),
    "P10 needless": (
        "P10", {C0 + "log_driver": ""}, "INFO", "execution_role",
        "nothing needs one: no image of ECR, no CloudWatch Logs, no secrets",
    ),
    "P13 itself": (
        "P13", {C0 + "secrets": "KEY=AKIAIOSFODNN7EXAMPLE"}, "BLOCK", C0 + "secrets",
        "KEY: this is a secret itself, and not where it is kept",
    ),
    "P13 variable": (
        "P13", {C0 + "secrets": "A=/a", C0 + "environment": "A=b"}, "BLOCK", C0 + "secrets", "A is a variable too",
    ),
    "P14": (
        "P14", {C0 + "environment": "DB_PASSWORD=hunter2"}, "WARN", C0 + "environment",
        "DB_PASSWORD looks like a secret, and is plain to all who may describe it",
    ),
    "P15 interval": (
        "P15", {C0 + "health_command": "true", C0 + "health_interval": "4"}, "BLOCK", C0 + "health_interval",
        "5 to 300 s",
    ),
    "P15 command": (
        "P15", {C0 + "health_command": '["true"]'}, "BLOCK", C0 + "health_command",
        "CMD program words, or CMD-SHELL and a line for the container's shell",
    ),
    "P15 tool": (
        "P15", {C0 + "health_command": "curl -f http://localhost/"}, "INFO", C0 + "health_command",
        "curl has to be in the image",
    ),
    "P16": ("P16", {C0 + "stop_timeout": "121"}, "BLOCK", C0 + "stop_timeout", "2 to 120 s"),
    "P17 nobody": (
        "P17", {C0 + "dependencies": "db START"}, "BLOCK", C0 + "dependencies", "it waits for db, which is not here",
    ),
    "P17 health": (
        "P17", {C0 + "dependencies": "side HEALTHY"}, "BLOCK", C0 + "dependencies",
        "it waits for side to be healthy, which has no check",
    ),
    "P17 end": (
        "P17", {C0 + "dependencies": "side SUCCESS"}, "BLOCK", C0 + "dependencies",
        "it waits for the end of side, which is essential",
    ),
    "P17 circle": (
        "P17", {C0 + "dependencies": "side START", C1 + "dependencies": "web START"}, "BLOCK", C0 + "dependencies",
        "web, side wait for each other",
    ),
    "P17 word": (
        "P17", {C0 + "dependencies": "side SOON"}, "BLOCK", C0 + "dependencies",
        "a container and one of START, HEALTHY, SUCCESS, COMPLETE",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field(case: str) -> None:
    number, answers, level, field, words = WRONG[case]
    containers = 2 if any("containers.1" in each for each in answers) or number == "P17" else 1
    volumes = 1 if any("volumes.0" in each for each in answers) else 0

    assert (level, field, words) in found_by(
        number, draft(answers, containers=containers, volumes=volumes).findings(NOTHING)
    )


@pytest.mark.parametrize(
    ("number", "answers"),
    [
        ("§2", {C0 + "command": "sh -c 'a b'", "tags": "a=b", C0 + "environment_files": "arn:aws:s3:::b/a.env"}),
        ("P03", {C0 + "cpu": "128", C1 + "cpu": "128", C0 + "memory": "256", C1 + "memory": "256"}),
        ("P04", {C0 + "essential": "off", C1 + "essential": "on"}),
        ("P05", {C0 + "ports": "80/tcp http name=web\n53/udp host=53", C1 + "ports": "9000-9010"}),
        ("P06", {C0 + "capabilities": "SYS_PTRACE", C0 + "tmpfs": "/tmp 64", "pid_mode": "task"}),
        ("P07", {"storage": "21"}),
        ("P07", {"storage": "200"}),
        ("P08", {C0 + "log_driver": "awsfirelens", C1 + "firelens": "fluentbit"}),
        ("P10", {"execution_role": "", C0 + "log_driver": "", C1 + "log_driver": ""}),
        ("P14", {C0 + "environment": "A=b\nDB_PASSWORD_ARN=arn:aws:ssm:x"}),
        ("P15", {C0 + "health_command": "CMD true it", C0 + "health_interval": "5", C0 + "health_start_period": "300"}),
        ("P16", {C0 + "stop_timeout": "120"}),
        ("P17", {C0 + "dependencies": "side SUCCESS", C1 + "essential": "off"}),
        ("P17", {C0 + "dependencies": "side HEALTHY", C1 + "health_command": "true"}),
        ("P18", {"architecture": "ARM64"}),
    ],
)
def test_what_is_well_is_left_alone(number: str, answers: dict[str, str]) -> None:
    assert found_by(number, draft(answers, containers=2).findings(NOTHING)) == []


REQUESTED: Mapping[str, tuple[str, dict[str, object], str, str]] = {
    "P01 network": ("P01", {"networkMode": "bridge"}, "network_mode", "Fargate wants awsvpc"),
    "P01 launch": (
        "P01", {"requiresCompatibilities": ["EC2"]}, "compatibilities",
        "FARGATE is not in it: it could not run on Fargate",
    ),
    "P06 ipc": ("P06", {"ipcMode": "host"}, "foreign", "Fargate does not have ipcMode"),
    "P06 docker": (
        "P06", {"volumes": [{"name": "a", "dockerVolumeConfiguration": {}}]}, "volumes.0.kind",
        "Fargate has no volumes of docker",
    ),
    "P06 host": (
        "P06", {"volumes": [{"name": "a", "host": {"sourcePath": "/"}}]}, "volumes.0.kind",
        "Fargate has no volumes of host",
    ),
    "P18": (
        "P18", {"runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "WINDOWS_SERVER_2019_CORE"}},
        "architecture", "Windows runs on X86_64 only",
    ),
    "§2 volumes": (
        "§2", {"volumes": [{"name": each, "configuredAtLaunch": True} for each in "ab"]}, "volumes.1.kind",
        "a task has one volume of EBS at most",
    ),
}  # fmt: skip
REQUEST = {
    "family": "web",
    "cpu": "256",
    "memory": "512",
    "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"],
    "containerDefinitions": [{"name": "web", "image": "nginx"}],
}


@pytest.mark.parametrize("case", REQUESTED)
def test_what_comes_from_elsewhere_is_judged(case: str) -> None:
    number, members, field, words = REQUESTED[case]
    found = TaskDefinitionDraft.of_registration({**REQUEST, **members}, "eu-west-1")

    assert ("BLOCK", field, words) in found_by(number, found.findings(NOTHING))
    assert any(each.id == field for step in found.steps() for each in step.fields)


@pytest.mark.parametrize("member", ["privileged", "links", "linuxParameters.maxSwap", "resourceRequirements"])
def test_what_fargate_does_not_have_can_be_dropped(member: str) -> None:
    value = {"links": ["a"], "resourceRequirements": [{"type": "GPU", "value": "1"}]}.get(member, 1)
    outer, _, inner = member.partition(".")
    container = {"name": "web", "image": "nginx", outer: {inner: value} if inner else value}
    found = TaskDefinitionDraft.of_registration({**REQUEST, "containerDefinitions": [container]})
    dropped = found.answered("containers.0.foreign", "drop")

    assert found_by("P06", found.findings(NOTHING)) == [
        ("BLOCK", "containers.0.foreign", f"Fargate does not have {member}")
    ]
    assert found_by("P06", dropped.findings(NOTHING)) == []


# -- what AWS is asked -------------------------------------------------------------------------------------------------

ROLE = "arn:aws:iam::123456789012:role/path/app"
DENIED = NotChecked(why="iam:GetRole is not allowed", action="iam:GetRole")
TRUSTED = Role(name="app", trusts=("ecs-tasks.amazonaws.com",))
DETAILS = {
    C0 + "image": ECR,
    C0 + "secrets": f"DB={SECRET}:password::",
    C0 + "log_creation": "",
    "execution_role": ROLE,
}


def told(**facts: object) -> Facts:
    return Facts(account="123456789012", region="eu-west-1", **facts)  # type: ignore[arg-type]


def granted(decision: Decision) -> Facts:
    wants = draft(DETAILS).wants(told(roles={"app": Known(TRUSTED)}))
    key = next(each.key for each in wants if each.kind == "permissions")
    permission = Permission(action="ecr:GetAuthorizationToken")
    return told(roles={"app": Known(TRUSTED)}, permissions={key: Known(Granted(decisions=((permission, decision),)))})


def test_what_has_to_be_known_is_asked_for() -> None:
    wants = {(each.kind, each.key) for each in draft(DETAILS).wants(told())}

    assert wants == {("images", ECR), ("log_groups", "//ecs/web"), ("secrets", SECRET), ("roles", "app")}


def test_what_a_role_may_do_is_asked_once_it_is_there() -> None:
    wants = draft(DETAILS).wants(
        told(roles={"app": Known(TRUSTED)}, secrets={SECRET: Known(StoredSecret(name="db", key="k"))})
    )
    (key,) = (each.key for each in wants if each.kind == "permissions")

    assert key.startswith("app ecr:GetAuthorizationToken@* ")
    assert key.endswith(" kms:Decrypt@arn:aws:kms:eu-west-1:123456789012:key/k")
    assert draft(DETAILS).wants(told(roles={"app": Known(None)}))[-1].kind != "permissions"


FACTS: Mapping[str, tuple[str, Facts, str, str, str, str]] = {
    "no group": (
        "P09", told(log_groups={"//ecs/web": Known(value=False)}), "problem", "BLOCK", C0 + "log_group",
        "there is no log group /ecs/web: no task could start",
    ),
    "group not looked at": (
        "P09", told(log_groups={"//ecs/web": DENIED}), "not checked", "BLOCK", C0 + "log_group",
        "whether there is a log group /ecs/web: not checked, iam:GetRole is not allowed",
    ),
    "group asked": ("P09", told(), "asking", "BLOCK", C0 + "log_group", "whether there is a log group /ecs/web"),
    "no role": ("P11", told(roles={"app": Known(None)}), "problem", "BLOCK", "execution_role", "there is no role app"),
    "role of another": (
        "P11", told(roles={"app": Known(Role(name="app", trusts=("ec2.amazonaws.com",)))}), "problem", "BLOCK",
        "execution_role", "role app does not trust ecs-tasks.amazonaws.com, but ec2.amazonaws.com",
    ),
    "role under conditions": (
        "P11", told(roles={"app": Known(Role(name="app", trusts=TRUSTED.trusts, trusts_if=TRUSTED.trusts))}),
        "not checked", "BLOCK", "execution_role",
        "whether role app trusts ecs-tasks.amazonaws.com: not checked, its trust has conditions, which are not judged",
    ),
    "role that may not": (
        "P11", granted("denied"), "problem", "BLOCK", "execution_role", "role app may not ecr:GetAuthorizationToken",
    ),
    "role that perhaps may": (
        "P11", granted("unknown"), "not checked", "BLOCK", "execution_role",
        (
            "whether role app may ecr:GetAuthorizationToken: "
            "not checked, its policies have conditions, which are not judged"
        ),
    ),
    "no image": (
        "P12", told(images={ECR: Known(None)}), "problem", "BLOCK", C0 + "image", "ECR has no web:1",
    ),
    "other platform": (
        "P12", told(images={ECR: Known(Image(stored=StoredImage(), platforms=("linux/arm64",)))}), "problem", "BLOCK",
        C0 + "image", "the image is built for linux/arm64, not for linux/amd64",
    ),
    "single image": (
        "P12", told(images={ECR: Known(Image(stored=StoredImage()))}), "not checked", "BLOCK", C0 + "image",
        "whether the image is built for linux/amd64: not checked, it is a single image, which does not say",
    ),
    "no secret": (
        "P13", told(secrets={SECRET: Known(None)}), "problem", "BLOCK", C0 + "secrets",
        "DB: there is no secret db-AbCdEf",
    ),
    "deleted secret": (
        "P13", told(secrets={SECRET: Known(StoredSecret(name="db", deleted_at=datetime(2026, 1, 1, tzinfo=UTC)))}),
        "problem", "BLOCK", C0 + "secrets", "DB: db is going to be deleted",
    ),
    "empty secret": (
        "P13", told(secrets={SECRET: Known(StoredSecret(name="db", has_current_version=False))}), "problem", "BLOCK",
        C0 + "secrets", "DB: db has no current version",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
def test_what_aws_says_is_judged(case: str) -> None:
    number, facts, verdict, level, field, words = FACTS[case]
    findings = draft(DETAILS).findings(facts)

    assert (verdict, level, field, words) in [
        (each.verdict, each.level, each.field, each.words) for each in findings if each.check == number
    ]


@pytest.mark.parametrize("number", ["P09", "P11", "P12", "P13"])
def test_what_aws_says_can_be_well(number: str) -> None:
    facts = granted("allowed")
    all_told = told(
        roles=facts.roles,
        permissions=facts.permissions,
        log_groups={"//ecs/web": Known(value=True)},
        images={ECR: Known(Image(stored=StoredImage(), platforms=("linux/amd64", "linux/arm64/v8")))},
        secrets={SECRET: Known(StoredSecret(name="db", has_current_version=True))},
    )

    assert found_by(number, draft(DETAILS).findings(all_told)) == []
    assert found_by(number, draft({**DETAILS, "architecture": "ARM64"}).findings(all_told)) == []


def test_a_task_role_that_may_not_mount_is_a_warning() -> None:
    answers = {
        "volumes.0.name": "data",
        "volumes.0.kind": "EFS",
        "volumes.0.file_system": "fs-01234567",
        "volumes.0.encryption": "ENABLED",
        "volumes.0.iam": "ENABLED",
        "task_role": "app",
    }
    permission = Permission(
        action="elasticfilesystem:ClientMount",
        resource="arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-01234567",
    )
    key = permissions_key("app", (permission,))
    facts = told(roles={"app": Known(TRUSTED)}, permissions={key: Known(Granted(decisions=((permission, "denied"),)))})

    assert found_by("P11", draft(answers, volumes=1).findings(facts)) == [
        ("WARN", "task_role", "role app may not elasticfilesystem:ClientMount on file-system/fs-01234567")
    ]


def test_a_value_that_was_not_kept_has_to_be_typed_again() -> None:
    kept = draft({C0 + "environment": "DB_PASSWORD=hunter2", C0 + "command": "run --token abc"}).kept()
    blocks = {(each.field, each.words) for each in kept.findings(NOTHING) if each.blocks}

    assert blocks == {
        (C0 + "environment", "a value that looked like a secret was not kept"),
        (C0 + "command", "a value that looked like a secret was not kept"),
    }


def test_a_group_of_another_region_is_not_made_here() -> None:
    found = draft({C0 + "log_region": "us-east-1"})

    assert found_by("P09", found.findings(NOTHING)) == [
        ("BLOCK", C0 + "log_group", "it is in us-east-1, and would be made here")
    ]


def test_unchecked_is_never_well() -> None:
    names = ("images", "log_groups", "roles", "secrets")
    keys = {(each.kind, each.key) for each in draft(DETAILS).wants(told())}
    facts = told(**{kind: {key: DENIED for of, key in keys if of == kind} for kind in names})
    findings = [each for each in draft(DETAILS).findings(facts) if each.check in ("P09", "P11", "P12", "P13")]

    assert {each.verdict for each in findings} == {"not checked"}
    assert {each.action for each in findings} == {"iam:GetRole"}
