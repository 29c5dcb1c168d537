"""The pictures of README and docs/: those that the tests of the screens compare, without the fonts of a CDN.

What a screen shows now is held to its snapshot by the test that draws it, and docs/pictures to the snapshots by
tests/test_docs.py; so a picture that is out of date fails one of them. ``make docs`` takes them over.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.iam_page import PAGE

DIRECTORY: Final = PAGE.parent / "pictures"
SNAPSHOTS: Final = Path(__file__).parent / "screens" / "__snapshots__"
PICTURES: Final[Mapping[str, str]] = {
    "profiles": "test_pickers/test_pickers[ctrl+p--120x36]",
    "login": "test_logging_in/test_login[code-120x36]",
    "accounts": "test_several_accounts/test_several[services-120x36]",
    "whoami": "test_whoami/test_whoami[120x36]",
    "services": "test_screen_pictures/test_view[services-120x36]",
    "why": "test_mortem/test_picture[120x36]",
    "logs": "test_log_pictures/test_logs[following-120x36]",
    "events": "test_log_pictures/test_events[cluster-120x36]",
    "metrics": "test_metrics/test_view[task-120x36]",
    "network": "test_network/test_network_view[network-without-way-out-120x36]",
    "targets": "test_targets/test_targets_view[ill-120x36]",
    "cockpit": "test_deployments/test_cockpit[failing-120x36]",
    "permissions": "test_permissions/test_permissions_view[denied-120x36]",
    "history": "test_history/test_view[ended-120x36]",
    "help": "test_screen_pictures/test_view[help-120x36]",
    "light": "test_screen_pictures/test_another_theme[fargate-light-120x36]",
    "small": "test_screen_pictures/test_view[services-80x24]",
    "tour": "test_tour/test_view[services-120x36]",
    "wizard": "test_wizard_pictures/test_wizard[container-120x36]",
}
"""By the name in docs/pictures the test that draws it."""
_FONT_FACES: Final = re.compile(r"\s*@font-face \{[^}]*\}")
_FAMILY: Final = "font-family: Fira Code, monospace;"
_FAMILIES: Final = "font-family: 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;"


def pictures() -> dict[Path, str]:
    """Each file, and what has to stand in it."""
    return {DIRECTORY / f"{name}.svg": _drawn(SNAPSHOTS / f"{test}.svg") for name, test in PICTURES.items()}


def _drawn(snapshot: Path) -> str:
    drawn = _FONT_FACES.sub("", snapshot.read_text("utf-8"))
    assert _FAMILY in drawn, "Rich draws otherwise now: look at what it takes from elsewhere"
    return drawn.replace(_FAMILY, _FAMILIES)
