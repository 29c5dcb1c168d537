"""moto's WSGI application in one thread of its own: imported late, asked one request at a time, never crashing."""

import asyncio
import io
import queue
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import msgspec

from fargate_tui.demo.offline import ACCESS_KEY, ACCOUNT
from fargate_tui.demo.quick_json import read_models_quickly
from fargate_tui.demo.wire import Answer, Request

T = TypeVar("T")
_VERSIONS = {"ec2": "2016-11-15", "elasticloadbalancing": "2015-12-01", "iam": "2010-05-08", "sts": "2011-06-15"}
_DATE = "20170101"


class Refused(Exception):
    """moto said no to a call of ours; ``code`` is AWS's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Moto:
    """The other services' state, asked through their public API. Only used inside jobs of MotoThread."""

    def __init__(self, now: Callable[[], datetime], seed: int) -> None:
        read_models_quickly()
        import moto.logs.models
        from moto.moto_api._internal import mock_random
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        # moto refuses log lines two hours ahead of its own clock, or 14 days behind; ours may be held or fast
        setattr(moto.logs.models, "utcnow", lambda: now().replace(tzinfo=None))  # noqa: B010  an import of moto's
        mock_random.seed(seed)
        remember_what_stays()
        self._wsgi = DomainDispatcherApplication(create_backend_app)
        self._account = ACCOUNT

    def of(self, account: str) -> "Moto":
        """The same for another account."""
        other = copy(self)
        other._account = account
        return other

    def ask(self, request: Request) -> Answer:
        """Hand a request to moto; whatever it trips over becomes a 500 without a body."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            started[:] = [(status, headers)]

        try:
            body = b"".join(self._wsgi(_environment(request, self._account), start_response))
        except Exception:  # noqa: BLE001  moto raises anything at requests it does not know
            return Answer(500, (), b"")
        status, headers = started[0]
        kept = tuple(
            pair for pair in headers if pair[0].lower() not in {"content-length", "connection", "transfer-encoding"}
        )
        return Answer(int(status.split()[0]), kept, body)

    def _ask_well(self, request: Request) -> Answer:
        answer = self.ask(request)
        if answer.status >= 500:
            raise Refused(str(answer.status), "moto has no answer to this")
        return answer

    def query(
        self, region: str, service: str, action: str, parameters: Mapping[str, object] | None = None
    ) -> ET.Element:
        """Ask a query service (EC2, ELB, IAM, STS); lists and maps of the parameters are flattened; raises Refused."""
        flat = {"Action": action, "Version": _VERSIONS[service], **dict(_flatten(parameters or {}, service == "ec2"))}
        form = "application/x-www-form-urlencoded; charset=utf-8"
        answer = self._ask_well(signed(service, region, urlencode(flat).encode(), form))
        root: ET.Element = ET.fromstring(strip_namespace(answer.body))  # noqa: S314  moto's own
        if answer.status >= 300:
            raise Refused(root.findtext(".//Code", str(answer.status)), root.findtext(".//Message", action))
        return root

    def rest(self, region: str, service: str, path: str, parameters: Mapping[str, object]) -> dict[str, Any]:
        """POST to a REST service that speaks JSON (EFS); raises Refused."""
        request = signed(service, region, msgspec.json.encode(parameters), "application/json")
        answer = self._ask_well(replace(request, path=path))
        content: dict[str, Any] = msgspec.json.decode(answer.body)
        if answer.status >= 300:
            raise Refused(str(answer.status), str(content.get("message", path)))
        return content

    def json(self, region: str, service: str, target: str, parameters: Mapping[str, object]) -> dict[str, Any]:
        """Ask a JSON service (Logs, Application Auto Scaling, ECR, …); raises Refused."""
        request = signed(service, region, msgspec.json.encode(parameters), "application/x-amz-json-1.1", target)
        answer = self._ask_well(request)
        content: dict[str, Any] = msgspec.json.decode(answer.body) if answer.body else {}
        if answer.status >= 300:
            raise Refused(str(content.get("__type", answer.status)), str(content.get("message", target)))
        return content


def remember_what_stays() -> None:
    """Let moto list its modules and its methods once: it did both for every request, a third of what that costs."""
    import moto.backends
    import moto.core.responses
    from moto.core.utils import method_names_from_class

    setattr(moto.backends, "list_of_moto_modules", cache(_once(moto.backends.list_of_moto_modules)))  # noqa: B010
    setattr(moto.core.responses, "method_names_from_class", cache(method_names_from_class))  # noqa: B010


def _once(names: Callable[[], Iterable[str]]) -> Callable[[], frozenset[str]]:
    return lambda: frozenset(names())


class MotoThread:
    """Runs jobs with moto one after the other, in the order they were given, on a daemon thread."""

    def __init__(self, now: Callable[[], datetime], seed: int) -> None:
        self._jobs: queue.SimpleQueue[Callable[[Moto], None]] = queue.SimpleQueue()
        self._account = ACCOUNT
        self._make: Callable[[], Moto] = lambda: Moto(now, seed)
        threading.Thread(target=self._work, name="moto", daemon=True).start()

    def of(self, account: str) -> "MotoThread":
        """The same thread for another account."""
        other = copy(self)
        other._account = account
        return other

    def _work(self) -> None:
        moto = self._make()
        while True:
            self._jobs.get()(moto)

    def run(self, job: Callable[[Moto], T]) -> "asyncio.Future[T]":
        """Queue a job; the future brings what it returns or raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(set_: Callable[[Any], None], value: object) -> None:
            if not future.done():
                set_(value)

        def do(moto: Moto) -> None:
            try:
                result = job(moto.of(self._account))
            except Exception as error:  # noqa: BLE001  carried over to whoever waits
                _tell(loop, settle, future.set_exception, error)
            else:
                _tell(loop, settle, future.set_result, result)

        self._jobs.put(do)
        return future


def _tell(
    loop: asyncio.AbstractEventLoop, settle: Callable[..., None], set_: Callable[[Any], None], value: object
) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(settle, set_, value)


def signed(service: str, region: str, body: bytes, content_type: str, target: str | None = None) -> Request:
    """A request that carries the credential scope moto reads service and region from."""
    scope = f"{ACCESS_KEY}/{_DATE}/{region}/{service}/aws4_request"
    headers = {
        "Host": "127.0.0.1",
        "Content-Type": content_type,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
    }
    if target:
        headers["X-Amz-Target"] = target
    return Request("POST", "/", "", headers, body)


def strip_namespace(xml: bytes) -> bytes:
    """Drop the default namespace, which would otherwise prefix every tag's name."""
    start = xml.find(b' xmlns="')
    return xml if start < 0 else xml[:start] + xml[xml.index(b'"', start + 8) + 1 :]


def _flatten(value: object, ec2: bool, name: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flatten(inner, ec2, f"{name}.{key}" if name else str(key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, inner in enumerate(value, 1):
            yield from _flatten(inner, ec2, f"{name}.{place}" if ec2 else f"{name}.member.{place}")
    else:
        yield name, str(value).lower() if isinstance(value, bool) else str(value)


def _environment(request: Request, account: str) -> dict[str, Any]:
    host, _, port = request.headers.get("Host", "127.0.0.1").partition(":")
    environ: dict[str, Any] = {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()
    }
    return environ | {
        "HTTP_X_MOTO_ACCOUNT_ID": account,
        "REQUEST_METHOD": request.method,
        "PATH_INFO": request.path,
        "RAW_URI": quote(request.path) + (f"?{request.query}" if request.query else ""),
        "QUERY_STRING": request.query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        # Flask writes its tracebacks here; what a client needs to know is in our answer
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
