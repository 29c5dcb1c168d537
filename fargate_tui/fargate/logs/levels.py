"""How bad a line is, by the forms in which programs commonly say it."""

import re
from collections.abc import Mapping
from typing import Final, Literal

Level = Literal["", "trace", "debug", "info", "warn", "error", "fatal"]
"""Empty where the line does not say."""

LOOKED_AT: Final = 240
"""Characters at the beginning of a line in which its level is looked for."""

_WORDS: Final[dict[str, Level]] = {
    **dict.fromkeys(("trace", "trc", "verbose", "finest", "finer", "fine"), "trace"),
    **dict.fromkeys(("debug", "dbg", "debg", "config"), "debug"),
    **dict.fromkeys(("info", "inf", "information", "informational", "notice", "default", "log"), "info"),
    **dict.fromkeys(("warn", "wrn", "warning"), "warn"),
    **dict.fromkeys(("error", "err", "eror", "severe"), "error"),
    **dict.fromkeys(("fatal", "ftl", "critical", "crit", "alert", "emerg", "emergency", "panic"), "fatal"),
}
_FIELDS: Final = ("level", "severity", "lvl", "log.level", "loglevel", "log_level", "levelname", "severitytext", "@l")

# What loggers write in the middle of a line is in capitals or in brackets; a lower-case word there is prose.
_CAPITALS: Final = re.compile(
    r"\b(TRACE|FINEST|FINER|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|ALERT|EMERG|PANIC)\b"
)
_BRACKETED: Final = re.compile(r"[\[(<](?:level[=:])?([A-Za-z]{3,13})\s{0,5}[\])>]")
_PAIR: Final = re.compile(r"\b(?:level|lvl|severity)[=:]\s?\"?([A-Za-z]{3,13})\b", re.IGNORECASE)
_LEADING: Final = re.compile(
    r"\W{0,4}(trace|debug|info|notice|warn|warning|error|err|fatal|critical|panic)\b\s{0,3}[:|!-]", re.IGNORECASE
)
_GLOG: Final = re.compile(r"([DIWEF])\d{4} \d\d:\d\d:\d\d\.\d+")
_GLOG_LEVELS: Final[dict[str, Level]] = {"D": "debug", "I": "info", "W": "warn", "E": "error", "F": "fatal"}
_REQUEST: Final = re.compile(r'"[A-Z]{3,8} [^"]{1,160} HTTP/[\d.]+" ([1-5])\d\d\b')
_ANSWERS: Final[dict[str, Level]] = {"1": "info", "2": "info", "3": "info", "4": "warn", "5": "error"}
_FAILURE: Final = re.compile(
    r"Traceback \(most recent call last\)|Exception in thread |Caused by: |Unhandled (?:exception|rejection)|"
    r"(?:[A-Za-z_]\w{0,60}\.){0,12}[A-Z]\w{0,60}(?:Error|Exception)\b(?=:|$)"
)


def level_of_text(text: str) -> Level:
    """The level of a line of text, or of a message."""
    head = text[:LOOKED_AT]
    return _by_form(head) or _by_word(head) or _by_consequence(head)


def level_of_fields(fields: Mapping[str, str]) -> Level:
    """The level by the fields of a line, their names in lower case."""
    told = next((fields[name] for name in _FIELDS if fields.get(name)), "")
    return _WORDS.get(told.strip().lower()) or _by_number(told)


def _by_number(told: str) -> Level:
    """Numbers as pino and bunyan write them: 10 is trace, 60 is fatal."""
    steps: tuple[Level, ...] = ("trace", "debug", "info", "warn", "error", "fatal")
    return steps[int(told) // 10 - 1] if len(told) == 2 and told.isascii() and "10" <= told <= "69" else ""


def _by_form(head: str) -> Level:
    for pattern in (_LEADING, _GLOG):
        if found := pattern.match(head):
            return _GLOG_LEVELS.get(found[1]) or _WORDS.get(found[1].lower(), "")
    return ""


def _by_word(head: str) -> Level:
    """The first word that names a level; of several the one that stands first, for the others are its message."""
    first = len(head)
    told: Level = ""
    for pattern in (_CAPITALS, _BRACKETED, _PAIR):
        found = pattern.search(head)
        if found is not None and found.start(1) < first and (level := _WORDS.get(found[1].lower(), "")):
            first, told = found.start(1), level
    return told


def _by_consequence(head: str) -> Level:
    """What says no level but is one: an exception, a request that was answered 4xx or 5xx."""
    if _FAILURE.match(head):
        return "error"
    answered = _REQUEST.search(head)
    return _ANSWERS[answered[1]] if answered is not None else ""
