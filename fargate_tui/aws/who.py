"""Who asks, and what that one may do: by IAM's simulation, else by what was answered and refused."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.aws.calls import Calls
from fargate_tui.aws.causes import GET_ROLE, SIMULATE_PRINCIPAL_POLICY
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.identity import LIST_ACCOUNT_ALIASES
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.aws.reading import GET_CALLER_IDENTITY
from fargate_tui.fargate.accounts import AccountAlias, Allowance, Principal, principal_of
from fargate_tui.fargate.errors import AwsError, CredentialsExpired, CredentialsMissing, NotAllowed
from fargate_tui.fargate.known import Known, NotChecked
from fargate_tui.fargate.records import CallerIdentity

BATCH: Final = 50
"""Actions that are simulated at once: an answer has one result for each, and a hundred on a page."""
_ASKED: Final = "see what the caller may do"


class _Aliases(msgspec.Struct, rename="pascal"):
    account_aliases: tuple[str, ...] = ()


class _Role(msgspec.Struct, rename="pascal"):
    arn: str = ""


class _Found(msgspec.Struct, rename="pascal"):
    role: _Role


class _Statement(msgspec.Struct, rename="pascal"):
    source_policy_id: str = ""


class _Boundary(msgspec.Struct, rename="pascal", frozen=True):
    allowed_by_permissions_boundary: bool = True


class _Organization(msgspec.Struct, rename="pascal", frozen=True):
    allowed_by_organizations: bool = True


class _Evaluation(msgspec.Struct, rename="pascal"):
    eval_action_name: str
    eval_decision: str
    matched_statements: tuple[_Statement, ...] = ()
    missing_context_values: tuple[str, ...] = ()
    permissions_boundary_decision_detail: _Boundary = _Boundary()
    organizations_decision_detail: _Organization = _Organization()

    def told(self) -> Allowance:
        """The verdict in words."""
        if self.eval_decision == "allowed":
            return Allowance(action=self.eval_action_name, verdict="allowed", why=self._policies())
        if self.missing_context_values:
            why = f"it hangs on {', '.join(self.missing_context_values)}"
            return Allowance(action=self.eval_action_name, verdict="not checked", why=why)
        return Allowance(action=self.eval_action_name, verdict="denied", why=self._denial())

    def _policies(self) -> str:
        named = dict.fromkeys(each.source_policy_id for each in self.matched_statements if each.source_policy_id)
        return f"policy {', '.join(named)}" if named else ""

    def _denial(self) -> str:
        if not self.organizations_decision_detail.allowed_by_organizations:
            return "a policy of the organization"
        if not self.permissions_boundary_decision_detail.allowed_by_permissions_boundary:
            return "the permissions boundary"
        if self.eval_decision == "explicitDeny":
            return f"denied by {self._policies() or 'a policy'}"
        return "no policy allows it"


class _Simulated(msgspec.Struct, rename="pascal"):
    evaluation_results: tuple[_Evaluation, ...] = ()


class WhoAmI:
    """What is known of the caller."""

    def __init__(self, clients: Clients, calls: Calls) -> None:
        self._clients = clients
        self._calls = calls

    async def account_alias(self) -> AccountAlias:
        """The account's name, or why it is not known."""
        try:
            said = await self._clients.ask(LIST_ACCOUNT_ALIASES, _Aliases, "see what the account is called")
        except (CredentialsExpired, CredentialsMissing):
            raise
        except AwsError as error:
            return NotChecked.because(error, LIST_ACCOUNT_ALIASES.action)
        return Known(next(iter(said.account_aliases), ""))

    async def allowances(
        self, caller: CallerIdentity, actions: Sequence[str] = ()
    ) -> AsyncGenerator[tuple[Allowance, ...], None]:
        """What the caller may do, batch by batch; without ``actions`` all that this program can call.

        By IAM's simulation; where that may not be asked, by what was answered and refused in this session.
        """
        named = [action for action in actions or sorted(_ACTIONS) if action != _FREE]
        if not actions or _FREE in actions:
            yield (_described(Allowance(action=_FREE, verdict="allowed", why="it needs no permission")),)
        whom = await self._whom_to_simulate(principal_of(caller))
        for batch in (named[at : at + BATCH] for at in range(0, len(named), BATCH)):
            if isinstance(whom, str):
                yield tuple(map(_described, self._remembered(batch, whom)))
                continue
            try:
                told = await self._simulate(whom, batch)
            except (CredentialsExpired, CredentialsMissing):
                raise
            except AwsError as error:
                whom = NotChecked.because(error, SIMULATE_PRINCIPAL_POLICY.action).why
                told = tuple(self._remembered(batch, whom))
            yield tuple(map(_described, told))

    async def _whom_to_simulate(self, principal: Principal) -> "Principal | str":
        """Who is simulated, by the ARN with its path, which STS does not tell; else why nobody can be."""
        if not principal.arn:
            return f"{principal.kind} cannot be simulated"
        if principal.kind != "role":
            return principal
        try:
            said = await self._clients.ask(GET_ROLE, _Found, f"read role {principal.name}", RoleName=principal.name)
        except NotAllowed:
            # Most roles have no path; where this one has, IAM says that there is no such role.
            return principal
        return msgspec.structs.replace(principal, arn=said.role.arn or principal.arn)

    async def _simulate(self, principal: Principal, actions: Sequence[str]) -> tuple[Allowance, ...]:
        said = await self._clients.ask(
            SIMULATE_PRINCIPAL_POLICY,
            _Simulated,
            _ASKED,
            PolicySourceArn=principal.arn,
            ActionNames=list(actions),
        )
        told = {each.eval_action_name: each.told() for each in said.evaluation_results}
        silent = "IAM said nothing of it"
        return tuple(told.get(one) or Allowance(action=one, verdict="not checked", why=silent) for one in actions)

    def _remembered(self, actions: Iterable[str], why_not: str) -> Iterator[Allowance]:
        answered, refused = self._calls.answered(), self._calls.refused()
        for action in actions:
            if action in refused:
                yield Allowance(action=action, verdict="denied", why="it was refused in this session")
            elif action in answered:
                yield Allowance(action=action, verdict="allowed", why="it was answered in this session")
            else:
                yield Allowance(action=action, verdict="not checked", why=why_not)


def _described(allowance: Allowance) -> Allowance:
    operation = _ACTIONS.get(allowance.action)
    if operation is None:
        return allowance
    return msgspec.structs.replace(allowance, purpose=operation.when, changes=operation.changes)


_FREE: Final = GET_CALLER_IDENTITY.action
_ACTIONS: Final[Mapping[str, Operation]] = {each.action: each for each in reversed(OPERATIONS)}
"""By IAM action the first operation that needs it."""
