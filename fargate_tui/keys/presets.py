"""Keys for hands that know another tool: what each of its default keys does there, where we have a counterpart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Preset:
    """A choice of keys."""

    title: str
    """Whose keys they are."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys with commas between, by the id of what they do."""
    theirs: Mapping[str, str] = field(default_factory=dict)
    """Of the ids above those whose key is the other tool's, and what it calls it; the rest made way."""
    without: Mapping[str, str] = field(default_factory=dict)
    """Keys of the other tool that mean something else here, and why."""


K9S: Final = Preset(
    "k9s, as of August 2026",
    {
        "view.back": "esc,q,h,left,backspace",
        "view.quit": "Q",
        "view.refresh": "ctrl+r",
        "view.region": "f6",
        "view.log_in": "f7",
        "wizard.ask": "f5",
        "list.problems": "ctrl+z",
        "app.suspend": "f12",
        "list.wide": "ctrl+w",
        "row.deployments": "2,z",
        "service.deploy": "r",
        "service.roll_back": "ctrl+l",
        "task.stop": "ctrl+k",
        "forward.stop": "ctrl+d",
        "sort.status": "S",
        "log.follow": "end,G,s",
    },
    {
        "view.back": "q goes back, and does not quit",
        "view.refresh": "refresh",
        "list.problems": "toggle faults",
        "list.wide": "toggle wide",
        "row.deployments": "the replica sets of a deployment",
        "service.deploy": "restart",
        "service.roll_back": "roll back",
        "task.stop": "kill a pod",
        "forward.stop": "delete a port-forward",
        "sort.status": "sort by status",
        "log.follow": "autoscroll",
    },
    {
        "s": "scale; here a shell, as on its pods: `=`, `+` and `-` scale",
        "-": "the last view; here one task fewer: `~` is the last view",
        "p": "the logs before; here logs go on through the end of a task",
        "0–6": "since when logs are shown; here `<` and `>` in all that has a time, and digits are views",
    },
)
"""Read from its `internal/view/*.go`."""
E1S: Final = Preset(
    "e1s 2.0.0-rc.4",
    {
        "view.back": "esc,h,left,backspace,ctrl+z",
        "app.suspend": "f12",
        "row.open": "right,l",
        "row.logs": "L",
        "container.logs": "l",
        "metrics.logs": "L",
        "plot.right": "right",
        "service.events": "3,w",
        "cluster.events": "3,w",
        "tasks.events": "3,w",
        "scaling.events": "3,w",
        "metrics.events": "3,w",
        "list.wide": "ctrl+w",
        "text.wrap": "ctrl+w",
        "row.metrics": "5,m",
        "service.set": "U",
        "sort.running": "M",
        "row.scaling": "7,a",
        "task.protect": "ctrl+a",
        "metrics.alarms": "A",
        "row.deployments": "2,p",
        "service.continue_deployment": "ctrl+y",
        "network.paths": "ctrl+y",
        "permissions.policy": "ctrl+y",
        "cluster.tasks": "N",
        "sort.service": "T",
        "container.command": "E",
        "sort.event": "J",
        "forward.stop": "T",
    },
    {
        "view.back": "ctrl+z goes back",
        "row.open": "select",
        "row.logs": "show logs",
        "metrics.logs": "show logs",
        "service.events": "show service events",
        "cluster.events": "show service events",
        "tasks.events": "show service events",
        "scaling.events": "show service events",
        "metrics.events": "show service events",
        "row.metrics": "show metrics",
        "service.set": "update service",
        "row.scaling": "show service auto scaling",
        "row.deployments": "show service deployments",
        "cluster.tasks": "show all cluster tasks",
        "container.command": "exec command",
        "forward.stop": "terminate port forwarding session",
    },
    {
        "F1–F12": "sort by column; here the letter of the column, or `o`",
        "v": "the revision of a deployment; here why the last task died",
        "D": "download a file; here deploy",
        "P": "transfer a file; here sort by severity",
    },
)
"""Read from its `internal/view/table.go` and `header.go`."""
PRESETS: Final[Mapping[str, Preset]] = {"default": Preset("our own"), "k9s": K9S, "e1s": E1S}
