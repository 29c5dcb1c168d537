"""The part of docs/aws-calls.md that is made from the declarations in ``aws/``."""

import re
from pathlib import Path
from typing import Final

from fargate_tui.aws.operations import OPERATIONS

PAGE: Final = Path(__file__).parent.parent / "docs" / "aws-calls.md"


def calls_page() -> str:
    """docs/aws-calls.md with its table as it is declared; all else stays."""
    lines = PAGE.read_text("utf-8").split("\n")
    rows = [place for place, line in enumerate(lines) if re.match(r"\| `[\w-]+:\w+`", line)]
    lines[rows[0] : rows[-1] + 1] = _rows()
    return "\n".join(lines)


def _rows() -> list[str]:
    return [
        f"| `{each.action}` | {each.bucket.name} | {each.bucket.burst} | {each.bucket.refill} | {each.when} |"
        for each in OPERATIONS
    ]
