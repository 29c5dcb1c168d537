"""Holds back what changes need until a file is there: on the PYTHONPATH it makes of any machine a slow one."""

import os
import sys
import time
from importlib.abc import MetaPathFinder
from pathlib import Path

HELD = "fargate_tui.equipment"


class _Gate(MetaPathFinder):
    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        while fullname == HELD and not Path(os.environ["ACTIONS_MAY_LOAD"]).exists():
            time.sleep(0.01)


sys.meta_path.insert(0, _Gate())
