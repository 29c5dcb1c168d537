"""What a diagnosis asks for besides ECS and EC2: roles, images, secrets, keys, quotas, and who did it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.demo.shapes import differences
from tests.local_aws import LocalAws

Json = dict[str, Any]
EXECUTION = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"


def definition(aws: LocalAws, family: str) -> Json:
    answer: Json = aws.client("ecs").describe_task_definition(taskDefinition=family)["taskDefinition"]
    return answer


def secret(aws: LocalAws, family: str) -> str:
    return str(definition(aws, family)["containerDefinitions"][0]["secrets"][0]["valueFrom"])


def simulated(aws: LocalAws, role: str, action: str, resource: str = "*") -> str:
    answer = aws.client("iam").simulate_principal_policy(
        PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource]
    )
    (result,) = answer["EvaluationResults"]
    assert (result["EvalActionName"], result["EvalResourceName"]) == (action, resource)
    return str(result["EvalDecision"])


def test_the_execution_role_may_what_aws_allows_and_read_some_secrets(local_aws: LocalAws) -> None:
    iam = local_aws.client("iam")
    (attached,) = iam.list_attached_role_policies(RoleName="ecsTaskExecutionRole")["AttachedPolicies"]
    policy = iam.get_policy(PolicyArn=attached["PolicyArn"])["Policy"]
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    assert "ecr:BatchGetImage" in version["Document"]["Statement"][0]["Action"]
    assert iam.list_role_policies(RoleName="ecsTaskExecutionRole")["PolicyNames"] == ["read-secrets"]
    assert simulated(local_aws, EXECUTION, "ecr:GetAuthorizationToken") == "allowed"
    assert simulated(local_aws, EXECUTION, "logs:CreateLogGroup") == "implicitDeny"
    read = "secretsmanager:GetSecretValue"
    assert simulated(local_aws, EXECUTION, read, secret(local_aws, "payments")) == "allowed"
    assert simulated(local_aws, EXECUTION, read, secret(local_aws, "notifications")) == "implicitDeny"
    assert simulated(local_aws, EXECUTION, read, secret(local_aws, "secret-denied")) == "implicitDeny"
    assert simulated(local_aws, EXECUTION, read, secret(local_aws, "key-denied")) == "allowed"
    assert simulated(local_aws, EXECUTION, "kms:Decrypt") == "implicitDeny"


def test_one_role_is_gone_and_one_does_not_trust_ecs(local_aws: LocalAws) -> None:
    iam = local_aws.client("iam")

    def role(family: str) -> Json:
        name = definition(local_aws, family)["executionRoleArn"].rpartition("/")[2]
        answer: Json = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
        return answer

    assert role("payments") == {"Service": "ecs-tasks.amazonaws.com"}
    assert role("role-not-trusted") == {"Service": "ec2.amazonaws.com"}
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        role("role-deleted")
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        simulated(local_aws, definition(local_aws, "role-deleted")["executionRoleArn"], "ecr:BatchGetImage")


def test_a_denial_wins_in_a_simulation(own_local_aws: LocalAws) -> None:
    iam = own_local_aws.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(
        RoleName="wary", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::kept/*"},
    ]}  # fmt: skip
    iam.put_role_policy(RoleName="wary", PolicyName="p", PolicyDocument=json.dumps(document))
    assert simulated(own_local_aws, role, "s3:GetObject", "arn:aws:s3:::kept/a") == "allowed"
    assert simulated(own_local_aws, role, "s3:DeleteObject", "arn:aws:s3:::kept/a") == "explicitDeny"
    assert simulated(own_local_aws, role, "s3:DeleteObject", "arn:aws:s3:::other/a") == "allowed"


def image_of(aws: LocalAws, family: str) -> tuple[str, str]:
    """Repository and tag."""
    name = definition(aws, family)["containerDefinitions"][0]["image"].partition("/")[2]
    return str(name.rpartition(":")[0]), str(name.rpartition(":")[2])


def platforms(aws: LocalAws, family: str) -> list[str]:
    repository, tag = image_of(aws, family)
    answer = aws.client("ecr").batch_get_image(repositoryName=repository, imageIds=[{"imageTag": tag}])
    assert answer["failures"] == []
    manifests = json.loads(answer["images"][0]["imageManifest"])["manifests"]
    return [one["platform"]["architecture"] for one in manifests]


def test_the_registry_has_the_images_that_tasks_run_by_their_digests(local_aws: LocalAws) -> None:
    ecs = local_aws.client("ecs")
    (arn, *_) = ecs.list_tasks(cluster="production", serviceName="storefront")["taskArns"]
    (task,) = ecs.describe_tasks(cluster="production", tasks=[arn])["tasks"]
    repository, _, tag = task["containers"][0]["image"].partition("/")[2].rpartition(":")
    ecr = local_aws.client("ecr")
    (described,) = ecr.describe_images(repositoryName=repository, imageIds=[{"imageTag": tag}])["imageDetails"]
    assert described["imageDigest"] == task["containers"][0]["imageDigest"]
    assert described["imageSizeInBytes"] > 1_000_000
    assert described["imagePushedAt"] < task["createdAt"]
    (found,) = ecr.describe_repositories(repositoryNames=[repository])["repositories"]
    assert task["containers"][0]["image"].startswith(found["repositoryUri"])
    assert platforms(local_aws, "storefront") == ["amd64", "arm64"]
    assert platforms(local_aws, "wrong-architecture") == ["arm64"]


@pytest.mark.parametrize("family", ["recommendations", "image-tag-missing"])
def test_a_tag_that_cannot_be_pulled_is_not_there(local_aws: LocalAws, family: str) -> None:
    ecr = local_aws.client("ecr")
    repository, tag = image_of(local_aws, family)
    with pytest.raises(ecr.exceptions.ImageNotFoundException):
        ecr.describe_images(repositoryName=repository, imageIds=[{"imageTag": tag}])
    answer = ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": tag}])
    assert [one["failureCode"] for one in answer["failures"]] == ["ImageNotFound"]


def test_another_accounts_registry_is_closed_and_policies_are_asked_for(local_aws: LocalAws) -> None:
    ecr = local_aws.client("ecr")
    with pytest.raises(ClientError, match="no resource-based policy allows the ecr:DescribeImages action"):
        ecr.describe_images(registryId="210987654321", repositoryName="shared/base")
    with pytest.raises(ecr.exceptions.RepositoryPolicyNotFoundException):
        ecr.get_repository_policy(repositoryName="storefront")
    with pytest.raises(ecr.exceptions.RepositoryNotFoundException):
        ecr.describe_repositories(repositoryNames=["nobody/has-this"])


@pytest.mark.parametrize(
    ("operation", "asked"),
    [
        ("DescribeImages", {"repositoryName": "storefront"}),
        ("DescribeRepositories", {}),
        ("ListImages", {"repositoryName": "storefront"}),
        ("BatchGetImage", {"repositoryName": "storefront", "imageIds": [{"imageTag": "none"}]}),
    ],
)
def test_the_registrys_answers_have_awss_shape(local_aws: LocalAws, operation: str, asked: Json) -> None:
    status, answer = local_aws.raw("ecr", f"AmazonEC2ContainerRegistry_V20150921.{operation}", asked)
    assert status == 200
    assert differences("ecr", operation, answer) == []


def test_secrets_parameters_and_keys_are_there_or_are_not(local_aws: LocalAws) -> None:
    secrets, kms = local_aws.client("secretsmanager"), local_aws.client("kms")
    described = secrets.describe_secret(SecretId=secret(local_aws, "key-denied"))
    assert kms.describe_key(KeyId=described["KmsKeyId"])["KeyMetadata"]["KeyManager"] == "CUSTOMER"
    assert "KmsKeyId" not in secrets.describe_secret(SecretId=secret(local_aws, "secret-denied"))
    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        secrets.describe_secret(SecretId=secret(local_aws, "secret-deleted"))
    asked = [{"Key": "Name", "Values": ["/production/log-level", "/production/feature-flags"]}]
    parameters = local_aws.client("ssm").describe_parameters(ParameterFilters=asked)["Parameters"]
    assert [parameter["Name"] for parameter in parameters] == ["/production/log-level"]
    groups = local_aws.client("logs").describe_log_groups(logGroupNamePrefix="/ecs/incidents")["logGroups"]
    assert [group["logGroupName"] for group in groups] == ["/ecs/incidents"]


def test_the_file_system_that_is_not_reached_has_a_closed_mount_target(local_aws: LocalAws) -> None:
    efs, ec2 = local_aws.client("efs"), local_aws.client("ec2")

    def ports(family: str) -> list[int]:
        volume = definition(local_aws, family)["volumes"][0]["efsVolumeConfiguration"]
        (target,) = efs.describe_mount_targets(FileSystemId=volume["fileSystemId"])["MountTargets"]
        groups = efs.describe_mount_target_security_groups(MountTargetId=target["MountTargetId"])["SecurityGroups"]
        (group,) = ec2.describe_security_groups(GroupIds=groups)["SecurityGroups"]
        return [rule["FromPort"] for rule in group["IpPermissions"]]

    assert ports("efs-denied") == ports("efs-directory-missing") == [2049]
    assert ports("efs-unreachable") == []


def test_the_quota_of_fargate_and_its_usage_metric(local_aws: LocalAws) -> None:
    status, answer = local_aws.raw(
        "servicequotas", "ServiceQuotasV20190624.GetServiceQuota",
        {"ServiceCode": "fargate", "QuotaCode": "L-3032A538"},
    )  # fmt: skip
    assert status == 200
    assert differences("service-quotas", "GetServiceQuota", answer) == []
    assert answer["Quota"]["QuotaName"] == "Fargate On-Demand vCPU resource count"
    quotas = local_aws.client("service-quotas")
    assert len(quotas.list_service_quotas(ServiceCode="fargate")["Quotas"]) == 2
    with pytest.raises(quotas.exceptions.NoSuchResourceException):
        quotas.get_service_quota(ServiceCode="fargate", QuotaCode="L-00000000")


def test_what_runs_counts_against_the_quota_and_leaves_no_room_for_a_big_task(local_aws: LocalAws) -> None:
    quota = local_aws.client("service-quotas").get_service_quota(ServiceCode="fargate", QuotaCode="L-3032A538")["Quota"]
    metric = quota["UsageMetric"]
    now = datetime.fromisoformat(local_aws.control("clock")["now"])
    (found,) = local_aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=[{
            "Id": "used",
            "MetricStat": {
                "Metric": {
                    "Namespace": metric["MetricNamespace"], "MetricName": metric["MetricName"],
                    "Dimensions": [{"Name": n, "Value": v} for n, v in metric["MetricDimensions"].items()],
                },
                "Period": 60, "Stat": metric["MetricStatisticRecommendation"],
            },
        }],
        StartTime=now - timedelta(minutes=10), EndTime=now,
    )["MetricDataResults"]  # fmt: skip
    used = found["Values"][0]
    assert 0 < used <= quota["Value"] < used + 4


def looked_up(aws: LocalAws, **attributes: str) -> list[Json]:
    asked = [{"AttributeKey": key, "AttributeValue": value} for key, value in attributes.items()]
    pages = aws.client("cloudtrail").get_paginator("lookup_events").paginate(LookupAttributes=asked)
    return [event for page in pages for event in page["Events"]]


def test_the_trail_says_who_stopped_a_task(local_aws: LocalAws) -> None:
    stopped = looked_up(local_aws, EventName="StopTask")
    assert {event["Username"] for event in stopped} == {"alice"}
    record = json.loads(stopped[0]["CloudTrailEvent"])
    ecs = local_aws.client("ecs")
    (task,) = ecs.describe_tasks(cluster="incidents", tasks=[record["requestParameters"]["task"]])["tasks"]
    assert (task["stopCode"], task["group"]) == ("UserInitiated", "service:stopped-by-person")
    assert timedelta(0) <= task["stoppingAt"] - stopped[0]["EventTime"] < timedelta(seconds=1)
    assert record["userIdentity"]["arn"].endswith(":user/alice")
    assert looked_up(local_aws, ResourceName="checkout-api")[0]["Username"] == "deploy-pipeline"
    assert [event["Username"] for event in looked_up(local_aws, EventName="DeleteRole")] == ["network-team"]


def test_the_trail_holds_what_clients_change_and_nothing_they_read(own_local_aws: LocalAws) -> None:
    ecs = own_local_aws.client("ecs")
    ecs.create_cluster(clusterName="trailed")
    ecs.list_clusters()
    before = datetime.fromisoformat(own_local_aws.control("clock")["now"])
    own_local_aws.advance(60)
    ecs.delete_cluster(cluster="trailed")
    asked = [{"AttributeKey": "Username", "AttributeValue": "ops-admin"}]
    trail = own_local_aws.client("cloudtrail")
    names = [event["EventName"] for event in trail.lookup_events(LookupAttributes=asked)["Events"]]
    assert names[:2] == ["DeleteCluster", "CreateCluster"]
    later = trail.lookup_events(LookupAttributes=asked, StartTime=before + timedelta(seconds=30))["Events"]
    assert [event["EventName"] for event in later] == ["DeleteCluster"]
    status, answer = own_local_aws.raw(
        "cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", {"MaxResults": 1}
    )
    assert status == 200
    assert differences("cloudtrail", "LookupEvents", answer) == []
    assert "NextToken" in answer


@pytest.mark.parametrize(
    ("service", "client", "ask"),
    [
        ("iam", "iam", lambda client: client.get_role(RoleName="x")),
        ("ecr", "ecr", lambda client: client.describe_images(repositoryName="web")),
        ("cloudtrail", "cloudtrail", lambda client: client.lookup_events()),
        ("servicequotas", "service-quotas", lambda client: client.list_service_quotas(ServiceCode="fargate")),
        ("secretsmanager", "secretsmanager", lambda client: client.describe_secret(SecretId="x")),
        ("kms", "kms", lambda client: client.describe_key(KeyId="x")),
    ],
)
def test_each_of_them_can_be_denied(own_local_aws: LocalAws, service: str, client: str, ask: Any) -> None:
    own_local_aws.fault("access_denied", service=service)
    with pytest.raises(ClientError, match=f"is not authorized to perform: {service}:"):
        ask(own_local_aws.client(client))
