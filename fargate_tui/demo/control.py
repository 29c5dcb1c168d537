"""The control endpoint ``/_demo``: faults, behaviours and the clock (docs/local-aws.md)."""

import asyncio
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, get_args

import msgspec
from aiohttp import web

from fargate_tui.demo.access import AccessOrder, ordered, told
from fargate_tui.demo.clock import LiveClock
from fargate_tui.demo.ecs import Behaviour
from fargate_tui.demo.ecs.behaviour import ANY_CONTAINER, Moment
from fargate_tui.demo.ecs.behaviour import Kind as BehaviourKind
from fargate_tui.demo.faults import Fault, Kind
from fargate_tui.demo.offline import ACCESS_KEY, ACCOUNT, SECRET_KEY
from fargate_tui.demo.state import state_of
from fargate_tui.demo.wire import DEFAULT_REGION
from fargate_tui.demo.world import World

T = TypeVar("T")
_LONGEST_PUSH = 30 * 24 * 3600
"""Seconds; nothing else is answered while time is pushed."""
_FASTEST = 1000


class FaultOrder(msgspec.Struct, forbid_unknown_fields=True):
    """``POST /_demo/faults``."""

    kind: Kind
    service: str = "*"
    operation: str = "*"
    seconds: float = 0.0
    probability: float = 1.0
    count: int | None = None
    after: int = 0
    about: str = ""
    code: str = ""
    message: str = ""


class BehaviourOrder(msgspec.Struct, forbid_unknown_fields=True):
    """``POST /_demo/behaviours``; the members of `Behaviour`, and what a container says at its end."""

    family_or_service: str
    kind: BehaviourKind = "runs"
    exit_code: int = 0
    after: float = 0.0
    jitter: float = 0.0
    container: str | None = None
    reason: str = ""
    moment: Moment = "resources"
    stop_code: str = "ServiceSchedulerInitiated"
    share: float = 1.0
    pull: float = 8.0
    start: float = 3.0
    stop: float = 2.0
    exit_on_term: int = 143
    agent: Literal["RUNNING", "STOPPED"] = "RUNNING"
    last_words: tuple[str, ...] = ()
    region: str = DEFAULT_REGION
    account: str = ACCOUNT

    def behaviour(self) -> Behaviour:
        """The behaviour that is ordered."""
        members = msgspec.structs.asdict(self)
        for name in ("family_or_service", "last_words", "region", "account"):
            del members[name]
        behaviour = Behaviour(**members)
        return behaviour.saying(ANY_CONTAINER, at_end=self.last_words) if self.last_words else behaviour


class ClockOrder(msgspec.Struct, forbid_unknown_fields=True):
    """``POST /_demo/clock``."""

    advance: float = 0.0
    """Seconds."""
    speed: float | None = None


