"""Reads all that a service is told to be: it is put together from up to four answers, and lacks what one refuses."""

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.configuration import Configured
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.express import is_managed
from fargate_tui.fargate.members import number, parts, text
from fargate_tui.live.ports.ecs import Ecs
from fargate_tui.live.together import together


async def configuration_of(ecs: Ecs, cluster: str, service: str) -> tuple[Configured, tuple[str, ...]]:
    """The service with its newest revision and task definition, and what is missing; raises `AwsError` for itself."""
    found = await ecs.raw("service", service, cluster)
    gaps: list[str] = []
    held: dict[str, Json] = {}

    async def read(part: str, kind: str, arn: str) -> None:
        if not arn:
            return
        try:
            held[part] = await ecs.raw(kind, arn, cluster)
        except AwsError as error:
            gaps.append(str(error))

    revisions = [text(each, "arn") for each in parts(found, "currentServiceRevisions")]
    await together(
        *(read(f"revision {place}", "service-revision", arn) for place, arn in enumerate(revisions)),
        read("definition", "task-definition", text(found, "taskDefinition")),
        read("express", "express-service", text(found, "serviceArn") if is_managed(found) else ""),
    )
    known = [held[name] for name in held if name.startswith("revision ")]
    newest = max(known, key=lambda each: number(each, "createdAt") or 0.0, default=None)
    return Configured(found, newest, held.get("definition"), held.get("express")), tuple(dict.fromkeys(gaps))
