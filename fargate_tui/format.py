"""How values are written: ages, sizes, money, names. Values in, text out; nothing here knows a screen or the time."""

import unicodedata
from datetime import datetime
from functools import lru_cache

NONE = "—"
MARK = "◉"
"""What stands beside things that are watched."""
"""Stands where there is no value."""
ELLIPSIS = "…"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that must not reach the terminal."""

MINUTE, HOUR, DAY = 60, 3600, 86400

# Hangul jamo that join the syllable before them, as wcwidth and the terminals have it.
_JOINING = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
# Wide since Unicode 16; Python 3.11's tables still call them narrow.
_WIDE_SINCE_16 = (
    range(0x2630, 0x2638),
    range(0x268A, 0x2690),
    range(0x4DC0, 0x4E00),
    range(0x1D300, 0x1D357),
    range(0x1D360, 0x1D377),
)
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))


def age(then: datetime | None, now: datetime) -> str:
    """How long ago it was: ``40s``, ``12m``, ``3h``, ``2d``.

    Coarse on purpose, in ten-second steps below a minute: a table at rest must not write to the terminal each second.
    """
    if then is None:
        return NONE
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < MINUTE:
        return f"{seconds // 10 * 10}s"
    if seconds < HOUR:
        return f"{seconds // MINUTE}m"
    if seconds < DAY:
        return f"{seconds // HOUR}h"
    return f"{seconds // DAY}d"


def duration(seconds: float) -> str:
    """How long it took: ``1.2s``, ``42s``, ``3m 05s``, ``2h 07m``, ``3d 04h``."""
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f}s"
    whole = round(seconds)
    if whole < MINUTE:
        return f"{whole}s"
    if whole < HOUR:
        return f"{whole // MINUTE}m {whole % MINUTE:02}s"
    if whole < DAY:
        return f"{whole // HOUR}h {whole % HOUR // MINUTE:02}m"
    return f"{whole // DAY}d {whole % DAY // HOUR:02}h"


def memory(mebibytes: str | int | None) -> str:
    """MiB, or GiB where that is exact to one decimal: ``512 MiB``, ``1.5 GiB``; other text as it is."""
    number = _whole(mebibytes)
    if number is None:
        return visible(str(mebibytes)) if mebibytes else NONE
    if number >= 1024 and number % 512 == 0:
        return f"{number / 1024:g} GiB"
    return f"{number} MiB"


def data(size: float) -> str:
    """Bytes in thousands, as AWS bills them: ``812 B``, ``12.3 MB``, ``1.2 GB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if size >= 99.95 or unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"


def vcpu(units: str | int | None) -> str:
    """Units as vCPU, of which 1,024 are one: ``0.25 vCPU``; other text as it is."""
    number = _whole(units)
    if number is None:
        return visible(str(units)) if units else NONE
    return f"{number / 1024:g} vCPU"


def count(number: int | None) -> str:
    """A number of things: ``3,200``."""
    return NONE if number is None else f"{number:,}"


def percent(fraction: float) -> str:
    """A fraction of 1 in whole hundredths: ``40 %``."""
    return f"{fraction * 100:.0f} %"


def money(dollars: float) -> str:
    """US dollars with as many decimals as matter: ``$0.049``, ``$12.34``, ``$1,234``."""
    if dollars == 0:
        return "$0"
    if abs(dollars) < 1:
        return f"${dollars:.3f}"
    return f"${dollars:,.2f}" if abs(dollars) < 100 else f"${dollars:,.0f}"


def account(number: str) -> str:
    """An account id in groups of four: ``1234-5678-9012``; anything else as it is."""
    if len(number) == 12 and number.isascii() and number.isdigit():
        return f"{number[:4]}-{number[4:8]}-{number[8:]}"
    return visible(number)


def short_arn(arn: str) -> str:
    """The name in an ARN: ``api:7`` of a task definition, ``web`` of a service, target group or role."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return visible(arn)
    resource = parts[5]
    kind, _, rest = resource.partition("/")
    if kind == "targetgroup":
        return visible(rest.split("/", 1)[0])
    if kind == "loadbalancer":
        return visible(rest.split("/")[1] if rest.count("/") >= 2 else rest)
    if kind.startswith("log-group:"):
        return visible(resource.removeprefix("log-group:").removesuffix(":*"))
    return visible(resource.rsplit("/", 1)[-1])


def short_id(identifier: str) -> str:
    """The first eight characters of a task id."""
    return visible(identifier[:8])


def short_zone(zone: str) -> str:
    """An availability zone without its Region: ``1a``."""
    return visible(zone.rsplit("-", 1)[-1])


def visible(text: str) -> str:
    """Foreign text made harmless on one line, and of a width that all terminals agree on.

    Control characters become their pictures (``␛``, ``␊``), tabs and odd spaces become spaces, everything invisible
    (bidi controls, zero-width characters, lone surrogates, unassigned) becomes ``�``. It is never markup.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def cell_width(text: str) -> int:
    """How many terminal cells a visible text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def fitting(text: str, width: int) -> int:
    """How many characters of a visible text, from its beginning, fit in `width` cells."""
    end = 0
    while end < len(text) and (width := width - _cells(text[end])) >= 0:
        end += 1
    return end


def cut(text: str, width: int) -> str:
    """A visible text in at most `width` cells, with an ellipsis at the end where something is missing."""
    if cell_width(text) <= width:
        return text
    return text[: fitting(text, width - 1)] + ELLIPSIS if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """A visible text in at most `width` cells, with an ellipsis in the middle: both ends of a name tell it apart."""
    if cell_width(text) <= width:
        return text
    if width <= 0:
        return ""
    tail_width = (width - 1) // 2
    return text[: fitting(text, width - 1 - tail_width)] + ELLIPSIS + _tail(text, tail_width)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A visible text in exactly `width` cells: cut with an ellipsis, or filled up with spaces."""
    text = cut(text, width)
    padding = " " * (width - cell_width(text))
    return padding + text if right else text + padding


def _tail(text: str, width: int) -> str:
    start = len(text)
    while start > 0 and (width := width - _cells(text[start - 1])) >= 0:
        start -= 1
    # A mark without the character it belongs to would land on the ellipsis.
    while start < len(text) and _cells(text[start]) == 0:
        start += 1
    return text[start:]


def _whole(value: str | int | None) -> int | None:
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


@lru_cache(4096)
def _shown(character: str) -> str:
    code = ord(character)
    category = unicodedata.category(character)
    if character == "\t" or category == "Zs":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if any(code in selectors for selectors in _VARIATION_SELECTORS):
        return ""  # it only chooses between two dresses of the character before it, of different widths
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or character in _INVISIBLE_LETTERS or code in _SKIN_TONES:
        return REPLACEMENT
    return character


@lru_cache(4096)
def _cells(character: str) -> int:
    code = ord(character)
    if unicodedata.category(character) in ("Mn", "Me", "Mc") or any(code in joining for joining in _JOINING):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F") or any(code in wide for wide in _WIDE_SINCE_16):
        return 2
    return 1


def failure(error: Exception) -> str:
    """Why something could not be written or read, as a part of a sentence: without a number, and without the path."""
    said = getattr(error, "strerror", None) or str(error)
    return said[:1].lower() + said[1:]
