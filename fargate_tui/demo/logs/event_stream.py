"""The framing of ``application/vnd.amazon.eventstream``: lengths and checksums around headers and a payload."""

import struct
import zlib
from collections.abc import Mapping

import msgspec

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7
_AROUND = 16
"""Bytes of a message besides headers and payload: two lengths, two checksums."""


def event(name: str, members: object) -> bytes:
    """An event of the stream, its members as JSON."""
    return _json({":message-type": "event", ":event-type": name}, members)


def exception(name: str, message: str) -> bytes:
    """The exception that ends the stream."""
    return _json({":message-type": "exception", ":exception-type": name}, {"message": message})


def _json(headers: Mapping[str, str], members: object) -> bytes:
    return _frame({**headers, ":content-type": "application/json"}, msgspec.json.encode(members))


def _frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    head = b"".join(_header(name, value) for name, value in headers.items())
    prelude = struct.pack("!II", _AROUND + len(head) + len(payload), len(head))
    message = prelude + struct.pack("!I", zlib.crc32(prelude)) + head + payload
    return message + struct.pack("!I", zlib.crc32(message))


def _header(name: str, value: str) -> bytes:
    raw = value.encode()
    return bytes([len(name)]) + name.encode() + bytes([_STRING]) + struct.pack("!H", len(raw)) + raw
