"""The configuration of a service: reached from all its views, read in full, changed from there, honest about gaps."""

from typing import Any

from fargate_tui.fargate.errors import NotAllowed
from tests.live.small_aws import ECS, sent
from tests.screens.person import sitting
from tests.screens.test_screen_pictures import SIZES, Picture, SnapCompare
from tests.screens.world import GROUPS, World, believable

OF_STOREFRONT: dict[str, Any] = {"cluster": "production", "service": "storefront"}
REVISION = f"{ECS}service-revision/production/storefront/8"


def configured_world() -> World:
    """The account of the pictures, in which a service has a bit of everything."""
    world = believable()
    found = next(each for each in world.services.values() if each.service_name == "storefront")
    rules = (
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/"
    )
    world.raws["service", found.service_arn] = {
        **sent(found),
        "currentServiceRevisions": [{"arn": REVISION}],
        "deploymentConfiguration": {
            "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5, "minimumHealthyPercent": 100, "maximumPercent": 200,
            "alarms": {"alarmNames": ["storefront-5xx"], "enable": True, "rollback": True},
            "lifecycleHooks": [{
                "targetType": "PAUSE", "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
                "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"},
            }],
        },
        "loadBalancers": [{
            "targetGroupArn": f"{GROUPS}/storefront/6d0ecf831eec9f09", "containerName": "storefront",
            "containerPort": 8080,
            "advancedConfiguration": {
                "alternateTargetGroupArn": f"{GROUPS}/storefront-green/943f017f100becff",
                "productionListenerRule": f"{rules}9683b2d02a6cabee",
                "roleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
            },
        }],
        "propagateTags": "SERVICE", "enableECSManagedTags": True, "enableExecuteCommand": True,
        "schedulingStrategy": "REPLICA", "platformVersion": "LATEST", "healthCheckGracePeriodSeconds": 30,
        "availabilityZoneRebalancing": "ENABLED", "deploymentController": {"type": "ECS"},
    }  # fmt: skip
    world.raws["service-revision", REVISION] = {
        "serviceRevisionArn": REVISION, "platformVersion": "1.4.0",
        "serviceConnectConfiguration": {
            "enabled": True, "namespace": "shop",
            "services": [{"portName": "web", "clientAliases": [{"port": 80, "dnsName": "storefront.shop"}]}],
        },
        "volumeConfigurations": [
            {"name": "data", "managedEBSVolume": {"encrypted": True, "sizeInGiB": 20, "volumeType": "gp3"}}
        ],
    }  # fmt: skip
    return world


async def test_eight_leads_there_from_everywhere_of_a_service() -> None:
    for keys in ("", "2", "3", "5", "7"):
        async with sitting(configured_world(), **OF_STOREFRONT) as person:
            await person.press(*keys, "8")
            assert person.path == "production › storefront › config"
    async with sitting(configured_world(), cluster="production") as person:
        await person.press("8")
        assert person.path == "production › storefront › config"
        await person.press("escape", "enter")
        await person.go("config")
        assert person.path == "production › storefront › config"


async def test_its_siblings_are_reached_from_there() -> None:
    views = {
        "1": "tasks",
        "2": "deployments",
        "3": "events",
        "5": "metrics",
        "7": "scaling",
        "d": "describe",
        "y": "json",
    }
    for key, view in views.items():
        async with sitting(configured_world(), **OF_STOREFRONT) as person:
            await person.press("8", key)
            assert person.path == f"production › storefront › {view}"
            if key != "1":
                await person.press("h")
                assert person.path == "production › storefront › config"


async def test_all_of_it_is_there() -> None:
    async with sitting(configured_world(), size=(120, 90), **OF_STOREFRONT) as person:
        await person.press("8")
        assert person.says("strategy BLUE_GREEN")
        assert person.says("alarms storefront-5xx · roll it back")
        assert person.says("hook 1 pause for a person · post test traffic shift waits 60 min · then rolls back")
        assert person.says("load balancer · storefront container storefront:8080 other target group storefront-green")
        assert person.says("production rule 9683b2d02a6cabee of shop")
        assert person.says("Service Connect enabled on namespace shop")
        assert person.says("volumes name data managed EBS volume encrypted on size in GiB 20")
        assert person.says("not set service registries, VPC Lattice, gateways, monitoring")
        assert not person.notice


async def test_what_may_not_be_read_is_said_and_takes_nothing_else_away() -> None:
    world = configured_world()
    why = "ecs:DescribeServiceRevisions is not allowed for ops"
    world.errors["raw service-revision"] = NotAllowed(
        "describe service revision 8", why, "ecs:DescribeServiceRevisions"
    )
    async with sitting(world, size=(120, 90), **OF_STOREFRONT) as person:
        await person.press("8")
        assert "ecs:DescribeServiceRevisions" in person.notice
        assert person.says("not known Service Connect, volumes, VPC Lattice, gateways, monitoring")
        assert person.says("strategy BLUE_GREEN")


async def test_what_was_read_stays_when_asking_again_fails() -> None:
    world = configured_world()
    async with sitting(world, **OF_STOREFRONT) as person:
        await person.press("8")
        world.errors["raw"] = NotAllowed("describe service storefront", "not allowed", "ecs:DescribeServices")
        await person.press("r")
        assert "describe service storefront" in person.notice
        assert person.says("strategy BLUE_GREEN")


async def test_it_is_changed_from_there() -> None:
    async with sitting(configured_world(), **OF_STOREFRONT) as person:
        await person.press("8", "+")
        assert person.says("desired count 4 → 5|desired count .*→")
        await person.press("escape")
        await person.press("m")
        await person.type("grace 90")
        await person.press("enter")
        assert person.says("health check grace period, seconds .*→ 90")


@SIZES
def test_the_configuration(size: tuple[int, int], snap_compare: SnapCompare) -> None:
    picture = Picture(configured_world(), OF_STOREFRONT, ("8",))
    assert snap_compare(picture.app, terminal_size=size, run_before=picture.arrange)
