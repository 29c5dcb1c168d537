"""What the SDK raises, said in our kinds and in words a person can act on."""

import re
from datetime import UTC, datetime
from difflib import get_close_matches
from urllib.parse import urlsplit

import aiohttp
import msgspec
from botocore import exceptions as sdk
from botocore.eventstream import ParserError
from botocore.parsers import ResponseParserError

from fargate_tui.aws.config_files import config_file, credentials_file
from fargate_tui.aws.error_codes import (
    AWS_FAULT,
    BAD_SIGNATURE,
    EXPIRED,
    NOT_ALLOWED,
    NOT_SIGNED,
    THROTTLED,
    TOO_MANY,
    UNKNOWN_CREDENTIALS,
)
from fargate_tui.aws.operation import Operation
from fargate_tui.aws.origin import Origin, command, principal
from fargate_tui.fargate.errors import (
    AwsError,
    ClockSkewed,
    CredentialsExpired,
    CredentialsMissing,
    Invalid,
    MalformedQuery,
    NotAllowed,
    NotFound,
    Throttled,
    Unreachable,
)
from fargate_tui.format import duration

FAULTS: tuple[type[Exception], ...] = (
    sdk.BotoCoreError,
    sdk.ClientError,
    ResponseParserError,
    ParserError,  # of the framing of event streams
    msgspec.DecodeError,
    aiohttp.ClientError,
    OSError,
    ValueError,  # botocore: "Invalid endpoint", "Invalid host"
)
"""All that a call can raise for a reason outside of this program."""

_WRONG_DEVICE = "MultiFactorAuthentication failed"
_FIRST_SERVER_STATUS = 500
_MISSING_ACTION = re.compile(r"not authorized to perform: (?P<action>[a-z0-9-]+:[A-Za-z]+)")
_ASKED_BY = re.compile(r"User: (?P<arn>arn:\S+)")
_DENIED_BY = re.compile(r"explicit deny in an? [A-Za-z -]*?(?:policy|boundary)")
_LACKING = re.compile(
    r"because no (?P<policy>permissions boundary|session policy|service control policy|"
    r"resource control policy|VPC endpoint policy) allows"
)
_AT_POSITION = re.compile(r"at line 1 and position (\d+)")
_CLOCK_CODES = {"RequestTimeTooSkewed", "RequestInTheFuture"}
_SIGNED_AND_SEEN = re.compile(
    r"(?P<signed>\d{8}T\d{6}Z) is (?:now earlier|still later) than .*\((?P<seen>\d{8}T\d{6}Z)"
)
"""``Signature expired: 20261123T020000Z is now earlier than 20261123T030700Z (20261123T031200Z - 5 min.)``"""
_CLOCK_SIGNS = ("Signature expired", "Signature not yet current", "not yet valid", "too skewed")
_PAGE_SIGNS = ("<!doctype", "<html")


def translate(error: Exception, doing: str, origin: Origin, operation: Operation | None = None) -> AwsError:
    """``error`` as one of our kinds; ``doing`` is what was tried ("list services of production")."""
    if isinstance(error, AwsError):
        return error
    if isinstance(error, sdk.ClientError):
        return _refused(error, doing, origin, operation)
    if isinstance(error, sdk.NoCredentialsError | sdk.PartialCredentialsError):
        return missing_credentials(doing, origin, error)
    known = _expired(error, doing, origin) or _unreadable(error, doing) or _unanswered(error, doing, origin)
    return known or Invalid(doing, plain(str(error)))


def missing_credentials(doing: str, origin: Origin, error: Exception | None = None) -> CredentialsMissing:
    """The error for when no provider of the AWS CLI's chain had credentials, or only half of them."""
    remedy = (
        f"run `{command('aws configure', origin.profile)}` or `{command('aws sso login', origin.profile)}`, "
        "or look around with `fargate-tui --demo`"
    )
    if isinstance(error, sdk.PartialCredentialsError):
        return CredentialsMissing(doing, f"half of the credentials are there: {plain(str(error))}", remedy)
    looked_in = (
        f"no credentials in the environment, in profile {origin.profile} of {config_file()} and {credentials_file()}, "
        "in the SSO cache, from a container or an instance role"
    )
    return CredentialsMissing(doing, looked_in, remedy)


