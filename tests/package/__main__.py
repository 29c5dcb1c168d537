"""What people install, tried as they install it: ``make package``.

Builds the sdist and from that the wheel, looks into both, and runs the program out of a clean virtual environment, and
out of one of each other Python that is promised. It is no pytest test, because it needs pip's index; dependencies are
held to requirements/demo.txt, so that it fails by what has changed here and not by what was released elsewhere, and
come from nowhere but the wheel's own metadata, so that one which is forgotten there is missed.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.package.built import build
from tests.package.elsewhere import run_on_other_pythons
from tests.package.installed import run_installed
from tests.package.room import Unfit, say


def main() -> int:
    """Build, look, install, run; the exit status is 0 where all of it is right."""
    with tempfile.TemporaryDirectory(prefix="fargate-tui-package-") as made:
        room = Path(made)
        try:
            wheel = build(room)
            run_installed(wheel, room)
            run_on_other_pythons(wheel, room)
        except (Unfit, AssertionError, subprocess.CalledProcessError) as problem:
            say(f"{problem}\n{getattr(problem, 'stderr', None) or ''}")
            return 1
        say(f"{wheel.name}, {wheel.stat().st_size / 1000:.0f} kB, is what it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
