"""IAM Identity Center: device codes and tokens (SSO OIDC), role credentials (the portal), and a page that approves."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Literal
from urllib.parse import parse_qs

import msgspec

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.identities import Identities
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.people import ALIASES, STAGING, assigned
from fargate_tui.demo.wire import Answer, Call, Request, json_answer

PERSON = "ann@example.com"
"""Who approves."""
_INTERVAL = 1
"""Seconds between two polls of the world."""
_CODE_LASTS = 600
_TOKEN_LASTS = 8 * 3600
_ROLE_LASTS = 3600
_REGISTERED_FOR = timedelta(days=90)
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_PAGE = """<!doctype html><meta charset="utf-8"><title>the local AWS</title><style>
body {{ font: 16px system-ui; max-width: 32rem; margin: 4rem auto }} button {{ font: inherit; padding: .4rem 1rem }}
input {{ font: inherit; padding: .4rem; width: 8rem }}</style>
<h1>{title}</h1><p>{text}</p>{form}"""
_FORM = """<form method="post"><p><input name="user_code" value="{code}" placeholder="ABCD-EFGH">
<button name="answer" value="approve">allow</button> <button name="answer" value="deny">deny</button></form>"""


class _Refused(Exception):
    def __init__(self, code: str, error: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.error = error
        self.status = status


@dataclass(slots=True)
class _Device:
    """A login that somebody has begun."""

    client: str
    user_code: str
    ends: datetime
    outcome: Literal["pending", "approved", "denied", "used"] = "pending"
    asked_at: float = 0.0
    """When it was polled last, by the world's clock."""


