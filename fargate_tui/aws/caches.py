"""What the AWS CLI remembers of roles and SSO logins, shared with it: the same files, the same names."""

import contextlib
import json
import os
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from threading import Thread, current_thread, main_thread
from typing import Any, Final

from botocore.utils import JSONFileCache

VARIABLE: Final = "AWS_FARGATE_TUI_CACHES"
"""Names another directory than ~/.aws: the demo's, so that nothing of it is left behind."""
_UNWRITTEN: dict[str, Any] = {}
"""By file, what could not be written: it holds until the program ends."""


class Cache(JSONFileCache):  # type: ignore[misc]
    """A directory of JSON files, 0600 and replaced at once; where none can be written, it remembers all the same."""

    def __contains__(self, cache_key: str) -> bool:
        return self._file(cache_key) in _UNWRITTEN or super().__contains__(cache_key)

    def __getitem__(self, cache_key: str) -> Any:
        unwritten = _UNWRITTEN.get(self._file(cache_key))
        return json.loads(unwritten) if unwritten is not None else super().__getitem__(cache_key)

    def __setitem__(self, cache_key: str, value: Any) -> None:
        if current_thread() is not main_thread():
            self._write(cache_key, value)
            return
        # Credentials are renewed in the middle of a call: the loop of the screen does not wait for the disk.
        _UNWRITTEN[self._file(cache_key)] = _written(value)
        Thread(target=self._write, args=(cache_key, value), name="write a session").start()

    def _write(self, cache_key: str, value: Any) -> None:
        try:
            super().__setitem__(cache_key, value)
        except OSError:
            _UNWRITTEN[self._file(cache_key)] = _written(value)
        else:
            _UNWRITTEN.pop(self._file(cache_key), None)

    def __delitem__(self, cache_key: str) -> None:
        _UNWRITTEN.pop(self._file(cache_key), None)
        # gone already, or in a directory that cannot be written: what is expired is read by nobody
        with contextlib.suppress(KeyError, OSError):
            super().__delitem__(cache_key)

    def is_kept(self, cache_key: str) -> bool:
        """Whether it is on the disk, so that the AWS CLI knows of it too."""
        return self._file(cache_key) not in _UNWRITTEN

    def _file(self, cache_key: str) -> str:
        return str(self._convert_cache_key(cache_key))


def of_roles() -> Cache:
    """The sessions of roles."""
    return Cache(str(_directory() / "cli" / "cache"), dumps_func=_written)


def of_sso() -> Cache:
    """The tokens of SSO."""
    return Cache(str(_directory() / "sso" / "cache"), dumps_func=_written)


def sso_key(session: str) -> str:
    """How the token of an SSO session is called, or that of a start URL."""
    return sha1(session.encode()).hexdigest()  # noqa: S324 - the AWS CLI's name for the file


def time_of(text: str) -> datetime:
    """A time as these files hold it; botocore writes ``2026-11-23T03:12:00UTC``. Raises ValueError."""
    return datetime.fromisoformat(text.removesuffix("UTC").removesuffix("Z") + ("+00:00" if text[-1:] in "CZ" else ""))


def _directory() -> Path:
    # Path.expanduser raises where no home is known; then there is nothing to share, and nothing is written.
    found = Path(os.path.expanduser(os.environ.get(VARIABLE) or "~/.aws"))  # noqa: PTH111
    return found if found.is_absolute() else Path(os.devnull)


def _written(value: object) -> str:
    return json.dumps(value, default=_time)


def _time(value: object) -> str:
    # As botocore writes it: strptime of its readers takes nothing else.
    assert isinstance(value, datetime)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
