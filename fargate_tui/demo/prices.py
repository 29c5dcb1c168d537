"""AWS's price list with what Fargate costs (facts/fargate.md §4), and what stands beside it there."""

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal
from fargate_tui.fargate.prices import ARM64, OF, X86

_HOMES = frozenset({"us-east-1", "eu-central-1", "ap-south-1"})
"""Where AWS serves it."""
_PREFIXES = {
    "us-east-1": "USE1", "us-east-2": "USE2", "us-west-1": "USW1", "us-west-2": "USW2", "eu-west-1": "EU",
    "eu-central-1": "EUC1", "eu-west-2": "EUW2", "ap-northeast-1": "APN1", "ap-southeast-1": "APS1",
}  # fmt: skip
_WINDOWS = {"us-east-1": (0.046552, 0.00511175, 0.046), "us-east-2": (0.046552, 0.00511175, 0.046)}
_EPHEMERAL = {"us-east-1": 0.000111, "us-east-2": 0.000111, "eu-west-2": 0.000129, "ap-northeast-1": 0.000133}
_PAGE = 100


def answer_prices(call: Call, request: Request) -> Answer:
    """GetProducts for the service AmazonECS."""
    if call.region not in _HOMES:
        return refusal(call, "UnrecognizedClientException", f"the price list is not served in {call.region}")
    asked = Members(msgspec.json.decode(request.body or b"{}", type=Json))
    if call.operation != "GetProducts":
        return refusal(call, "InvalidParameterException", f"{call.operation} is not available in the local AWS")
    if asked.text("ServiceCode") != "AmazonECS":
        return json_answer({"FormatVersion": "aws_v1", "PriceList": []})
    filters = {one.text("Field") or "": one.text("Value") or "" for one in asked.each("Filters")}
    found = [json.dumps(offer) for offer in _offers(filters.get("regionCode", "")) if _fits(offer, filters)]
    size, first = min(asked.number("MaxResults") or _PAGE, _PAGE), int(asked.text("NextToken") or 0)
    page: Json = {"FormatVersion": "aws_v1", "PriceList": found[first : first + size]}
    if first + size < len(found):
        page["NextToken"] = str(first + size)
    return json_answer(page)


def _fits(offer: Json, filters: Mapping[str, str]) -> bool:
    product = Members(offer).members("product")
    region = product.members("attributes").text("regionCode")
    told = {"productFamily": product.text("productFamily"), "regionCode": region}
    return all(told.get(name) == value for name, value in filters.items())


def _offers(region: str) -> Iterator[Json]:
    """Every offer of a Region: Fargate's, and one of another kind whose usage type looks like it."""
    prefix = f"{_PREFIXES[region]}-" if region in _PREFIXES else ""
    for usage, dollars in _usages(region):
        yield _offer(region, f"{prefix}{usage}", dollars)
    if region in X86:
        yield _offer(region, f"{prefix}ECS-Anywhere-Instance-hours", 0.01025)
        yield _offer(region, f"{prefix}Spot-Fargate-GB-Hours", 0.00133)


def _usages(region: str) -> Sequence[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    if rate := X86.get(region):
        found += [("Fargate-vCPU-Hours:perCPU", rate.vcpu), ("Fargate-GB-Hours", rate.gib)]
    if rate := ARM64.get(region):
        found += [("Fargate-ARM-vCPU-Hours:perCPU", rate.vcpu), ("Fargate-ARM-GB-Hours", rate.gib)]
    if windows := _WINDOWS.get(region):
        names = ("Fargate-Windows-vCPU-Hours:perCPU", "Fargate-Windows-GB-Hours", "Fargate-Windows-OS-Hours:perCPU")
        found += list(zip(names, windows, strict=True))
    if ephemeral := _EPHEMERAL.get(region):
        found.append(("Fargate-EphemeralStorage-GB-Hours", ephemeral))
    return found


def _offer(region: str, usage: str, dollars: float) -> Json:
    sku = f"SKU{sum(map(ord, usage + region)):010d}"
    dimension = {"unit": "hours", "beginRange": "0", "endRange": "Inf", "pricePerUnit": {"USD": f"{dollars:.10f}"}}
    return {
        "product": {
            "productFamily": "Compute",
            "sku": sku,
            "attributes": {"regionCode": region, "usagetype": usage, "servicecode": "AmazonECS"},
        },
        "serviceCode": "AmazonECS",
        "terms": {"OnDemand": {f"{sku}.JRTCKXETXF": {"sku": sku, "priceDimensions": {f"{sku}.6YS6EN2CT7": dimension}}}},
        "version": "20260911000000",
        "publicationDate": f"{OF}T00:00:00Z",
    }
