"""Which Regions a partition has."""

import msgspec

from fargate_tui.aws.partitions import Partitions


def partition(name: str, suffix: str, region: str) -> dict[str, object]:
    return {"id": name, "outputs": {"dnsSuffix": suffix}, "regions": {region: {"description": region}}}


WORLD = msgspec.convert(
    {"partitions": [partition("aws", "a.com", "eu-west-1"), partition("aws-cn", "a.cn", "cn-north-1")]}, Partitions
)


def test_no_region_of_another_partition_is_offered_whoever_names_it() -> None:
    offers = WORLD.offers("aws", {"eu-west-1": True, "cn-north-1": True, "mars-1": True})
    assert [offer.name for offer in offers.regions] == ["eu-west-1", "mars-1"], "a Region that is newer than the SDK"
