"""Settings as the whole program takes them: guard rails that are lifted, files that are wrong, no editor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.measures import program
from tests.e2e.terminal import Terminal
from tests.local_aws import STILL, LocalAws, started

GUARDED = """\
[profiles.default]
read_only = true
unlock_minutes = 5
label = "PRODUCTION"
colour = "red"
"""


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    with started("scorekeep", tmp_path_factory.mktemp("settings") / "stderr", held=False, options=STILL) as running:
        yield running


def sitting(aws: LocalAws, tmp_path: Path, text: str, *options: str, **environment: str) -> Terminal:
    path = tmp_path / "config.toml"
    if text:
        path.write_text(text)
    given = {"FARGATE_TUI_CONFIG": str(path), **environment}
    return program(aws.url, "default", *options, state=tmp_path / "state", environment=given)


def desired(aws: LocalAws) -> int:
    services = aws.client("ecs").describe_services(cluster="default", services=["scorekeep"])["services"]
    return int(services[0]["desiredCount"])


def test_read_only_is_lifted_by_the_label_and_a_change_goes_through(aws: LocalAws, tmp_path: Path) -> None:
    before = desired(aws)
    with sitting(aws, tmp_path, GUARDED) as terminal:
        terminal.wait_for("PRODUCTION +.*READ-ONLY")
        terminal.wait_for(r"scorekeep +\w")
        terminal.press(*f":scale {before + 1}", "enter")
        terminal.wait_for("read-only: nothing can be changed from here")
        terminal.wait_for(":unlock lifts it for 5 min")
        terminal.press("escape")
        terminal.wait_for("lifts it", gone=True)
        terminal.press(*":unlock", "enter")
        terminal.wait_for("type PRODUCTION to unlock for 5 min")
        terminal.press(*"PRODUCTION", "enter")
        terminal.wait_for("UNLOCKED 5m")
        terminal.press(*f":scale {before + 1}", "enter")
        terminal.wait_for("y do it")
        terminal.press("y")
        terminal.wait_for(rf"scorekeep +\S+ +{before + 1}\b")
        assert desired(aws) == before + 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theme = \n", r"config.toml line 1: this is no TOML"),
        ("raed_only = true\n", r"config.toml line 1: there is no setting 'raed_only'"),
    ],
)
def test_a_file_that_is_wrong_is_told_closes_and_lets_one_look(
    aws: LocalAws, tmp_path: Path, text: str, says: str
) -> None:
    with sitting(aws, tmp_path, text) as terminal:
        terminal.wait_for(says)
        terminal.wait_for("nothing may be changed until that is mended")
        terminal.wait_for("READ-ONLY")
        terminal.wait_for(r"scorekeep +\w")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_a_directory_in_its_place_is_told_too(aws: LocalAws, tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with sitting(aws, tmp_path, "") as terminal:
        terminal.wait_for("config.toml: cannot be read: is a directory")
        terminal.wait_for(r"scorekeep +\w")


def test_an_editor_that_is_not_there_is_told(aws: LocalAws, tmp_path: Path) -> None:
    with sitting(aws, tmp_path, 'editor = "no-such-editor"\n') as terminal:
        terminal.wait_for(r"scorekeep +\w")
        terminal.settle()
        terminal.press("e")
        terminal.wait_for("no editor could be started: .*no-such-editor")
        terminal.wait_for(r"set \$VISUAL or \$EDITOR")
