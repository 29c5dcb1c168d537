"""The tags of services and clusters."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding

from fargate_tui.actions.action import Action, Bench, Choice, Question, about, call_of, service_of
from fargate_tui.actions.clusters import cluster_of
from fargate_tui.aws.changing import TAG_RESOURCE, UNTAG_RESOURCE
from fargate_tui.aws.operation import Operation
from fargate_tui.fargate.changes import Call, Change, Difference, Subject, Undo
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.records import Tag

LONGEST_KEY = 128
LONGEST_VALUE = 256
ABSENT = "—"


class _TagThing(Action):
    """Sets or takes away one tag."""

    operations: ClassVar[tuple[Operation, ...]] = (TAG_RESOURCE, UNTAG_RESOURCE)
    taken_back = "by the value that was, or by taking it away"
    question = Question("tag")

    def title(self, subjects: Sequence[Subject], answer: str) -> str:  # noqa: ARG002
        """The thing."""
        return f"tag {about(subjects)}"

    @abstractmethod
    async def tags_of(self, subject: Subject, bench: Bench) -> tuple[Tag, ...]:
        """Its tags as they are now; raises `AwsError`."""

    async def choices(self, subject: Subject, bench: Bench) -> tuple[Choice, ...]:
        """The tags it has, to be changed, and each to be taken away."""
        tags = await self.tags_of(subject, bench)
        return (
            *(Choice(f"{tag.key}={tag.value or ''}", "as it is") for tag in tags),
            *(Choice(f"-{tag.key}", "take it away") for tag in tags),
        )

    async def change(self, subject: Subject, answer: str, bench: Bench) -> Change:
        """The value of the tag from what to what."""
        key, value = read_tag(answer)
        held = {tag.key: tag.value or "" for tag in await self.tags_of(subject, bench)}
        before, after = held.get(key), value
        back = f"-{key}" if before is None else f"{key}={before}"
        return Change(
            subject=subject,
            differences=(Difference(what=f"tag {key}", before=_shown(before), after=_shown(after)),),
            calls=(_call(subject, key, after),) if before != after else (),
            undo=Undo(action=self.id, answer=back, subjects=(subject,)),
            guard=_shown(before),
        )


class TagService(_TagThing):
    """The tags of a service; those of its tasks are not changed by it."""

    id = "service.tag"
    kind = "service"
    bindings = (Binding("ctrl+t", "act('service.tag')", "tag", show=False, id="service.tag"),)

    async def tags_of(self, subject: Subject, bench: Bench) -> tuple[Tag, ...]:
        """Its tags as they are now; raises `AwsError`."""
        return (await service_of(subject, bench)).tags


class TagCluster(_TagThing):
    """The tags of a cluster."""

    id = "cluster.tag"
    kind = "cluster"
    bindings = (Binding("ctrl+t", "act('cluster.tag')", "tag", show=False, id="cluster.tag"),)

    async def tags_of(self, subject: Subject, bench: Bench) -> tuple[Tag, ...]:
        """Its tags as they are now; raises `AwsError`."""
        return (await cluster_of(subject, bench)).tags


def read_tag(answer: str) -> tuple[str, str | None]:
    """Read ``KEY=VALUE``, or ``-KEY`` for none; raises `Invalid`."""
    text = answer.strip()
    if text.startswith("-") and "=" not in text:
        key, value = text[1:], None
    else:
        key, equals, value = text.partition("=")
        if not equals:
            raise Invalid("tag", f"{answer!r} is no tag", "type KEY=VALUE, or -KEY to take one away")
    if not 0 < len(key) <= LONGEST_KEY or len(value or "") > LONGEST_VALUE:
        raise Invalid("tag", f"keys have 1 to {LONGEST_KEY} characters, values {LONGEST_VALUE} at most")
    if key.lower().startswith("aws:"):
        raise Invalid("tag", "keys that begin with aws: are AWS's own")
    return key, value


def _shown(value: str | None) -> str:
    return ABSENT if value is None else value or '""'


def _call(subject: Subject, key: str, value: str | None) -> Call:
    if value is None:
        return call_of(UNTAG_RESOURCE, resourceArn=subject.arn, tagKeys=[key])
    return call_of(TAG_RESOURCE, resourceArn=subject.arn, tags=[{"key": key, "value": value}])
