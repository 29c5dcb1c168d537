"""The creations as a bash script of AWS CLI commands, which stops at the first that fails."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fargate_tui.fargate.command_line import kebab
from fargate_tui.fargate.drafts.as_code.names import Names
from fargate_tui.fargate.drafts.as_code.telling import Told, comment, told
from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request, refs_of

ANSWERS: Final[Mapping[str, str]] = {
    "CreateCluster": "cluster.clusterArn",
    "CreateListener": "Listeners[0].ListenerArn",
    "CreateLoadBalancer": "LoadBalancers[0].LoadBalancerArn",
    "CreateRole": "Role.Arn",
    "CreateRule": "Rules[0].RuleArn",
    "CreateSecurityGroup": "GroupId",
    "CreateService": "service.serviceArn",
    "CreateServiceLinkedRole": "Role.Arn",
    "CreateTargetGroup": "TargetGroups[0].TargetGroupArn",
    "PutScalingPolicy": "PolicyARN",
    "RegisterScalableTarget": "ScalableTargetARN",
    "RegisterTaskDefinition": "taskDefinition.taskDefinitionArn",
    "RunTask": "tasks[0].taskArn",
}
"""Where an answer has the ARN (of a security group the id)."""

WIDEST: Final = 80
"""Characters of JSON that stand on one line."""
_BREAK: Final = " \\\n  "
_PLAIN: Final = {ord(sign): " " for sign in '"$`\\\\{}!'}


def bash(creations: Sequence[Creation], *, region: str = "") -> str:
    """The whole script."""
    return "\n".join(_Script(told(creations), region).lines()) + "\n"


class _Script:
    """A script in the making."""

    def __init__(self, all_: Told, region: str) -> None:
        self._all = all_
        self._region = region
        self._names = Names(all_.creations)
        requests = [request for each in all_.creations for request in each.requests]
        refs = (_source(ref) for request in requests for ref in refs_of(request.parameters))
        self._wanted = {ref for ref in refs if not self._literal(ref)}

    def lines(self) -> Iterator[str]:
        yield "#!/usr/bin/env bash"
        yield from (f"# {comment(remark)}" for remark in self._all.remarks)
        yield "set -euo pipefail"
        yield 'export AWS_PAGER=""'
        if self._region:
            yield f"export AWS_REGION={shlex.quote(self._region)}"
        yield from self._not_made()
        for creation in self._all.creations:
            yield ""
            yield comment(f"# {creation.kind} {creation.name}: {creation.words}").rstrip(":")
            for place, request in enumerate(creation.requests):
                yield self._command(request, self._told_by(creation) if place == 0 else None)
            yield from self._waits(creation)

    def _literal(self, ref: Ref) -> str:
        """What a reference is known to be before anything is made."""
        return self._all.named(ref) if ref.attribute == "name" else ""

    def _not_made(self) -> Iterator[str]:
        """What has to be told to the script, for no answer tells it."""
        told_ = {self._told_by(creation) for creation in self._all.creations}
        for ref in sorted(self._wanted - told_, key=lambda each: (each.step, each.attribute)):
            said = comment(f"not said here, the {ref.attribute} of {ref.step}").translate(_PLAIN)
            yield f': "${{{self._names.variable(ref)}:?{said}}}"'

    def _told_by(self, creation: Creation) -> Ref | None:
        """What the answer to a thing's first request has to be kept for."""
        ref = Ref(step=creation.step, attribute="id" if creation.kind == "security-group" else "arn")
        is_needed = ref in self._wanted or creation.kind == "load-balancer"
        return ref if is_needed and creation.requests and creation.requests[0].operation in ANSWERS else None

    def _command(self, request: Request, answer: Ref | None) -> str:
        options = [self._option(name, value) for name, value in request.parameters.items()]
        command = f"aws {request.service} {kebab(request.operation)}"
        if answer is None:
            return _BREAK.join((command, *options))
        query = f"--query {shlex.quote(ANSWERS[request.operation])}"
        variable = self._names.variable(answer)
        return _BREAK.join((f"{variable}=$({command}", *options, query, "--output text)"))

    def _waits(self, creation: Creation) -> Iterator[str]:
        """For what is not there yet when it has been answered."""
        operation = creation.requests[0].operation if creation.requests else ""
        parameters = creation.requests[0].parameters if creation.requests else {}
        if operation == "CreateLoadBalancer":
            balancer = self._quoted(Ref(step=creation.step))
            yield f"aws elbv2 wait load-balancer-available --load-balancer-arns {balancer}"
        elif operation == "CreateRole":
            yield f"aws iam wait role-exists --role-name {self._quoted(parameters.get('RoleName', ''))}"
        elif operation == "CreateService":
            cluster = self._quoted(parameters.get("cluster", "default"))
            service = self._quoted(parameters.get("serviceName", ""))
            yield f"aws ecs wait services-stable --cluster {cluster} --services {service}"

    def _option(self, name: str, value: object) -> str:
        option = f"--{kebab(name)}"
        if isinstance(value, bool):
            return option if value else f"--no-{kebab(name)}"
        if isinstance(value, str) and value.startswith("-"):
            # Else the AWS CLI takes it for an option.
            return f"{option}={shlex.quote(value)}"
        if isinstance(value, Ref | Joined | str | int | float):
            return f"{option} {self._quoted(value)}"
        if isinstance(value, Sequence) and value and all(_is_word(item) for item in value):
            return f"{option} {' '.join(self._quoted(item) for item in value)}"
        return f"{option} {self._quoted_json(value)}"

    def _quoted(self, value: object) -> str:
        if isinstance(value, Ref):
            literal = self._literal(value)
            return shlex.quote(literal) if literal else f'"{self._expansion(value)}"'
        if isinstance(value, Joined):
            return "".join(self._quoted(part) for part in value.parts)
        return shlex.quote(str(value))

    def _expansion(self, ref: Ref) -> str:
        """How the shell reads a variable, or the end of one."""
        variable = self._names.variable(_source(ref))
        if ref.attribute != "suffix":
            return f"${variable}"
        is_balancer = ref.step.startswith("load-balancer:")
        return f"${{{variable}#*:loadbalancer/}}" if is_balancer else f"${{{variable}##*:}}"

    def _quoted_json(self, value: object) -> str:
        """JSON for the shell, the variables in it in double quotes."""
        mark = _absent_from(json.dumps(self._marked(value, ""), ensure_ascii=False))
        marked = self._marked(value, mark)
        text = json.dumps(marked, ensure_ascii=False)
        if len(text) > WIDEST:
            text = json.dumps(marked, ensure_ascii=False, indent=2)
        # Even parts are JSON, odd ones read variables; an empty pair of quotes joins nothing.
        parts = text.split(mark)
        return "".join(f'"{part}"' if place % 2 else shlex.quote(part) for place, part in enumerate(parts))

    def _marked(self, value: object, mark: str) -> object:
        if isinstance(value, Ref):
            return self._literal(value) or f"{mark}{self._expansion(value)}{mark}"
        if isinstance(value, Joined):
            return "".join(str(self._marked(part, mark)) for part in value.parts)
        if isinstance(value, Mapping):
            return {name: self._marked(member, mark) for name, member in value.items()}
        if isinstance(value, Sequence) and not isinstance(value, str):
            return [self._marked(member, mark) for member in value]
        return value


def _source(ref: Ref) -> Ref:
    """The reference that tells what is asked for: the end of an ARN is told by the ARN."""
    return msgspec.structs.replace(ref, attribute="arn") if ref.attribute == "suffix" else ref


def _absent_from(text: str) -> str:
    """What tells the names of variables apart from a text, whatever it is."""
    mark = "\ue000"
    while mark in text:
        mark += "\ue000"
    return mark


def _is_word(item: object) -> bool:
    """Whether the AWS CLI takes it as it stands in a list."""
    return isinstance(item, Ref | Joined) or (
        isinstance(item, str) and bool(item) and not item.startswith(("-", "[", "{"))
    )
