"""The Regions of a connection's partition, and which of them the account has enabled."""

from collections.abc import Mapping
from typing import Final

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.identity import LIST_REGIONS
from fargate_tui.aws.partitions import Partitions
from fargate_tui.aws.reading import DESCRIBE_REGIONS
from fargate_tui.fargate.accounts import RegionOffers
from fargate_tui.fargate.errors import AwsError, NotAllowed
from fargate_tui.fargate.known import NotChecked
from fargate_tui.fargate.partitions import of_region

_ASKED: Final = "list the Regions of the account"
_OFF: Final = ("not-opted-in", "DISABLED", "DISABLING")
_PAGE: Final = 50


class _Region(msgspec.Struct, rename="pascal"):
    region_name: str
    opt_in_status: str = ""
    region_opt_status: str = ""

    @property
    def is_enabled(self) -> bool:
        """Whether the account can use it."""
        return self.opt_in_status not in _OFF and self.region_opt_status not in _OFF


class _Regions(msgspec.Struct, rename="pascal"):
    regions: tuple[_Region, ...] = ()
    next_token: str = ""


class WhereTo:
    """Where one can go."""

    def __init__(self, clients: Clients, partitions: Partitions) -> None:
        self._clients = clients
        self._partitions = partitions

    async def regions(self) -> RegionOffers:
        """Those of the partition; raises `AwsError` only where nothing at all can be asked."""
        partition = of_region(self._clients.origin.region).name
        try:
            return self._partitions.offers(partition, await self._enabled())
        except NotAllowed as error:
            return self._partitions.offers(partition, why_not_checked=NotChecked.because(error, error.action).why)

    async def _enabled(self) -> Mapping[str, bool]:
        try:
            said = await self._clients.ask(DESCRIBE_REGIONS, _Regions, _ASKED, AllRegions=True)
        except NotAllowed as refused:
            try:
                return await self._listed()
            except AwsError:
                raise refused from None
        return {each.region_name: each.is_enabled for each in said.regions}

    async def _listed(self) -> Mapping[str, bool]:
        """By the other service that knows it, which may be asked where EC2 may not."""
        found: dict[str, bool] = {}
        token = ""
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(LIST_REGIONS, _Regions, _ASKED, MaxResults=_PAGE, **more)
            found |= {each.region_name: each.is_enabled for each in said.regions}
            if not said.next_token or said.next_token == token:
                return found
            token = said.next_token
