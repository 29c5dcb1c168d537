"""What a task reads before it runs: its images, secrets, log groups and file systems (E-img, E-sec, E-log, E-efs)."""

from collections.abc import Sequence
from contextlib import aclosing
from datetime import UTC, datetime

from fargate_tui.fargate.arns import task_id
from fargate_tui.fargate.diagnosis import FileSystemAnswer, ImageAnswer, RepositoryAnswer, SecretAnswer
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.images import ECR_IMAGE
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.logs.destinations import log_streams, not_followed
from fargate_tui.fargate.logs.records import LogEvent, LogStreams
from fargate_tui.fargate.permissions import is_parameter, references, secret_of
from fargate_tui.fargate.policies import lets_in
from fargate_tui.fargate.records import StoredImage, TaskDefinition
from fargate_tui.live.evidence.scene import Changes, Scene, each_of, unread
from fargate_tui.live.ports.access import Registry, Secrets
from fargate_tui.live.ports.logs import Logs
from fargate_tui.live.ports.network import FileSystems
from fargate_tui.live.surroundings import known

LINES = 30
"""Last lines of each container."""
_TAGS = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_AVAILABLE = "available"


async def images(scene: Scene) -> Changes:
    """Whether each image is in its registry, and what it is built for."""
    asked = await scene.definition()
    if isinstance(asked, Known):
        named = [each.image for each in asked.value.container_definitions]
    else:
        named = [each.image for each in scene.task.containers]
    return {"images": await each_of({each: _image(scene, each) for each in dict.fromkeys(filter(None, named))})}


async def _image(scene: Scene, image: str) -> Known[ImageAnswer] | NotChecked:
    found = ECR_IMAGE.match(image)
    if found is None:
        return NotChecked(why="only images of ECR are looked at")
    registry = scene.aws.registry(found["region"])
    where = (found["account"], found["repository"])
    try:
        stored = await registry.image(*where, found["reference"] or "latest")
    except NotFound:
        return await _others(registry, *where)
    except AwsError as error:
        return unread(error, "ecr:DescribeImages")
    platforms = await known(registry.platforms(*where, found["reference"] or "latest"), "ecr:BatchGetImage")
    built_for = platforms.value if isinstance(platforms, Known) else ()
    return Known(ImageAnswer(exists=True, platforms=built_for, size=stored.size))


async def _others(registry: Registry, account: str, repository: str) -> Known[ImageAnswer] | NotChecked:
    """What there is in place of an image that is not there."""
    try:
        stored = await registry.images(account, repository)
    except NotFound:
        return Known(ImageAnswer(exists=False, has_repository=False))
    except AwsError as error:
        unread(error, "ecr:DescribeImages")
        return Known(ImageAnswer(exists=False))
    newest = sorted(stored, key=_pushed, reverse=True)
    return Known(ImageAnswer(exists=False, newest_tags=tuple(tag for each in newest for tag in each.tags)[:_TAGS]))


def _pushed(image: StoredImage) -> datetime:
    return image.pushed_at or _LONG_AGO


_PULLS = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


async def repositories(scene: Scene) -> Changes:
    """Whom the repositories of its images let in."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"repositories": {"": asked}}
    role = asked.value.execution_role_arn or ""
    named = dict.fromkeys(each.image for each in asked.value.container_definitions if each.image)
    ours = [each for each in named if each and ECR_IMAGE.match(each)]
    return {"repositories": await each_of({each: _repository(scene, each, role) for each in ours})}


async def _repository(scene: Scene, image: str, role: str) -> Known[RepositoryAnswer] | NotChecked:
    found = ECR_IMAGE.match(image)
    assert found is not None
    account, is_own = found["account"], found["account"] == scene.account
    try:
        policy = await scene.aws.registry(found["region"]).repository_policy(account, found["repository"])
    except NotFound:
        return Known(RepositoryAnswer(account=account, is_own=is_own, has_policy=False))
    except AwsError as error:
        return unread(error, "ecr:GetRepositoryPolicy")
    decided = lets_in(policy, role, _PULLS, is_own=is_own)
    return Known(RepositoryAnswer(account=account, is_own=is_own, has_policy=True, lets_in=decided))


async def secrets(scene: Scene) -> Changes:
    """Whether each secret and parameter is there; never what it holds."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"secrets": {"": asked}}
    named = [each for container in asked.value.container_definitions for each in references(container)]
    return {"secrets": await each_of({each: _secret(scene, each) for each in dict.fromkeys(named)})}


