"""How a person gets into a container: looked at, chosen, let in, and back in the same view."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec
from textual import on, work
from textual.binding import Binding, BindingType

from fargate_tui.fargate.changes import Subject
from fargate_tui.fargate.command_line import command_line
from fargate_tui.fargate.errors import AwsError
from fargate_tui.fargate.secrets import masked_command
from fargate_tui.fargate.sessions import Wanted, Way, forward_call, target_of, way_of
from fargate_tui.format import visible
from fargate_tui.screens.acting import ActingScreen
from fargate_tui.screens.plan_lines import title_line
from fargate_tui.screens.proposing import LEAVE
from fargate_tui.screens.reach_lines import (
    READ_ONLY,
    choice_lines,
    forward_lines,
    open_lines,
    refused_lines,
    waiting_lines,
)
from fargate_tui.widgets.choice_list import Candidate
from fargate_tui.widgets.lines import Span
from fargate_tui.widgets.plan_panel import PlanPanel, Proposal, hints
from fargate_tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from fargate_tui.fargate.exec_checks import Check
    from fargate_tui.sessions.desk import Look
    from fargate_tui.sessions.forwards import Forward

Purpose = Literal["shell", "command", "forward"]
FORWARD = "forward:"
"""What stands before a port that is typed."""
RUN = "run:"
"""What stands before a command that is typed."""
CLOSE = ("esc", "close")


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody wants in which container; fixed when the key is pressed."""

    purpose: Purpose
    wanted: Wanted
    command: str = ""
    """What is run; empty for a shell."""
    way: Way | None = None
    """What is forwarded, once it is typed."""
    look: "Look | None" = None
    """None while AWS is asked."""

    @property
    def title(self) -> str:
        """What it is called."""
        what = (
            f"run {visible(masked_command(self.command))}"
            if self.command
            else "run a command"
            if self.purpose == "command"
            else "shell"
        )
        if self.purpose == "forward":
            what = "forward a port"
        if self.look is not None:
            return f"{what} in {self.look.place}"
        return f"{what} in {self.wanted.container or self.wanted.service or 'a container'}"


