"""AWS's partitions, Regions and domain names, as botocore's data knows them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from fargate_tui.fargate.accounts import RegionOffer, RegionOffers


class _Outputs(msgspec.Struct, rename="camel"):
    dns_suffix: str
    dual_stack_dns_suffix: str = ""


class _Region(msgspec.Struct):
    description: str = ""


class _Partition(msgspec.Struct):
    outputs: _Outputs
    regions: dict[str, _Region] = {}
    id: str = ""

    def titles(self) -> Mapping[str, str]:
        """What each Region is called."""
        return {name: region.description for name, region in self.regions.items() if not name.endswith("-global")}


class Partitions(msgspec.Struct):
    """The file ``partitions.json`` of botocore's data."""

    partitions: tuple[_Partition, ...]

    def regions(self) -> tuple[str, ...]:
        """Every Region there is."""
        return tuple(name for partition in self.partitions for name in partition.titles())

    def offers(
        self, partition: str, enabled: Mapping[str, bool] | None = None, why_not_checked: str = ""
    ) -> RegionOffers:
        """The Regions of a partition, with whether they are ``enabled`` where that is known: those first."""
        titles = next((each.titles() for each in self.partitions if each.id == partition), {})
        foreign = {name for each in self.partitions if each.id != partition for name in each.titles()}
        known = {name: is_enabled for name, is_enabled in (enabled or {}).items() if name not in foreign}
        offers = [
            RegionOffer(name=name, title=titles.get(name, ""), is_enabled=known.get(name))
            for name in sorted({*titles, *known})
        ]
        offers.sort(key=lambda offer: offer.is_enabled is False)
        return RegionOffers(partition=partition, regions=tuple(offers), why_not_checked=why_not_checked)

    def serves(self, endpoint_url: str) -> bool:
        """Whether an endpoint is AWS's own, VPC endpoints among them."""
        host = urlsplit(endpoint_url).hostname or ""
        suffixes = {suffix for part in self.partitions for suffix in msgspec.structs.astuple(part.outputs) if suffix}
        return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)


def read_partitions(loader: Any) -> Partitions:
    """The partitions that botocore's loader knows of."""
    return msgspec.convert(loader.load_data("partitions"), Partitions)
