"""Whatever happens in whatever order, the counts add up and the bounds hold."""

import contextlib
import math
from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fargate_tui.demo.ecs import Behaviour, EcsError
from tests.demo.ecs.account import Account, Json, as_jsons, balanced, network
from tests.demo.ecs.test_traffic_shifts import PAUSE, SHIFTED

SETTLE = 2.0
"""Seconds in which the scheduler has looked at what was asked."""

BEHAVIOURS = (
    Behaviour.runs(),
    Behaviour.exits(1, after=20, jitter=10),
    Behaviour.exits(0, after=200, jitter=100).sometimes(0.5),
    Behaviour.image_cannot_be_pulled().sometimes(0.5),
    Behaviour.no_free_addresses(),
    Behaviour.fails_elb_health_check().sometimes(0.5),
)


class Machine(RuleBasedStateMachine):
    """One service under random orders."""

    balancers = balanced()

    def __init__(self) -> None:
        super().__init__()
        self.account = Account()
        self.account.register()
        self.account.create(desired=3, loadBalancers=self.balancers)
        self.least, self.most = 100, 200
        self.alive_before = 0
        self.account.clock.advance(120)

    @rule(desired=st.integers(0, 6))
    def scale(self, desired: int) -> None:
        self.update(desiredCount=desired)

    @rule(least=st.sampled_from((0, 50, 75, 100)), most=st.sampled_from((120, 150, 200)))
    def bound(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.update(deploymentConfiguration={"minimumHealthyPercent": least, "maximumPercent": most})

    @rule(behaviour=st.sampled_from(BEHAVIOURS))
    def deploy(self, behaviour: Behaviour) -> None:
        revision = self.account.register()["revision"]
        self.account.ecs.order(f"web:{revision}", behaviour)
        self.update(taskDefinition="web")

    @rule(enable=st.booleans(), rollback=st.booleans())
    def break_circuits(self, enable: bool, rollback: bool) -> None:
        self.update(deploymentConfiguration={"deploymentCircuitBreaker": {"enable": enable, "rollback": rollback}})

    @rule()
    def roll_back(self) -> None:
        arn = self.account.service()["currentServiceDeployment"]
        with contextlib.suppress(EcsError):
            self.account.call("StopServiceDeployment", serviceDeploymentArn=arn)
        self.account.clock.advance(SETTLE)

    @rule(at=st.integers(0, 20))
    def stop_one(self, at: int) -> None:
        tasks = self.account.tasks()
        if tasks:
            self.account.call("StopTask", task=tasks[at % len(tasks)]["taskArn"])
        self.account.clock.advance(SETTLE)

    @rule()
    def run_one(self) -> None:
        self.account.call("RunTask", taskDefinition="web", launchType="FARGATE", networkConfiguration=network())

    @rule(seconds=st.sampled_from((1, 5, 20, 60, 300, 4000)))
    def wait(self, seconds: int) -> None:
        self.account.clock.advance(seconds)

    @rule(steps=st.integers(5, 40))
    def watch(self, steps: int) -> None:
        """Second by second: while nothing dies by itself, the scheduler leaves the minimum running."""
        for _ in range(steps):
            before, stopped = self.serving(), self.planned_stops()
            self.account.clock.advance(1)
            if self.planned_stops() > stopped and self.died() == 0:
                assert self.serving() >= min(before, self.lower_bound())
            self.counts_add_up()

    @invariant()
    def counts_add_up(self) -> None:
        service = self.account.service()
        tasks = self.account.tasks(serviceName="web")
        by_deployment = Counter((task["startedBy"], task["lastStatus"] == "RUNNING") for task in tasks)
        deployments = as_jsons(service["deployments"])
        for deployment in deployments:
            counted = (deployment["pendingCount"], deployment["runningCount"])
            assert counted == (by_deployment[deployment["id"], False], by_deployment[deployment["id"], True])
        assert service["pendingCount"] == sum(task["lastStatus"] != "RUNNING" for task in tasks)
        assert service["runningCount"] == sum(task["lastStatus"] == "RUNNING" for task in tasks)
        cluster = as_jsons(self.account.call("DescribeClusters")["clusters"])[0]
        everything = self.account.tasks()
        assert cluster["runningTasksCount"] == sum(task["lastStatus"] == "RUNNING" for task in everything)
        assert cluster["pendingTasksCount"] == sum(task["lastStatus"] != "RUNNING" for task in everything)

    @invariant()
    def the_maximum_holds(self) -> None:
        """Nothing is started beyond it; what was there when it was lowered goes as fast as the minimum allows."""
        service = self.account.service()
        alive = int(str(service["runningCount"])) + int(str(service["pendingCount"]))
        most = math.floor(int(str(service["desiredCount"])) * self.most / 100)
        assert alive <= max(most, self.alive_before)
        self.alive_before = alive

    @invariant()
    def one_deployment_is_wanted(self) -> None:
        statuses = [deployment["status"] for deployment in as_jsons(self.account.service()["deployments"])]
        assert statuses == ["PRIMARY", *["ACTIVE"] * (len(statuses) - 1)]

    @invariant()
    def addresses_belong_to_tasks(self) -> None:
        history = Counter(self.account.network.history)
        assert set(history.values()) <= {1}
        detached = {interface for what, interface in history if what == "detach"}
        attached = {interface for what, interface in history if what == "attach"}
        assert attached - detached == set(self.account.network.attached)
        holders = [
            task
            for status in ("RUNNING", "STOPPED")
            for task in self.account.tasks(status)
            if as_jsons(task["attachments"])[0]["status"] == "ATTACHED"
        ]
        assert len(holders) == len(self.account.network.attached)

    def teardown(self) -> None:
        """Good tasks and time heal everything; and in the end nothing is left."""
        self.account.ecs.order("web", Behaviour.runs())
        revision = self.account.register()["revision"]
        self.account.ecs.order(f"web:{revision}", Behaviour.runs())
        self.account.call(
            "UpdateService",
            service="web",
            taskDefinition="web",
            desiredCount=3,
            deploymentConfiguration={"minimumHealthyPercent": 50, "maximumPercent": 200},
        )
        self.account.clock.advance(1200)
        service = self.account.service()
        assert (service["runningCount"], service["pendingCount"]) == (3, 0)
        assert [one["rolloutState"] for one in as_jsons(service["deployments"])] == ["COMPLETED"]
        self.account.call("DeleteService", service="web", force=True)
        for task in self.account.tasks():
            self.account.call("StopTask", task=task["taskArn"])
        self.account.clock.advance(300)
        assert self.account.service()["status"] == "INACTIVE"
        assert not self.account.network.attached
        assert not self.account.targets.targets

    def update(self, **changes: object) -> None:
        self.account.call("UpdateService", service="web", **changes)
        self.account.clock.advance(SETTLE)

    def serving(self) -> int:
        """Service tasks RUNNING."""
        return int(str(self.account.service()["runningCount"]))

    def lower_bound(self) -> int:
        return math.ceil(int(str(self.account.service()["desiredCount"])) * self.least / 100)

    def stops(self) -> Counter[bool]:
        ended: list[Json] = self.account.tasks("STOPPED", serviceName="web")
        return Counter("Scaling activity" in str(task["stoppedReason"]) for task in ended)

    def planned_stops(self) -> int:
        return self.stops()[True]

    def died(self) -> int:
        """Tasks that ended by themselves in the last second."""
        now = self.account.clock.now().timestamp()
        ended = self.account.tasks("STOPPED", serviceName="web")
        return sum(
            float(str(task["stoppingAt"])) >= now - 1 and "Scaling activity" not in str(task["stoppedReason"])
            for task in ended
        )


STRATEGIES: tuple[Json, ...] = (
    {"strategy": "ROLLING"},
    {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1},
    {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0, "lifecycleHooks": [PAUSE]},
    {"strategy": "CANARY", "bakeTimeInMinutes": 0, "canaryConfiguration": {"canaryBakeTimeInMinutes": 1}},
    {"strategy": "LINEAR", "bakeTimeInMinutes": 0, "linearConfiguration": {"stepBakeTimeInMinutes": 0}},
)


class Shifting(Machine):
    """The same, with every strategy, pauses that are answered, and tasks that are protected."""

    balancers = SHIFTED

    @rule(configuration=st.sampled_from(STRATEGIES))
    def choose(self, configuration: Json) -> None:
        self.update(deploymentConfiguration=configuration)

    @rule(action=st.sampled_from(("CONTINUE", "ROLLBACK")))
    def answer(self, action: str) -> None:
        arn = self.account.service()["currentServiceDeployment"]
        (story,) = as_jsons(
            self.account.call("DescribeServiceDeployments", serviceDeploymentArns=[arn])["serviceDeployments"]
        )
        for hook in as_jsons(story.get("lifecycleHookDetails", [])):
            with contextlib.suppress(EcsError):
                asked = {"serviceDeploymentArn": arn, "hookId": hook["hookId"], "action": action}
                self.account.call("ContinueServiceDeployment", **asked)
        self.account.clock.advance(SETTLE)

    @rule(at=st.integers(0, 20))
    def protect(self, at: int) -> None:
        tasks = self.account.tasks(serviceName="web")
        if tasks:
            chosen = [tasks[at % len(tasks)]["taskArn"]]
            asked: Json = {"tasks": chosen, "protectionEnabled": True, "expiresInMinutes": 2}
            self.account.call("UpdateTaskProtection", cluster="default", **asked)

    @rule(steps=st.integers(5, 40))
    def watch(self, steps: int) -> None:
        """Second by second, the counts add up."""
        for _ in range(steps):
            self.account.clock.advance(1)
            self.counts_add_up()

    @invariant()
    def the_maximum_holds(self) -> None:
        """While traffic is shifted there are two of everything, and protected tasks stay: no bound holds."""

    def teardown(self) -> None:
        self.update(deploymentConfiguration={"strategy": "ROLLING", "lifecycleHooks": []})
        super().teardown()


Machine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
Shifting.TestCase.settings = Machine.TestCase.settings
TestInvariants = Machine.TestCase
TestInvariantsWhileShifting = Shifting.TestCase
