"""The reverse look-up: which task or service an address, an interface, an id, an image or a part of a name is.

What is known already is looked through first, then what was kept of the dead, then AWS is asked: the Region that one is
in, or, on request, all Regions of the account side by side, each within its own budget.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing
from fargate_tui.fargate.finds import FoundRow, Sought, address_is, matched_in, matched_name
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.regions import of_every_account
from fargate_tui.fargate.rows import ClusterRow, ServiceRow, TaskRow
from fargate_tui.live.archive import Wanted
from fargate_tui.live.clock import Clock
from fargate_tui.live.found_rows import of_kept, of_row
from fargate_tui.live.ports.aws import Aws
from fargate_tui.live.recorder import Recorder
from fargate_tui.live.region_search import RegionSearch
from fargate_tui.live.round import Round
from fargate_tui.live.source import Reading, Show
from fargate_tui.live.together import together

SELDOM: Final = 86_400.0
"""Seconds until it is searched anew by itself: `r` does it when it is wanted."""

REGIONS_AT_ONCE: Final = 6


class Search:
    """Looks for one text through the Region that one is in, or through all."""

    def __init__(
        self,
        what: Sought,
        known: Callable[[], Iterable[ClusterRow | ServiceRow | TaskRow]],
        recorder: Recorder,
        caller: Callable[[], CallerIdentity | None],
        clock: Clock,
        *,
        everywhere: bool = False,
    ) -> None:
        self._what = what
        self._known = known
        self._recorder = recorder
        self._caller = caller
        self._clock = clock
        self._everywhere = everywhere
        self._found: dict[str, FoundRow] = {}
        self._is_stopped = False
        self._regions: dict[str, RegionSearch] = {}
        self._done = 0
        """Regions that have been looked through."""

    @property
    def progress(self) -> str:
        """How far it has come, in words."""
        searches = self._regions.values()
        done, of = (sum(each.clusters[place] for each in searches) for place in (0, 1))
        regions = f"{self._done} of {len(self._regions)} Regions · " if self._everywhere else ""
        return f"{regions}{done:,} of {of:,} clusters · {sum(each.tasks for each in searches):,} tasks looked at"

    def stop(self) -> None:
        """Ask no more; what was found stays."""
        self._is_stopped = True

    async def ask(self, aws: Aws, show: Show[FoundRow]) -> Reading[FoundRow]:
        """Search once; raises AwsError where no cluster, or no Region, answers."""
        book = Round()
        self._found, self._regions, self._done, self._is_stopped = {}, {}, 0, False

        def note(rows: Iterable[FoundRow]) -> None:
            self._note(rows)
            show(tuple(self._found.values()))

        note(self._of_known())
        note(await self._of_kept())
        if not self._is_over(""):
            await (self._ask_all(aws, note, book) if self._everywhere else self._search("", note).ask(aws, book))
        if self._is_stopped:
            book.miss(f"stopped: {self.progress} · r searches again")
        return Reading(tuple(self._found.values()), calls=book.calls, gaps=book.gaps, at_least=SELDOM)

    def _search(self, region: str, note: Callable[[Iterable[FoundRow]], None]) -> RegionSearch:
        search = self._regions[region] = RegionSearch(self._what, self._clock, note, lambda: self._is_over(region))
        return search

    def _is_over(self, region: str) -> bool:
        """Whether nothing more is to be asked of a Region; an address may be somebody's in each of them."""
        alive = (row for row in self._found.values() if not row.is_gone)
        if region and self._what.kind == "address":
            alive = (row for row in alive if row.region == region)
        return self._is_stopped or (self._what.is_one and any(True for _ in alive))

    def _note(self, rows: Iterable[FoundRow]) -> None:
        for row in rows:
            known = self._found.get(row.arn)
            # What AWS says now is more than what was known or kept.
            if known is None or known.is_gone or not row.is_gone:
                self._found[row.arn] = row

    # -- all Regions ---------------------------------------------------------------------------------------------------

    async def _ask_all(self, aws: Aws, note: Callable[[Iterable[FoundRow]], None], book: Round) -> None:
        regions = await self._of_account(aws, book)
        searches = {region: self._search(region, note) for region in regions}
        limit = asyncio.Semaphore(REGIONS_AT_ONCE)
        failures: list[AwsError] = []

        async def one(region: str) -> None:
            own = Round()
            async with limit:
                try:
                    await searches[region].ask(aws.elsewhere(region), own)
                except AwsError as error:
                    # Credentials that hold here need not hold in a Region that has to be opted in to.
                    failures.append(error)
                    own.miss(str(error))
            book.miss(*(f"{region}: {gap}" for gap in own.gaps))
            self._done += 1
            note(())

        await together(*map(one, regions))
        if failures and len(failures) == len(regions):
            raise failures[0]

    async def _of_account(self, aws: Aws, book: Round) -> tuple[str, ...]:
        """The Regions that are enabled for the account, its own first; else those that every account has."""
        caller = self._caller()
        here = (caller.region,) if caller is not None else ()
        book.count("ec2")
        try:
            regions = await aws.ec2.regions()
        except (CredentialsExpired, CredentialsMissing):
            raise
        except AwsError as error:
            regions = of_every_account("".join(here))
            book.miss(f"only the {len(regions)} Regions that every account has are searched: {error}")
        return tuple(dict.fromkeys((*here, *regions)))

    # -- what is known -------------------------------------------------------------------------------------------------

    def _of_known(self) -> Iterator[FoundRow]:
        for row in self._known():
            if isinstance(row, TaskRow):
                if matched := self._matched_row(row):
                    yield of_row(row, matched)
            elif matched_name(row.name, self._what):
                kind, cluster = ("cluster", row.name) if isinstance(row, ClusterRow) else ("service", row.cluster)
                yield FoundRow(
                    arn=row.arn,
                    kind="cluster" if kind == "cluster" else "service",
                    name=row.name,
                    cluster=cluster,
                    service=row.name if kind == "service" else "",
                    finding=row.finding,
                    matched=f"name {row.name}",
                )

    def _matched_row(self, row: TaskRow) -> str:
        what = self._what
        if what.kind == "address":
            for word, address in (("private IP", row.private_ip), ("public IP", row.public_ip or "")):
                if address_is(address, what):
                    return f"{word} {address}"
            return ""
        for word, name in (("id", row.id), ("task definition", row.task_definition), ("group", row.group)):
            if what.kind in ("name", "id") and what.text in name.lower():
                return f"{word} {name}"
        return ""

    async def _of_kept(self) -> list[FoundRow]:
        caller = self._caller()
        here = (caller.account, caller.region) if caller is not None else ("", "")
        region = "" if self._everywhere else here[1]
        kept = await self._recorder.tasks(Wanted(account=here[0], region=region, holding=self._what.text))
        matched = ((each, matched_in(each.task, self._what)) for each in kept)
        return [of_kept(each, words) for each, words in matched if words]
