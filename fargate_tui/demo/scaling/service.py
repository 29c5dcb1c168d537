"""Answers Application Auto Scaling, and lets it scale."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from fargate_tui.demo.clock import HeldClock
from fargate_tui.demo.ecs import Ecs
from fargate_tui.demo.ecs.wire import Json, Members
from fargate_tui.demo.metrics import load
from fargate_tui.demo.metrics.alarms import Alarm
from fargate_tui.demo.metrics.measures import Measures
from fargate_tui.demo.metrics.service import CloudWatch
from fargate_tui.demo.moto_thread import Moto
from fargate_tui.demo.offline import ACCOUNT
from fargate_tui.demo.scaling.activities import ScalingActivities
from fargate_tui.demo.scaling.operations import OPERATIONS, Account, ScalingRefused
from fargate_tui.demo.scaling.records import DIMENSION
from fargate_tui.demo.scaling.scaler import Scaler, newest_values
from fargate_tui.demo.wire import Answer, Call, Request, json_answer, refusal


class Scaling:
    """Application Auto Scaling of one region: ECS services here, all else in moto."""

    def __init__(
        self,
        clock: HeldClock,
        ecs: Ecs,
        measures: Measures,
        cloudwatch: CloudWatch,
        region: str,
        account: str = ACCOUNT,
    ) -> None:
        self.activities = ScalingActivities(clock.now)
        self._clock = clock
        self._ecs = ecs
        self._measures = measures
        self._cloudwatch = cloudwatch
        self._scaler = Scaler(clock, ecs, self.activities, self._values, cloudwatch.breaches)
        self._account = Account(ecs, clock, self._scaler, self.activities, region, account, cloudwatch.names_of)

    def begin(self, when: datetime) -> None:
        """Scale nothing before this time."""
        self._scaler.not_before = when

    def alarms(self) -> Sequence[Alarm]:
        """Those that its policies made."""
        policies = (policy for target in self._scaler.targets.values() for policy in target.policies.values())
        return [alarm for policy in policies for alarm in policy.alarms]

    def call(self, operation: str, request: Json) -> Json:
        """Answer one operation about ECS; raises ScalingRefused."""
        members = Members(request)
        answer = OPERATIONS[operation](self._account, members)
        if operation == "RegisterScalableTarget":
            self._keep_profile(members.text("ResourceId") or "")
        return answer

    def keep_between(self, cluster: str, service: str, least: int, most: int) -> None:
        """Scale a service between two counts, as ECS has it done for those of Express Mode."""
        self.call(
            "RegisterScalableTarget",
            {
                "ServiceNamespace": "ecs",
                "ResourceId": f"service/{cluster}/{service}",
                "ScalableDimension": DIMENSION,
                "MinCapacity": least,
                "MaxCapacity": most,
            },
        )

    def answer(self, call: Call, request: Request) -> Answer | Callable[[Moto], Answer]:
        """The answer to what concerns ECS services, and the job that answers everything else."""
        try:
            members = msgspec.json.decode(request.body or b"{}", type=Json)
        except msgspec.DecodeError as error:
            return refusal(call, "SerializationException", str(error))
        if members.get("ServiceNamespace") != "ecs" or call.operation not in OPERATIONS:
            return lambda moto: moto.ask(request)
        try:
            return json_answer(self.call(call.operation, members))
        except ScalingRefused as error:
            return refusal(call, error.code, str(error))

    def _values(self, alarm: Alarm, minutes: int, since: float) -> list[float]:
        """The alarm's metric in the newest whole minutes that began at ``since`` or after it."""
        metric = self._measures.catalogue().get(alarm.key)
        if metric is None:
            return []
        now = self._clock.now().timestamp()
        first = now // 60 * 60 - minutes * 60
        series = [point for point in self._cloudwatch.points(metric, first, now, 60) if point[0] >= since]
        return newest_values(series, alarm.statistic)

    def _keep_profile(self, resource: str) -> None:
        """From now on more tasks have less to do each: else no number of them would ever bring the metric down."""
        _, cluster, name = resource.split("/")
        service = self._ecs.clusters[cluster].services[name]
        self._measures.profiles.setdefault(name, load.ordinary(name, service.desired))
