"""What is read out of IAM policies."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fargate_tui.fargate.policies import Decision, conditionally_trusted, decide, lets_in, trusted_services, weaker
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


@pytest.mark.parametrize(
    ("statements", "services"),
    [
        ([{"Principal": {"Service": "ecs-tasks.amazonaws.com"}}], ()),
        ([{"Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Condition": {"ArnLike": {}}}],
         ("ecs-tasks.amazonaws.com",)),
        ([{"Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Condition": {"ArnLike": {}}},
          {"Principal": {"Service": "ecs-tasks.amazonaws.com"}}], ()),
    ],
)  # fmt: skip
def test_trust_under_conditions_is_told_apart(statements: list[dict[str, Any]], services: tuple[str, ...]) -> None:
    document = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", **each} for each in statements]}
    assert conditionally_trusted(document) == services


DECISIONS: tuple[Decision, ...] = ("denied", "unknown", "allowed")


@given(st.sampled_from(DECISIONS), st.sampled_from(DECISIONS))
def test_both_have_to_allow_it(first: Decision, second: Decision) -> None:
    assert weaker(first, second) == weaker(second, first)
    assert (weaker(first, second) == "allowed") == (first == second == "allowed")
    assert (weaker(first, second) == "denied") == ("denied" in (first, second))


PARTS = st.lists(st.sampled_from(["*", "?", "a", "b", ":", "/", "["]), min_size=1, max_size=8).map("".join)
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]),
        "Action": st.sampled_from(["*", "s3:*", "s3:GetObject", "ecr:*"]),
        "Resource": PARTS,
    }
)


@given(st.lists(STATEMENTS, max_size=5), PARTS)
def test_a_denial_always_wins_and_nothing_is_allowed_by_itself(statements: list[dict[str, Any]], thing: str) -> None:
    wanted = Permission(action="s3:GetObject", resource=thing)
    denial = {"Statement": {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}}
    allowed = decide([{"Statement": statements}], wanted)
    assert allowed in ("allowed", "denied")
    assert decide([{"Statement": statements}, denial], wanted) == "denied"
    assert allowed == "denied" or any(each["Effect"] == "Allow" for each in statements)


ROLE = "arn:aws:iam::123456789012:role/pulls"


@pytest.mark.parametrize(
    ("principal", "more", "is_own", "decision"),
    [
        ({"AWS": "arn:aws:iam::123456789012:root"}, {}, False, "allowed"),
        ({"AWS": "123456789012"}, {}, False, "allowed"),
        ({"AWS": [ROLE, "arn:aws:iam::1:root"]}, {}, False, "allowed"),
        ("*", {}, False, "allowed"),
        ("*", {"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, False, "unknown"),
        ({"AWS": "arn:aws:iam::999999999999:root"}, {}, False, "denied"),
        ({"Service": "codebuild.amazonaws.com"}, {}, False, "denied"),
        ({"AWS": "123456789012"}, {"Action": "ecr:BatchGetImage"}, False, "denied"),
        ({"AWS": "arn:aws:iam::999999999999:root"}, {}, True, "allowed"),
        ("*", {"Effect": "Deny"}, True, "denied"),
        ("*", {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, True, "unknown"),
    ],
)
def test_whom_the_policy_of_a_thing_lets_in(
    principal: object, more: dict[str, object], is_own: bool, decision: str
) -> None:
    both = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    statement = {"Effect": "Allow", "Principal": principal, "Action": both, **more}
    assert lets_in({"Statement": [statement]}, ROLE, both, is_own=is_own) == decision
