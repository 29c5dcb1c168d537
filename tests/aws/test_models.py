"""The trimmed models hold what we call, nothing else, and nothing different from botocore's own."""

import gzip
import subprocess
import sys
from pathlib import Path
from typing import Any

import botocore
import msgspec
import pytest
from botocore.loaders import JSONFileLoader, Loader

from fargate_tui.aws import models
from fargate_tui.aws.account import Aws
from fargate_tui.aws.operations import OPERATIONS
from fargate_tui.aws.session import ConnectionSettings, connect

DATA = Path(botocore.__file__).parent / "data"


def called(service: str) -> set[str]:
    return {operation.name for operation in OPERATIONS if operation.service == service}


@pytest.mark.parametrize("service", models.WORTH_IT)
def test_the_committed_models_are_those_of_the_installed_botocore(service: str) -> None:
    version = models.newest(service, DATA).parent.name
    committed = models.TRIMMED / service / service / version / "service-2.json.gz"

    assert models.is_current(service, DATA), f"botocore has another {service}: run `make models`"
    assert gzip.decompress(committed.read_bytes()) == models.trimmed(service, DATA), "run `make models`"


@pytest.mark.parametrize("service", models.WORTH_IT)
def test_trimming_leaves_what_is_reached_as_it_was(service: str) -> None:
    whole, trimmed = gzip.decompress(models.newest(service, DATA).read_bytes()), models.trimmed(service, DATA)
    full, small = msgspec.json.decode(whole), msgspec.json.decode(trimmed)

    assert set(small["operations"]) == called(service)
    for part in ("operations", "shapes"):
        for name, definition in small[part].items():
            assert definition == undocumented(full[part][name])
    assert small["metadata"] == undocumented(full["metadata"])
    assert set(small["shapes"]) == reached(full, called(service))
    # A ninth; where wizards call much of a service, at most the share of its operations that is called.
    assert len(trimmed) < len(whole) * max(1 / 9, len(small["operations"]) / len(full["operations"]))


def reached(model: Any, operations: set[str]) -> set[str]:
    """Every shape that something sent or answered by these operations can hold: a model of fewer would not do."""
    found: set[str] = set()
    waiting = [
        told["shape"]
        for name in operations
        for told in (
            model["operations"][name].get("input"),
            model["operations"][name].get("output"),
            *model["operations"][name].get("errors", ()),
        )
        if told is not None
    ]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [reference["shape"] for reference in references(model["shapes"][name])]
    return found


def references(shape: Any) -> list[Any]:
    return [*shape.get("members", {}).values(), *(shape[part] for part in ("member", "key", "value") if part in shape)]


def undocumented(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            name: undocumented(member)
            for name, member in part.items()
            if not (name in ("documentation", "documentationUrl") and isinstance(member, str))
        }
    return [undocumented(item) for item in part] if isinstance(part, list) else part


@pytest.fixture
async def offline(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "A")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    return await connect(ConnectionSettings(region="eu-west-1"))


async def operations_of(aws: Aws, service: str) -> set[str]:
    client = await aws._clients._client(service)
    return set(client._client.meta.method_to_api_mapping.values())


@pytest.mark.parametrize("service", models.WORTH_IT)
async def test_clients_are_made_from_the_trimmed_models(offline: Aws, service: str) -> None:
    assert await operations_of(offline, service) == called(service)
    await offline.close()


async def test_a_model_not_worth_trimming_still_has_what_is_called(offline: Aws) -> None:
    assert await operations_of(offline, "sts") >= {"GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity"}
    await offline.close()


async def test_beside_another_botocore_the_full_model_serves(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for service in models.WORTH_IT:
        (tmp_path / service).mkdir()
        (tmp_path / service / "made-from.sha256").write_text("of another botocore\n")
    monkeypatch.setattr(models, "TRIMMED", tmp_path)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "A")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")

    aws = await connect(ConnectionSettings(region="eu-west-1"))

    assert models.search_paths(DATA) == []
    assert len(await operations_of(aws, "ecs")) > 2 * len(called("ecs"))
    await aws.close()


def test_a_botocore_without_the_service_is_another_botocore(tmp_path: Path) -> None:
    assert models.search_paths(tmp_path) == []


def test_models_are_written_where_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed = {file.relative_to(models.TRIMMED): file.read_bytes() for file in files(models.TRIMMED)}
    monkeypatch.setattr(models, "TRIMMED", tmp_path)

    models.write(DATA)

    assert {file.relative_to(tmp_path) for file in files(tmp_path)} == set(committed)
    assert models.search_paths(DATA) == [str(tmp_path / service) for service in models.WORTH_IT]


def files(directory: Path) -> list[Path]:
    return [file for file in directory.rglob("*") if file.is_file()]


@pytest.mark.parametrize("name", ["partitions", "_retry", "elbv2/2015-12-01/service-2", "nowhere/service-2"])
def test_our_reader_of_model_files_reads_what_botocores_reads(name: str) -> None:
    ours, theirs = models.ModelFiles(), JSONFileLoader()
    path = str(DATA / name)

    assert ours.exists(path) == theirs.exists(path)
    assert ours.load_file(path) == theirs.load_file(path)


def test_botocores_loader_works_with_our_reader() -> None:
    loader = Loader(file_loader=models.ModelFiles())

    assert loader.load_service_model("sts", "service-2")["metadata"]["serviceId"] == "STS"


def test_importing_the_way_in_loads_no_sdk() -> None:
    check = (
        "import sys, fargate_tui.aws.session\n"
        "print(sorted({'aiobotocore', 'botocore', 'aiohttp', 'textual', 'rich'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"