async def _secret(scene: Scene, reference: str) -> Known[SecretAnswer] | NotChecked:
    thing = secret_of(reference)
    store: Secrets = scene.aws.secrets(thing.split(":")[3] if thing.startswith("arn:") else None)
    of_parameter = is_parameter(reference)
    try:
        stored = await (store.parameter(_parameter_name(thing)) if of_parameter else store.secret(thing))
    except NotFound:
        return Known(SecretAnswer(exists=False))
    except AwsError as error:
        return unread(error, "ssm:DescribeParameters" if of_parameter else "secretsmanager:DescribeSecret")
    return Known(
        SecretAnswer(
            exists=True,
            is_being_deleted=stored.deleted_at is not None,
            has_current_version=stored.has_current_version,
            key=stored.key,
            key_state=await _state_of(store, stored.key) if stored.key else None,
        )
    )


async def _state_of(store: Secrets, key: str) -> Known[str] | NotChecked:
    """How a key stands; empty where it does not exist."""
    try:
        return Known((await store.key(key)).state)
    except NotFound:
        return Known("")
    except AwsError as error:
        return unread(error, "kms:DescribeKey")


def _parameter_name(reference: str) -> str:
    """The name behind ``parameter``, with the slash that only names of several parts have."""
    if not reference.startswith("arn:"):
        return reference
    name = reference.partition(":parameter/")[2]
    return f"/{name}" if "/" in name else name


async def log_groups(scene: Scene) -> Changes:
    """Whether each log group is there."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"log_groups": {"": asked}}
    found = dict.fromkeys((each.region, each.group) for each in _groups(asked.value, scene.region))
    return {"log_groups": await each_of({group: _exists(scene.aws.logs(where), group) for where, group in found})}


def _groups(definition: TaskDefinition, region: str) -> Sequence[LogStreams]:
    return log_streams(definition, region)


async def _exists(logs: Logs, group: str) -> Known[bool] | NotChecked:
    # Names come in their order, so that the one that is its own prefix is the first.
    async with aclosing(logs.group_names(group)) as pages:
        found = await known(anext(pages, ()), "logs:DescribeLogGroups")
    return Known(group in found.value) if isinstance(found, Known) else found


async def last_lines(scene: Scene) -> Changes:
    """The last lines of each container."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"lines": asked, "last_lines": asked}
    streams = log_streams(asked.value, scene.region)
    if not streams:
        why = "; ".join(not_followed(asked.value)) or "no container writes to CloudWatch Logs"
        return dict.fromkeys(("lines", "last_lines"), NotChecked(why=why))
    found = await each_of({each.container: _lines(scene, each) for each in streams})
    read = {name: part.value for name, part in found.items() if isinstance(part, Known)}
    unread = next((part for part in found.values() if isinstance(part, NotChecked)), None)
    if unread is not None and not read:
        return {"lines": unread, "last_lines": unread}
    words = {name: tuple(event.message for event in events) for name, events in read.items()}
    return {"lines": Known(read), "last_lines": Known(words)}


async def _lines(scene: Scene, streams: LogStreams) -> Known[tuple[LogEvent, ...]] | NotChecked:
    stream = streams.stream_of(task_id(scene.task.task_arn))
    logs = scene.aws.logs(streams.region)
    try:
        return Known(await logs.last_events(streams.group, stream, LINES))
    except NotFound as error:
        # The stream is made with the first line.
        return NotChecked(why=error.why) if "group" in error.why else Known(())
    except AwsError as error:
        return unread(error, "logs:GetLogEvents")


async def file_systems(scene: Scene) -> Changes:
    """Whether each file system is there, and in which zones it can be mounted."""
    asked = await scene.definition()
    if isinstance(asked, NotChecked):
        return {"file_systems": asked}
    named = [each.efs.file_system_id for each in asked.value.volumes if each.efs is not None]
    found = await each_of({each: _file_system(scene.aws.file_systems, each) for each in filter(None, named)})
    unread = next((part for part in found.values() if isinstance(part, NotChecked)), None)
    answers = tuple(part.value for part in found.values() if isinstance(part, Known))
    return {"file_systems": unread if unread is not None else Known(answers)}


async def _file_system(systems: FileSystems, name: str) -> Known[FileSystemAnswer] | NotChecked:
    try:
        targets = await systems.mount_targets(name)
    except NotFound:
        return Known(FileSystemAnswer(id=name, exists=False))
    except AwsError as error:
        return unread(error, "elasticfilesystem:DescribeMountTargets")
    zones = tuple(each.zone for each in targets if each.state == _AVAILABLE)
    return Known(FileSystemAnswer(id=name, exists=True, zones=zones))
