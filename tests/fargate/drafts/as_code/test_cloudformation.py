"""The template is read by a reader of YAML, and held to AWS's schemas and to botocore's models."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import botocore.session
import pytest
import yaml
from cfnlint.api import lint_all
from hypothesis import given, settings
from hypothesis import strategies as st

from fargate_tui.fargate.drafts.as_code.cloudformation import cloudformation
from fargate_tui.fargate.drafts.as_code.cloudformation_resources import SAID_BY, TYPES
from fargate_tui.fargate.drafts.as_code.cloudformation_words import FREE, WORDS, property_of
from fargate_tui.fargate.drafts.as_code.telling import PLACEHOLDER, told
from fargate_tui.fargate.drafts.as_code.yaml_text import yaml_lines
from fargate_tui.fargate.drafts.creations import Creation
from tests.fargate.drafts.as_code.generated import TEXT, creations
from tests.fargate.drafts.as_code.leaves import leaves, leaves_of
from tests.fargate.drafts.as_code.scorekeep import (
    BALANCER_GROUP,
    CLUSTER,
    EVERYTHING,
    EXECUTION,
    SCOREKEEP,
    SECRET,
    SERVICE,
    TASK_DEFINITION,
    made,
    ref,
)


class Reader(yaml.SafeLoader):  # type: ignore[misc]  # has no types
    """Reads CloudFormation's short forms as their long ones."""


for form in ("Ref", "GetAtt", "Sub"):
    Reader.add_constructor(f"!{form}", lambda loader, node, form=form: {form: loader.construct_scalar(node)})


def read(text: str) -> Any:
    return yaml.load(text, Reader)


def resources_of(*all_: Creation) -> Any:
    return read(cloudformation(all_))["Resources"]


def test_aws_has_nothing_to_say_against_it() -> None:
    said = [each for each in lint_all(cloudformation(EVERYTHING, region="us-east-1")) if each.rule.id[0] in "EW"]
    assert not said, said


JSON = st.recursive(
    TEXT | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT | st.just(""), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(TEXT, JSON, min_size=1, max_size=4))
def test_any_value_is_read_as_it_was_written(value: dict[str, Any]) -> None:
    assert yaml.safe_load("\n".join(yaml_lines(value))) == value


@settings(deadline=None)
@given(creations())
def test_nothing_is_lost(all_: tuple[Creation, ...]) -> None:
    text = cloudformation(all_)
    template = read(text)
    there = Counter(leaves(template["Resources"]))
    assert not leaves_of(all_) - there
    for creation in all_:
        assert (creation.kind == "task") == (f"RunTask of {creation.step}" in text)


@settings(deadline=None)
@given(creations())
def test_every_reference_leads_to_something(all_: tuple[Creation, ...]) -> None:
    template = read(cloudformation(all_))
    known = {*template["Resources"], *template.get("Parameters", {})}
    for form, what in _references(template):
        assert what.partition(".")[0] in known, (form, what)
    for resource in template["Resources"].values():
        assert set(resource.get("DependsOn", [])) <= known


