"""Who may ask the local AWS: a user, roles to take on, and who is given which by SSO. Data only."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from fargate_tui.demo.offline import ACCESS_KEY, ACCOUNT, CALLER

STAGING = "210987654321"
STAGING_KEY = "AKIAI44QH8DHBEXAMPLE"
"""AWS's other example key: here of a user of the second account."""
ALIASES: Mapping[str, str] = {ACCOUNT: "example-games", STAGING: "example-games-staging"}
PHONE = f"arn:aws:iam::{ACCOUNT}:mfa/phone"
"""The MFA device of ops-admin; ``GET /_demo/phone`` shows its code."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What somebody may do, by patterns of IAM actions; a denial wins."""

    allow: Sequence[str] = ("*",)
    deny: Sequence[str] = ()

    def permits(self, action: str) -> bool:
        """Whether an action is allowed on everything."""
        return _named(self.allow, action) and not self.denies(action)

    def denies(self, action: str) -> bool:
        """Whether an action is forbidden, whatever else allows it."""
        return _named(self.deny, action)

    def document(self) -> str:
        """The same as a policy document."""
        effects = (("Allow", self.allow), ("Deny", self.deny))
        statements = [
            {"Effect": effect, "Action": list(actions), "Resource": ["*"]} for effect, actions in effects if actions
        ]
        return json.dumps({"Version": "2012-10-17", "Statement": statements})


LOOKING = Policy(
    (
        "ecs:Describe*", "ecs:List*", "ec2:Describe*", "ec2:Get*", "elasticloadbalancing:Describe*",
        "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:Describe*", "logs:Filter*",
        "logs:Get*", "logs:StartLiveTail", "logs:StartQuery", "logs:StopQuery", "application-autoscaling:Describe*",
        "servicequotas:Get*", "ecr:Describe*", "events:List*", "iam:SimulatePrincipalPolicy", "iam:GetRole", "sts:*",
    )
)  # fmt: skip
DEPLOYING = Policy(deny=("ecs:Delete*", "iam:*", "secretsmanager:GetSecretValue"))
OPERATING = Policy(deny=("ecs:Delete*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Put*", "secretsmanager:Get*"))


@dataclass(frozen=True, slots=True)
class Role:
    """A role that people take on."""

    account: str
    name: str
    policy: Policy
    trusts: Sequence[str] = ()
    """ARNs of users and roles; none for those that only SSO gives."""
    wants_mfa: bool = False
    path: str = "/"

    @property
    def arn(self) -> str:
        """Its ARN."""
        return f"arn:aws:iam::{self.account}:role{self.path}{self.name}"

    def trust(self) -> str:
        """Its trust policy."""
        principal = {"AWS": list(self.trusts)} if self.trusts else {"Federated": f"arn:aws:iam::{self.account}:saml"}
        statement: dict[str, object] = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        if self.wants_mfa:
            statement["Condition"] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


_SSO_PATH = "/aws-reserved/sso.amazonaws.com/"
DEPLOY = Role(STAGING, "deploy", DEPLOYING, (CALLER,))
AUDIT = Role(STAGING, "audit", LOOKING, (DEPLOY.arn,))
OPS = Role(ACCOUNT, "ops", Policy(), (CALLER,), wants_mfa=True)
_LOOKER = "AWSReservedSSO_Viewer_0a1b2c3d4e5f6071"
_OPERATOR = "AWSReservedSSO_Operator_8f9e0d1c2b3a4958"
ROLES: Mapping[str, Role] = {
    role.arn: role
    for role in (
        DEPLOY,
        AUDIT,
        OPS,
        Role(ACCOUNT, _LOOKER, LOOKING, path=_SSO_PATH),
        Role(ACCOUNT, _OPERATOR, OPERATING, path=_SSO_PATH),
        Role(STAGING, _OPERATOR, OPERATING, path=_SSO_PATH),
    )
}
"""By ARN."""
PERMISSION_SETS: Mapping[str, str] = {"Viewer": _LOOKER, "Operator": _OPERATOR}
"""What SSO calls the roles it gives."""
USERS: Mapping[str, str] = {ACCESS_KEY: CALLER, STAGING_KEY: f"arn:aws:iam::{STAGING}:user/staging-admin"}
"""By access key; all may do everything."""


def assigned(account: str) -> dict[str, Role]:
    """The roles that SSO gives in an account, by permission set."""
    given = {role.name: role for role in ROLES.values() if role.path == _SSO_PATH and role.account == account}
    return {name: given[role] for name, role in PERMISSION_SETS.items() if role in given}


def _named(patterns: Sequence[str], action: str) -> bool:
    return any(fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)
