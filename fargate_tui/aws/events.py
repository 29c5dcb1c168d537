"""What EventBridge of one Region sends where, as far as a capture of ECS events goes."""

import msgspec

from fargate_tui.aws.capturing import LIST_TARGETS_BY_RULE
from fargate_tui.aws.clients import Clients


class _Target(msgspec.Struct, rename="pascal"):
    id: str = ""


class _Targets(msgspec.Struct, rename="pascal"):
    targets: tuple[_Target, ...] = ()


class Events:
    """The rules of the default bus; each question raises `AwsError`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def targets(self, rule: str) -> tuple[str, ...]:
        """Ids of the targets of a rule; `NotFound` where there is no such rule."""
        said = await self._clients.ask(LIST_TARGETS_BY_RULE, _Targets, f"list the targets of rule {rule}", Rule=rule)
        return tuple(each.id for each in said.targets)
