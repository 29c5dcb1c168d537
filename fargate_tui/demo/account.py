"""The whole local account: its regions, its clock, its faults, and who answers which call."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from fargate_tui.demo.clock import HeldClock, LateClock
from fargate_tui.demo.ec2 import answer_ec2
from fargate_tui.demo.ecr import answer_ecr
from fargate_tui.demo.ecs import EcsError
from fargate_tui.demo.elb import answer_elb
from fargate_tui.demo.faults import Faults
from fargate_tui.demo.iam import answer_iam
from fargate_tui.demo.moto_thread import Moto, MotoThread, Refused
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.prices import answer_prices
from fargate_tui.demo.quotas import answer_quotas
from fargate_tui.demo.real import Real
from fargate_tui.demo.region import Region
from fargate_tui.demo.ssm import answer_ssm
from fargate_tui.demo.wire import DEFAULT_REGION, Answer, Call, Protocol, Request, json_answer, refusal

if TYPE_CHECKING:
    from fargate_tui.demo.real.reality import Reality

_NEEDS_NETWORK = frozenset({"RunTask", "CreateService", "UpdateService"})


@dataclass(frozen=True, slots=True)
class Later:
    """What is made in a region when somebody looks at it, as if it had always been there."""

    past: timedelta
    """How long before it is looked at its clock starts."""
    build: Callable[["Account", Region], Awaitable[None]]


class Account:
    """Answers every AWS call: ECS itself, what concerns tasks together with moto, the rest through moto."""

    def __init__(
        self,
        clock: HeldClock,
        seed: int,
        logs_from: datetime | None = None,
        twin: "Account | None" = None,
        number: str = ACCOUNT,
    ) -> None:
        """Make it; a ``twin`` is another account with the same clock and the same faults."""
        self.number = number
        self.clock = clock
        self.seed = seed
        self.faults: Faults = twin.faults if twin is not None else Faults(seed)
        self.carried_out: Counter[str] = Counter()
        """Calls that were answered well, by action, whatever became of their answers."""
        self.moto: MotoThread = twin.moto.of(number) if twin is not None else MotoThread(clock.now, seed)
        self._logs_from = logs_from
        self._real: Real = "never"
        self._regions: dict[str, Region] = {}
        self.later: Mapping[str, Later] = {}
        """What regions hold that nobody has looked at yet, by name."""
        self._building: dict[str, asyncio.Task[None]] = {}

    def another(self, number: str, later: Mapping[str, Later]) -> "Account":
        """Another account, with the same clock and the same faults."""
        # another seed, or its tasks would be called as those here are
        other = Account(self.clock, self.seed + 1, self._logs_from, self, number)
        other.later = later
        return other

    def region(self, name: str = DEFAULT_REGION) -> Region:
        """The region of this name; each has an ECS of its own, and all share the clock."""
        if name not in self._regions:
            later = self.later.get(name)
            clock = LateClock(self.clock.now() - later.past, self.clock) if later is not None else self.clock
            region = Region(self.number, name, clock, self.moto, self.faults, self.seed, self._logs_from)
            self._regions[name] = region
            if self._real != "never" and later is None:
                region.be_real(awake=self._real == "always")
        return self._regions[name]

    def be_real(self, when: Real) -> None:
        """Let containers of known images be processes from now on, here and in every region that is used later."""
        self._real = when
        for region in self._regions.values() if when != "never" else ():
            region.be_real(awake=when == "always")

    async def show_listeners(self) -> None:
        """Listen where the load balancers do that are there already."""
        for region in list(self._regions.values()):
            await region.show_listeners()

    @property
    def realities(self) -> list["Reality"]:
        """What really runs, of each region."""
        return [region.reality for region in self._regions.values() if region.reality is not None]

    @property
    def live_tail_sessions(self) -> int:
        """How many are open, in all regions."""
        return sum(region.cloudwatch_logs.sessions for region in self._regions.values())

    async def inhabited(self, region: Region) -> None:
        """Wait until a region holds what it is to hold when it is looked at."""
        await region.furnished()
        later = self.later.get(region.name)
        if later is None:
            return
        if region.name not in self._building:
            self._building[region.name] = asyncio.create_task(self._build(region, later))
        await asyncio.shield(self._building[region.name])

    async def elsewhere(self, call: Call) -> Answer | None:
        """The refusal of a call to what is not a region, once its region holds what it is to hold."""
        try:
            await self.inhabited(self.region(call.region))
        except Refused:
            return refusal(call, "UnrecognizedClientException", f"{call.region} is not a region of AWS")
        return None

    async def _build(self, region: Region, later: Later) -> None:
        await later.build(self, region)
        assert isinstance(region.clock, LateClock)
        region.clock.catch_up()

    async def answer(self, call: Call, request: Request) -> Answer:
        """Answer one call; whatever the local AWS lacks is refused with a 400 that says so."""
        answer = await self._carry_out(call, request)
        if answer.status < 300:
            self.carried_out[call.action] += 1
            if call.service == "elasticloadbalancing" and not call.operation.startswith("Describe"):
                await self.region(call.region).show_listeners()
            if call.service != "ecs":
                self.region(call.region).trail.note(
                    call.service, call.operation, call.caller.rpartition("/")[2], call.parameters
                )
        return answer

    async def _carry_out(self, call: Call, request: Request) -> Answer:
        region = self.region(call.region)
        if (region.name in self.later or not _needs_no_network(call)) and (nowhere := await self.elsewhere(call)):
            return nowhere
        if call.service == "ecs":
            return self._answer_ecs(call, request, region)
        answer = await self._ask(call, request, region)
        if not _is_aws_answer(call, answer):
            return refusal(call, _unsupported(call), f"{call.action} is not available in the local AWS")
        return answer

    async def _ask(self, call: Call, request: Request, region: Region) -> Answer:
        if call.service == "logs":
            return await region.cloudwatch_logs.answer(call, request)
        if call.service == "monitoring":
            return await region.cloudwatch.answer(call, request)
        job = self._job(call, request, region)
        return job if isinstance(job, Answer) else await self.moto.run(job)

    def _job(self, call: Call, request: Request, region: Region) -> Answer | Callable[[Moto], Answer]:
        own: Mapping[str, Callable[[], Answer | Callable[[Moto], Answer]]] = {
            "ec2": lambda: answer_ec2(call, request, region.network),
            "elasticloadbalancing": lambda: answer_elb(call, request, region.targets, region.network.topology.subnets),
            "ssm": lambda: answer_ssm(call, request, region.ecs.sessions),
            "application-autoscaling": lambda: region.scaling.answer(call, request),
            "iam": lambda: answer_iam(call, request),
            "ecr": lambda: answer_ecr(call, request, region.images()),
            "cloudtrail": lambda: region.trail.answer(call, request),
            "servicequotas": lambda: answer_quotas(call, request, region.measures, self.clock.now()),
            "pricing": lambda: answer_prices(call, request),
            "health": lambda: refusal(
                call, "SubscriptionRequiredException", "The account has no support plan with this API."
            ),
        }
        answer = own.get(call.service)
        return answer() if answer is not None else lambda moto: moto.ask(request)

    def _answer_ecs(self, call: Call, request: Request, region: Region) -> Answer:
        try:
            members = msgspec.json.decode(request.body or b"{}", type=dict[str, object])
            return json_answer(region.ecs.call(call.operation, members, by=call.caller.rpartition("/")[2]))
        except msgspec.DecodeError as error:
            return refusal(call, "SerializationException", f"the body is not a JSON object: {error}")
        except EcsError as error:
            body = {"__type": error.code, "message": error.message, **error.members}
            return json_answer(body, error.status)


def _needs_no_network(call: Call) -> bool:
    """Whether a call can be answered while moto still wakes up; other regions have to be looked at first."""
    return call.service == "ecs" and call.region == DEFAULT_REGION and call.operation not in _NEEDS_NETWORK


def _is_aws_answer(call: Call, answer: Answer) -> bool:
    """Whether an answer of moto's is one, and not a trace of its having no idea."""
    if answer.status < 400:
        return True
    html = answer.body[:64].lstrip().lower().startswith((b"<!doctype html", b"<html"))
    needs_body = call.protocol not in {Protocol.REST_XML, Protocol.REST_JSON}
    return answer.status < 500 and not html and not (needs_body and not answer.body.strip())


def _unsupported(call: Call) -> str:
    return (
        "UnsupportedOperationException" if call.protocol in {Protocol.JSON, Protocol.CBOR} else "UnsupportedOperation"
    )
