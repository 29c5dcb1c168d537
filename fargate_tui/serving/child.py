"""The process behind one visit: ``python -m fargate_tui.serving.child ENDPOINT [OPTIONS]``.

ENDPOINT is that of the local AWS which all visits share, or empty. What it says goes down a pipe to a browser.
"""

import sys

from fargate_tui.cli import read, show

if __name__ == "__main__":
    show(read(sys.argv[2:]), sys.argv[1])
