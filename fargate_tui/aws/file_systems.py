"""Where file systems of EFS can be mounted."""

import msgspec

from fargate_tui.aws.causes import DESCRIBE_MOUNT_TARGETS
from fargate_tui.aws.clients import Clients
from fargate_tui.aws.offering import DESCRIBE_ACCESS_POINTS, DESCRIBE_FILE_SYSTEMS
from fargate_tui.fargate.records import AccessPoint, FileSystem, MountTarget

PAGE = 100


class _Target(msgspec.Struct, rename="pascal"):
    mount_target_id: str = ""
    subnet_id: str = ""
    life_cycle_state: str = ""
    availability_zone_name: str = ""


class _Targets(msgspec.Struct, rename="pascal"):
    mount_targets: tuple[_Target, ...] = ()


class _FileSystem(msgspec.Struct, rename="pascal"):
    file_system_id: str = ""
    name: str = ""
    life_cycle_state: str = ""


class _FileSystems(msgspec.Struct, rename="pascal"):
    file_systems: tuple[_FileSystem, ...] = ()
    next_marker: str | None = None


class _Root(msgspec.Struct, rename="pascal"):
    path: str = "/"


class _AccessPoint(msgspec.Struct, rename="pascal"):
    access_point_id: str = ""
    name: str = ""
    root_directory: _Root = msgspec.field(default_factory=_Root)


class _AccessPoints(msgspec.Struct, rename="pascal"):
    access_points: tuple[_AccessPoint, ...] = ()


class FileSystems:
    """Elastic File System, as far as tasks mount it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def all_file_systems(self) -> tuple[FileSystem, ...]:
        """Every file system of the Region; raises `AwsError`."""
        found: list[FileSystem] = []
        marker: str | None = None
        while True:
            more = {"Marker": marker} if marker else {}
            said = await self._clients.ask(
                DESCRIBE_FILE_SYSTEMS, _FileSystems, "list file systems", MaxItems=PAGE, **more
            )
            found += (
                FileSystem(id=each.file_system_id, name=each.name, state=each.life_cycle_state)
                for each in said.file_systems
            )
            if not said.next_marker or said.next_marker == marker:
                return tuple(found)
            marker = said.next_marker

    async def access_points(self, file_system: str) -> tuple[AccessPoint, ...]:
        """The access points of a file system, a page of them; raises `AwsError`, `NotFound` where it is gone."""
        said = await self._clients.ask(
            DESCRIBE_ACCESS_POINTS,
            _AccessPoints,
            f"list the access points of {file_system}",
            FileSystemId=file_system,
            MaxResults=PAGE,
        )
        return tuple(
            AccessPoint(id=each.access_point_id, name=each.name, path=each.root_directory.path)
            for each in said.access_points
        )

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
