"""Rules of security groups in words."""

import pytest

from fargate_tui.fargate.network import rules_in_words
from fargate_tui.fargate.records import IpPermission, Ipv6Range
from tests.fargate.network.vpcs import ANYWHERE, TASKS, group, rule, vpc


@pytest.mark.parametrize(
    ("permission", "words"),
    [
        (ANYWHERE, "everything to anywhere"),
        (rule(443, "10.0.0.0/16"), "tcp 443 (https) to 10.0.0.0/16"),
        (rule(8080, "sg-task"), "tcp 8080 to sg-task"),
        (rule(1024, "0.0.0.0/0", to=65535), "tcp 1024-65535 to anywhere"),
        (rule(0, "0.0.0.0/0", to=65535), "all tcp to anywhere"),
        (rule(443, "pl-s3"), "tcp 443 (https) to pl-s3 (com.amazonaws.us-east-1.s3)"),
        (rule(-1, "0.0.0.0/0", protocol="icmp"), "icmp to anywhere"),
        (rule(53, "10.0.0.2/32", protocol="17"), "udp 53 (dns) to 10.0.0.2/32"),
        (rule(-1, "0.0.0.0/0", protocol="50"), "protocol 50 to anywhere"),
        (IpPermission(ipv6_ranges=(Ipv6Range(cidr_ipv6="::/0"),)), "everything to anywhere over IPv6"),
    ],
)
def test_a_rule(permission: IpPermission, words: str) -> None:
    assert [str(each) for each in rules_in_words(group("sg-1", out=(permission,)), vpc())] == [f"out: {words}"]


def test_each_source_is_a_rule_and_the_way_in_comes_first() -> None:
    opened = group("sg-1", into=(rule(80, "10.0.0.0/8", "sg-task"),), out=(rule(443, "0.0.0.0/0"),))
    named = vpc(groups=(group("sg-task", called="web"), opened))

    assert [str(each) for each in rules_in_words(opened, named)] == [
        "in: tcp 80 (http) from 10.0.0.0/8",
        "in: tcp 80 (http) from sg-task (web)",
        "out: tcp 443 (https) to anywhere",
    ]


def test_without_a_rule_there_are_no_words() -> None:
    assert rules_in_words(group("sg-1", out=())) == ()
    assert len(rules_in_words(TASKS)) == 1
