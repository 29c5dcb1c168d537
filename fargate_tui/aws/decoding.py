"""ECS answers, decoded straight from the body into records.

botocore's own parser takes 28 ms for 100 described tasks, a typed msgspec decoder 0.35 ms. botocore keeps signing,
retries, credentials and errors: its ``before-parse`` event hands us the body of an answer, we hand it back an empty
one. Answers in XML (EC2, ELB, STS) are small and rare: botocore parses them and `from_parsed` makes records of that.
"""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

import msgspec

Reply = TypeVar("Reply")

ANSWER = "fargate_tui.answer"
"""Where in botocore's response the decoded answer is."""
WEB_PAGE = "fargate_tui.web_page"
"""Where it is noted that the body is a page of a proxy or a login portal."""
_OK_BELOW = 300
# botocore retries this code as it retries a lost connection, and a body that ends too early is one.
_CUT_OFF = {"Code": "RequestTimeout", "Message": "the answer was cut off"}

_expected: ContextVar["_Expected"] = ContextVar("expected answer")


@dataclass(frozen=True, slots=True)
class _Expected:
    type: type[object]
    decoder: msgspec.json.Decoder[object]


_expectations: dict[type[object], _Expected] = {}


def _expectation(answer: type[object]) -> _Expected:
    if answer not in _expectations:
        # strict=False: ECS sends times as seconds since 1970, which become aware UTC datetimes.
        _expectations[answer] = _Expected(answer, msgspec.json.Decoder(answer, strict=False))
    return _expectations[answer]


@contextmanager
def expecting(answer: type[object]) -> Iterator[None]:
    """Within it, the answers to this task's calls are decoded into ``answer``."""
    token = _expected.set(_expectation(answer))
    try:
        yield
    finally:
        _expected.reset(token)


class Model(Protocol):
    """What botocore knows of an operation."""

    @property
    def output_shape(self) -> object:
        """The form of its answers; None where they are empty."""


def before_parse(
    response_dict: MutableMapping[str, object],
    customized_response_dict: MutableMapping[str, object],
    operation_model: Model | None = None,
    **_: object,
) -> None:
    """Decode a good answer's body; botocore's handler for ``before-parse.ecs``.

    A body that stops in the middle is reported as a timeout, so that botocore asks again; one that is not JSON is
    marked; one that is JSON of another shape raises `msgspec.ValidationError`.
    """
    status, body = response_dict["status_code"], response_dict["body"]
    if not isinstance(status, int) or status >= _OK_BELOW or not isinstance(body, bytes):
        return
    response_dict["body"] = b"{}"
    if operation_model is not None and operation_model.output_shape is None and not body.strip():
        body = b"{}"
    if not body.lstrip().startswith(b"{"):
        customized_response_dict[WEB_PAGE if body.strip() else "Error"] = _CUT_OFF
        return
    try:
        customized_response_dict[ANSWER] = _decode(body, _expected.get())
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, json.JSONDecodeError):
        customized_response_dict["Error"] = _CUT_OFF


def notice_web_page(
    response_dict: Mapping[str, object], customized_response_dict: MutableMapping[str, object], **_: object
) -> None:
    """Mark a web page that came with status 200; botocore's handler for ``before-parse`` of XML services.

    botocore would read a page as an answer with nothing in it: no targets, no interfaces.
    """
    body = response_dict["body"]
    if isinstance(body, bytes) and body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        customized_response_dict[WEB_PAGE] = True


def from_parsed(response: Mapping[str, object], answer: type[Reply]) -> Reply:
    """The record of what botocore has parsed itself; raises `msgspec.ValidationError`."""
    return msgspec.convert(response, answer)


def decode(body: bytes, answer: type[Reply]) -> Reply:
    """The record in a body of JSON that did not come through botocore; raises ValueError."""
    return cast("Reply", _decode(body, _expectation(answer)))


def _decode(body: bytes, expected: _Expected) -> object:
    try:
        return expected.decoder.decode(body)
    except msgspec.ValidationError:
        # AWS leaves absent members out; some emulators send null for them. botocore drops nulls, and so do we.
        return msgspec.convert(_mended(msgspec.json.decode(body)), expected.type, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Containers log what they like: half characters and bytes that are none. A body that was cut off fails here.
        return msgspec.convert(_mended(_read_leniently(body)), expected.type, strict=False)


def _read_leniently(body: bytes) -> object:
    """The JSON of a body with text in it that is not Unicode; raises `json.JSONDecodeError`."""
    return json.loads(body.decode("utf-8", "replace"), strict=False)


def _mended(value: object) -> object:
    """The same without nulls, and with a replacement character for each half of a character."""
    if isinstance(value, dict):
        return {name: _mended(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_mended(item) for item in value if item is not None]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
