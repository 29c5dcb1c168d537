"""Three marked services restarted one at a time in a real terminal: a refused one stops it, and it goes on later."""

from pathlib import Path
from typing import Any

from tests.bench.measures import program
from tests.local_aws import LocalAws, started

SERVICES = ("email-sender", "payments", "storefront")


def begun(aws: LocalAws) -> list[int]:
    """How many deployments each service has had."""
    services: dict[str, Any] = aws.control("state")["clusters"]["production"]["services"]
    return [services[name]["deployments_begun"] for name in SERVICES]


def test_a_refused_one_stops_it_and_it_is_resumed(tmp_path: Path) -> None:
    with (
        started("scorekeep", tmp_path / "stderr", held=False) as aws,
        program(aws.url, "--cluster", "production", state=tmp_path) as terminal,
    ):
        # Time goes on only as it is pushed: what is begun stays as it is until then.
        aws.control("clock", {"speed": 0.01})
        before = begun(aws)
        terminal.wait_for("storefront")
        terminal.wait_for("D deploy")
        terminal.press("N", *"//storefront|payments|email/", "enter")
        terminal.wait_for(r"services \(3 of")
        terminal.press("g", "space", "space", "space", "D")
        terminal.wait_for("deploy:")
        terminal.press("enter")
        terminal.wait_for("1 at a time, each to its end; the first failure stops it")
        terminal.wait_for("y do it")
        assert begun(aws) == before
        aws.fault("access_denied", operation="UpdateService", about="/payments")
        terminal.press("y")
        terminal.wait_for("restart 3 services +.*email-sender: :12: ")
        assert begun(aws) == [2, 1, 1]
        aws.advance(240)
        terminal.wait_for("✗ restart 3 services +1 of 3 done · payments: cannot restart payments: ecs:UpdateService")
        assert begun(aws) == [2, 1, 1]

        terminal.press(*":changes", "enter")
        terminal.wait_for("✗ refused +restart 3 services +payments")
        terminal.wait_for("○ waiting +restart 3 services +storefront")
        aws.clear_faults()
        terminal.press("r")
        terminal.wait_for("◐ going +restart 3 services +payments .*of the old left")
        assert begun(aws) == [2, 2, 1]
        aws.advance(240)
        terminal.wait_for("◐ going +restart 3 services +storefront .*of the old left")
        assert begun(aws) == [2, 2, 2]
        aws.advance(240)
        terminal.wait_for("● restart 3 services +3 of 3 done")
