"""The configuration is read by a reader of HCL: all is there, and every reference leads to something."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hcl2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.drafts.as_code.hcl import quoted
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER
from fargate_tui.fargate.drafts.as_code.terraform import terraform
from fargate_tui.fargate.drafts.creations import Creation
from tests.fargate.drafts.as_code.generated import TEXT, creations
from tests.fargate.drafts.as_code.leaves import leaves, leaves_of
from tests.fargate.drafts.as_code.scorekeep import (
    BALANCER,
    EVERYTHING,
    LISTENER,
    RULE,
    SCOREKEEP,
    SECRET,
    SERVICE,
    SUBNETS,
    TARGET_GROUP,
    TASK_GROUP,
    made,
    ref,
)

SAID_OTHERWISE = frozenset({"Field", "Scheme", "assignPublicIp"})
"""Members that are another value in Terraform, or none."""
ESCAPE = re.compile(r'\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|([nrt"\\]))')
REFERENCE = re.compile(r"\b(aws_\w+)\.(\w+)\.?(\w*)")


def unquoted(text: str) -> str:
    """A text as Terraform reads it."""
    assert text[0] == text[-1] == '"'
    inner = text[1:-1]
    assert not re.search(r"(?<![$])(?:[$]{2})*[$]\{", inner), inner
    assert not re.search(r"(?<!%)(?:%%)*%\{", inner), inner
    return ESCAPE.sub(_plain, inner.replace("$${", "${").replace("%%{", "%{"))


def _plain(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else {"n": "\n", "r": "\r", "t": "\t"}.get(found[3], found[3])


def read(value: Any) -> Any:
    """What the reader of HCL has read, with plain texts; expressions stay what they are."""
    if isinstance(value, dict):
        return {_key(key): read(each) for key, each in value.items() if key != "__is_block__"}
    if isinstance(value, list):
        return [read(each) for each in value]
    if isinstance(value, str) and value.startswith("${jsonencode("):
        return read(hcl2.loads(f"x = {value.removeprefix('${jsonencode(').removesuffix(')}')}\n")["x"])
    return unquoted(value) if isinstance(value, str) and value.startswith('"') and "${aws_" not in value else value


def _key(key: str) -> str:
    return unquoted(key) if key.startswith('"') else key


def resources(text: str) -> dict[str, Any]:
    """Each resource by its address."""
    found: dict[str, Any] = {}
    for each in read(hcl2.loads(text)).get("resource", []):
        for kind, named in each.items():
            for label, body in named.items():
                assert f"{kind}.{label}" not in found
                found[f"{kind}.{label}"] = body
    return found


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


@settings(deadline=None, max_examples=25)
@given(creations())
def test_nothing_is_lost(all_: tuple[Creation, ...]) -> None:
    text = terraform(all_)
    found = resources(text)
    there = Counter((*leaves(found), *keys(found), "deregistration_delay.timeout_seconds"))
    assert not leaves_of(all_, SAID_OTHERWISE) - there
    assert [line for line in text.splitlines() if "not said here" in line and "RunTask" not in line][1:] == []
    for creation in all_:
        assert (creation.kind == "task") == (f"RunTask of {creation.step}" in text)


@settings(max_examples=300)
@given(TEXT | st.text('$%{}\\"ux', max_size=9))
def test_a_text_is_no_template(text: str) -> None:
    assert unquoted(quoted(text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${x}", '"$${x}"'),
        ("%{ if x }", '"%%{ if x }"'),
        ("$${x}", '"\\u0024$${x}"'),
        ("$ % $x {", '"$ % $x {"'),
        ('a"b\\', '"a\\"b\\\\"'),
    ],
)
def test_signs_of_templates_are_escaped(text: str, said: str) -> None:
    assert quoted(text) == said


def test_every_reference_leads_to_something_made_before() -> None:
    text = terraform(EVERYTHING, region="us-east-1")
    there = set(resources(text))
    variables = {name for each in read(hcl2.loads(text))["variable"] for name in each}
    assert variables == {"vpc_id", "subnets"}
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert set(re.findall(r"\bvar\.(\w+)", code)) == variables
    found = {f"{kind}.{label}" for kind, label, _ in REFERENCE.findall(code)}
    assert found <= there
    for address, body in resources(text).items():
        assert address not in str(body), "refers to itself"


def test_what_is_made_here_is_referred_to() -> None:
    found = resources(terraform(SCOREKEEP))
    service = found["aws_ecs_service.scorekeep"]
    assert service["cluster"] == "${aws_ecs_cluster.default.arn}"
    assert service["network_configuration"] == [
        {
            "subnets": "${var.subnets}",
            "security_groups": ["${aws_security_group.scorekeep_tasks.id}"],
            "assign_public_ip": True,
        }
    ]
    assert "${aws_lb_listener.scorekeep_80}" in service["depends_on"]
    policy = found["aws_appautoscaling_policy.scorekeep_cpu"]
    assert policy["resource_id"] == "${aws_appautoscaling_target.scorekeep.resource_id}"
    assert found["aws_appautoscaling_target.scorekeep"]["resource_id"] == (
        '"service/${aws_ecs_cluster.default.name}/${aws_ecs_service.scorekeep.name}"'
    )
    assert found["aws_cloudwatch_log_group.ecs_scorekeep"]["name"] == "/ecs/scorekeep"


def test_the_way_out_that_terraform_takes_away_is_given_back() -> None:
    assert resources(terraform((TASK_GROUP,)))["aws_vpc_security_group_egress_rule.scorekeep_tasks"] == {
        "security_group_id": "${aws_security_group.scorekeep_tasks.id}",
        "ip_protocol": "-1",
        "cidr_ipv4": "0.0.0.0/0",
    }
    everywhere = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    revoke = (
        "ec2",
        "RevokeSecurityGroupEgress",
        {"GroupId": ref("security-group:x", "id"), "IpPermissions": everywhere},
    )
    closed = made("security-group", "x", ("ec2", "CreateSecurityGroup", {"GroupName": "x", "Description": "y"}), revoke)
    text = terraform((closed,))
    assert list(resources(text)) == ["aws_security_group.x"]
    assert "not said" not in text


def test_attributes_are_arguments() -> None:
    attributes = [
        {"Key": "stickiness.enabled", "Value": "true"},
        {"Key": "stickiness.type", "Value": "lb_cookie"},
        {"Key": "slow_start.duration_seconds", "Value": "30"},
        {"Key": "new.one", "Value": "x"},
    ]
    change = (
        "elbv2",
        "ModifyTargetGroupAttributes",
        {"TargetGroupArn": ref("target-group:x"), "Attributes": attributes},
    )
    text = terraform((made("target-group", "x", ("elbv2", "CreateTargetGroup", {"Name": "x"}), change),))
    assert resources(text)["aws_lb_target_group.x"] == {
        "name": "x",
        "slow_start": "30",
        "stickiness": [{"enabled": "true", "type": "lb_cookie"}],
    }
    assert '# not said here: attribute new.one of CreateTargetGroup: "x"' in text


def test_deployments_hooks_and_conditions() -> None:
    parameters: dict[str, Any] = {
        "serviceName": "x",
        "deploymentConfiguration": {
            "strategy": "CANARY",
            "bakeTimeInMinutes": 5,
            "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 3},
            "alarms": {"alarmNames": ["a"], "enable": True, "rollback": True},
            "lifecycleHooks": [{"hookTargetArn": "arn:x", "hookDetails": {"aB": 1}, "targetType": "AWS_LAMBDA"}],
        },
    }
    text = terraform((made("service", "x", ("ecs", "CreateService", parameters)),))
    body = resources(text)["aws_ecs_service.x"]
    assert body["alarms"] == [{"alarm_names": ["a"], "enable": True, "rollback": True}]
    assert body["deployment_configuration"] == [
        {
            "strategy": "CANARY",
            "bake_time_in_minutes": 5,
            "canary_configuration": [{"canary_percent": 10.0, "canary_bake_time_in_minutes": 3}],
            "lifecycle_hook": [{"hook_target_arn": "arn:x", "hook_details": {"aB": 1}}],
        }
    ]
    assert '# not said here: targetType of lifecycleHooks: "AWS_LAMBDA"' in text
    query = {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "b"}, {"Value": "c"}]}}
    old = {"Field": "host-header", "Values": ["example.com"]}
    rule = made("listener-rule", "x", ("elbv2", "CreateRule", {"Conditions": [query, old], "Actions": []}))
    assert resources(terraform((rule,)))["aws_lb_listener_rule.x"]["condition"] == [
        {"query_string": [{"key": "a", "value": "b"}, {"value": "c"}]},
        {"host_header": [{"values": ["example.com"]}]},
    ]


def test_volumes_and_certificates() -> None:
    listener = {"Certificates": [{"CertificateArn": "arn:c"}], "AlpnPolicy": ["HTTP2Only"]}
    body = resources(terraform((made("listener", "x", ("elbv2", "CreateListener", listener)),)))
    assert body["aws_lb_listener.x"] == {"certificate_arn": "arn:c", "alpn_policy": "HTTP2Only"}
    volumes = [{"name": "a", "host": {"sourcePath": "/x"}}, {"name": "b", "host": {}}]
    proxy = {"type": "APPMESH", "properties": [{"name": "IgnoredUID", "value": "1"}]}
    request = {"family": "x", "volumes": volumes, "proxyConfiguration": proxy}
    definition = resources(terraform((made("task-definition", "x", ("ecs", "RegisterTaskDefinition", request)),)))
    assert definition["aws_ecs_task_definition.x"] == {
        "family": "x",
        "volume": [{"name": "a", "host_path": "/x"}, {"name": "b"}],
        "proxy_configuration": [{"type": "APPMESH", "properties": {"IgnoredUID": "1"}}],
    }


def test_it_can_be_read() -> None:
    text = terraform((BALANCER, TARGET_GROUP, LISTENER, RULE), region="us-east-1")
    assert (
        """
# target-group scorekeep: HTTP:8080, checks /
resource "aws_lb_target_group" "scorekeep" {
  name                 = "scorekeep"
  protocol             = "HTTP"
  port                 = 8080
  vpc_id               = var.vpc_id
  target_type          = "ip"
  deregistration_delay = "30"

  health_check {
    protocol          = "HTTP"
"""
        in text
    )
    assert f'variable "subnets" {{\n  type    = list(string)\n  default = ["{SUBNETS[0]}", "{SUBNETS[1]}"]\n}}' in text
    assert 'output "scorekeep_address" {\n  value = aws_lb.scorekeep.dns_name\n}' in text


def test_what_it_cannot_say_is_told() -> None:
    text = terraform((SERVICE, made("log-group", "x", ("logs", "PutRetentionPolicy", {"retentionInDays": 3}))))
    assert "# not said here: logs PutRetentionPolicy of log-group:x: " in text
    assert f"# not said here: the arn of target-group:scorekeep; {PLACEHOLDER} stands for it" in text


def test_no_secret_is_in_it() -> None:
    text = terraform(EVERYTHING)
    assert SECRET not in text
    assert "DB_PASSWORD looks like a secret" in text
