"""What the rest of the program may rely on."""

import re
from pathlib import Path

from fargate_tui.aws.account import Aws
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.live.ports import aws as ports
from tests.calls_page import calls_page

DOCS = Path(__file__).parents[2] / "docs" / "aws-calls.md"


def as_the_watches_see_it(aws: Aws) -> ports.Aws:
    """Holds only if mypy agrees: what the watches ask for is what there is."""
    return aws


def test_the_documentation_lists_every_call() -> None:
    rows = [row for row in DOCS.read_text().splitlines() if re.match(r"\| `[\w-]+:\w+`", row)]

    assert rows == [
        f"| `{operation.action}` | {operation.bucket.name} | {operation.bucket.burst} | {operation.bucket.refill} "
        f"| {operation.when} |"
        for operation in OPERATIONS
    ]


def test_the_page_is_made_from_the_declarations() -> None:
    assert DOCS.read_text("utf-8") == calls_page(), "run `make docs`"


def test_nothing_is_declared_as_a_question_that_changes_something() -> None:
    changing = (
        "Put", "Delete", "Attach", "Detach", "Authorize", "Revoke", "Deregister", "Register", "Update", "Create", "Tag",
        "Untag", "Run", "Execute",
    )  # fmt: skip
    assert not [each.name for each in OPERATIONS if each.name.startswith(changing) and not each.changes]