class Control:
    """Answers ``/_demo/…``; ``ready`` is set once the scenario stands, ``facts`` are what it says of itself."""

    def __init__(self, world: World, scenario: str) -> None:
        self.ready = asyncio.Event()
        self.facts: Mapping[str, Any] = {}
        self.files: Mapping[str, str] = {}
        """Variables of the environment that lead clients to the profiles."""
        self._world = world
        self._account = world.home
        self._scenario = scenario

    async def serve(self, http: web.Request) -> web.StreamResponse:
        """Answer one request; 4xx says what would have been right."""
        path = http.match_info["rest"].strip("/")
        try:
            return await self._answer(http, http.method, path)
        except msgspec.ValidationError as error:
            return _json({"error": str(error)}, 400)
        except msgspec.DecodeError as error:
            return _json({"error": f"the body is not JSON: {error}"}, 400)
        except LookupError as error:
            return _json({"error": str(error.args[0])}, 404)

    async def _answer(self, http: web.Request, method: str, path: str) -> web.Response:
        match path.split("/"):
            case [""] if method == "GET":
                return _json(self._about())
            case ["ready"] if method == "GET":
                return _json({"ready": self.ready.is_set()}, 200 if self.ready.is_set() else 503)
            case ["clock"]:
                return await self._answer_clock(http, method)
            case ["faults", *rest]:
                return await self._answer_faults(http, method, rest)
            case ["state"] if method == "GET":
                account = self._world.account(http.query.get("account", ACCOUNT))
                return _json(state_of(account, http.query.get("region", DEFAULT_REGION)))
            case ["access" | "phone" | "vault"]:
                return await self._answer_access(http, f"{method} {path}")
            case ["behaviours"]:
                return await self._answer_behaviours(http, method)
        raise _nothing(method, path)

    async def _answer_clock(self, http: web.Request, method: str) -> web.Response:
        match method:
            case "GET":
                return _json(self._time())
            case "POST":
                return _json(self._set_clock(await _read(http, ClockOrder)))
        raise _nothing(method, "clock")

    async def _answer_faults(self, http: web.Request, method: str, rest: list[str]) -> web.Response:
        match method, rest:
            case "GET", []:
                return _json([_shown(fault) for fault in self._account.faults.standing()])
            case "POST", []:
                return _json(_shown(self._order_fault(await _read(http, FaultOrder))), 201)
            case "DELETE", []:
                return _json({"cleared": self._account.faults.clear()})
            case "DELETE", [fault_id]:
                return self._clear(fault_id)
        raise _nothing(method, "/".join(["faults", *rest]))

    async def _answer_access(self, http: web.Request, asked: str) -> web.Response:
        match asked:
            case "GET access":
                return _json(told(self._world))
            case "POST access":
                return _json(ordered(self._world, await _read(http, AccessOrder)))
            case "GET phone":
                return web.Response(text=f"{self._world.identities.code()}\n")
            case "GET vault":
                return _json(self._world.vault())
        raise _nothing(*asked.split(" ", 1))

    async def _answer_behaviours(self, http: web.Request, method: str) -> web.Response:
        match method:
            case "GET":
                return _json({name: order.kind for name, order in self._account.region().ecs.behaviours.items()})
            case "POST":
                return _json(self._order_behaviour(await _read(http, BehaviourOrder)), 201)
        raise _nothing(method, "behaviours")

    def _about(self) -> dict[str, Any]:
        return {
            "ready": self.ready.is_set(),
            "scenario": self._scenario,
            "seed": self._account.seed,
            "account": ACCOUNT,
            "region": DEFAULT_REGION,
            "credentials": {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY},
            "clock": self._time(),
            "profiles": self.files,
            "live_tail_sessions": self._account.live_tail_sessions,
            "facts": self.facts,
            **self._real(),
            "fault_kinds": [kind.value for kind in Kind],
            "behaviour_kinds": get_args(BehaviourKind),
            "answers": [
                "GET /_demo", "GET /_demo/ready", "GET|POST /_demo/clock", "GET|POST|DELETE /_demo/faults",
                "DELETE /_demo/faults/{id}", "GET|POST /_demo/behaviours", "GET /_demo/state",
                "GET|POST /_demo/access", "GET /_demo/phone", "GET /_demo/vault",
            ],
        }  # fmt: skip

    def _real(self) -> dict[str, Any]:
        """Where load balancers listen, and which processes are containers of which tasks."""
        told = [reality.about() for reality in self._account.realities]
        return {
            "addresses": {name: where for one in told for name, where in one["addresses"].items()},
            "processes": [process for one in told for process in one["processes"]],
        }

    def _time(self) -> dict[str, Any]:
        clock = self._account.clock
        return {"now": clock.now().isoformat(), "held": not isinstance(clock, LiveClock)}

    def _set_clock(self, order: ClockOrder) -> dict[str, Any]:
        clock = self._account.clock
        if not 0 <= order.advance <= _LONGEST_PUSH:
            raise msgspec.ValidationError(f"advance is a number of seconds from 0 to {_LONGEST_PUSH}")
        if order.speed is not None:
            if not isinstance(clock, LiveClock) or not 0 < order.speed <= _FASTEST:
                raise msgspec.ValidationError(f"speed is a number > 0, at most {_FASTEST}, and a held clock has none")
            clock.go_at(order.speed)
        clock.advance(order.advance)
        return self._time()

    def _order_fault(self, order: FaultOrder) -> Fault:
        if (
            not 0 <= order.probability <= 1
            or min(order.seconds, order.after) < 0
            or (order.count is not None and order.count < 1)
        ):
            raise msgspec.ValidationError("probability is 0 to 1, seconds and after ≥ 0, count ≥ 1")
        fault = Fault(
            order.kind, order.service, order.operation, order.seconds, order.probability, order.count,
            order.after, order.about, order.code, order.message,
        )  # fmt: skip
        return self._account.faults.order(fault)

    def _order_behaviour(self, order: BehaviourOrder) -> dict[str, str]:
        self._world.account(order.account).region(order.region).ecs.order(order.family_or_service, order.behaviour())
        return {"family_or_service": order.family_or_service, "kind": order.kind}

    def _clear(self, fault_id: str) -> web.Response:
        if not self._account.faults.clear(fault_id):
            raise LookupError(f"no fault {fault_id} stands")
        return _json({"cleared": True})


def _nothing(method: str, path: str) -> LookupError:
    return LookupError(f"nothing answers {method} /_demo/{path}; GET /_demo lists what there is")


async def _read(http: web.Request, kind: type[T]) -> T:
    return msgspec.json.decode(await http.read() or b"{}", type=kind)


def _shown(fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id, "kind": fault.kind.value, "service": fault.service, "operation": fault.operation,
        "seconds": fault.seconds, "probability": fault.probability, "remaining": fault.remaining,
        "after": fault.after, "about": fault.about,
    }  # fmt: skip


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(status=status, body=msgspec.json.encode(content), content_type="application/json")
