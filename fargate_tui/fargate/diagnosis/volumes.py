"""Volumes that cannot be mounted or created: D22–D24, D51, D52."""

from typing import Final

from fargate_tui.fargate.diagnosis import names
from fargate_tui.fargate.diagnosis.rule import Cause, Rule, asks

_EFS: Final = r"(invoke EFS utils|EFS volumes|mount\.nfs4?)"
_VOLUME: Final = r"(\bEBS\b|(create|attach)\w* (an? |the )?(Amazon )?volume|ec2:(Create|Attach)Volume)"
_WORDS: Final = ("efs", "mount.nfs")

_TARGETS: Final = Cause(
    id="no mount target",
    says="the file system has no mount target in the task's zone",
    probes=("E-efs",),
    judge=asks("stores.mount_targets"),
)

REFUSED: Final = Rule(
    number="D22",
    severity="error",
    word="no volume",
    line="cannot mount EFS: access denied",
    subject="EFS cannot be mounted",
    texts=rf"{_EFS}.*(access denied|AccessDenied|not authorized|Operation not permitted)",
    words=_WORDS,
    causes=(
        Cause(
            id="mount not allowed",
            says="the task role, or the file system's policy, does not allow elasticfilesystem:ClientMount",
            probes=("E-role", "E-efs"),
            judge=asks("roles.allows", "task", "elasticfilesystem:ClientMount"),
        ),
        Cause(id="no transit encryption", says="IAM authorization needs transit encryption", probes=("E-td",)),
    ),
    remedy="allow the task role elasticfilesystem:ClientMount (and ClientWrite), with transit encryption on",
    is_told=True,
)
NO_DIRECTORY: Final = Rule(
    number="D24",
    severity="error",
    word="no volume",
    line="cannot mount EFS: its root directory does not exist",
    subject="EFS cannot be mounted",
    texts=rf"{_EFS}.*No such file or directory",
    words=_WORDS,
    causes=(
        Cause(
            id="no root directory",
            says="the root directory of the volume does not exist on the file system",
            probes=("E-efs", "E-td"),
        ),
    ),
    remedy="create the directory, or use an access point that creates its root directory",
    action="revision.edit",
    is_told=True,
)
UNREACHED: Final = Rule(
    number="D23",
    severity="error",
    word="no volume",
    line="cannot mount EFS: no network path",
    subject="EFS cannot be reached",
    texts=rf"{_EFS}.*(timeout|timed out|mount system call failed|Failed to resolve|Connection (reset|refused)"
    r"|No route to host|Failed to import necessary dependency)",
    words=_WORDS,
    causes=(
        _TARGETS,
        Cause(
            id="no way to EFS",
            says="a security group does not let port 2049 through between the task and the mount target",
            probes=("E-sg",),
            judge=asks("network.way_to", "efs"),
        ),
        Cause(
            id="no DNS",
            says="the VPC does not resolve the file system's name",
            probes=("E-vpce",),
            judge=asks("network.has_dns"),
        ),
    ),
    remedy="give the file system a mount target in the task's zone, and open port 2049 between their security groups",
)
NOT_CREATED: Final = Rule(
    number="D51",
    severity="error",
    word="no volume",
    line=names.with_tail("cannot create its volume"),
    texts=r"CannotCreateVolumeError",
    words=("cannotcreatevolume",),
    causes=(
        Cause(
            id="volume definition",
            says="the volume or its mount point is defined in a way that cannot be created",
            probes=("E-td", "E-efs"),
        ),
        _TARGETS,
    ),
    remedy="correct the volume in the task definition",
    action="revision.edit",
)
EBS: Final = Rule(
    number="D52",
    severity="error",
    word="no volume",
    line=names.with_tail("no EBS volume"),
    subject="its EBS volume cannot be had",
    texts=rf"{_VOLUME}.*\b(fail\w*|unable|unauthorized|not authorized|timed? ?out|denied|invalid|cannot|could not)\b"
    rf"|\b(fail\w*|unable|timeout|timed out|cannot|could not)\b.*{_VOLUME}",
    words=("ebs", "volume"),
    causes=(
        Cause(
            id="infrastructure role",
            says="the infrastructure role may not create or attach the volume",
            probes=("E-role",),
            judge=asks("roles.allows", "infrastructure", "ec2:CreateVolume", "ec2:AttachVolume", "ec2:DescribeVolumes"),
        ),
        Cause(id="key", says="the KMS key of the volume may not be used, or does not exist", probes=("E-sec",)),
        Cause(id="zone or snapshot", says="the snapshot or the zone does not fit", probes=("E-td",)),
    ),
    remedy="give the infrastructure role AmazonECSInfrastructureRolePolicyForVolumes, and check key and snapshot",
)

RULES: Final = (REFUSED, NO_DIRECTORY, UNREACHED, NOT_CREATED, EBS)
