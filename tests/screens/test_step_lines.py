"""The line of pages tells where one is and where something has to be put right, however narrow the terminal is."""

import pytest

from fargate_tui.fargate.drafts.checks import Finding
from fargate_tui.fargate.drafts.service import ServiceDraft
from fargate_tui.fargate.drafts.wizard import Wizard
from fargate_tui.screens.wizards.step_lines import steps_line
from fargate_tui.widgets.lines import plain

WRONG = Finding(check="P20", level="BLOCK", verdict="problem", field="network.vpc", words="no VPC is chosen")
SHOWN = {
    120: "  1 service  2 network ✗1 ›3 load balancer  4 deployment  5 more  6 scaling  7 review ✗1",
    80: "  1  2 network ✗1 ›3 load balancer  4  5  6  7 review ✗1",
    44: "  1  2 ✗1 ›3 load balancer  4  5  6  7 ✗1",
}


@pytest.mark.parametrize("width", SHOWN)
def test_pages(width: int) -> None:
    line = plain(steps_line(Wizard(ServiceDraft(), "balancer"), (WRONG,), width))
    assert line == SHOWN[width]
    assert len(line) <= width
