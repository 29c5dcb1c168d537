"""What the program runs on: its version, Python's, and those of what it needs; imports none of that."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from fargate_tui import __version__

PACKAGES: Final = ("textual", "rich", "aiobotocore", "botocore", "aiohttp", "msgspec", "platformdirs")
"""What it cannot run without, and what decides how AWS and the terminal are spoken to."""
DEMO: Final = ("moto", "boto3")
"""What the local AWS needs besides, where it is installed."""
MISSING: Final = "not installed"


def versions() -> Iterator[tuple[str, str]]:
    """Name and version, the program's own first, the platform last."""
    yield "fargate-tui", __version__
    yield "python", f"{platform.python_version()} ({platform.python_implementation()})"
    for package in PACKAGES:
        yield package, _installed(package)
    for package in DEMO:
        yield package, _installed(package)
    yield "platform", platform.platform()


def told() -> str:
    """All of it, a line each: the first is ``fargate-tui VERSION``, for scripts."""
    (name, own), *others = versions()
    return "\n".join([f"{name} {own}", *(f"  {each:<12} {number}" for each, number in others)])


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return MISSING