class ReachingScreen(ActingScreen):
    """A view from whose tasks or services one gets into a container."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "reach('shell')", "shell", id="container.shell", tooltip="a shell in a container (ECS Exec)"),
        Binding(
            "ctrl+x", "reach('command')", "run a command", show=False, id="container.command",
            tooltip="run one command in a container (ECS Exec)",
        ),
        Binding(
            "F", "forward", "forward a port", show=False, id="container.forward",
            tooltip="forward a port to a container; list them",
        ),
    ]  # fmt: skip

    _visit: Visit | None = None
    _listed: "tuple[Forward, ...]" = ()
    """The forwards that are on the screen."""

    def wanted(self) -> Wanted | None:
        """The container, task or service under the cursor; None where there is none."""
        return None

    # -- looking -------------------------------------------------------------------------------------------------------

    def action_reach(self, purpose: Purpose) -> None:
        """Look whether one gets into what is under the cursor."""
        if self.is_hindered():
            return
        wanted = self.wanted()
        if wanted is None:
            self.notify("nothing that runs is under the cursor", severity="warning", markup=False)
            return
        self._look_into(Visit(purpose, wanted))

    def execute(self, wanted: Wanted, command: str) -> None:
        """Run one command in a container, looked at first; ask for it where it is empty."""
        if self.is_hindered():
            return
        self._look_into(Visit("command", wanted, command))

    def action_forward(self) -> None:
        """Show the ports that are forwarded, where some are; else begin with one."""
        if not self.context.forwards.open:
            self.action_reach("forward")
            return
        self._listed = self.context.forwards.open
        lines = open_lines(self._listed, self.context.now())
        self.panel.show(Proposal(lines, hints((f"1-{len(self._listed)}", "stop"), ("n", "another"), CLOSE)))

    def _pressed_in_list(self, key: str) -> None:
        listed, self._listed = self._listed, ()
        self.panel.close()
        if key == "n":
            self.action_reach("forward")
        elif key.isdigit() and 1 <= int(key) <= len(listed):
            self._stop(listed[int(key) - 1])

    @work(group="stop a forward")
    async def _stop(self, forward: "Forward") -> None:
        await self.context.forwards.stop(forward)
        self.notify(f"{forward.way} is stopped", markup=False)

    def _look_into(self, visit: Visit) -> None:
        self._visit = visit
        if self.context.desk.read_only:
            lines = (title_line(visit.title, visit.wanted.cluster), (Span("  ▲ ", "warn"), Span(READ_ONLY, "warn")))
            self.panel.show(Proposal(lines, hints(CLOSE)))
            return
        self.panel.show(Proposal(waiting_lines(visit.title, visit.wanted.cluster), hints(LEAVE)))
        self._find_out(visit)

    @work(exclusive=True, group="reach")
    async def _find_out(self, visit: Visit) -> None:
        try:
            look = await self.context.desk.look(visit.wanted)
        except AwsError as error:
            self._show_refused(visit, error)
            return
        visit = replace(visit, look=look, wanted=msgspec.structs.replace(visit.wanted, task=look.task.task_arn))
        if self._visit is None:
            return
        self._visit = visit
        if not look.container:
            lines = choice_lines(visit.title, look.cluster, look.containers)
            self.panel.show(Proposal(lines, hints((f"1-{len(look.containers)}", "choose"), LEAVE)))
        elif look.problems:
            self._show_refused(visit)
        else:
            self._go_in(visit, look)

    def _show_refused(self, visit: Visit, error: AwsError | None = None) -> None:
        if self._visit is None:
            return
        self._visit, look = visit, visit.look
        found: tuple[Check, ...] = look.checks if look else ()
        mend = [("e", "enable and redeploy")] if any(check.is_mended_by_redeploy for check in found) else []
        anyway = [("y", "try it anyway")] if look and look.plugin and error is None else []
        lines = refused_lines(visit.title, visit.wanted.cluster, found, error)
        self.panel.show(Proposal(lines, hints(*mend, *anyway, ("r", "look again"), CLOSE), tone="bad"))

    # -- keys ----------------------------------------------------------------------------------------------------------

    @on(PlanPanel.Pressed)
    def _pressed_before(self, pressed: PlanPanel.Pressed) -> None:
        visit = self._visit
        if visit is None and not self._listed:
            return
        pressed.stop()
        pressed.prevent_default()
        if visit is None:
            self._pressed_in_list(pressed.key)
        elif pressed.key in ("escape", "backspace", "h", "left", "q"):
            self._leave_visit()
        elif pressed.key != "y" or not pressed.was_typed_ahead:
            self._pressed_in_visit(visit, visit.look, pressed.key)

    def _pressed_in_visit(self, visit: Visit, look: "Look | None", key: str) -> None:
        if key == "r" and look is not None and look.container:
            self._look_into(replace(visit, look=None))
        elif look is None:
            return
        elif not look.container:
            self._choose(visit, look, key)
        elif key == "e" and any(check.is_mended_by_redeploy for check in look.checks):
            self._mend(look)
        elif key == "y" and visit.way is not None:
            self._forward(visit, look, visit.way)
        elif key == "y" and look.plugin is not None:
            self._go_in(visit, look)
        elif key == "c" and visit.way is not None:
            call = forward_call(target_of(look.task, look.container), visit.way)
            self.copy(command_line(call, region=self.context.region))
        elif key == "c" and visit.purpose != "forward":
            self.copy(command_line(self.context.desk.call(look, visit.command), region=self.context.region))

    def _choose(self, visit: Visit, look: "Look", key: str) -> None:
        if key.isdigit() and 1 <= int(key) <= len(look.containers):
            wanted = msgspec.structs.replace(visit.wanted, container=look.containers[int(key) - 1])
            self._look_into(replace(visit, wanted=wanted, look=None))

    def _mend(self, look: "Look") -> None:
        self._leave_visit()
        service = look.service
        name = service.service_name if service else (look.task.group or "").removeprefix("service:")
        arn = service.service_arn if service else name
        subject = Subject(kind="service", arn=arn, name=name, cluster=look.cluster)
        self.propose(self._action("service.enable_exec"), (subject,), "on")

    def _leave_visit(self) -> None:
        self._visit = None
        self.workers.cancel_group(self, "reach")
        self.panel.close()

    # -- going in ------------------------------------------------------------------------------------------------------

    def _go_in(self, visit: Visit, look: "Look") -> None:
        if visit.purpose == "forward":
            self.panel.close()
            from fargate_tui.sessions.forwards import free_port

            port = _ports(look)[0] if _ports(look) else 80
            self.query_one(Prompt).open(FORWARD, f"{free_port(port)}:{port}", lambda typed: _offers(typed, look))
        elif visit.purpose == "command" and not visit.command:
            self.panel.close()
            self.query_one(Prompt).open(RUN)
        elif self.context.settings.guarded:
            lines = refused_lines(visit.title, look.cluster, look.checks)
            self.panel.show(Proposal(lines, hints(LEAVE), look.subject.name))
        else:
            self._execute(visit, look)

    def answered(self, glyph: str, value: str) -> bool:
        """Take the command that was typed, where one was asked for."""
        visit = self._visit
        if visit is None or visit.look is None or glyph not in (RUN, FORWARD):
            return super().answered(glyph, value)
        if glyph == FORWARD:
            self._propose_way(visit, visit.look, value)
            return True
        if value.strip():
            self._visit = replace(visit, command=value.strip())
            self._go_in(self._visit, visit.look)
        else:
            self._visit = None
        return True

    @on(PlanPanel.Confirmed)
    def _confirmed_before(self, confirmed: PlanPanel.Confirmed) -> None:
        visit = self._visit
        if visit is None or visit.look is None:
            return
        confirmed.stop()
        confirmed.prevent_default()
        if visit.way is not None:
            self._forward(visit, visit.look, visit.way)
        else:
            self._execute(visit, visit.look)

    @on(Prompt.Cancelled)
    def _not_run(self) -> None:
        self._visit = None

    # -- forwarding ----------------------------------------------------------------------------------------------------

    def _propose_way(self, visit: Visit, look: "Look", typed: str) -> None:
        from fargate_tui.sessions.forwards import free_port

        port = typed.strip().rpartition(":")[2]
        way = way_of(typed, free_port(int(port)) if port.isdecimal() and 0 < int(port) < 65536 else 0)
        if isinstance(way, str):
            self._visit = None
            self.notify(way, severity="warning", markup=False)
            return
        self._visit = replace(visit, way=way)
        call = forward_call(target_of(look.task, look.container), way)
        lines = forward_lines(visit.title, look, way, command_line(call, region=self.context.region))
        typed_name = look.subject.name if self.context.settings.guarded else ""
        keys = hints(LEAVE) if typed_name else hints(("y", "do it"), LEAVE, ("c", "copy the command"))
        self.panel.show(Proposal(lines, keys, typed_name))

    @work(exclusive=True, group="reach")
    async def _forward(self, visit: Visit, look: "Look", way: Way) -> None:
        self._visit = replace(visit, look=None)
        self.panel.show(Proposal(waiting_lines(visit.title, look.cluster), hints(LEAVE)))
        try:
            await self.context.forwards.start(look, way)
        except AwsError as error:
            self._show_refused(replace(visit, way=None), error)
            return
        self._leave()
        self.notify(f"{way} of {look.place} · {self.key('container.forward', 'F')} lists and stops", markup=False)

    @work(exclusive=True, group="reach")
    async def _execute(self, visit: Visit, look: "Look") -> None:
        # Without what was found no key means anything until AWS has answered: nothing is begun twice.
        self._visit = replace(visit, look=None)
        self.panel.show(Proposal(waiting_lines(visit.title, look.cluster), hints(LEAVE)))
        try:
            words = await self.context.desk.execute(look, visit.command)
        except AwsError as error:
            self._show_refused(visit, error)
            return
        self._leave()
        self.notify(words, markup=False)

    def _leave(self) -> None:
        self._visit = None
        self.panel.close()


def _ports(look: "Look") -> tuple[int, ...]:
    """The ports that the container is defined to listen on."""
    defined = look.definition.container_definitions if look.definition else ()
    named = (each for each in defined if each.name == look.container)
    return tuple(port.container_port for each in named for port in each.port_mappings if port.container_port)


def _offers(typed: str, look: "Look") -> list[Candidate]:
    """What could be typed: the container's ports, and the form for a host behind it."""
    from fargate_tui.sessions.forwards import free_port

    ports = [Candidate(f"{free_port(port)}:{port}", "of the container") for port in _ports(look)]
    wanted = [offer for offer in ports if typed.strip() in offer.value]
    return [*wanted, Candidate("LOCAL:HOST:PORT", "of a host behind it")]
