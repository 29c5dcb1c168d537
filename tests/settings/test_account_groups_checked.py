"""What is wrong with groups of accounts that only the AWS config files can tell."""

from pathlib import Path

import pytest

from fargate_tui.checking import named_wrong
from fargate_tui.settings import Settings
from fargate_tui.settings.reading import read_file
from fargate_tui.settings.sources import Sources

TEXT = """\
start = "accounts prdo"
[accounts.prod]
profiles = [
  "prod-*", "stagign",
]
regions = ["eu-west-1", "eu-wset-1"]
[accounts.all]
profiles = ["environment", "*"]
"""


def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str) -> list[str]:
    (tmp_path / "aws").write_text(config)
    (tmp_path / "config.toml").write_text(TEXT)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "aws"))
    gathered = Sources(read_file(tmp_path / "config.toml"), {}, {}, Settings()).gather()
    assert not gathered.mistakes
    return [str(mistake) for mistake in named_wrong(gathered)]


def test_profiles_and_regions_that_there_are_not_are_mistakes_with_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = "[profile prod-eu]\nregion = eu-west-1\n[profile staging]\nregion = eu-west-1\n"
    assert said(tmp_path, monkeypatch, config) == [
        "config.toml line 1: start: there is no group 'prdo' of accounts: is prod meant?",
        "config.toml line 3: accounts.prod: no profile of the AWS config files is called 'stagign': is staging meant?",
        "config.toml line 6: accounts.prod: there is no Region 'eu-wset-1': is eu-west-1 meant?",
    ]


def test_a_broken_config_file_of_aws_is_not_told_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(said(tmp_path, monkeypatch, "[profile")) == 1
