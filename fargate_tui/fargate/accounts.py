"""What is known of accounts, of those who ask, and of how they log in."""

from datetime import datetime
from typing import Final, Literal, TypeAlias

from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.partitions import Partition, of_region, partition
from fargate_tui.fargate.records import CallerIdentity
from fargate_tui.fargate.records.base import Record

CredentialKind: TypeAlias = Literal[
    "keys", "role", "sso", "process", "web-identity", "login", "environment", "machine", "none"
]
"""Where credentials come from; ``machine`` is the role of an instance or container, ``login`` that of `aws login`."""
RenewedBy: TypeAlias = Literal["itself", "sso", "mfa", "command", "nothing"]
"""How credentials are renewed: nobody has to do anything, a person logs in through SSO or types an MFA code, runs a
command, or they do not end."""
Verdict: TypeAlias = Literal["allowed", "denied", "not checked"]
Stage: TypeAlias = Literal["waiting", "done", "denied", "expired"]


class Profile(Record, frozen=True, kw_only=True):
    """A profile of the AWS config files, with nothing secret in it."""

    name: str
    """Empty for the credentials of the environment, which belong to no profile."""
    kind: CredentialKind
    region: str = ""
    """Empty where the config names none."""
    account: str = ""
    """Twelve digits; empty where the config does not say."""
    role: str = ""
    """The role's name, of roles and of SSO."""
    source: str = ""
    """What a role is taken on with: a profile, or ``Environment``, ``EcsContainer``, ``Ec2InstanceMetadata``."""
    chain: tuple[str, ...] = ()
    """The profiles that are gone through, from ``source`` to the one that has credentials of its own."""
    mfa_serial: str = ""
    """The device whose code is wanted, of this profile's role or of one in its chain."""
    sso_session: str = ""
    """Empty also where the profile has its own ``sso_start_url``."""
    sso_start_url: str = ""
    sso_region: str = ""
    sso_profile: str = ""
    """The profile to log in with for this one to work: its own, or that of its chain which comes from SSO."""
    endpoint_url: str = ""
    partition_name: str = "aws"
    """By its role's ARN, or its Region."""
    problem: str = ""
    """Why it cannot work as it is written; empty where nothing is seen to be wrong."""

    @property
    def partition(self) -> Partition:
        """The part of AWS it is in."""
        return partition(self.partition_name)


class RegionOffer(Record, frozen=True, kw_only=True):
    """A Region one can go to."""

    name: str
    title: str = ""
    """What AWS calls it: ``Europe (Ireland)``."""
    is_enabled: bool | None = None
    """Whether the account has it enabled; None where that is not known."""


class RegionOffers(Record, frozen=True, kw_only=True):
    """The Regions of a partition."""

    partition: str
    regions: tuple[RegionOffer, ...]
    """Those that are enabled first, then by name."""
    why_not_checked: str = ""
    """Why it is not known which are enabled; empty where it is."""


class LoginState(Record, frozen=True, kw_only=True):
    """How far an SSO login is."""

    stage: Stage
    profile: str
    session: str
    """The SSO session, or the start URL of a profile that names none."""
    user_code: str = ""
    """What the page asks for: ``ABCD-EFGH``."""
    url: str = ""
    """Where the code is typed in."""
    complete_url: str = ""
    """The same with the code in it."""
    expires_at: datetime | None = None
    """When the code ends while it is waited for; when the login ends once it is done."""
    is_renewable: bool = False
    """Of what is done: whether it goes on by itself as long as the organization lets it."""
    note: str = ""
    """Of what is done: what went wrong all the same."""


class MfaQuestion(Record, frozen=True, kw_only=True):
    """A code is wanted for a role."""

    profile: str
    """The profile whose role it is."""
    role_arn: str
    mfa_serial: str
    attempt: int = 1
    why: str = ""
    """What AWS said of the code before, where this is another attempt."""

    @property
    def device(self) -> str:
        """The short name of the device."""
        return name_of(self.mfa_serial)


class Expiry(Record, frozen=True, kw_only=True):
    """When the credentials in use end, and what then."""

    at: datetime | None = None
    """None where they have no end that is known."""
    renewed_by: RenewedBy = "nothing"
    remedy: str = ""
    """What a person does about it, in words; empty where there is nothing to do."""
    profile: str = ""
    """The profile to log in with, of SSO and MFA."""


class Allowance(Record, frozen=True, kw_only=True):
    """Whether the caller may do one thing."""

    action: str
    """As IAM names it: ``ecs:UpdateService``."""
    verdict: Verdict
    why: str = ""
    """By what: ``policy deny-prod``, ``no policy allows it``, ``it was answered in this session``."""
    purpose: str = ""
    """What makes this program call it."""
    changes: bool = False
    """Whether it changes something."""


PrincipalKind: TypeAlias = Literal["user", "role", "root", "federated"]


class Principal(Record, frozen=True, kw_only=True):
    """Who a caller is to IAM."""

    kind: PrincipalKind
    name: str
    """Of the user or role."""
    session: str = ""
    """Of a role: the name its session was given, by SSO the person's."""
    arn: str = ""
    """What can be simulated: of a session the ARN of its role, without the path, which only IAM knows."""


AccountAlias: TypeAlias = Known[str] | NotChecked
"""The name the account was given, empty where it has none; or why it could not be asked."""


def principal_of(caller: CallerIdentity) -> Principal:
    """Who a caller is, by the ARN that STS tells."""
    _, part, _, _, account, resource = (*caller.arn.split(":", 5), *("",) * 6)[:6]
    kind, _, rest = resource.partition("/")
    if kind == "assumed-role":
        role, _, session = rest.partition("/")
        return Principal(kind="role", name=role, session=session, arn=f"arn:{part}:iam::{account}:role/{role}")
    if kind == "user":
        return Principal(kind="user", name=rest.rpartition("/")[2], arn=caller.arn)
    if resource == "root":
        return Principal(kind="root", name="root")
    return Principal(kind="federated", name=rest or resource)


def partition_of_caller(caller: CallerIdentity) -> str:
    """The partition a caller is in, by the ARN, else by the Region."""
    parts = caller.arn.split(":", 2)
    return parts[1] if len(parts) == 3 else of_region(caller.region).name


SOON: Final = 15 * 60.0
"""Seconds before the end from which on it is worth a word: botocore takes no session from its cache after that."""
