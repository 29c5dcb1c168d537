"""What IAM says of the roles that tasks take on; it is one for all Regions (fargate.md §12.1)."""

from collections.abc import Mapping, Sequence

import msgspec

from fargate_tui.aws.causes import (
    GET_POLICY,
    GET_POLICY_VERSION,
    GET_ROLE,
    GET_ROLE_POLICY,
    LIST_ATTACHED_ROLE_POLICIES,
    LIST_ROLE_POLICIES,
    SIMULATE_PRINCIPAL_POLICY,
)
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import LIST_ROLES
from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.arns import name_of
from fargate_tui.fargate.errors import Invalid
from fargate_tui.fargate.policies import conditionally_trusted, trusted_services
from fargate_tui.fargate.records import Role

PAGE = 100
ALLOWED = "allowed"
"""What a simulation says of an action that is allowed; of others explicitDeny or implicitDeny."""


class _Boundary(msgspec.Struct, rename="pascal"):
    permissions_boundary_arn: str = ""


class _Role(msgspec.Struct, rename="pascal"):
    role_name: str
    arn: str = ""
    path: str = "/"
    assume_role_policy_document: Json = msgspec.field(default_factory=dict)
    permissions_boundary: _Boundary | None = None

    def record(self) -> Role:
        document, boundary = self.assume_role_policy_document, self.permissions_boundary
        return Role(
            name=self.role_name,
            arn=self.arn,
            path=self.path,
            trusts=trusted_services(document),
            trusts_if=conditionally_trusted(document),
            boundary=boundary.permissions_boundary_arn if boundary is not None else "",
        )


class _Roles(msgspec.Struct, rename="pascal"):
    roles: tuple[_Role, ...] = ()
    marker: str | None = None


class _Found(msgspec.Struct, rename="pascal"):
    role: _Role


class _Evaluation(msgspec.Struct, rename="pascal"):
    eval_action_name: str
    eval_decision: str
    missing_context_values: tuple[str, ...] = ()


class _Simulated(msgspec.Struct, rename="pascal"):
    evaluation_results: tuple[_Evaluation, ...] = ()


class _Attached(msgspec.Struct, rename="pascal"):
    policy_arn: str


class _AttachedPolicies(msgspec.Struct, rename="pascal"):
    attached_policies: tuple[_Attached, ...] = ()
    is_truncated: bool = False


class _Names(msgspec.Struct, rename="pascal"):
    policy_names: tuple[str, ...] = ()
    is_truncated: bool = False


class _Document(msgspec.Struct, rename="pascal"):
    policy_document: Json = msgspec.field(default_factory=dict)


class _Policy(msgspec.Struct, rename="pascal"):
    default_version_id: str = ""


class _PolicyFound(msgspec.Struct, rename="pascal"):
    policy: _Policy


class _Version(msgspec.Struct, rename="pascal"):
    document: Json = msgspec.field(default_factory=dict)


class _VersionFound(msgspec.Struct, rename="pascal"):
    policy_version: _Version


class Iam:
    """Identity and Access Management; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def role(self, name: str) -> Role:
        """A role with those who may take it on; `NotFound` where there is none of this name."""
        said = await self._clients.ask(GET_ROLE, _Found, f"read role {name}", RoleName=name)
        return said.role.record()

    async def all_roles(self) -> tuple[Role, ...]:
        """Every role of the account, boundaries left out, as IAM does; pages of 100."""
        found: list[Role] = []
        marker: str | None = None
        while True:
            more = {"Marker": marker} if marker else {}
            said = await self._clients.ask(LIST_ROLES, _Roles, "list roles", MaxItems=PAGE, **more)
            found += (each.record() for each in said.roles)
            if not said.marker or said.marker == marker:
                return tuple(found)
            marker = said.marker

    async def simulate(self, role_arn: str, actions: Sequence[str], resource: str = "*") -> Mapping[str, bool]:
        """Whether a role is allowed actions on a resource, by all policies that IAM itself knows of.

        Policies of the resource itself are not among them. What hangs on a condition that only a real call fulfils is
        left out.
        """
        said = await self._clients.ask(
            SIMULATE_PRINCIPAL_POLICY,
            _Simulated,
            f"simulate what role {name_of(role_arn)} is allowed",
            PolicySourceArn=role_arn,
            ActionNames=list(actions),
            ResourceArns=[resource],
        )
        return {
            each.eval_action_name: each.eval_decision == ALLOWED
            for each in said.evaluation_results
            if each.eval_decision == ALLOWED or not each.missing_context_values
        }

    async def attached_policies(self, role: str) -> tuple[str, ...]:
        """ARNs of the managed policies of a role, 100 at most; more than AWS allows it are an error."""
        said = await self._clients.ask(
            LIST_ATTACHED_ROLE_POLICIES,
            _AttachedPolicies,
            f"list the policies of role {role}",
            RoleName=role,
        )
        if said.is_truncated:
            raise Invalid(f"list the policies of role {role}", "it has more than one page of them")
        return tuple(each.policy_arn for each in said.attached_policies)

    async def inline_policies(self, role: str) -> tuple[str, ...]:
        """Names of the policies that are a role's own, 100 at most."""
        said = await self._clients.ask(LIST_ROLE_POLICIES, _Names, f"list the policies of role {role}", RoleName=role)
        if said.is_truncated:
            raise Invalid(f"list the policies of role {role}", "it has more than one page of them")
        return said.policy_names

    async def inline_policy(self, role: str, name: str) -> Json:
        """What a role's own policy says."""
        said = await self._clients.ask(
            GET_ROLE_POLICY, _Document, f"read policy {name} of role {role}", RoleName=role, PolicyName=name
        )
        return said.policy_document

    async def policy_version(self, arn: str) -> str:
        """Which version of a managed policy holds."""
        said = await self._clients.ask(GET_POLICY, _PolicyFound, f"read policy {name_of(arn)}", PolicyArn=arn)
        return said.policy.default_version_id

    async def policy(self, arn: str, version: str) -> Json:
        """What a version of a managed policy says."""
        said = await self._clients.ask(
            GET_POLICY_VERSION, _VersionFound, f"read policy {name_of(arn)}", PolicyArn=arn, VersionId=version
        )
        return said.policy_version.document
