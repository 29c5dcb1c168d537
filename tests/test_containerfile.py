"""What can be said of the container file without a daemon that builds it; `make package` builds from what it copies."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LINES = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ").splitlines()


def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def instructions(name: str) -> list[str]:
    """The arguments of every instruction of a name, in order."""
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def copied() -> list[str]:
    """The paths of this tree that it copies."""
    return [path for each in instructions("COPY") if not each.startswith("--from") for path in shlex.split(each)[:-1]]


def test_every_path_it_copies_is_here_and_reaches_the_builder() -> None:
    let_through = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert copied()
    assert [path for path in copied() if not (ROOT / path).exists()] == []
    assert sorted(let_through) == sorted(copied())


def test_it_copies_all_that_the_wheel_is_made_of() -> None:
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    wanted = {"pyproject.toml", project()["project"]["readme"], *project()["project"]["license-files"]}
    wanted |= {*wheel["packages"], *wheel["shared-data"]}
    assert [path for path in wanted if not any(f"{path}/".startswith(f"{each}/") for each in copied())] == []


def test_both_stages_have_the_newest_python_that_is_promised() -> None:
    bases = [each.split()[0] for each in instructions("FROM")]
    promised = re.findall(r"Python :: (3\.\d+)", " ".join(project()["project"]["classifiers"]))
    newest = max(promised, key=lambda version: int(version.partition(".")[2]))
    assert bases == [f"docker.io/library/python:{newest}-slim"] * 2


def test_it_installs_what_is_locked_and_no_extra_unless_asked() -> None:
    (run,) = (each for each in instructions("RUN") if "pip install" in each)
    assert "--constraint requirements/demo.txt" in run
    assert instructions("ARG") == ['EXTRAS=""']
    told = re.findall(r"EXTRAS=\[(\w+)\]", (ROOT / "Containerfile").read_text("utf-8"))
    assert told == ["demo"]
    assert set(told) <= set(project()["project"]["optional-dependencies"])


def test_it_runs_the_program_and_not_as_root() -> None:
    assert instructions("USER") == ["10001"]
    (run,) = (each for each in instructions("RUN") if "useradd" in each)
    assert "--uid 10001" in run
    (entry,) = instructions("ENTRYPOINT")
    assert [*project()["project"]["scripts"]] == re.findall(r'"([\w-]+)"', entry)


def test_a_read_only_file_system_is_enough() -> None:
    """Whatever is written goes to the one directory that is mounted."""
    (environment,) = instructions("ENV")
    set_to = dict(each.split("=", 1) for each in shlex.split(environment))
    assert set_to["XDG_STATE_HOME"] == "/state"
    assert set_to["PYTHONDONTWRITEBYTECODE"] == "1"
    assert set_to["LANG"].endswith("UTF-8")
    assert set_to["TERM"] == "xterm-256color"
    assert any("/state" in each and "--owner=fargate" in each for each in instructions("RUN"))
