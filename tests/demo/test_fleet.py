"""Ten thousand tasks."""

from pathlib import Path

from tests.local_aws import started


def test_the_fleet_runs_and_can_be_looked_at_from_every_side(tmp_path: Path) -> None:
    with started("fleet", tmp_path / "stderr") as aws:
        ecs, ec2 = aws.client("ecs"), aws.client("ec2")
        (cluster,) = ecs.describe_clusters(clusters=["fleet"], include=["STATISTICS"])["clusters"]
        assert cluster["activeServicesCount"] == 200
        assert cluster["runningTasksCount"] >= 9_900
        arns = [arn for page in ecs.get_paginator("list_tasks").paginate(cluster="fleet") for arn in page["taskArns"]]
        assert len(set(arns)) == len(arns) >= 9_900
        tasks = ecs.describe_tasks(cluster="fleet", tasks=arns[:100])["tasks"]
        assert [task["taskArn"] for task in tasks] == arns[:100]
        rolling = ecs.describe_services(cluster="fleet", services=aws.facts["rolling"])["services"]
        assert {len(service["deployments"]) for service in rolling} == {2}
        assert ecs.list_tasks(cluster="fleet", desiredStatus="STOPPED")["taskArns"]
        faces = [
            face["PrivateIpAddress"]
            for page in ec2.get_paginator("describe_network_interfaces").paginate(PaginationConfig={"MaxItems": 2_000})
            for face in page["NetworkInterfaces"]
        ]
        assert len(set(faces)) == len(faces) == 2_000
