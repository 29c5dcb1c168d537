"""What is read out of IAM policies."""

from typing import Any

import pytest

from fargate_tui.fargate.policies import decide, trusted_services
from fargate_tui.fargate.records import Permission

SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-a1B2c3"
READ = Permission(action="secretsmanager:GetSecretValue", resource=SECRET)


def allow(action: Any = "secretsmanager:GetSecretValue", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource, **more}]}


@pytest.mark.parametrize(
    "document",
    [
        allow(),
        allow("*"),
        allow("SecretsManager:get*"),
        allow(["ecr:*", "secretsmanager:GetSecretValue"]),
        allow(resource=[f"{SECRET[:-6]}??????"]),
        {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}},
        {"Statement": {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::*"}},
    ],
)
def test_what_allows_it(document: dict[str, Any]) -> None:
    assert decide([document], READ) == "allowed"


@pytest.mark.parametrize(
    "document",
    [
        {},
        allow("secretsmanager:DescribeSecret"),
        allow(resource="arn:aws:secretsmanager:us-east-1:123456789012:secret:other-*"),
        {"Statement": {"Effect": "Allow", "NotAction": "secretsmanager:*", "Resource": "*"}},
        allow("secretsmanager:[G]etSecretValue"),
    ],
)
def test_what_does_not_allow_it(document: dict[str, Any]) -> None:
    assert decide([document], READ) == "denied"


def test_one_denial_is_enough() -> None:
    denial = {"Statement": [{"Effect": "Deny", "Action": "secretsmanager:*", "Resource": "*"}]}

    assert decide([allow(), denial], READ) == "denied"


def test_a_condition_is_not_judged() -> None:
    condition = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
    denial = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}}

    assert decide([allow(Condition=condition)], READ) == "unknown"
    assert decide([allow(), denial], READ) == "unknown"


def test_who_is_trusted() -> None:
    trust = {
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]}},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}},
            {"Effect": "Deny", "Principal": {"Service": "lambda.amazonaws.com"}},
        ]
    }

    assert trusted_services(trust) == ("ecs-tasks.amazonaws.com", "ec2.amazonaws.com")
    assert trusted_services({}) == ()
