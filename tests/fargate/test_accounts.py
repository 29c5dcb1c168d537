"""Who a caller is, by the ARN that STS tells."""

import pytest

from fargate_tui.fargate.accounts import Principal, partition_of_caller, principal_of
from fargate_tui.fargate.records import CallerIdentity


@pytest.mark.parametrize(
    ("arn", "principal"),
    [
        (
            "arn:aws:iam::123456789012:user/ops/ann",
            Principal(kind="user", name="ann", arn="arn:aws:iam::123456789012:user/ops/ann"),
        ),
        (
            "arn:aws-cn:sts::123456789012:assumed-role/deploy/ann@corp",
            Principal(kind="role", name="deploy", session="ann@corp", arn="arn:aws-cn:iam::123456789012:role/deploy"),
        ),
        ("arn:aws:iam::123456789012:root", Principal(kind="root", name="root")),
        ("arn:aws:sts::123456789012:federated-user/ann", Principal(kind="federated", name="ann")),
        ("nonsense", Principal(kind="federated", name="")),
    ],
)
def test_who_a_caller_is_to_iam(arn: str, principal: Principal) -> None:
    assert principal_of(CallerIdentity(account="123456789012", arn=arn, region="eu-west-1")) == principal


@pytest.mark.parametrize(
    ("arn", "region", "name"),
    [
        ("arn:aws-us-gov:iam::1:user/a", "us-gov-west-1", "aws-us-gov"),
        ("no ARN", "cn-north-1", "aws-cn"),
    ],
)
def test_which_partition_a_caller_is_in(arn: str, region: str, name: str) -> None:
    assert partition_of_caller(CallerIdentity(account="1", arn=arn, region=region)) == name
