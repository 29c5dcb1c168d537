"""The network interfaces of tasks, joined with their subnets, groups and ways out."""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from fargate_tui.fargate.arns import region_of
from fargate_tui.fargate.enis import eni_row
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.network import Surroundings, Word, basic_needs, way_out, word_of
from fargate_tui.fargate.network.surroundings import Place
from fargate_tui.fargate.records import NetworkInterface
from fargate_tui.fargate.rows import EniRow, TaskRow
from fargate_tui.live.clock import Clock
from fargate_tui.live.interfaces import BATCH, BATCHES
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.ports.network import Ec2
from fargate_tui.live.refusal import Refusal
from fargate_tui.live.round import Round
from fargate_tui.live.source import Question, Reading, Show
from fargate_tui.live.surroundings import CALLS, Vpcs

EVERY: Final = 15.0
"""Seconds between rounds at least: addresses of running tasks do not change."""


class Enis:
    """The interfaces of tasks that have not stopped; each is described once, its VPC once a minute."""

    def __init__(self, tasks: Question[TaskRow], vpcs: Vpcs, clock: Clock) -> None:
        self._tasks = tasks
        self._vpcs = vpcs
        self._known: dict[str, NetworkInterface] = {}
        self._refusal = Refusal(clock, lost="subnets and groups", action="ec2:DescribeNetworkInterfaces")
        self._told: set[str] = set()
        """Those that EC2 was asked about in this round, and answered."""
        self._words: dict[tuple[str, tuple[str, ...], bool], Word] = {}
        self._judged: dict[str, Surroundings] = {}

    async def ask(self, aws: Aws, show: Show[EniRow]) -> Reading[EniRow]:
        """Ask once; raises AwsError where the tasks cannot be listed."""
        book = Round()
        tasks = await self._tasks.ask(aws, lambda _: None)
        book.miss(*(gap for gap in tasks.gaps if not gap.startswith("public addresses")))
        rows = [row for row in tasks.rows if row.interface and not row.is_stopped]
        self._known = {row.interface: self._known[row.interface] for row in rows if row.interface in self._known}
        await self._learn(aws.ec2, (row.interface for row in rows), book)
        rows = [row for row in rows if not self._is_gone(row)]
        show(self._join(rows, self._judged))
        around = await self._look_around(rows, book)
        await self._judge(rows, around)
        return Reading(
            self._join(rows, around),
            calls=max(tasks.calls, book.calls),
            gaps=book.gaps,
            is_lively=tasks.is_lively,
            is_throttled=tasks.is_throttled or book.is_throttled,
            at_least=EVERY,
        )

    async def _learn(self, ec2: Ec2, ids: Iterable[str], book: Round) -> None:
        self._told = set()
        wanted = list(islice((each for each in ids if each not in self._known), BATCH * BATCHES))
        for start in range(0, len(wanted), BATCH):
            if self._refusal.stands:
                break
            book.count("ec2")
            try:
                found = await ec2.network_interfaces(wanted[start : start + BATCH])
            except NotAllowed as error:
                self._refusal.note(error)
            except AwsError as error:
                book.absorb(error)
            else:
                self._refusal.lift()
                self._told.update(wanted[start : start + BATCH])
                self._known.update((each.network_interface_id, each) for each in found)
        book.miss(*self._refusal.gaps)

    def _is_gone(self, row: TaskRow) -> bool:
        """Whether EC2 knows it no more; one of a task that is only coming up may be too new for it."""
        return row.desired_status == "STOPPED" and row.interface in self._told and row.interface not in self._known

    async def _look_around(self, rows: Sequence[TaskRow], book: Round) -> dict[str, Surroundings]:
        """The VPCs that the interfaces are in."""
        regions = {
            interface.vpc_id: region_of(row.arn)
            for row in rows
            if (interface := self._known.get(row.interface)) is not None and interface.vpc_id
        }
        book.count("ec2", sum(CALLS for vpc_id in regions if self._vpcs.held(vpc_id) is None))
        found = await asyncio.gather(*(self._vpcs.of(vpc_id, region) for vpc_id, region in regions.items()))
        for around in found:
            book.miss(*(f"ways out not known: {each.why}" for each in unread_parts(around)))
        return {around.vpc_id: around for around in found}

    async def _judge(self, rows: Iterable[TaskRow], around: dict[str, Surroundings]) -> None:
        """Tell the way out for each subnet with the same groups once; it stands while the VPC is as it was read."""
        if self._judged != around:
            self._judged, self._words = around, {}
        for row in rows:
            interface = self._known.get(row.interface)
            there = around.get(interface.vpc_id or "") if interface is not None else None
            if interface is None or there is None or _kind(interface) in self._words:
                continue
            paths = []
            for need in basic_needs(there.region):
                paths.append(way_out(there, _place(interface), need))
                await asyncio.sleep(0)  # a way takes a millisecond, and four where an ACL has forty entries
            self._words[_kind(interface)] = word_of(paths)

    def _join(self, rows: Iterable[TaskRow], around: dict[str, Surroundings]) -> list[EniRow]:
        found = []
        for row in rows:
            interface = self._known.get(row.interface)
            if interface is None:
                found.append(eni_row(row, None, None, None))
                continue
            there = around.get(interface.vpc_id or "")
            subnet = there.subnet(interface.subnet_id) if there is not None else None
            found.append(eni_row(row, interface, subnet, self._words.get(_kind(interface))))
        return found


def _kind(interface: NetworkInterface) -> tuple[str, tuple[str, ...], bool]:
    """What the way out goes by."""
    return interface.subnet_id or "", interface.security_group_ids, bool(interface.public_ip)


def _place(interface: NetworkInterface) -> Place:
    """Where it is, whichever address it has there."""
    subnet, groups, is_public = _kind(interface)
    return Place(subnet_id=subnet, group_ids=groups, has_public_ip=is_public)


def unread_parts(around: Surroundings) -> tuple[NotChecked, ...]:
    """The parts of a VPC that could not be read, each reason once."""
    parts = (getattr(around, name) for name in around.__struct_fields__)
    return tuple({part.why: part for part in parts if isinstance(part, NotChecked)}.values())
