"""The creations of Scorekeep, as the wizards make them: everything that a form has to be able to say."""

import json
from typing import Any

from fargate_tui.fargate.drafts.creations import Attribute, Creation, Joined, Ref, Request, ThingKind

SECRET = "hunter2-and-more"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
POLICY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": "*"}]}
)
EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
VPC = "vpc-0a1b2c3d4e5f60718"
SUBNETS = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1b2c3d4e5f60718"]
TAGS = [{"key": "app", "value": "scorekeep"}]
ELB_TAGS = [{"Key": "app", "Value": "scorekeep"}]


def ref(step: str, attribute: Attribute = "arn") -> Ref:
    return Ref(step=step, attribute=attribute)


def made(kind: ThingKind, name: str, *requests: tuple[str, str, dict[str, Any]], words: str = "") -> Creation:
    return Creation(
        kind=kind,
        name=name,
        words=words,
        requests=tuple(Request(service=each, operation=what, parameters=how) for each, what, how in requests),
    )


CLUSTER = made(
    "cluster",
    "default",
    (
        "ecs",
        "CreateCluster",
        {
            "clusterName": "default",
            "settings": [{"name": "containerInsights", "value": "enabled"}],
            "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
            "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1, "base": 1}],
            "tags": TAGS,
        },
    ),
    words="with Container Insights",
)
LOG_GROUP = made(
    "log-group",
    "/ecs/scorekeep",
    ("logs", "CreateLogGroup", {"logGroupName": "/ecs/scorekeep", "tags": {"app": "scorekeep"}}),
    ("logs", "PutRetentionPolicy", {"logGroupName": "/ecs/scorekeep", "retentionInDays": 30}),
    words="kept for 30 days",
)
EXECUTION_ROLE = made(
    "role",
    "scorekeep-execution",
    ("iam", "CreateRole", {"RoleName": "scorekeep-execution", "AssumeRolePolicyDocument": TRUST}),
    ("iam", "AttachRolePolicy", {"RoleName": "scorekeep-execution", "PolicyArn": EXECUTION}),
)
TASK_ROLE = made(
    "role",
    "scorekeep-task",
    (
        "iam",
        "CreateRole",
        {
            "RoleName": "scorekeep-task",
            "AssumeRolePolicyDocument": TRUST,
            "Description": "What the game's API may do",
            "Tags": ELB_TAGS,
        },
    ),
    (
        "iam",
        "PutRolePolicy",
        {"RoleName": "scorekeep-task", "PolicyName": "tables", "PolicyDocument": POLICY},
    ),
)
FRONTEND: dict[str, Any] = {
    "name": "scorekeep-frontend",
    "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/scorekeep-frontend:latest",
    "cpu": 128,
    "memoryReservation": 128,
    "essential": True,
    "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
    "dependsOn": [{"containerName": "scorekeep-api", "condition": "HEALTHY"}],
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/ecs/scorekeep", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "ecs"},
    },
}
API: dict[str, Any] = {
    **FRONTEND,
    "name": "scorekeep-api",
    "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/scorekeep-api:latest",
    "portMappings": [{"containerPort": 5000, "protocol": "tcp", "name": "api", "appProtocol": "http"}],
    "environment": [
        {"name": "AWS_REGION", "value": "us-east-1"},
        {"name": "GREETING", "value": 'it\'s ${HOME}, "quoted" %{if} \\ $(x)\nnext'},
        {"name": "DB_PASSWORD", "value": SECRET},
    ],
    "secrets": [{"name": "NOTIFICATION_EMAIL", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/mail"}],
    "dockerLabels": {"com.example.team": "games", "aB": "cD"},
    "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost:5000/ || exit 1"], "interval": 10},
    "linuxParameters": {"initProcessEnabled": True},
    "mountPoints": [{"sourceVolume": "shared", "containerPath": "/data", "readOnly": False}],
    "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
    "restartPolicy": {"enabled": True, "ignoredExitCodes": [0], "restartAttemptPeriod": 60},
    "dependsOn": [],
}
TASK_DEFINITION = made(
    "task-definition",
    "scorekeep",
    (
        "ecs",
        "RegisterTaskDefinition",
        {
            "family": "scorekeep",
            "taskRoleArn": ref("role:scorekeep-task"),
            "executionRoleArn": ref("role:scorekeep-execution"),
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": "256",
            "memory": "512",
            "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
            "ephemeralStorage": {"sizeInGiB": 30},
            "containerDefinitions": [FRONTEND, API],
            "volumes": [
                {"name": "shared"},
                {
                    "name": "files",
                    "efsVolumeConfiguration": {
                        "fileSystemId": "fs-0a",
                        "transitEncryption": "ENABLED",
                        "authorizationConfig": {"accessPointId": "fsap-0a", "iam": "ENABLED"},
                    },
                },
            ],
            "tags": TAGS,
        },
    ),
    words="0.25 vCPU, 0.5 GB, two containers",
)
BALANCER_GROUP = made(
    "security-group",
    "scorekeep-alb",
    (
        "ec2",
        "CreateSecurityGroup",
        {
            "GroupName": "scorekeep-alb",
            "Description": "The way in to Scorekeep",
            "VpcId": VPC,
            "TagSpecifications": [{"ResourceType": "security-group", "Tags": ELB_TAGS}],
        },
    ),
    (
        "ec2",
        "AuthorizeSecurityGroupIngress",
        {
            "GroupId": ref("security-group:scorekeep-alb", "id"),
            "IpPermissions": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": 80,
                    "ToPort": 80,
                    "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everybody"}],
                    "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
                }
            ],
        },
    ),
)
TASK_GROUP = made(
    "security-group",
    "scorekeep-tasks",
    (
        "ec2",
        "CreateSecurityGroup",
        {"GroupName": "scorekeep-tasks", "Description": "What Scorekeep its tasks let in", "VpcId": VPC},
    ),
    (
        "ec2",
        "AuthorizeSecurityGroupIngress",
        {
            "GroupId": ref("security-group:scorekeep-tasks", "id"),
            "IpPermissions": [
                {
                    "IpProtocol": "tcp",
                    "FromPort": 8080,
                    "ToPort": 8080,
                    "UserIdGroupPairs": [{"GroupId": ref("security-group:scorekeep-alb", "id")}],
                }
            ],
        },
    ),
)
BALANCER = made(
    "load-balancer",
    "scorekeep",
    (
        "elbv2",
        "CreateLoadBalancer",
        {
            "Name": "scorekeep",
            "Subnets": SUBNETS,
            "SecurityGroups": [ref("security-group:scorekeep-alb", "id")],
            "Scheme": "internet-facing",
            "Type": "application",
            "IpAddressType": "ipv4",
            "Tags": ELB_TAGS,
        },
    ),
    words="application, internet-facing",
)
TARGET_GROUP = made(
    "target-group",
    "scorekeep",
    (
        "elbv2",
        "CreateTargetGroup",
        {
            "Name": "scorekeep",
            "Protocol": "HTTP",
            "Port": 8080,
            "VpcId": VPC,
            "TargetType": "ip",
            "HealthCheckProtocol": "HTTP",
            "HealthCheckPath": "/",
            "HealthCheckIntervalSeconds": 15,
            "HealthyThresholdCount": 2,
            "Matcher": {"HttpCode": "200-399"},
        },
    ),
    (
        "elbv2",
        "ModifyTargetGroupAttributes",
        {
            "TargetGroupArn": ref("target-group:scorekeep"),
            "Attributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}],
        },
    ),
    words="HTTP:8080, checks /",
)
LISTENER = made(
    "listener",
    "scorekeep:80",
    (
        "elbv2",
        "CreateListener",
        {
            "LoadBalancerArn": ref("load-balancer:scorekeep"),
            "Protocol": "HTTP",
            "Port": 80,
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": ref("target-group:scorekeep")}],
        },
    ),
    words="HTTP:80",
)
RULE = made(
    "listener-rule",
    "api",
    (
        "elbv2",
        "CreateRule",
        {
            "ListenerArn": ref("listener:scorekeep:80"),
            "Priority": 10,
            "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}],
            "Actions": [
                {
                    "Type": "forward",
                    "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": ref("target-group:scorekeep"), "Weight": 1}]},
                }
            ],
        },
    ),
)
SERVICE = made(
    "service",
    "scorekeep",
    (
        "ecs",
        "CreateService",
        {
            "cluster": "default",
            "serviceName": "scorekeep",
            "taskDefinition": ref("task-definition:scorekeep"),
            "desiredCount": 2,
            "launchType": "FARGATE",
            "platformVersion": "LATEST",
            "networkConfiguration": {
                "awsvpcConfiguration": {
                    "subnets": SUBNETS,
                    "securityGroups": [ref("security-group:scorekeep-tasks", "id")],
                    "assignPublicIp": "ENABLED",
                }
            },
            "loadBalancers": [
                {
                    "targetGroupArn": ref("target-group:scorekeep"),
                    "containerName": "scorekeep-frontend",
                    "containerPort": 8080,
                }
            ],
            "deploymentConfiguration": {
                "maximumPercent": 200,
                "minimumHealthyPercent": 100,
                "deploymentCircuitBreaker": {"enable": True, "rollback": True},
            },
            "healthCheckGracePeriodSeconds": 60,
            "enableExecuteCommand": True,
            "enableECSManagedTags": True,
            "propagateTags": "SERVICE",
            "tags": TAGS,
        },
    ),
    words="2 tasks",
)
SCALABLE_TARGET = made(
    "scalable-target",
    "scorekeep",
    (
        "application-autoscaling",
        "RegisterScalableTarget",
        {
            "ServiceNamespace": "ecs",
            "ResourceId": "service/default/scorekeep",
            "ScalableDimension": "ecs:service:DesiredCount",
            "MinCapacity": 2,
            "MaxCapacity": 10,
        },
    ),
)
SCALING_POLICY = made(
    "scaling-policy",
    "scorekeep-cpu",
    (
        "application-autoscaling",
        "PutScalingPolicy",
        {
            "PolicyName": "scorekeep-cpu",
            "ServiceNamespace": "ecs",
            "ResourceId": "service/default/scorekeep",
            "ScalableDimension": "ecs:service:DesiredCount",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 60.0,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
                "ScaleInCooldown": 120,
            },
        },
    ),
)
REQUESTS_POLICY = made(
    "scaling-policy",
    "scorekeep-requests",
    (
        "application-autoscaling",
        "PutScalingPolicy",
        {
            "PolicyName": "scorekeep-requests",
            "ServiceNamespace": "ecs",
            "ResourceId": "service/default/scorekeep",
            "ScalableDimension": "ecs:service:DesiredCount",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 1000.0,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ALBRequestCountPerTarget",
                    "ResourceLabel": Joined(
                        parts=(ref("load-balancer:scorekeep", "suffix"), "/", ref("target-group:scorekeep", "suffix"))
                    ),
                },
            },
        },
    ),
)
TASK = made(
    "task",
    "scorekeep",
    (
        "ecs",
        "RunTask",
        {
            "cluster": "default",
            "taskDefinition": ref("task-definition:scorekeep"),
            "launchType": "FARGATE",
            "count": 1,
            "networkConfiguration": {"awsvpcConfiguration": {"subnets": SUBNETS, "assignPublicIp": "ENABLED"}},
        },
    ),
)

SCOREKEEP = (
    CLUSTER,
    LOG_GROUP,
    EXECUTION_ROLE,
    TASK_ROLE,
    TASK_DEFINITION,
    BALANCER_GROUP,
    TASK_GROUP,
    BALANCER,
    TARGET_GROUP,
    LISTENER,
    RULE,
    SERVICE,
    SCALABLE_TARGET,
    SCALING_POLICY,
    REQUESTS_POLICY,
)
EVERYTHING = (*SCOREKEEP, TASK)
