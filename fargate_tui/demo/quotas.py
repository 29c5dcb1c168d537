"""Service Quotas: how many vCPUs Fargate lets an account run at once."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.metrics.measures import ON_DEMAND, SPOT, Measures
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal

_CLASSES: Mapping[str, tuple[str, str]] = {
    "L-3032A538": ("Fargate On-Demand vCPU resource count", ON_DEMAND),
    "L-36FBB829": ("Fargate Spot vCPU resource count", SPOT),
}
"""Names and classes of the usage metric by quota code."""
_LEAST = 6
"""vCPUs that AWS lets a new account run."""
_FREE = 3
"""vCPUs beyond what runs: AWS raises these quotas by itself as an account grows. Here so far that small tasks still fit
and one of 4 vCPUs does not, which is what the tasks of the incident ``quota`` are refused for."""


def answer_quotas(call: Call, request: Request, measures: Measures, now: datetime) -> Answer:
    """GetServiceQuota and ListServiceQuotas for Fargate."""
    asked = Members(msgspec.json.decode(request.body or b"{}", type=Json))
    if asked.text("ServiceCode") != "fargate" or call.operation not in {"GetServiceQuota", "ListServiceQuotas"}:
        return refusal(
            call, "NoSuchResourceException", "The request failed because the specified service does not exist."
        )

    def limit(code: str) -> float:
        # by the minute that CloudWatch has measured last
        return float(max(_LEAST, int(measures.used(_CLASSES[code][1], int(now.timestamp()) // 60 - 1)) + _FREE))

    if call.operation == "ListServiceQuotas":
        return json_answer({"Quotas": [_quota(code, call, limit(code)) for code in _CLASSES]})
    code = asked.text("QuotaCode") or ""
    if code not in _CLASSES:
        return refusal(
            call, "NoSuchResourceException", "The request failed because the specified quota does not exist."
        )
    return json_answer({"Quota": _quota(code, call, limit(code))})


def _quota(code: str, call: Call, value: float) -> Json:
    name, kind = _CLASSES[code]
    dimensions = {"Service": "Fargate", "Type": "Resource", "Resource": "vCPU", "Class": kind}
    return {
        "ServiceCode": "fargate",
        "ServiceName": "AWS Fargate",
        "QuotaArn": f"arn:aws:servicequotas:{call.region}:{call.account}:fargate/{code}",
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
