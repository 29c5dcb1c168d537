"""The local AWS as a child process of a test run."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import msgspec

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
REGION = "us-east-1"
SEED = 7
STILL = ("--held", "now")
"""Options of a local AWS that stands still at the present."""
_DIRECT = build_opener(ProxyHandler({}))


class ControlRefused(Exception):
    """The control endpoint said no; ``status`` is HTTP's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status


@dataclass
class LocalAws:
    """A running local AWS: where it is, how to steer it, and ordinary clients for it."""

    url: str
    process: subprocess.Popen[str]
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a program must find in its environment to be allowed in."""
        return {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY, "AWS_REGION": REGION}

    def control(self, path: str = "", body: object = None, *, method: str | None = None) -> Any:
        """Ask ``/_demo/{path}``: POST where there is a body, else GET; raises ControlRefused."""
        data = None if body is None else msgspec.json.encode(body)
        request = Request(f"{self.url}/_demo/{path}".rstrip("/"), data=data, method=method)
        try:
            with _DIRECT.open(request, timeout=60) as response:
                return msgspec.json.decode(response.read())
        except HTTPError as error:
            with error:
                raise ControlRefused(error.code, error.read().decode()) from None

    def fault(self, kind: str, **members: object) -> str:
        """Order an API fault, with the members of ``POST /_demo/faults``; returns its id."""
        return str(self.control("faults", {"kind": kind, **members})["id"])

    def clear_faults(self) -> None:
        """Withdraw every fault."""
        self.control("faults", method="DELETE")

    def behave(self, family_or_service: str, kind: str, **members: object) -> None:
        """Order what new tasks of a family, revision or service do."""
        self.control("behaviours", {"family_or_service": family_or_service, "kind": kind, **members})

    def advance(self, seconds: float) -> None:
        """Push the held clock; what falls due has happened when this returns."""
        self.control("clock", {"advance": seconds})

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the scenario says of itself."""
        facts: Mapping[str, Any] = self.control()["facts"]
        return facts

    def raw(self, service: str, target: str, members: object) -> tuple[int, Any]:
        """Ask as no SDK would let one ask: a JSON service's status and answer to any members."""
        scope = f"{ACCESS_KEY}/20260101/{REGION}/{service}/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
        headers = {"X-Amz-Target": target, "Authorization": signed, "Content-Type": "application/x-amz-json-1.1"}
        request = Request(self.url, data=msgspec.json.encode(members), headers=headers)
        try:
            with _DIRECT.open(request, timeout=60) as response:
                return response.status, msgspec.json.decode(response.read())
        except HTTPError as error:
            with error:
                return error.code, msgspec.json.decode(error.read())

    def client(self, service: str, region: str = REGION) -> Any:
        """A boto3 client for this endpoint that does not retry."""
        import boto3
        from botocore.config import Config

        if (service, region) not in self._clients:
            self._clients[service, region] = boto3.client(
                service,
                endpoint_url=self.url,
                region_name=region,
                aws_access_key_id=ACCESS_KEY,
                aws_secret_access_key=SECRET_KEY,
                config=Config(retries={"total_max_attempts": 1}, max_pool_connections=32),
            )
        return self._clients[service, region]

    def close(self) -> None:
        """Close the clients' connections."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()


@contextmanager
def started(
    scenario: str, errors: Path, *, seed: int = SEED, held: bool = True, options: tuple[str, ...] = ()
) -> Iterator[LocalAws]:
    """Start one on a free port, wait until its scenario stands, and end it afterwards; ``errors`` gets its stderr."""
    command = [sys.executable, "-m", "fargate_tui.demo", "--port", "0", "--with-parent"]
    command += ["--scenario", scenario, "--seed", str(seed), *(["--held"] if held else []), *options]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True, env=quiet
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdin is not None
        url = process.stdout.readline().strip()
        assert url, f"the local AWS ended before it was ready:\n{errors.read_text()}"
        local_aws = LocalAws(url, process)
        try:
            yield local_aws
        finally:
            local_aws.close()
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
