"""All that the local AWS holds: its accounts, who may ask them, and SSO."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from fargate_tui.demo.account import Account
from fargate_tui.demo.faults import Fault, Kind, denied, refused_by
from fargate_tui.demo.identities import Ended, Identities, NotKnown, Session
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.sso import Sso
from fargate_tui.demo.sts import answer_sts
from fargate_tui.demo.wire import DEFAULT_REGION, Answer, Call, Protocol, Request, refusal

_VAULT_LASTS = 3600
_OF_SSO = frozenset({"sso", "sso-oidc"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A call, and who makes it."""

    call: Call
    session: Session


class World:
    """Hands every call to the account of who asks; an account that nobody has asked yet is not made."""

    def __init__(self, account: Account) -> None:
        self.home = account
        """The account of those whom nobody knows."""
        self.identities = Identities(account.clock)
        self.sso = Sso(account.clock, self.identities)
        self.others: dict[str, Callable[[], Account]] = {}
        """How other accounts are made, by number."""
        self._made = {account.number: account}

    @property
    def accounts(self) -> Iterator[Account]:
        """Those that were asked, or made otherwise."""
        yield from self._made.values()

    def account(self, number: str = ACCOUNT) -> Account:
        """The account of a number, made where nobody has asked it yet; raises LookupError."""
        if number not in self._made:
            if number not in self.others:
                raise LookupError(f"there is no account {number}")
            self._made[number] = self.others[number]()
        return self._made[number]

    def recognise(self, call: Call, request: Request) -> Asked | Answer:
        """Who makes a call; the refusal of credentials that nobody has, or that have ended."""
        if call.service in _OF_SSO:
            return Asked(call, Session("", call.caller))
        try:
            session = self.identities.of(request)
        except Ended:
            ended = refused_by(Fault(Kind.EXPIRED_TOKEN), call)
            assert ended is not None
            return ended
        except NotKnown:
            is_json = call.protocol in {Protocol.JSON, Protocol.CBOR}
            code = "UnrecognizedClientException" if is_json else "InvalidClientTokenId"
            return refusal(call, code, "The security token included in the request is invalid.", 403)
        asked = Asked(replace(call, account=session.account, caller=session.arn), session)
        if call.service != "sts" and not session.policy.permits(call.action):
            return denied(asked.call, is_explicit=session.policy.denies(call.action))
        return asked

    async def answer(self, asked: Asked, request: Request) -> Answer:
        """Answer one call."""
        call = asked.call
        if call.service in _OF_SSO:
            return self.sso.answer(call, request)
        if call.service == "sts" and (answer := answer_sts(call, asked.session, self.identities)) is not None:
            is_home = call.region == DEFAULT_REGION
            return answer if is_home else await self.home.elsewhere(call) or answer
        try:
            account = self.account(call.account)
        except LookupError as error:
            return refusal(call, "AccessDeniedException", str(error.args[0]), 403)
        return await account.answer(call, request)

    def vault(self) -> dict[str, object]:
        """What a ``credential_process`` prints: keys of ops-admin that end in an hour."""
        session = self.identities.lend(Call("", "", "", Protocol.JSON).caller, _VAULT_LASTS)
        return {
            "Version": 1,
            "AccessKeyId": session.access_key,
            "SecretAccessKey": session.secret_key,
            "SessionToken": session.token,
            "Expiration": (datetime.now(UTC) + timedelta(seconds=_VAULT_LASTS)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
