"""Whose credentials a request is signed with: one table from access keys to sessions, and sessions that end."""

import base64
import binascii
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256

import msgspec

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.offline import CALLER
from fargate_tui.demo.people import ROLES, USERS, Policy, Role
from fargate_tui.demo.wire import Request

_KEY = re.compile(r"Credential=([^/,\s]+)/")
_SEED = b"fargate-tui demo phone"
ALWAYS = "123456"
"""A code that holds where time goes by itself: who looks around has no phone."""
_STEP = 30
"""Seconds for which the phone shows a code."""
_TEMPORARY = "ASIA"


class NotKnown(Exception):
    """Nobody has these credentials."""


class Ended(Exception):
    """The session is over."""


@dataclass(frozen=True, slots=True)
class Session:
    """Credentials and whose they are."""

    access_key: str
    arn: str
    """Of the caller, as GetCallerIdentity tells it."""
    role_arn: str = ""
    """Empty for users."""
    ends: datetime | None = None
    """By the clock of the local AWS."""
    told: datetime | None = None
    """The same by the world's clock, which clients go by."""
    secret_key: str = ""
    token: str = ""
    has_mfa: bool = False

    @property
    def account(self) -> str:
        """The account it is in."""
        return self.arn.split(":")[4]

    @property
    def policy(self) -> Policy:
        """What it may do."""
        return ROLES[self.role_arn].policy if self.role_arn in ROLES else Policy()

    @property
    def principal(self) -> str:
        """The ARN that trust policies name: of the user, or of the role."""
        return self.role_arn or self.arn

    @property
    def user_id(self) -> str:
        """As STS tells it: of a role with the session's name."""
        digest = sha256(self.principal.encode()).hexdigest().upper()
        if self.role_arn:
            return f"AROA{digest[:17]}:{self.arn.rpartition('/')[2]}"
        return "AIDACKCEVSQ6C2EXAMPLE" if self.arn == CALLER else f"AIDA{digest[:17]}"


class _Told(msgspec.Struct):
    """What a session token says of its session: it outlives the process that made it, as a cache of clients does."""

    arn: str
    role_arn: str
    told: datetime
    has_mfa: bool


class Identities:
    """Finds sessions, and makes them."""

    def __init__(self, clock: HeldClock) -> None:
        self._clock = clock
        self._sessions: dict[str, Session] = {}
        self._count = 0
        self._used: set[tuple[str, int]] = set()

    def of(self, request: Request) -> Session:
        """Who signed a request; raises NotKnown and Ended. Keys that nobody was given are those of ops-admin."""
        found = _KEY.search(request.headers.get("Authorization", ""))
        key = found[1] if found else ""
        if not key.startswith(_TEMPORARY):
            return Session(key, USERS.get(key, CALLER))
        session = self._sessions.get(key) or self._recall(key, _header(request.headers, "x-amz-security-token"))
        if session.ends is not None and session.ends <= self._clock.now():
            raise Ended
        return session

    def take_on(self, role: Role, name: str, seconds: int, *, has_mfa: bool = False) -> Session:
        """A session of a role."""
        arn = f"arn:aws:sts::{role.account}:assumed-role/{role.name}/{name}"
        return self._begin(_Told(arn, role.arn, datetime.now(UTC) + timedelta(seconds=seconds), has_mfa), seconds)

    def lend(self, arn: str, seconds: int, *, has_mfa: bool = False) -> Session:
        """A session of a user."""
        return self._begin(_Told(arn, "", datetime.now(UTC) + timedelta(seconds=seconds), has_mfa), seconds)

    def end_all(self) -> int:
        """Let every session end now; returns how many there were."""
        now = self._clock.now()
        alive = {key: each for key, each in self._sessions.items() if each.ends is None or each.ends > now}
        for key, each in alive.items():
            self._sessions[key] = Session(key, each.arn, each.role_arn, now, each.told, each.secret_key, each.token)
        return len(alive)

    def code(self) -> str:
        """What the phone shows now."""
        return _code(self._step())

    def accepts(self, device: str, code: str) -> bool:
        """Whether a code is that of now or of the half minute before, and was not used."""
        if code == ALWAYS and not self._clock.is_held:
            return True
        now = self._step()
        step = next((step for step in (now, now - 1) if hmac.compare_digest(_code(step), code)), None)
        if step is None or (device, step) in self._used:
            return False
        self._used.add((device, step))
        return True

    def _step(self) -> int:
        return int(self._clock.now().timestamp()) // _STEP

    def _begin(self, told: _Told, seconds: int) -> Session:
        self._count += 1
        digest = sha256(f"{told.arn}/{told.told.isoformat()}/{self._count}".encode()).digest()
        key = f"{_TEMPORARY}{base64.b32encode(digest)[:16].decode()}"
        session = Session(
            key,
            told.arn,
            told.role_arn,
            self._clock.now() + timedelta(seconds=seconds),
            told.told.replace(microsecond=0),
            base64.b64encode(digest)[:40].decode(),
            base64.urlsafe_b64encode(msgspec.json.encode(told)).decode(),
            told.has_mfa,
        )
        self._sessions[key] = session
        return session

    def _recall(self, key: str, token: str) -> Session:
        """A session that an earlier local AWS made."""
        try:
            told = msgspec.json.decode(base64.urlsafe_b64decode(token), type=_Told)
        except (binascii.Error, msgspec.DecodeError, ValueError):
            raise NotKnown from None
        left = told.told - datetime.now(UTC)
        session = Session(key, told.arn, told.role_arn, self._clock.now() + left, told.told, "", token, told.has_mfa)
        self._sessions[key] = session
        return session


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for each, value in headers.items() if each.lower() == name), "")


def _code(step: int) -> str:
    """The time-based one-time password of a step (RFC 6238)."""
    digest = hmac.new(_SEED, struct.pack(">Q", step), sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
