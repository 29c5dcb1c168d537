"""The Security Token Service: who asks, and sessions of roles and users."""

from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from fargate_tui.demo.identities import Identities, Session
from fargate_tui.demo.people import PHONE, ROLES
from fargate_tui.demo.wire import Answer, Call, refusal, request_id, xml_answer

_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_LEAST, _MOST, _MOST_IN_CHAIN = 900, 43_200, 3_600
_WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code. "


class _Refused(Exception):
    def __init__(self, code: str, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


def answer_sts(call: Call, session: Session, identities: Identities) -> Answer | None:
    """The answer to one request; None for what is moto's."""
    own = _OPERATIONS.get(call.operation)
    if own is None:
        return None
    try:
        return _xml(call.operation, own(call.parameters, session, identities))
    except _Refused as error:
        return refusal(call, error.code, str(error), error.status)


def _identity(asked: Mapping[str, str], session: Session, identities: Identities) -> str:
    del asked, identities
    return f"<Arn>{session.arn}</Arn><UserId>{session.user_id}</UserId><Account>{session.account}</Account>"


def _assume(asked: Mapping[str, str], session: Session, identities: Identities) -> str:
    arn, name = asked.get("RoleArn", ""), asked.get("RoleSessionName", "")
    seconds = _seconds(asked, 3_600)
    role = ROLES.get(arn)
    denied = f"User: {session.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    if role is None or session.principal not in role.trusts:
        raise _Refused("AccessDenied", denied)
    if session.role_arn and seconds > _MOST_IN_CHAIN:
        text = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        raise _Refused("ValidationError", text, 400)
    has_mfa = _has_mfa(asked, identities) or session.has_mfa
    if role.wants_mfa and not has_mfa:
        raise _Refused("AccessDenied", denied)
    begun = identities.take_on(role, name, seconds, has_mfa=has_mfa)
    user = f"<AssumedRoleId>{escape(begun.user_id)}</AssumedRoleId><Arn>{escape(begun.arn)}</Arn>"
    return f"<AssumedRoleUser>{user}</AssumedRoleUser>{_credentials(begun)}"


def _session_token(asked: Mapping[str, str], session: Session, identities: Identities) -> str:
    if session.ends is not None:
        raise _Refused("AccessDenied", "Cannot call GetSessionToken with session credentials")
    seconds = _seconds(asked, _MOST)
    return _credentials(identities.lend(session.arn, seconds, has_mfa=_has_mfa(asked, identities)))


def _has_mfa(asked: Mapping[str, str], identities: Identities) -> bool:
    """Whether a code was sent that holds."""
    device, code = asked.get("SerialNumber", ""), asked.get("TokenCode", "")
    if not device and not code:
        return False
    if device != PHONE:
        raise _Refused("AccessDenied", f"MultiFactorAuthentication failed, unable to validate MFA code for {device}.")
    if not identities.accepts(device, code):
        raise _Refused("AccessDenied", _WRONG_CODE)
    return True


def _seconds(asked: Mapping[str, str], usual: int) -> int:
    seconds = int(asked.get("DurationSeconds", usual))
    if not _LEAST <= seconds <= _MOST:
        text = f"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint"
        raise _Refused("ValidationError", text, 400)
    return seconds


def _credentials(session: Session) -> str:
    assert session.told is not None
    return (
        f"<Credentials><AccessKeyId>{session.access_key}</AccessKeyId>"
        f"<SecretAccessKey>{session.secret_key}</SecretAccessKey><SessionToken>{session.token}</SessionToken>"
        f"<Expiration>{session.told:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials>"
    )


def _xml(operation: str, result: str) -> Answer:
    return xml_answer(
        f'<{operation}Response xmlns="{_NAMESPACE}"><{operation}Result>{result}</{operation}Result>'
        f"<ResponseMetadata><RequestId>{request_id()}</RequestId></ResponseMetadata></{operation}Response>"
    )


_OPERATIONS: Mapping[str, Callable[[Mapping[str, str], Session, Identities], str]] = {
    "GetCallerIdentity": _identity,
    "AssumeRole": _assume,
    "GetSessionToken": _session_token,
}
