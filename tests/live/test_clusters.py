from fargate_tui.fargate.errors import NotAllowed
from fargate_tui.fargate.records import KeyValue
from fargate_tui.live.clusters import MOST_SERVICES, PROBLEMS_EVERY
from fargate_tui.live.pace import AT_REST
from fargate_tui.live.refusal import AGAIN_AFTER
from fargate_tui.live.store import Store
from tests.live.following import following
from tests.live.held_clock import HeldClock
from tests.live.small_aws import SmallAws, cluster, service


async def test_clusters_with_their_problems(aws: SmallAws, store: Store) -> None:
    insights = (KeyValue(name="containerInsights", value="enhanced"),)
    aws.put(
        cluster(
            "prod", active_services_count=3, running_tasks_count=4, settings=insights, capacity_providers=("FARGATE",)
        ),
        cluster("batch"),
        service("web"),
        service("short", running_count=0),
        service("shorter", running_count=0),
    )
    watch = store.clusters()
    async with following(watch):
        prod, batch = watch.snapshot.rows
    assert (prod.name, prod.services, prod.running, prod.problems) == ("prod", 3, 4, 2)
    assert (prod.container_insights, prod.providers, prod.finding.word) == ("enhanced", ("FARGATE",), "active")
    assert batch.problems == 0
    assert aws.asked["ListServices"] == 1, "a cluster without services is not asked"


async def test_problems_are_counted_slowly(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod", active_services_count=1), service("web"))
    watch = store.clusters()
    async with following(watch):
        aws.put(service("web", running_count=0))
        await clock.push(AT_REST)
        assert (aws.asked["ListClusters"], aws.asked["ListServices"]) == (2, 1)
        await clock.push(PROBLEMS_EVERY)
        assert watch.snapshot.rows[0].problems == 1


async def test_problems_of_a_huge_cluster_are_not_known(aws: SmallAws, store: Store) -> None:
    aws.put(cluster("huge", active_services_count=MOST_SERVICES + 1))
    watch = store.clusters()
    async with following(watch):
        assert watch.snapshot.rows[0].problems is None
    assert aws.asked["ListServices"] == 0


async def test_problems_that_cannot_be_counted_are_not_known_and_told(
    aws: SmallAws, store: Store, clock: HeldClock
) -> None:
    aws.put(cluster("prod", active_services_count=1), service("web"))
    aws.errors["ListServices"] = NotAllowed("list services of prod", "no", action="ecs:ListServices")
    watch = store.clusters()
    async with following(watch):
        assert watch.snapshot.rows[0].problems is None
        await clock.push(PROBLEMS_EVERY * 3)
        assert list(watch.snapshot.gaps) == ["cannot list services of prod: no"], "told in every round"
        assert aws.asked["ListServices"] == 1, "but tried again only rarely"
        del aws.errors["ListServices"]
        store.touch()
        await clock.push(AGAIN_AFTER)
        assert [row.problems for row in watch.snapshot.rows] == [0]
        assert list(watch.snapshot.gaps) == []


async def test_clusters_that_cannot_be_described_are_there_by_name(aws: SmallAws, store: Store) -> None:
    aws.put(cluster("prod"))
    aws.errors["DescribeClusters"] = NotAllowed("describe clusters", "no", action="ecs:DescribeClusters")
    watch = store.clusters()
    async with following(watch):
        assert [(row.name, row.finding.word) for row in watch.snapshot.rows] == [("prod", "unknown")]
        assert list(watch.snapshot.gaps) == ["cannot describe clusters: no"]


async def test_a_cluster_that_is_gone_goes(aws: SmallAws, store: Store, clock: HeldClock) -> None:
    aws.put(cluster("prod"), cluster("dev"))
    watch = store.clusters()
    async with following(watch) as told:
        del aws.clusters[cluster("dev").cluster_arn]
        await clock.push(AT_REST)
        assert told[-1].removed == (cluster("dev").cluster_arn,)


async def test_an_account_without_clusters(aws: SmallAws, store: Store) -> None:
    watch = store.clusters()
    async with following(watch):
        assert watch.snapshot.loaded
        assert watch.snapshot.rows == ()
