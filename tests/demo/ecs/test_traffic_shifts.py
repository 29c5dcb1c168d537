"""Blue/green, linear and canary deployments: stages, weights, pauses, alarms, and the way back."""

import pytest

from fargate_tui.demo.ecs import Behaviour
from tests.demo.ecs.account import ALTERNATE, TARGET_GROUP, Account, Json, as_json, as_jsons, balanced

RULE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/web/1/2/3"
INFRASTRUCTURE = "arn:aws:iam::123456789012:role/infrastructure"
SHIFTED: list[Json] = [
    {
        **balanced()[0],
        "advancedConfiguration": {
            "alternateTargetGroupArn": ALTERNATE,
            "productionListenerRule": RULE,
            "roleArn": INFRASTRUCTURE,
        },
    }
]
BLUE_GREEN: Json = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 2}
PAUSE: Json = {"targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"]}
STAGES = [
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
]


def shifting(configuration: Json) -> Account:
    """A service that has reached its first steady state, and will shift its traffic from now on."""
    account = Account()
    account.steady(desired=2, loadBalancers=SHIFTED)
    account.call("UpdateService", service="web", deploymentConfiguration=configuration)
    return account


def story(account: Account) -> Json:
    """The newest service deployment."""
    newest = as_jsons(account.call("ListServiceDeployments", service="web")["serviceDeployments"])[0]
    arns = [newest["serviceDeploymentArn"]]
    return as_jsons(account.call("DescribeServiceDeployments", serviceDeploymentArns=arns)["serviceDeployments"])[0]


def deploy(account: Account) -> None:
    account.call("UpdateService", service="web", forceNewDeployment=True)


def watch(account: Account, seconds: int, step: int = 1) -> list[Json]:
    """What the newest service deployment looked like, until it ended."""
    pictures = []
    for _ in range(0, seconds, step):
        account.clock.advance(step)
        pictures.append(story(account))
        if "finishedAt" in pictures[-1]:
            break
    return pictures


def until(account: Account, **members: object) -> Json:
    for _ in range(600):
        account.clock.advance(1)
        now = story(account)
        if all(now.get(name) == value for name, value in members.items()):
            return now
    raise AssertionError(members)


def weights(picture: Json) -> tuple[object, object]:
    """Percent of the production traffic that the old and the new revision get."""
    (source,) = as_jsons(picture["sourceServiceRevisions"])
    target = as_json(picture["targetServiceRevision"])
    return source["requestedProductionTrafficWeight"], target["requestedProductionTrafficWeight"]


def hook(picture: Json) -> Json:
    (detail,) = as_jsons(picture["lifecycleHookDetails"])
    return detail


def targets(account: Account, group: str) -> set[str]:
    return {state for (arn, _, _), state in account.targets.targets.items() if arn == group}


def test_blue_stays_until_green_serves() -> None:
    account = shifting(BLUE_GREEN)
    deploy(account)
    pictures: list[Json] = []
    while not pictures or "finishedAt" not in pictures[-1]:
        account.clock.advance(1)
        pictures.append(story(account))
        service = account.service()
        if pictures[-1]["lifecycleStage"] != "CLEAN_UP":
            assert as_jsons(service["deployments"])[1]["runningCount"] == 2
    assert list(dict.fromkeys(picture["lifecycleStage"] for picture in pictures)) == STAGES
    assert [weights(picture) for picture in (pictures[0], pictures[-1])] == [(100.0, 0.0), (0.0, 100.0)]
    assert pictures[-1]["status"] == "SUCCESSFUL"
    baked = sum(picture["lifecycleStage"] == "BAKE_TIME" for picture in pictures)
    assert baked == pytest.approx(120, abs=2)
    account.clock.advance(60)
    assert (targets(account, TARGET_GROUP), targets(account, ALTERNATE)) == (set(), {"healthy"})
    (arn,) = (one["arn"] for one in as_jsons(account.service()["currentServiceRevisions"]))
    revision = as_jsons(account.call("DescribeServiceRevisions", serviceRevisionArns=[arn])["serviceRevisions"])[0]
    resolved = {"targetGroupArn": ALTERNATE, "productionListenerRule": RULE}
    assert revision["resolvedConfiguration"] == {"loadBalancers": [resolved]}
    deploy(account)
    account.clock.advance(600)
    assert targets(account, TARGET_GROUP) == {"healthy"}