def plain(message: str) -> str:
    """AWS's sentence as part of ours: one line, no full stop, no capital unless it is a name."""
    line = " ".join(message.split()).rstrip(".")
    starts_a_sentence = line[:1].isupper() and line[1:2].islower() and line.split(" ", 1)[0].rstrip(":,").isalpha()
    return line[0].lower() + line[1:] if starts_a_sentence and not _camel(line.split(" ", 1)[0]) else line


def _camel(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])


def _refused(error: sdk.ClientError, doing: str, origin: Origin, operation: Operation | None) -> AwsError:
    answer = error.response.get("Error", {})
    code, message = str(answer.get("Code", "")), str(answer.get("Message", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = plain(message) or code
    if message.lstrip().lower().startswith(_PAGE_SIGNS):
        return _not_aws(doing, f"HTTP {status}")
    if code in THROTTLED:
        return Throttled(doing, said if code in TOO_MANY else "AWS asks to slow down (rate exceeded)")
    if code in NOT_ALLOWED or _MISSING_ACTION.search(message):
        return _not_allowed(message, doing, operation, error.operation_name)
    if code in EXPIRED:
        why = f"the credentials of profile {origin.profile} have expired"
        return CredentialsExpired(doing, why, origin.renewal, **origin.login)
    if code in BAD_SIGNATURE or _is_of_clocks(code, message):
        return _bad_signature(error, said, doing, origin)
    if code in UNKNOWN_CREDENTIALS:
        why = f"AWS does not accept the credentials of profile {origin.profile} in {origin.region}"
        return CredentialsExpired(doing, why, origin.renewal)
    if code in NOT_SIGNED:
        return missing_credentials(doing, origin)
    # IAM says NoSuchEntity.
    if "NotFound" in code or "NoSuch" in code or "Unable to describe task definition" in message:
        return NotFound(doing, said)
    if code in AWS_FAULT or status >= _FIRST_SERVER_STATUS:
        return Unreachable(doing, f"AWS has a fault of its own: {said}")
    return _rejected(error, said, doing)


def _rejected(error: sdk.ClientError, said: str, doing: str) -> Invalid:
    """What AWS will not do; of a query, where it is wrong, by the members of the error or by its sentence."""
    if error.response["Error"].get("Code") == "SubscriptionRequiredException":
        return Invalid(doing, "it needs a Business support plan, or a better one")
    if error.response["Error"].get("Code") != "MalformedQueryException":
        return Invalid(doing, said)
    told = error.response.get("queryCompileError", {})
    place = told.get("location", {})
    why = plain(told.get("message", "")) or said
    if isinstance(start := place.get("startCharOffset"), int):
        end = place.get("endCharOffset")
        return MalformedQuery(doing, why, start=start, end=max(start, end if isinstance(end, int) else start))
    found = _AT_POSITION.search(why)
    return MalformedQuery(doing, why, start=int(found[1]), end=int(found[1])) if found else MalformedQuery(doing, why)


def _not_allowed(message: str, doing: str, operation: Operation | None, name: str) -> NotAllowed:
    if message.startswith(_WRONG_DEVICE):
        return NotAllowed(doing, plain(message), "look at mfa_serial of the profile", action="sts:AssumeRole")
    named = _MISSING_ACTION.search(message)
    action = named["action"] if named else operation.action if operation else name
    asked_by = _ASKED_BY.search(message)
    why = f"{action} is not allowed"
    if asked_by:
        why += f" for {principal(asked_by['arn'])}"
    if denied := _DENIED_BY.search(message):
        why += f" ({denied[0]})"
    elif lacking := _LACKING.search(message):
        why += f" (no {lacking['policy']} allows it)"
    return NotAllowed(doing, why, action=action)


def _clock_skewed(message: str, doing: str) -> ClockSkewed:
    """By how much, where AWS says when it was signed and when it came."""
    remedy = "set the clock of this machine, by NTP if there is no reason against it; `date -u` shows it"
    told = _SIGNED_AND_SEEN.search(message)
    if told is None:
        return ClockSkewed(doing, "the clocks of this machine and of AWS differ by more than five minutes", remedy)
    signed, seen = (datetime.strptime(told[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for name in ("signed", "seen"))
    apart = abs((seen - signed).total_seconds())
    which = "behind" if signed < seen else "ahead of"
    return ClockSkewed(doing, f"the clock of this machine is {duration(apart)} {which} AWS's", remedy)


def _is_of_clocks(code: str, message: str) -> bool:
    return code in _CLOCK_CODES or any(sign in message for sign in _CLOCK_SIGNS)


def _bad_signature(error: sdk.ClientError, said: str, doing: str, origin: Origin) -> AwsError:
    answer = error.response["Error"]
    message = str(answer.get("Message", ""))
    if _is_of_clocks(str(answer.get("Code", "")), message):
        return _clock_skewed(message, doing)
    if "does not match" in message:
        why = f"the secret access key of profile {origin.profile} does not belong to its access key"
        return CredentialsExpired(doing, why, origin.renewal)
    return Invalid(doing, said)


def _expired(error: Exception, doing: str, origin: Origin) -> AwsError | None:
    """The errors of credential providers."""
    if isinstance(error, sdk.SSOTokenLoadError | sdk.UnauthorizedSSOTokenError | sdk.TokenRetrievalError):
        why = f"the SSO session of profile {origin.profile} has expired or was never begun"
        return CredentialsExpired(doing, why, origin.renewal, **origin.login)
    if isinstance(error, sdk.LoginRefreshRequired | sdk.LoginTokenLoadError | sdk.RefreshWithMFAUnsupportedError):
        return CredentialsExpired(doing, f"the session of profile {origin.profile} has expired", origin.renewal)
    if isinstance(error, sdk.CredentialRetrievalError | sdk.MetadataRetrievalError):
        return CredentialsExpired(doing, plain(str(error)), origin.renewal)
    return None


def _unreadable(error: Exception, doing: str) -> AwsError | None:
    """The errors of what came back that is no answer, and of files of the AWS CLI."""
    if isinstance(error, ResponseParserError | ParserError):
        return Unreachable(doing, "the answer was cut off or is not AWS's")
    if isinstance(error, msgspec.DecodeError):
        return Unreachable(doing, f"the answer is not of AWS's shape: {plain(str(error))}")
    if isinstance(error, OSError) and error.filename:
        return Invalid(doing, plain(str(error)))
    return None


def _unanswered(error: Exception, doing: str, origin: Origin) -> AwsError | None:
    """The errors of the network."""
    arguments = getattr(error, "kwargs", {})
    host = urlsplit(str(arguments.get("endpoint_url") or "")).netloc or "AWS"
    if isinstance(error, sdk.ConnectTimeoutError):
        return Unreachable(doing, f"{host} does not answer (no connection in time)", _wrong_region(origin))
    if isinstance(error, sdk.ReadTimeoutError):
        return Unreachable(doing, f"{host} does not answer (nothing came in time)")
    if isinstance(error, sdk.SSLError):
        why = f"{host} has a certificate that is not trusted"
        return Unreachable(doing, why, "behind an inspecting proxy, set AWS_CA_BUNDLE to its certificate")
    if isinstance(error, sdk.ProxyConnectionError):
        return Unreachable(doing, f"the proxy does not answer: {plain(str(error))}")
    if isinstance(error, sdk.ConnectionClosedError | aiohttp.ClientPayloadError):
        return Unreachable(doing, f"{host} closed the connection before the answer was complete")
    if isinstance(error, sdk.EndpointConnectionError):
        return Unreachable(doing, _no_connection(host, arguments.get("error")), _wrong_region(origin))
    if isinstance(error, sdk.ConnectionError | sdk.HTTPClientError | aiohttp.ClientError | OSError):
        return Unreachable(doing, f"{host} cannot be reached: {plain(str(error))}")
    return None


def _no_connection(host: str, cause: object) -> str:
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return f"no address is known for {host}"
    if isinstance(cause, aiohttp.ClientConnectorError) and isinstance(cause.os_error, ConnectionRefusedError):
        return f"{host} refuses connections"
    return f"{host} cannot be reached"


def _wrong_region(origin: Origin) -> str:
    if not origin.region or not origin.regions or origin.region in origin.regions:
        return ""
    close = get_close_matches(origin.region, origin.regions, n=1)
    return f"is {origin.region} a Region? did you mean {close[0]}?" if close else f"is {origin.region} a Region?"


def _not_aws(doing: str, what: str) -> Unreachable:
    why = f"a web page came back instead of AWS's answer ({what})"
    return Unreachable(doing, why, "a proxy or login page may be in between")


def cut_off(doing: str) -> Unreachable:
    """The error for a body that ended too early."""
    return Unreachable(doing, "the answer was cut off")


def not_aws(doing: str) -> Unreachable:
    """The error for a body that is a web page."""
    return _not_aws(doing, "HTTP 200")
