"""Where the containers of a subject write, as its task definitions say."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fargate_tui.fargate.arns import family_revision, name_of
from fargate_tui.fargate.errors import AwsError, NotFound
from fargate_tui.fargate.logs.destinations import buffer_of, log_streams, loss_of, not_followed, offered_groups
from fargate_tui.fargate.logs.records import LogStreams
from fargate_tui.fargate.records import Service, TaskDefinition
from fargate_tui.live.pace import back_off
from fargate_tui.live.tail.means import Means
from fargate_tui.live.tail.outbox import Tell
from fargate_tui.live.tail.records import TailSubject

_AT_ONCE: Final = 4
"""Definitions that are asked for side by side: a cluster may have a hundred."""


class Whereabouts:
    """Looks up definitions, and says of each new stream prefix that it is there."""

    def __init__(self, subject: TailSubject, means: Means, tell: Tell, opens: Callable[[LogStreams], None]) -> None:
        self._subject = subject
        self._means = means
        self._tell = tell
        self._opens = opens
        self._streams: dict[LogStreams, None] = {}
        self._writers: dict[str, int] = {}
        self._ways: dict[tuple[str, str], dict[str, None]] = {}
        self._lasting: dict[str, None] = {}
        self._passing: dict[str, str] = {}
        self._looking: set[str] = set()
        self._offered: dict[str, None] = {}

    @property
    def is_looking(self) -> bool:
        """Whether a definition, or the service, is still asked about."""
        return bool(self._looking)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will be learnt for now: what is still asked about has been refused at least once."""
        return self._looking <= self._passing.keys()

    @property
    def streams(self) -> tuple[LogStreams, ...]:
        """All places that are known."""
        return tuple(self._streams)

    @property
    def writers(self) -> Mapping[str, int]:
        """How many streams a task of a definition (``family:revision``) has."""
        return self._writers

    @property
    def is_known(self) -> bool:
        """Whether any definition was found, or is known not to be there."""
        return bool(self._writers or self._lasting)

    @property
    def notes(self) -> tuple[str, ...]:
        """How lines can be lost before AWS has them."""
        return tuple(filter(None, (loss_of(*way, tuple(names)) for way, names in self._ways.items())))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not followed, or not known."""
        return (*self._lasting, *self._passing.values())

    @property
    def offered(self) -> tuple[str, ...]:
        """Log groups that are named where the lines of a container cannot be followed."""
        return tuple(self._offered)

    async def learn(self, definitions: "asyncio.Queue[str]") -> None:
        """Look up each definition that is named."""
        budget = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            if self._subject.service is not None and self._subject.task is None:
                self._looking.add("")
                group.create_task(self._ask_service(self._subject.service, definitions))
            while True:
                definition = await definitions.get()
                self._looking.add(definition)
                group.create_task(self._look_up(definition, budget))

    async def _ask_service(self, service: str, definitions: "asyncio.Queue[str]") -> None:
        """Name the definitions of a service's deployments, for it may have no task now."""
        try:
            async with self._means.connection.use() as aws:
                asked = aws.ecs.describe_services(name_of(self._subject.cluster), (name_of(service),))
                answers = [answer async for answer in asked]
            if error := next((answer.error for answer in answers if answer.error is not None), None):
                raise error
        except AwsError as error:
            # Of no interest once a task has told.
            self._passing[""] = f"log groups are not known before there is a task: {error}"
            answers = []
        for found in (service for answer in answers for service in answer.records):
            for arn in dict.fromkeys(filter(None, self._definitions_of(found))):
                definitions.put_nowait(family_revision(arn))
        self._looking.discard("")
        self._tell()

    def _definitions_of(self, service: Service) -> Iterator[str | None]:
        only = self._subject.deployment
        if only is None:
            yield service.task_definition
        for deployment in service.deployments:
            if only in (None, deployment.id):
                yield deployment.task_definition

    async def _look_up(self, definition: str, budget: asyncio.Semaphore) -> None:
        if definition in self._writers:
            self._looking.discard(definition)
            self._tell()
            return
        failures = 0
        while True:
            try:
                async with budget, self._means.connection.use() as aws:
                    found = await self._means.revisions.get(aws, definition)
            except NotFound as error:
                self._lasting[str(error)] = None
                break
            except AwsError as error:
                self._passing[definition] = str(error)
                self._tell()
                failures += 1
                await self._means.clock.sleep(back_off(error, failures, self._means.chance))
            else:
                self._take_in(found)
                break
        self._passing.pop(definition, None)
        self._looking.discard(definition)
        self._tell()

    def _take_in(self, definition: TaskDefinition) -> None:
        self._passing.pop("", None)
        only = self._subject.container
        self._offered.update(dict.fromkeys(offered_groups(definition, only)))
        for why in not_followed(definition):
            if only is None or f" {only} " in why:
                self._lasting[why] = None
        found = [streams for streams in log_streams(definition, "") if only in (None, streams.container)]
        self._writers[family_revision(definition.task_definition_arn)] = len(found)
        for streams in found:
            way = (streams.mode, buffer_of(streams.container, definition))
            self._ways.setdefault(way, {})[streams.container] = None
            if streams not in self._streams:
                self._streams[streams] = None
                self._opens(streams)
