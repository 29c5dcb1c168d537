"""Answers to the questions of a task definition's wizard: most are right, some are wrong, some are nonsense."""

from typing import Final

from hypothesis import strategies as st

from fargate_tui.fargate.drafts.task_definition.draft import TaskDefinitionDraft
from fargate_tui.fargate.drafts.task_definition.fields import CREATE

ROLE: Final = "arn:aws:iam::123456789012:role/app"
SECRET: Final = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"
ECR: Final = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1"

RIGHT: Final[dict[str, tuple[str, ...]]] = {
    "family": ("web", "web-2"),
    "cpu": ("256", "1024", "2048"),
    "memory": ("512", "1024", "4096"),
    "os": ("LINUX", "WINDOWS_SERVER_2022_CORE"),
    "architecture": ("X86_64", "ARM64"),
    "storage": ("", "21", "200"),
    "execution_role": (CREATE, ROLE, "app"),
    "task_role": ("", CREATE, ROLE),
    "pid_mode": ("", "task"),
    "tags": ("", "team=a\nstage=test"),
    "name": ("web", "side", "db"),
    "image": ("nginx", ECR),
    "registry": ("", SECRET),
    "essential": ("on", "off"),
    "entry_point": ("", "sh -c", '["a\\nb"]'),
    "command": ("", "run --now 'it is'"),
    "directory": ("", "/app"),
    "user": ("", "1000:1000"),
    "ports": ("", "8080/tcp http name=web", "80\n53/udp", "9000-9010/tcp", "8081 host=8081"),
    "environment": ("", "A=b\nC=", 'D="x\\ny"', "DB_PASSWORD=hunter2"),
    "environment_files": ("", "arn:aws:s3:::bucket/a.env"),
    "secrets": ("", f"DB={SECRET}", "P=/app/parameter", f"K={SECRET}:key::"),
    "cpu share": ("", "0", "128"),
    "memory_reservation": ("", "64", "128"),
    "memory limit": ("", "256", "512"),
    "health_command": ("", "curl -f http://localhost/ || exit 1", "CMD true now"),
    "health_interval": ("", "5"),
    "health_timeout": ("", "60"),
    "health_retries": ("", "10"),
    "health_start_period": ("", "0"),
    "log_driver": ("", "awslogs", "splunk"),
    "log_group": ("/ecs/web",),
    "log_creation": ("", "make", "at start"),
    "log_retention": ("", "30"),
    "log_region": ("eu-west-1",),
    "log_prefix": ("ecs",),
    "log_mode": ("", "non-blocking"),
    "log_options": ("", "max-buffer-size=4m"),
    "log_secrets": ("", f"token={SECRET}"),
    "firelens": ("",),
    "mounts": ("", "data:/data:ro"),
    "read_only": ("on", "off"),
    "tmpfs": ("", "/tmp 64 noexec"),
    "dependencies": ("", "web START", "side HEALTHY", "db SUCCESS"),
    "start_timeout": ("", "120"),
    "stop_timeout": ("", "2"),
    "restart": ("off", "on"),
    "restart_codes": ("", "0 1"),
    "restart_period": ("", "60"),
    "init": ("off", "on"),
    "capabilities": ("", "SYS_PTRACE"),
    "dropped_capabilities": ("", "ALL"),
    "ulimits": ("", "nofile=1024:65536"),
    "labels": ("", "a=b"),
    "volume name": ("data", "more"),
    "kind": ("bind", "EFS", "EBS"),
    "file_system": ("fs-01234567",),
    "root": ("", "/"),
    "encryption": ("ENABLED", ""),
    "port": ("", "2049"),
    "access_point": ("", "fsap-0123"),
    "iam": ("", "ENABLED"),
}
"""By field; those of a container or a volume by their last name."""
WRONG: Final = (
    "",
    "x",
    "-1",
    "0",
    "1000000",
    "a=b=c",
    "=",
    ":",
    "'",
    '"',
    "[",
    "a b c",
    "\n\n",
    "é",
    "12:34:56",
    "WEB/x",
)


def _key(field: str) -> str:
    head, _, rest = field.partition(".")
    member = rest.rpartition(".")[2] or head
    if head == "containers":
        return {"cpu": "cpu share", "memory": "memory limit"}.get(member, member)
    return "volume name" if head == "volumes" and member == "name" else member


@st.composite
def drafts(draw: st.DrawFn) -> TaskDefinitionDraft:
    """A draft after some answers."""
    found = TaskDefinitionDraft.begun("eu-west-1").answered("family", "web").answered("containers.0.image", "nginx")
    for _ in range(draw(st.integers(0, 3))):
        found = found.added(draw(st.sampled_from(["containers.0", "volumes"])))
    for place, name in enumerate(("web", "side", "db", "more")[: len(found.containers)]):
        found = found.answered(f"containers.{place}.name", name).answered(f"containers.{place}.image", ECR)
    for place, name in enumerate(("data", "more", "rest")[: len(found.volumes)]):
        found = found.answered(f"volumes.{place}.name", name)
    is_careless = draw(st.booleans())
    for _ in range(draw(st.integers(0, 25))):
        step = draw(st.sampled_from(found.steps()))
        field = draw(st.sampled_from(step.fields)).id
        texts = st.sampled_from(RIGHT.get(_key(field), WRONG))
        found = found.answered(field, draw(texts | st.sampled_from(WRONG) if is_careless else texts))
    return found
