"""The lists of a request, each as a person types it: variables, files, dependencies, limits, mount points."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.fields import lines
from fargate_tui.fargate.drafts.task_definition.forms import ABSENT, Form
from fargate_tui.fargate.drafts.task_definition.items import Item, items

# -- NAME=value --------------------------------------------------------------------------------------------------------


def shown_value(value: str) -> str:
    """A value within a line; as JSON text where it could not be read back as it is."""
    return value if _is_plain(value) else json.dumps(value)


def _is_plain(value: str) -> bool:
    # A line that begins with a quote is read as JSON text.
    return value == value.strip() and not value.startswith('"') and "\n" not in value and "\r" not in value


def read_value(text: str) -> str:
    """The value that a line has."""
    text = text.strip()
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, str) else text


def split_pair(line: str, form: str) -> tuple[str, str]:
    """A name and what stands behind the equals sign; raises ValueError, which tells nothing of the value."""
    name, equals, value = line.partition("=")
    if not equals or not name.strip():
        raise ValueError(f"a line is {form}")
    return name.strip(), read_value(value)


def pairs(name: str, value: str, form: str) -> Form:
    """Objects of a name and a value, ``NAME=value``; ``form`` is what is said of a line that is none."""

    def read(line: str) -> Item:
        called, held = split_pair(line, form)
        return {name: called, value: held}

    def line(item: Json) -> str:
        return f"{item.get(name, '')}={shown_value(str(item.get(value, '')))}"

    return items(line, read, (name,))


def mapping(form: str, *, without: Sequence[str] = ()) -> Form:
    """An object of texts, ``NAME=value``; members that have fields of their own are ``without``."""

    def text(there: object) -> str:
        assert isinstance(there, Mapping)
        return "\n".join(f"{name}={shown_value(str(held))}" for name, held in there.items() if name not in without)

    def value(typed: str, before: object) -> object:
        kept = {name: held for name, held in before.items() if name in without} if isinstance(before, Mapping) else {}
        return {**kept, **dict(split_pair(line, form) for line in lines(typed))} or ABSENT

    return Form(text=text, value=value)


ENVIRONMENT: Final = pairs("name", "value", "NAME=value")
SECRETS: Final = pairs("name", "valueFrom", "NAME=ARN of a secret or a parameter, or a parameter's name")
TAGS: Final = pairs("key", "value", "key=value")


# -- the other lists ---------------------------------------------------------------------------------------------------


def _file(line: str) -> Item:
    return {"value": line, "type": "s3"}


FILES: Final = items(lambda item: str(item.get("value", "")), _file, ("value",))

_NEEDED: Final = ("START", "HEALTHY", "SUCCESS", "COMPLETE")


def _dependency(line: str) -> Item:
    name, _, condition = line.partition(" ")
    condition = condition.strip().upper() or _NEEDED[0]
    if condition not in _NEEDED:
        raise ValueError(f"a container and one of {', '.join(_NEEDED)}")
    return {"containerName": name, "condition": condition}


DEPENDENCIES: Final = items(
    lambda item: f"{item.get('containerName', '')} {item.get('condition', '')}".strip(), _dependency, ("containerName",)
)


_WHOLE: Final = re.compile(r"-?[0-9]{1,10}")
_LIMITED: Final = (
    "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio",
    "rttime", "sigpending", "stack",
)  # fmt: skip


def _ulimit(line: str) -> Item:
    name, _, limits = line.partition("=")
    soft, _, hard = limits.partition(":")
    numbers = [each.strip() for each in (soft, hard or soft)]
    if not all(_WHOLE.fullmatch(each) for each in numbers):
        raise ValueError("a line is name=soft:hard, as nofile=1024:65535")
    if name.strip() not in _LIMITED:
        raise ValueError(f"ulimits are {', '.join(_LIMITED)}")
    if int(numbers[0]) > int(numbers[1]) >= 0:
        raise ValueError("the soft limit is over the hard one")
    return {"name": name.strip(), "softLimit": int(numbers[0]), "hardLimit": int(numbers[1])}


ULIMITS: Final = items(
    lambda item: f"{item.get('name', '')}={item.get('softLimit', '')}:{item.get('hardLimit', '')}", _ulimit, ("name",)
)

_ACCESS: Final = {":ro": True, ":rw": False}


def _mount(line: str) -> Item:
    access = next((access for access in _ACCESS if line.endswith(access)), "")
    volume, colon, path = line.removesuffix(access).partition(":")
    if not colon or not volume.strip() or not path.strip():
        raise ValueError("a line is volume:/path, with :ro behind it where nothing may be written")
    return {"sourceVolume": volume.strip(), "containerPath": path.strip(), "readOnly": _ACCESS.get(access, ABSENT)}


def _mount_line(item: Json) -> str:
    access = {True: ":ro", False: ":rw"}.get(bool(item["readOnly"]), "") if "readOnly" in item else ""
    return f"{item.get('sourceVolume', '')}:{item.get('containerPath', '')}{access}"


MOUNTS: Final = items(_mount_line, _mount, ("sourceVolume", "containerPath"))


def _tmpfs(line: str) -> Item:
    path, *rest = line.split()
    if not rest or not rest[0].isdecimal():
        raise ValueError("a line is /path MiB, with mount options behind it")
    return {"containerPath": path, "size": int(rest[0]), "mountOptions": rest[1:] or ABSENT}


def _tmpfs_line(item: Json) -> str:
    options = item.get("mountOptions")
    return " ".join(
        map(
            str,
            (
                item.get("containerPath", ""),
                item.get("size", ""),
                *(options or () if isinstance(options, list) else ()),
            ),
        )
    )


TMPFS: Final = items(_tmpfs_line, _tmpfs, ("containerPath",))
