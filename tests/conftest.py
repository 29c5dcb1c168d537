"""What every test gets: no way to a real AWS, and a local one for those who ask."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# test modules of every room import tests.local_aws, whichever way pytest was started
sys.path.insert(0, str(Path(__file__).parent.parent))

import fargate_tui.equipment  # noqa: F401 - before any screen, so that even a first view has all its keys
from tests.local_aws import LocalAws, started
from tests.quick import share_stylesheets


def pytest_configure() -> None:
    """Spare what would be done anew for every app."""
    share_stylesheets()


def pytest_collection_finish() -> None:
    """Leave what was imported out of the garbage collector's rounds: nothing of it will ever be garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_real_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no credentials, profile, endpoint, proxy or settings of the person who runs the tests within reach."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in [name for name in os.environ if name.startswith("FARGATE_TUI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FARGATE_TUI_CONFIG", str(Path(__file__).parent / "no-settings.toml"))
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)


@pytest.fixture(scope="session")
def local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """The scenario ``scorekeep`` with a held clock, shared by all tests of a worker: look at it, do not change it."""
    with started("scorekeep", tmp_path_factory.mktemp("local_aws") / "stderr") as running:
        yield running


@pytest.fixture(scope="session")
def _changed_local_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with started("empty", tmp_path_factory.mktemp("own_local_aws") / "stderr") as running:
        yield running


@pytest.fixture
def own_local_aws(_changed_local_aws: LocalAws) -> Iterator[LocalAws]:
    """An account to change (clusters, faults, behaviours, the held clock); it begins with its default VPC.

    The process is shared, so give clusters and families names of the test's own; faults are cleared afterwards.
    """
    yield _changed_local_aws
    _changed_local_aws.clear_faults()


@pytest.fixture
def fresh_local_aws(tmp_path: Path) -> Iterator[LocalAws]:
    """A ``scorekeep`` of this test's own, with a held clock, for what would disturb others; costs its start."""
    with started("scorekeep", tmp_path / "local-aws-stderr") as running:
        yield running
