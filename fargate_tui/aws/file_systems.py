"""Where file systems of EFS can be mounted."""

import msgspec

from fargate_tui.aws.clients import Clients
from fargate_tui.aws.operations import DESCRIBE_MOUNT_TARGETS
from fargate_tui.fargate.records import MountTarget


class _Target(msgspec.Struct, rename="pascal"):
    mount_target_id: str = ""
    subnet_id: str = ""
    life_cycle_state: str = ""
    availability_zone_name: str = ""


class _Targets(msgspec.Struct, rename="pascal"):
    mount_targets: tuple[_Target, ...] = ()


class FileSystems:
    """Elastic File System, as far as tasks mount it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def mount_targets(self, file_system: str) -> tuple[MountTarget, ...]:
        """The mount targets of a file system, one per zone at most; raises `AwsError`, `NotFound` where it is gone."""
        said = await self._clients.ask(
            DESCRIBE_MOUNT_TARGETS,
            _Targets,
            f"list the mount targets of {file_system}",
            FileSystemId=file_system,
        )
        return tuple(
            MountTarget(
                id=each.mount_target_id,
                zone=each.availability_zone_name,
                subnet_id=each.subnet_id,
                state=each.life_cycle_state,
            )
            for each in said.mount_targets
        )