def _references(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if len(value) == 1 and set(value) <= {"Ref", "GetAtt", "Sub"}:
            for form, what in value.items():
                yield from ((form, each) for each in (re.findall(r"\$\{([\w.]+)", what) if form == "Sub" else [what]))
            return
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def test_things_refer_to_each_other_and_wait_for_what_they_need() -> None:
    found = resources_of(*SCOREKEEP)
    service = found["ScorekeepService"]
    assert service["DependsOn"] == ["ScorekeepTasksSecurityGroupIngress", "Scorekeep80Listener", "ApiListenerRule"]
    assert service["Properties"]["Cluster"] == {"Ref": "DefaultCluster"}
    assert service["Properties"]["TaskDefinition"] == {"Ref": "ScorekeepTaskDefinition"}
    definition = found["ScorekeepTaskDefinition"]["Properties"]
    assert definition["ExecutionRoleArn"] == {"GetAtt": "ScorekeepExecutionRole.Arn"}
    options = definition["ContainerDefinitions"][0]["LogConfiguration"]["Options"]
    assert options["awslogs-group"] == {"Ref": "EcsScorekeepLogGroup"}
    assert found["ScorekeepScalableTarget"]["DependsOn"] == ["ScorekeepService"]
    label = found["ScorekeepRequestsScalingPolicy"]["Properties"]["TargetTrackingScalingPolicyConfiguration"]
    assert label["PredefinedMetricSpecification"]["ResourceLabel"] == {
        "Sub": "${ScorekeepLoadBalancer.LoadBalancerFullName}/${ScorekeepTargetGroup.TargetGroupFullName}"
    }
    assert found["ScorekeepCpuScalingPolicy"]["Properties"]["ScalingTargetId"] == {"Ref": "ScorekeepScalableTarget"}


def test_exceptions_of_its_names_and_maps_that_are_anybodys() -> None:
    definition = resources_of(TASK_DEFINITION)["ScorekeepTaskDefinition"]["Properties"]
    assert definition["Volumes"][1]["EFSVolumeConfiguration"] == {
        "FilesystemId": "fs-0a",
        "TransitEncryption": "ENABLED",
        "AuthorizationConfig": {"AccessPointId": "fsap-0a", "IAM": "ENABLED"},
    }
    assert definition["ContainerDefinitions"][1]["DockerLabels"] == {"com.example.team": "games", "aB": "cD"}
    assert definition["Cpu"] == "256"


def test_rules_of_a_group_are_a_part_of_it_where_no_group_is_named() -> None:
    properties = resources_of(BALANCER_GROUP)["ScorekeepAlbSecurityGroup"]["Properties"]
    assert properties["SecurityGroupIngress"] == [
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0", "Description": "everybody"},
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIpv6": "::/0"},
    ]
    assert properties["Tags"] == [{"Key": "app", "Value": "scorekeep"}]


def test_the_way_out_stays_what_it_is_where_more_is_said_of_it() -> None:
    group = ref("security-group:x", "id")
    out = {"GroupId": group, "IpPermissions": [{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}
    everywhere = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    create = ("ec2", "CreateSecurityGroup", {"GroupName": "x", "Description": "y"})
    add = ("ec2", "AuthorizeSecurityGroupEgress", out)
    revoke = ("ec2", "RevokeSecurityGroupEgress", {"GroupId": group, "IpPermissions": everywhere})
    added = {"IpProtocol": "tcp", "CidrIp": "10.0.0.0/8"}
    said = resources_of(made("security-group", "x", create, add))["XSecurityGroup"]["Properties"]
    assert said["SecurityGroupEgress"] == [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}, added]
    text = cloudformation((made("security-group", "x", create, revoke, add),))
    assert read(text)["Resources"]["XSecurityGroup"]["Properties"]["SecurityGroupEgress"] == [added]
    assert "not said" not in text
    assert "not said here: ec2 RevokeSecurityGroupEgress" in cloudformation(
        (made("security-group", "x", create, revoke),)
    )


def test_what_the_network_is_can_be_chosen() -> None:
    parameters = read(cloudformation(SCOREKEEP))["Parameters"]
    assert parameters["VpcId"] == {"Type": "AWS::EC2::VPC::Id", "Default": "vpc-0a1b2c3d4e5f60718"}
    assert parameters["Subnets"]["Default"] == "subnet-0a1b2c3d4e5f60718,subnet-0b1b2c3d4e5f60718"
    other = made("target-group", "x", ("elbv2", "CreateTargetGroup", {"Name": "x", "VpcId": "vpc-1"}))
    assert read(cloudformation((*SCOREKEEP, other)))["Parameters"]["VpcId2"]["Default"] == "vpc-1"


@pytest.mark.parametrize(
    ("creation", "said"),
    [
        (made("role", "old", ("iam", "AttachRolePolicy", {"RoleName": "old", "PolicyArn": EXECUTION})), EXECUTION),
        (
            made("service", "x", ("ecs", "CreateService", {"serviceName": "x", "clientToken": "t-1"})),
            'not said here: clientToken of CreateService: "t-1"',
        ),
        (
            made("service", "x", ("ecs", "CreateService", {"serviceName": "x", "newMember": {"a": [1]}})),
            'not said here: newMember of CreateService: {"a": [1]}',
        ),
        (
            made("cluster", "x", ("ecs", "CreateCluster", {"clusterName": ref("listener-rule:x", "id")})),
            f"not said here: the id of listener-rule:x; {PLACEHOLDER} stands for it",
        ),
    ],
)
def test_what_it_cannot_say_is_told(creation: Creation, said: str) -> None:
    assert any(said in line for line in cloudformation((creation,)).splitlines() if line.lstrip().startswith("#"))


def test_capacity_providers_and_policies_of_roles_that_are_there() -> None:
    cluster = made(
        "cluster",
        "default",
        *((each.service, each.operation, dict(each.parameters)) for each in CLUSTER.requests),
        ("ecs", "PutClusterCapacityProviders", {"cluster": "default", "capacityProviders": ["FARGATE"]}),
    )
    found = resources_of(cluster, SERVICE)
    associated = found["DefaultClusterClusterCapacityProviderAssociations"]["Properties"]
    assert associated == {"Cluster": {"Ref": "DefaultCluster"}, "CapacityProviders": ["FARGATE"]}
    assert found["ScorekeepService"]["DependsOn"] == ["DefaultClusterClusterCapacityProviderAssociations"]
    policy = ("iam", "PutRolePolicy", {"RoleName": "old", "PolicyName": "p", "PolicyDocument": '{"a": 1}'})
    assert resources_of(made("role", "old", policy)) == {
        "OldRolePolicy": {
            "Type": "AWS::IAM::RolePolicy",
            "Properties": {"RoleName": "old", "PolicyName": "p", "PolicyDocument": {"a": 1}},
        }
    }


def test_no_secret_is_in_it() -> None:
    text = cloudformation(EVERYTHING)
    assert SECRET not in text
    assert "DB_PASSWORD looks like a secret" in text
    assert told(EVERYTHING).secrets == ("containerDefinitions.scorekeep-api.environment.DB_PASSWORD",)


# -- its words are AWS's -------------------------------------------------------------------------------------------


@cache
def schema(type_: str) -> Any:
    data = resources.files("cfnlint") / "data" / "schemas"
    regions = json.loads((data / "providers" / "us-east-1.json").read_text("utf-8"))
    return json.loads((data / "resources" / f"{regions[type_]}.json").read_text("utf-8"))


SERVICES = {
    "CreateLogGroup": "logs",
    "CreateRole": "iam",
    "CreateSecurityGroup": "ec2",
    "CreateServiceLinkedRole": "iam",
    "PutScalingPolicy": "application-autoscaling",
    "RegisterScalableTarget": "application-autoscaling",
}
NOT_SAID = {
    ("Certificates", "IsDefault"),
    ("CreateLoadBalancer", "CustomerOwnedIpv4Pool"),
    ("CreateLoadBalancer", "IpamPools"),
    ("CreateSecurityGroup", "DryRun"),
    ("CreateSecurityGroup", "TagSpecifications"),
    ("CreateService", "clientToken"),
    ("MutualAuthentication", "TrustStoreAssociationStatus"),
}
"""What AWS's API has and CloudFormation has not."""


@pytest.mark.parametrize("operation", sorted(TYPES))
def test_all_members_are_properties_but_those_that_it_does_not_have(operation: str) -> None:
    service = SERVICES.get(operation) or ("elbv2" if "ElasticLoad" in TYPES[operation] else "ecs")
    shape = botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape
    root = schema(TYPES[operation])
    wrong = set(_wrong(shape, root, root, operation, ()))
    assert wrong == set(), wrong


def _wrong(shape: Any, node: Any, root: Any, within: str, seen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    while "$ref" in node:
        node = root["definitions"][node["$ref"].split("/")[-1]]
    if shape.name in seen:
        return
    if shape.type_name == "list":
        yield from _wrong(shape.member, node["items"], root, within, seen)
    for member, each in shape.members.items() if shape.type_name == "structure" else ():
        name = property_of(member, within)
        is_there = name is not None and name in node.get("properties", {})
        if is_there == ((within, member) in NOT_SAID):
            yield within, member
        elif is_there and member not in FREE:
            yield from _wrong(each, node["properties"][name], root, member, (*seen, shape.name))


def test_attributes_are_what_a_resource_tells() -> None:
    for (type_, _), attribute in SAID_BY.items():
        if attribute not in {"", "Ref"}:
            assert f"/properties/{attribute}" in schema(type_)["readOnlyProperties"]
    assert len(WORDS) > 400
