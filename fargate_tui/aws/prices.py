"""AWS's price list, as far as Fargate is on it (fargate.md §4)."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import GET_PRODUCTS
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.partitions import of_region
from fargate_tui.fargate.records import ListPrices

PAGE: Final = 100
HOME: Final = "us-east-1"
"""The price list is served in few Regions, and is the same in all of them."""
HOME_IN_CHINA: Final = "cn-northwest-1"
_LISTING: Final = ("aws", "aws-cn")

# Matched as a whole: a part of a usage type finds those of ARM, Windows and Spot by accident.
_COMPUTE = re.compile(
    r"(?:[A-Z0-9]+-)?Fargate-(?:(?P<kind>ARM|Windows)-)?(?P<what>vCPU-Hours:perCPU|GB-Hours|OS-Hours:perCPU)"
)
_EPHEMERAL = re.compile(r"(?:[A-Z0-9]+-)?Fargate-EphemeralStorage-GB-Hours")
_MEMBERS: Final[Mapping[tuple[str, str], str]] = {
    ("", "vCPU-Hours:perCPU"): "vcpu",
    ("", "GB-Hours"): "gb",
    ("ARM", "vCPU-Hours:perCPU"): "arm_vcpu",
    ("ARM", "GB-Hours"): "arm_gb",
    ("Windows", "vCPU-Hours:perCPU"): "windows_vcpu",
    ("Windows", "GB-Hours"): "windows_gb",
    ("Windows", "OS-Hours:perCPU"): "windows_licence",
}


class _Attributes(msgspec.Struct):
    usagetype: str = ""


class _Product(msgspec.Struct):
    attributes: _Attributes = msgspec.field(default_factory=_Attributes)


class _Dimension(msgspec.Struct, rename="camel"):
    price_per_unit: dict[str, str] = {}


class _Term(msgspec.Struct, rename="camel"):
    price_dimensions: dict[str, _Dimension] = {}


class _Terms(msgspec.Struct):
    on_demand: dict[str, _Term] = msgspec.field(default_factory=dict, name="OnDemand")


class _Offer(msgspec.Struct, rename="camel"):
    product: _Product = msgspec.field(default_factory=_Product)
    terms: _Terms = msgspec.field(default_factory=_Terms)
    publication_date: datetime | None = None


class _Products(msgspec.Struct, rename="pascal"):
    price_list: tuple[str, ...] = ()
    """Each is a text that is JSON again."""
    next_token: str | None = None


class Prices:
    """The price list; its clients are of the Region that serves it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def rates(self, region: str) -> ListPrices:
        """What Fargate costs on demand in a Region; raises `AwsError`. Spot is not on AWS's list."""
        if of_region(region).name not in _LISTING:
            # Credentials of other partitions are nobody's where the list is served.
            raise Invalid(f"read the prices of {region}", "AWS serves no price list in this partition")
        found: dict[str, float] = {}
        published: datetime | None = None
        token: str | None = None
        while True:
            more = {"NextToken": token} if token else {}
            said = await self._clients.ask(
                GET_PRODUCTS,
                _Products,
                f"read the prices of {region}",
                ServiceCode="AmazonECS",
                FormatVersion="aws_v1",
                Filters=[_equal("regionCode", region), _equal("productFamily", "Compute")],
                MaxResults=PAGE,
                **more,
            )
            for text in said.price_list:
                offer = msgspec.json.decode(text, type=_Offer)
                published = offer.publication_date or published
                found |= dict(_rates(offer))
            if not said.next_token or said.next_token == token:
                return ListPrices(region=region, published_at=published, **found)
            token = said.next_token


def home_of(region: str) -> str:
    """The Region whose endpoint serves the price list to a connection."""
    return HOME_IN_CHINA if of_region(region).name == "aws-cn" else HOME


def _equal(field: str, value: str) -> dict[str, str]:
    return {"Type": "TERM_MATCH", "Field": field, "Value": value}


def _rates(offer: _Offer) -> Iterator[tuple[str, float]]:
    """The member of `ListPrices` that an offer tells; nothing for what is not Fargate's."""
    usage = offer.product.attributes.usagetype
    compute = _COMPUTE.fullmatch(usage)
    if compute is not None:
        member = _MEMBERS.get((compute["kind"] or "", compute["what"]))
    else:
        member = "ephemeral_gb" if _EPHEMERAL.fullmatch(usage) else None
    dollars = (
        dimension.price_per_unit["USD"]
        for term in offer.terms.on_demand.values()
        for dimension in term.price_dimensions.values()
        if "USD" in dimension.price_per_unit
    )
    price = next(dollars, None)
    if member is not None and price is not None:
        yield member, float(price)
