"""Load balancers that listen: rules, what they answer by themselves, and how checks are judged."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.request import Request, build_opener

import pytest

from fargate_tui.demo.real.checks import is_among, judged
from fargate_tui.demo.real.listeners import Condition, Heard
from fargate_tui.demo.targets import Health, TargetGroup
from tests.demo.scorekeep.town import Http, wait_for
from tests.local_aws import LocalAws, started

GROUP = TargetGroup("arn:tg", "ip", timedelta(seconds=30), failures=2, zones=frozenset({"a"}), successes=3)
INITIAL = Health("initial", "Elb.InitialHealthChecking")
HEALTHY = Health("healthy")
ILL = Health("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]")


def after(start: Health, *checks: Health | None) -> Health:
    """A target's health after checks that failed so, or (None) did not."""
    health, row = start, 0
    for failure in checks:
        row = max(row, 0) + 1 if failure is None else min(row, 0) - 1
        health = judged(GROUP, health, failure, row)
    return health


@pytest.mark.parametrize(
    ("start", "checks", "ends"),
    [
        (INITIAL, [None], HEALTHY),
        (INITIAL, [ILL], INITIAL),
        (INITIAL, [ILL, ILL], ILL),
        (INITIAL, [ILL, None], HEALTHY),
        (HEALTHY, [ILL], HEALTHY),
        (HEALTHY, [ILL, None, ILL], HEALTHY),
        (HEALTHY, [ILL, ILL], ILL),
        (ILL, [None, None], ILL),
        (ILL, [None, None, None], HEALTHY),
        (ILL, [None, None, ILL, None], ILL),
    ],
)
def test_thresholds_decide_about_targets_except_for_the_first_success(
    start: Health, checks: list[Health | None], ends: Health
) -> None:
    assert after(start, *checks) == ends


@pytest.mark.parametrize(
    ("codes", "status", "among"),
    [("200", 200, True), ("200", 204, False), ("200,204", 204, True), ("200-299", 250, True), ("200-299", 301, False)],
)
def test_a_matcher_names_codes_and_ranges(codes: str, status: int, among: bool) -> None:
    assert is_among(status, codes) is among


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition("path-pattern", ("/api/*",)), True),
        (Condition("path-pattern", ("/API/*", "/other")), False),
        (Condition("path-pattern", ("/api/?",)), True),
        (Condition("path-pattern", ("/api/[a]",)), False),
        (Condition("host-header", ("*.EXAMPLE.com",)), True),
        (Condition("host-header", ("example.com",)), False),
        (Condition("http-header", ("*curl*",), "User-Agent"), True),
        (Condition("http-request-method", ("POST",)), False),
        (Condition("source-ip", ("0.0.0.0/0",)), False),
    ],
)
def test_a_rule_looks_at_path_host_headers_and_method(condition: Condition, met: bool) -> None:
    heard = Heard("GET", "shop.example.com", "/api/a", {"user-agent": "curl/8.0"})
    assert condition.is_met(heard) is met


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with started("empty", tmp_path_factory.mktemp("doors") / "stderr", held=False) as running:
        yield running


def fixed(text: str, status: str = "200") -> dict[str, Any]:
    config = {"StatusCode": status, "MessageBody": text, "ContentType": "text/plain"}
    return {"Type": "fixed-response", "FixedResponseConfig": config}


def test_a_load_balancer_listens_as_long_as_it_is_there_and_follows_its_rules(aws: LocalAws) -> None:
    elb = aws.client("elbv2")
    subnets = [one["SubnetId"] for one in aws.client("ec2").describe_subnets()["Subnets"][:2]]
    made = elb.create_load_balancer(Name="doors", Subnets=subnets)["LoadBalancers"][0]
    arn, name = made["LoadBalancerArn"], made["DNSName"]
    for port in (80, 8081):
        elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=port, DefaultActions=[fixed(f"{port}")])
    addresses = wait_for(lambda: aws.control()["addresses"], "it listens")
    assert addresses.keys() == {name, f"{name}:8081"}
    first, second = Http(addresses[name]), Http(addresses[f"{name}:8081"])
    assert (first.ask("GET", "/"), second.ask("GET", "/")) == ((200, "80"), (200, "8081"))
    listener = next(one for one in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"] if one["Port"] == 80)
    there = {"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_302", "Path": "/new/#{path}"}}
    for priority, field, value, action in (
        (2, "path-pattern", "/old/*", there),
        (1, "host-header", "admin.example.com", fixed("no", "403")),
    ):
        elb.create_rule(
            ListenerArn=listener["ListenerArn"], Priority=priority, Actions=[action],
            Conditions=[{"Field": field, "Values": [value]}],
        )  # fmt: skip
    assert first.ask("GET", "/old/a", host="admin.example.com") == (403, "no")
    with build_opener().open(Request(f"{first.address}/new/x")) as answer:
        assert answer.read() == b"80"
    assert redirected(f"{first.address}/old/a?b=1").endswith("/new/old/a?b=1")
    elb.delete_load_balancer(LoadBalancerArn=arn)
    wait_for(lambda: aws.control()["addresses"] == {}, "nobody listens any more")
    with pytest.raises(OSError, match="refused"):
        first.ask("GET", "/")


def redirected(address: str) -> str:
    """Where a request ends up."""
    with build_opener().open(address) as answer:
        return str(answer.url)


def test_a_load_balancer_without_targets_answers_as_one(aws: LocalAws) -> None:
    elb, ec2 = aws.client("elbv2"), aws.client("ec2")
    subnets = ec2.describe_subnets()["Subnets"][:2]
    made = elb.create_load_balancer(Name="alone", Subnets=[one["SubnetId"] for one in subnets])["LoadBalancers"][0]
    group = elb.create_target_group(
        Name="alone", Protocol="HTTP", Port=8080, VpcId=subnets[0]["VpcId"], TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    forward = {"Type": "forward", "TargetGroupArn": group}
    elb.create_listener(LoadBalancerArn=made["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[forward])
    http = Http(wait_for(lambda: aws.control()["addresses"].get(made["DNSName"]), "it listens"))
    status, page = http.ask("GET", "/")
    assert status == 503
    assert "<h1>503 Service Temporarily Unavailable</h1>" in page
