"""The part of ``/_demo`` that is about who may ask: the phone's code, logins that wait, sessions that end."""

import msgspec

from fargate_tui.demo.world import World


class AccessOrder(msgspec.Struct, forbid_unknown_fields=True):
    """``POST /_demo/access``."""

    approve: str = ""
    """A user code of SSO."""
    deny: str = ""
    end_sessions: bool = False
    """Let all temporary credentials end."""
    end_tokens: bool = False
    """Let all SSO logins end."""


def told(world: World) -> dict[str, object]:
    """``GET /_demo/access``: what the phone shows, and the codes that wait for somebody."""
    return {"mfa_code": world.identities.code(), "logins": world.sso.pending()}


def ordered(world: World, order: AccessOrder) -> dict[str, object]:
    """What became of an order; raises LookupError where a code is not waited for."""
    for code, approved in ((order.approve, True), (order.deny, False)):
        if code and not world.sso.decide(code, approved=approved):
            raise LookupError(f"no login waits for {code}")
    return {
        "sessions_ended": world.identities.end_all() if order.end_sessions else 0,
        "tokens_ended": world.sso.end_tokens() if order.end_tokens else 0,
    }
