"""Port mappings as text: ``8080/tcp http name=web``."""

from typing import Final

from fargate_tui.fargate.answers import Json
from fargate_tui.fargate.drafts.task_definition.forms import ABSENT
from fargate_tui.fargate.drafts.task_definition.items import Item, items

PROTOCOLS: Final = ("tcp", "udp")
SPEECHES: Final = ("http", "http2", "grpc")
"""What may be spoken on a port, for Service Connect."""
FORM: Final = "a line is 8080 or 8080/tcp, with http, http2 or grpc, name=… and host=… behind it"
_MOST: Final = 65_535


def _line(item: Json) -> str:
    port = str(item.get("containerPort", item.get("containerPortRange", "")))
    protocol = f"/{item['protocol']}" if "protocol" in item else ""
    named = [f"name={item['name']}"] if "name" in item else []
    if item.get("hostPort") not in (None, item.get("containerPort")):
        # AWS describes every port with the host's, which is the same on Fargate.
        named.append(f"host={item['hostPort']}")
    return " ".join(filter(None, (f"{port}{protocol}", str(item.get("appProtocol", "")), *named)))


def _read(line: str) -> Item:
    first, *rest = line.split()
    port, _, protocol = first.partition("/")
    found: Item = {"protocol": protocol or ABSENT, "appProtocol": ABSENT, "name": ABSENT, "hostPort": ABSENT}
    found |= {"containerPort": ABSENT, "containerPortRange": ABSENT, **_ports(port)}
    if protocol and protocol not in PROTOCOLS:
        raise ValueError(f"{protocol} is neither tcp nor udp")
    for word in rest:
        found |= _word(word)
    return found


def _ports(text: str) -> Item:
    first, dash, last = text.partition("-")
    ends = [int(each) for each in ((first, last) if dash else (first,)) if each.isdecimal() and each.isascii()]
    if len(ends) != 1 + bool(dash) or ends != sorted(ends):
        raise ValueError(FORM)
    if ends[0] < 1 or ends[-1] > _MOST:
        raise ValueError(f"ports are 1 to {_MOST}")
    return {"containerPortRange": text} if dash else {"containerPort": ends[0]}


def _word(word: str) -> Item:
    name, equals, value = word.partition("=")
    if not equals and word in SPEECHES:
        return {"appProtocol": word}
    if name == "name" and value:
        return {"name": value}
    if name == "host" and value.isdecimal() and value.isascii() and int(value) <= _MOST:
        return {"hostPort": int(value)}
    raise ValueError(FORM)


PORTS: Final = items(_line, _read, ("containerPort", "containerPortRange", "protocol"))
