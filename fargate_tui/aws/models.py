"""botocore's service models, cut down to the operations that are called.

A full EC2 model is 807 operations: 77 ms of frozen loop and 15.6 MiB, against 6 ms and 0.6 MiB for the few we call.
``python -m fargate_tui.aws.models`` makes the files in ``trimmed/`` (commit them); each is stamped with the hash of
the model it was made from, and is used only beside exactly that one. With another botocore the full model serves.
"""

import gzip
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from fargate_tui.aws.operations import OPERATIONS

TRIMMED = Path(__file__).parent / "trimmed"
"""One search path for botocore's loader per service: ``trimmed/ec2/ec2/2016-11-15/service-2.json.gz``."""
WORTH_IT = (
    "ecs",
    "ec2",
    "elbv2",
    "logs",
    "cloudwatch",
    "ssm",
    "iam",
    "ecr",
    "secretsmanager",
    "cloudtrail",
    "efs",
    "kms",
)
"""The others are small; of sts credential providers call operations that we do not, and acm names its documentation."""
_MODEL = "service-2.json.gz"
_STAMP = "made-from.sha256"


class ModelFiles:
    """Reads model files for botocore's loader, four times as fast as its own reader and without OrderedDicts."""

    def exists(self, path: str) -> bool:
        """Whether there is a file at ``path``, which comes without its ending."""
        return any(os.path.isfile(path + ending) for ending in (".json", ".json.gz"))  # noqa: PTH113 - 430 calls

    def load_file(self, path: str) -> object | None:
        """What the file at ``path`` holds; None where there is none."""
        for ending in (".json", ".json.gz"):
            file = Path(path + ending)
            if file.is_file():
                raw = file.read_bytes()
                held: object = msgspec.json.decode(gzip.decompress(raw) if ending.endswith("gz") else raw)
                return held
        return None


def search_paths(botocore_data: Path) -> list[str]:
    """The directories of the trimmed models that were made from the models in ``botocore_data``."""
    return [str(TRIMMED / service) for service in WORTH_IT if is_current(service, botocore_data)]


def is_current(service: str, botocore_data: Path) -> bool:
    """Whether the trimmed model of a service was made from the one in ``botocore_data``."""
    stamp = TRIMMED / service / _STAMP
    try:
        source = newest(service, botocore_data)
        return stamp.read_text().strip() == _hash(source)
    except (OSError, ValueError):
        return False


def newest(service: str, botocore_data: Path) -> Path:
    """The newest model file of a service; raises ValueError where there is none."""
    return max((botocore_data / service).glob(f"*/{_MODEL}"))


def trimmed(service: str, botocore_data: Path) -> bytes:
    """The model of a service with nothing in it but what our operations reach: JSON, as it goes into the file."""
    model = msgspec.json.decode(gzip.decompress(newest(service, botocore_data).read_bytes()), type=dict[str, object])
    operations, shapes = _section(model, "operations"), _section(model, "shapes")
    kept = {name: operations[name] for name in sorted(_called()[service])}
    reached = _reach(shapes, list(_shapes_named_in(kept)))
    small = model | {"operations": kept, "shapes": {name: shapes[name] for name in shapes if name in reached}}
    small.pop("examples", None)
    return json.dumps(_without_documentation(small), separators=(",", ":")).encode()


def write(botocore_data: Path) -> None:
    """Make the files in ``trimmed/`` anew."""
    for service in WORTH_IT:
        source = newest(service, botocore_data)
        file = TRIMMED / service / service / source.parent.name / _MODEL
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(trimmed(service, botocore_data), 9, mtime=0))
        (TRIMMED / service / _STAMP).write_text(_hash(source) + "\n")


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _called() -> Mapping[str, set[str]]:
    called: dict[str, set[str]] = defaultdict(set)
    for operation in OPERATIONS:
        called[operation.service].add(operation.name)
    return called


def _section(model: Mapping[str, object], name: str) -> dict[str, object]:
    section = model[name]
    assert isinstance(section, dict)
    return section


def _shapes_named_in(part: object) -> Iterator[str]:
    """The names of the shapes that a part of a model refers to."""
    if isinstance(part, dict):
        shape = part.get("shape")
        if isinstance(shape, str):
            yield shape
        for member in part.values():
            yield from _shapes_named_in(member)
    elif isinstance(part, list):
        for item in part:
            yield from _shapes_named_in(item)


def _reach(shapes: Mapping[str, object], roots: list[str]) -> set[str]:
    reached: set[str] = set()
    while roots:
        name = roots.pop()
        if name not in reached:
            reached.add(name)
            roots.extend(_shapes_named_in(shapes[name]))
    return reached


def _without_documentation(part: object) -> object:
    # A member may itself be called "documentation"; then it is an object, and stays.
    if isinstance(part, dict):
        return {
            name: _without_documentation(member)
            for name, member in part.items()
            if not (name in ("documentation", "documentationUrl") and isinstance(member, str))
        }
    if isinstance(part, list):
        return [_without_documentation(item) for item in part]
    return part


if __name__ == "__main__":
    import botocore

    write(Path(botocore.__file__).parent / "data")
