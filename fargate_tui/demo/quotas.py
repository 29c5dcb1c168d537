"""Service Quotas: how many vCPUs Fargate lets an account run at once."""

from collections.abc import Mapping

import msgspec

from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_CLASSES: Mapping[str, tuple[str, str, float]] = {
    "L-3032A538": ("Fargate On-Demand vCPU resource count", "Standard/OnDemand", 40.0),
    "L-36FBB829": ("Fargate Spot vCPU resource count", "Standard/Spot", 40.0),
}
"""Names, classes of the usage metric, and values by quota code."""


def answer_quotas(call: Call, request: Request) -> Answer:
    """GetServiceQuota and ListServiceQuotas for Fargate."""
    asked = Members(msgspec.json.decode(request.body or b"{}", type=Json))
    if asked.text("ServiceCode") != "fargate" or call.operation not in {"GetServiceQuota", "ListServiceQuotas"}:
        return refusal(
            call, "NoSuchResourceException", "The request failed because the specified service does not exist."
        )
    if call.operation == "ListServiceQuotas":
        return json_answer({"Quotas": [_quota(code, call.region) for code in _CLASSES]})
    code = asked.text("QuotaCode") or ""
    if code not in _CLASSES:
        return refusal(
            call, "NoSuchResourceException", "The request failed because the specified quota does not exist."
        )
    return json_answer({"Quota": _quota(code, call.region)})


def _quota(code: str, region: str) -> Json:
    name, kind, value = _CLASSES[code]
    dimensions = {"Service": "Fargate", "Type": "Resource", "Resource": "vCPU", "Class": kind}
    return {
        "ServiceCode": "fargate",
        "ServiceName": "AWS Fargate",
        "QuotaArn": f"arn:aws:servicequotas:{region}:{ACCOUNT}:fargate/{code}",
        "QuotaCode": code,
        "QuotaName": name,
        "Value": value,
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
        "UsageMetric": {
            "MetricNamespace": "AWS/Usage",
            "MetricName": "ResourceCount",
            "MetricDimensions": dimensions,
            "MetricStatisticRecommendation": "Maximum",
        },
    }