@pytest.mark.parametrize(
    ("configuration", "shares"),
    [
        (
            {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 30.0, "stepBakeTimeInMinutes": 1}},
            [0.0, 30.0, 60.0, 90.0, 100.0],
        ),
        ({"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 7.5}}, [0.0, 7.5, 100.0]),
    ],
)
def test_traffic_is_shifted_step_by_step(configuration: Json, shares: list[float]) -> None:
    account = shifting(configuration)
    deploy(account)
    pictures = watch(account, 3600, step=5)
    seen = [as_json(picture["targetServiceRevision"])["requestedProductionTrafficWeight"] for picture in pictures]
    assert list(dict.fromkeys(seen)) == shares
    assert pictures[-1]["status"] == "SUCCESSFUL"


def test_a_pause_waits_for_a_person() -> None:
    account = shifting({**BLUE_GREEN, "lifecycleHooks": [PAUSE]})
    deploy(account)
    account.clock.advance(3600)
    paused = story(account)
    assert (paused["lifecycleStage"], paused["status"]) == ("POST_TEST_TRAFFIC_SHIFT", "IN_PROGRESS")
    detail = hook(paused)
    assert (detail["targetType"], detail["status"], detail["timeoutAction"]) == ("PAUSE", "AWAITING_ACTION", "ROLLBACK")
    asked: Json = {"serviceDeploymentArn": paused["serviceDeploymentArn"], "hookId": detail["hookId"]}
    assert account.refused("ContinueServiceDeployment", **{**asked, "hookId": "other"}).code == (
        "InvalidParameterException"
    )
    account.call("ContinueServiceDeployment", **asked)
    assert hook(story(account))["status"] == "SUCCEEDED"
    account.refused("ContinueServiceDeployment", **asked)
    assert watch(account, 600)[-1]["status"] == "SUCCESSFUL"


@pytest.mark.parametrize("way", ["asked", "timeout"])
def test_a_pause_can_end_in_a_rollback(way: str) -> None:
    timeout = {"timeoutInMinutes": 10, "action": "ROLLBACK"}
    account = shifting({**BLUE_GREEN, "lifecycleHooks": [{**PAUSE, "timeoutConfiguration": timeout}]})
    before = account.service()["taskDefinition"]
    account.register()
    account.call("UpdateService", service="web", taskDefinition="web")
    paused = until(account, lifecycleStage="POST_TEST_TRAFFIC_SHIFT")
    if way == "asked":
        hook_id = hook(paused)["hookId"]
        arn = paused["serviceDeploymentArn"]
        account.call("ContinueServiceDeployment", serviceDeploymentArn=arn, hookId=hook_id, action="ROLLBACK")
    last = watch(account, 900)[-1]
    assert last["status"] == "ROLLBACK_SUCCESSFUL"
    assert ("timed out" in str(last["statusReason"])) == (way == "timeout")
    assert weights(last) == (100.0, 0.0)
    assert account.service()["taskDefinition"] == before
    account.clock.advance(60)
    assert (targets(account, TARGET_GROUP), targets(account, ALTERNATE)) == ({"healthy"}, set())


def test_a_timeout_may_continue() -> None:
    timeout = {"timeoutInMinutes": 10, "action": "CONTINUE"}
    account = shifting({**BLUE_GREEN, "lifecycleHooks": [{**PAUSE, "timeoutConfiguration": timeout}]})
    deploy(account)
    assert watch(account, 1800)[-1]["status"] == "SUCCESSFUL"


@pytest.mark.parametrize(("function", "status"), [("check", "SUCCESSFUL"), ("check-fails", "ROLLBACK_SUCCESSFUL")])
def test_a_function_lets_pass_or_not(function: str, status: str) -> None:
    arn = f"arn:aws:lambda:eu-west-1:123456789012:function:{function}"
    stages = ["PRE_PRODUCTION_TRAFFIC_SHIFT"]
    invoked = {"hookTargetArn": arn, "roleArn": INFRASTRUCTURE, "lifecycleStages": stages}
    account = shifting({**BLUE_GREEN, "lifecycleHooks": [invoked]})
    deploy(account)
    seen = watch(account, 900)
    assert {one["targetArn"] for picture in seen for one in as_jsons(picture.get("lifecycleHookDetails", []))} == {arn}
    assert seen[-1]["status"] == status


def test_a_person_may_roll_back_while_it_bakes() -> None:
    account = shifting(BLUE_GREEN)
    deploy(account)
    baking = until(account, lifecycleStage="BAKE_TIME")
    account.call("StopServiceDeployment", serviceDeploymentArn=baking["serviceDeploymentArn"])
    assert watch(account, 300)[-1]["status"] == "ROLLBACK_SUCCESSFUL"


def test_green_that_never_gets_healthy_takes_no_traffic() -> None:
    account = shifting(BLUE_GREEN)
    revision = account.register()["revision"]
    account.ecs.order(f"web:{revision}", Behaviour.fails_elb_health_check())
    account.call("UpdateService", service="web", taskDefinition="web")
    account.clock.advance(3600)
    now = story(account)
    assert (now["lifecycleStage"], now["status"], weights(now)) == ("SCALE_UP", "IN_PROGRESS", (100.0, 0.0))
    assert as_json(now["deploymentCircuitBreaker"])["status"] == "DISABLED"
    assert as_jsons(account.service()["deployments"])[1]["runningCount"] == 2
    account.clock.advance(24 * 3600)
    assert story(account)["status"] == "ROLLBACK_SUCCESSFUL"


@pytest.mark.parametrize("stage", ["PRE_SCALE_UP", "BAKE_TIME"])
def test_both_sides_are_scaled(stage: str) -> None:
    account = shifting(BLUE_GREEN)
    deploy(account)
    until(account, lifecycleStage=stage)
    account.call("UpdateService", service="web", desiredCount=4)
    account.clock.advance(90)
    assert as_jsons(account.service()["deployments"])[-1]["runningCount"] == 4
    assert watch(account, 900)[-1]["status"] == "SUCCESSFUL"
    assert account.service()["runningCount"] == 4


def test_a_newer_deployment_drops_the_one_that_has_no_traffic() -> None:
    account = shifting({**BLUE_GREEN, "lifecycleHooks": [PAUSE]})
    deploy(account)
    until(account, lifecycleStage="POST_TEST_TRAFFIC_SHIFT")
    account.call("UpdateService", service="web", deploymentConfiguration={"lifecycleHooks": []})
    deploy(account)
    account.clock.advance(2)
    assert story(account)["lifecycleStage"] == "RECONCILE_SERVICE"
    account.clock.advance(60)
    assert len(as_jsons(account.service()["deployments"])) == 2
    until(account, status="SUCCESSFUL")
    account.clock.advance(60)
    assert account.service()["runningCount"] == 2


@pytest.mark.parametrize("configuration", [BLUE_GREEN, {"strategy": "ROLLING", "minimumHealthyPercent": 50}])
@pytest.mark.parametrize(("rollback", "status"), [(True, "ROLLBACK_SUCCESSFUL"), (False, "STOPPED")])
def test_an_alarm_ends_a_deployment(configuration: Json, rollback: bool, status: str) -> None:
    alarms = {"alarmNames": ["slow", "rang before"], "enable": True, "rollback": rollback}
    account = shifting({**configuration, "alarms": alarms})
    ringing = {"rang before"}
    account.ecs.hear_alarms(lambda: frozenset(ringing))
    deploy(account)
    account.clock.advance(21)
    assert as_json(story(account)["alarms"])["status"] == "MONITORING"
    ringing.add("slow")
    last = watch(account, 300)[-1]
    assert last["status"] == status
    assert last["alarms"] == {
        "status": "TRIGGERED",
        "alarmNames": ["slow", "rang before"],
        "triggeredAlarmNames": ["slow"],
    }
    assert any(text.endswith("deployment failed: alarm detected.") for text in account.messages())
    account.clock.advance(120)
    assert account.service()["runningCount"] == 2


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        (
            {"loadBalancers": balanced(), "deploymentConfiguration": BLUE_GREEN},
            "advancedConfiguration field is required",
        ),
        ({"deploymentConfiguration": {"strategy": "LINEAR"}}, "requires a load balancer or Service Connect"),
        ({"deploymentConfiguration": {"strategy": "BLUE_GREEN"}}, "bakeTimeInMinutes must be specified"),
        (
            {"deploymentConfiguration": {**BLUE_GREEN, "canaryConfiguration": {"canaryPercent": 5}}},
            "canaryConfiguration",
        ),
        (
            {"deploymentConfiguration": {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 0.05}}},
            "canaryPercent must be a multiple of 0.1",
        ),
        (
            {"deploymentConfiguration": {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 2}}},
            "stepPercent must be",
        ),
        (
            {"deploymentConfiguration": {**BLUE_GREEN, "lifecycleHooks": [{**PAUSE, "lifecycleStages": []}]}},
            "lifecycleStages cannot be empty",
        ),
        (
            {
                "deploymentConfiguration": {
                    **BLUE_GREEN,
                    "lifecycleHooks": [{**PAUSE, "lifecycleStages": ["TEST_TRAFFIC_SHIFT"]}],
                }
            },
            "PAUSE lifecycle hooks are not supported",
        ),
        (
            {"deploymentConfiguration": {**BLUE_GREEN, "lifecycleHooks": [{"lifecycleStages": ["PRE_SCALE_UP"]}]}},
            "hookTargetArn and roleArn",
        ),
        (
            {"loadBalancers": [{**SHIFTED[0], "advancedConfiguration": {"alternateTargetGroupArn": ALTERNATE}}]},
            "productionListenerRule must be specified",
        ),
    ],
)
def test_what_cannot_be_shifted(changes: Json, part: str) -> None:
    account = Account()
    account.steady()
    error = account.refused("UpdateService", service="web", **changes)
    assert (error.code, part in error.message) == ("InvalidParameterException", True)


def test_a_hook_of_no_deployment() -> None:
    error = Account().refused("ContinueServiceDeployment", serviceDeploymentArn="arn:none", hookId="h")
    assert error.code == "ServiceDeploymentNotFoundException"
