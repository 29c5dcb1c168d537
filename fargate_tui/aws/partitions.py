"""AWS's partitions, Regions and domain names, as botocore's data knows them."""

from urllib.parse import urlsplit

import msgspec


class _Outputs(msgspec.Struct, rename="camel"):
    dns_suffix: str
    dual_stack_dns_suffix: str = ""


class _Partition(msgspec.Struct):
    outputs: _Outputs
    regions: dict[str, object] = {}


class Partitions(msgspec.Struct):
    """The file ``partitions.json`` of botocore's data."""

    partitions: tuple[_Partition, ...]

    def regions(self) -> tuple[str, ...]:
        """Every Region there is."""
        return tuple(
            name for partition in self.partitions for name in partition.regions if not name.endswith("-global")
        )

    def serves(self, endpoint_url: str) -> bool:
        """Whether an endpoint is AWS's own, VPC endpoints among them."""
        host = urlsplit(endpoint_url).hostname or ""
        suffixes = {suffix for part in self.partitions for suffix in msgspec.structs.astuple(part.outputs) if suffix}
        return any(host == suffix or host.endswith(f".{suffix}") for suffix in suffixes)