class Sso:
    """What was registered, begun and given out."""

    def __init__(self, clock: HeldClock, identities: Identities) -> None:
        self._clock = clock
        self._identities = identities
        self._clients: dict[str, str] = {}
        self._devices: dict[str, _Device] = {}
        self._tokens: dict[str, datetime] = {}
        self._renewals: dict[str, str] = {}
        """Refresh tokens, and the client each was given to."""
        self._operations: Mapping[str, Callable[[Request], object]] = {
            "RegisterClient": self._register,
            "StartDeviceAuthorization": self._begin,
            "CreateToken": self._give,
            "GetRoleCredentials": self._credentials,
            "ListAccounts": self._accounts,
            "ListAccountRoles": self._roles,
            "Logout": self._forget,
        }

    def answer(self, call: Call, request: Request) -> Answer:
        """Answer one request."""
        try:
            return json_answer(self._operations[call.operation](request))
        except _Refused as error:
            body = {"error": error.error, "error_description": str(error), "message": str(error)}
            answer = json_answer(body, error.status)
            return Answer(error.status, (*answer.headers, ("x-amzn-ErrorType", error.code)), answer.body)

    def pending(self) -> list[str]:
        """The user codes that wait for somebody."""
        return [each.user_code for each in self._devices.values() if self._waits(each)]

    def decide(self, user_code: str, *, approved: bool) -> bool:
        """Approve a code, or deny it; whether it was waiting."""
        for device in self._devices.values():
            if device.user_code == user_code.strip().upper() and self._waits(device):
                device.outcome = "approved" if approved else "denied"
                return True
        return False

    def end_tokens(self) -> int:
        """Let every token end, and forget how to renew them; returns how many there were."""
        ended = len(self._tokens)
        self._tokens.clear()
        self._renewals.clear()
        return ended

    def page(self, query: str, form: bytes | None) -> tuple[int, str]:
        """The page on which a person approves: its status and HTML."""
        if form is None:
            code = parse_qs(query).get("user_code", [""])[0]
            text = f"A program wants to act as {PERSON} in {' and '.join(ALIASES.values())}."
            return 200, _PAGE.format(title="Allow access?", text=text, form=_FORM.format(code=escape(code)))
        asked = {name: values[0] for name, values in parse_qs(form.decode("utf-8", "replace")).items()}
        code, approved = asked.get("user_code", ""), asked.get("answer") == "approve"
        if not self.decide(code, approved=approved):
            return 404, _PAGE.format(title="No such code", text=f"{escape(code)} is not waited for.", form="")
        return 200, _PAGE.format(title="Done", text="allowed" if approved else "denied", form="")

    def _waits(self, device: _Device) -> bool:
        return device.outcome == "pending" and device.ends > self._clock.now()

    # --- OIDC ---------------------------------------------------------------------------------------------------

    def _register(self, request: Request) -> object:
        asked = _body(request)
        if not asked.get("clientName") or asked.get("clientType") != "public":
            raise _Refused("InvalidClientMetadataException", "invalid_client_metadata", "Invalid client metadata")
        client, secret = secrets.token_urlsafe(16), secrets.token_urlsafe(24)
        self._clients[client] = secret
        now = self._clock.now()
        return {
            "clientId": client,
            "clientSecret": secret,
            "clientIdIssuedAt": int(now.timestamp()),
            "clientSecretExpiresAt": int((now + _REGISTERED_FOR).timestamp()),
        }

    def _begin(self, request: Request) -> object:
        asked = _body(request)
        self._check_client(asked)
        url = f"http://{request.headers.get('Host', '127.0.0.1')}"
        if not str(asked.get("startUrl", "")).startswith(url):
            raise _Refused("InvalidRequestException", "invalid_request", "Invalid startUrl provided")
        code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        device = _Device(str(asked["clientId"]), f"{code[:4]}-{code[4:]}", self._in(_CODE_LASTS))
        name = secrets.token_urlsafe(24)
        self._devices[name] = device
        return {
            "deviceCode": name,
            "userCode": device.user_code,
            "verificationUri": f"{url}/start/device",
            "verificationUriComplete": f"{url}/start/device?user_code={device.user_code}",
            "expiresIn": _CODE_LASTS,
            "interval": _INTERVAL,
        }

    def _give(self, request: Request) -> object:
        asked = _body(request)
        self._check_client(asked)
        match asked.get("grantType"):
            case str(kind) if kind == _DEVICE:
                self._check_device(self._devices.get(str(asked.get("deviceCode", ""))))
            case "refresh_token":
                if self._renewals.pop(str(asked.get("refreshToken", "")), None) != asked["clientId"]:
                    raise _Refused("InvalidGrantException", "invalid_grant", "Invalid refresh token provided")
            case _:
                raise _Refused("UnsupportedGrantTypeException", "unsupported_grant_type", "Invalid grant type")
        token, renewal = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._tokens[token] = self._in(_TOKEN_LASTS)
        self._renewals[renewal] = str(asked["clientId"])
        return {"accessToken": token, "expiresIn": _TOKEN_LASTS, "refreshToken": renewal, "tokenType": "Bearer"}

    def _check_device(self, device: _Device | None) -> None:
        if device is None or device.outcome == "used":
            raise _Refused("InvalidGrantException", "invalid_grant", "Invalid device code provided")
        before, device.asked_at = device.asked_at, time.monotonic()
        if device.outcome == "denied":
            raise _Refused("AccessDeniedException", "access_denied", "Access denied")
        if device.ends <= self._clock.now():
            raise _Refused("ExpiredTokenException", "expired_token", "Device code has expired")
        if device.outcome == "pending":
            if time.monotonic() - before < _INTERVAL * 0.8:
                raise _Refused("SlowDownException", "slow_down", "Slow down")
            raise _Refused("AuthorizationPendingException", "authorization_pending", "Authorization is pending")
        device.outcome = "used"

    def _check_client(self, asked: Mapping[str, object]) -> None:
        client = str(asked.get("clientId", ""))
        if client not in self._clients or self._clients[client] != asked.get("clientSecret"):
            raise _Refused("InvalidClientException", "invalid_client", "Invalid client", 401)

    # --- the portal ---------------------------------------------------------------------------------------------

    def _credentials(self, request: Request) -> object:
        self._check_token(request)
        asked = _query(request)
        role = assigned(asked.get("account_id", "")).get(asked.get("role_name", ""))
        if role is None:
            raise _Refused("ForbiddenException", "forbidden", "No access", 403)
        session = self._identities.take_on(role, PERSON, _ROLE_LASTS)
        assert session.told is not None
        return {
            "roleCredentials": {
                "accessKeyId": session.access_key,
                "secretAccessKey": session.secret_key,
                "sessionToken": session.token,
                "expiration": int(session.told.timestamp() * 1000),
            }
        }

    def _accounts(self, request: Request) -> object:
        self._check_token(request)
        listed = [
            {"accountId": number, "accountName": ALIASES[number], "emailAddress": f"{ALIASES[number]}@example.com"}
            for number in (ACCOUNT, STAGING)
        ]
        return {"accountList": listed}

    def _roles(self, request: Request) -> object:
        self._check_token(request)
        account = _query(request).get("account_id", "")
        return {"roleList": [{"roleName": name, "accountId": account} for name in assigned(account)]}

    def _forget(self, request: Request) -> object:
        self._check_token(request)
        self._tokens.pop(_bearer(request), None)
        return {}

    def _check_token(self, request: Request) -> None:
        ends = self._tokens.get(_bearer(request))
        if ends is None or ends <= self._clock.now():
            raise _Refused("UnauthorizedException", "unauthorized", "Session token not found or invalid", 401)

    def _in(self, seconds: float) -> datetime:
        return self._clock.now() + timedelta(seconds=seconds)


def _body(request: Request) -> dict[str, object]:
    try:
        return msgspec.json.decode(request.body or b"{}", type=dict[str, object])
    except msgspec.DecodeError:
        raise _Refused("InvalidRequestException", "invalid_request", "Invalid request") from None


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.query).items()}


def _bearer(request: Request) -> str:
    named = (value for name, value in request.headers.items() if name.lower() == "x-amz-sso_bearer_token")
    return next(named, "")
