"""The Pythons that are promised, and where each is on this machine: ``make pythons`` runs the tests on them."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
HERE: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The version that runs this."""


def promised() -> list[str]:
    """The versions that pyproject.toml tells people of, such as ``3.12``."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        classifiers = " ".join(tomllib.load(file)["project"]["classifiers"])
    return re.findall(r"Python :: (3\.\d+)", classifiers)


def interpreter(version: str) -> Path | None:
    """Where a version is; None where there is none on the PATH that runs, such as a shim of pyenv with nothing behind.

    pyenv runs the version that `PYENV_VERSION` names, and without it only the one that was chosen last.
    """
    asking = [f"python{version}", "-c", "import sys; print(sys.executable)"]
    environment = {**os.environ, "PYENV_VERSION": version}
    try:
        said = subprocess.run(asking, check=True, capture_output=True, text=True, env=environment).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return Path(said.strip())


def main() -> None:
    """Print each version that is here with its interpreter, a line each; those that are not, to stderr."""
    for version in promised():
        if (found := interpreter(version)) is None:
            sys.stderr.write(f"Python {version} is not here: nothing is tried on it\n")
        else:
            sys.stdout.write(f"{version} {found}\n")


if __name__ == "__main__":
    main()
