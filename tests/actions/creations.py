"""What a wizard would make of Scorekeep: every kind of thing once, each under a name of the test's own."""

from collections.abc import Sequence

from fargate_tui.fargate.drafts.creations import Creation, Joined, Ref, Request, ThingKind

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
PULL = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
CREATE_GROUP = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["logs:CreateLogGroup"], "Resource": ["*"]}],
}
SCALED = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount"}


def made(kind: ThingKind, name: str, *requests: tuple[str, str, dict[str, object]]) -> Creation:
    """A thing that is made by requests."""
    return Creation(
        kind=kind,
        name=name,
        words=f"the {kind} of {name}",
        requests=tuple(Request(service=each[0], operation=each[1], parameters=each[2]) for each in requests),
    )


def log_group(name: str) -> Creation:
    group = f"/ecs/{name}"
    return made(
        "log-group", group,
        ("logs", "CreateLogGroup", {"logGroupName": group}),
        ("logs", "PutRetentionPolicy", {"logGroupName": group, "retentionInDays": 30}),
    )  # fmt: skip


def role(name: str) -> Creation:
    role_name, policy = f"{name}-execution", "only-what-it-needs"
    return made(
        "role", role_name,
        ("iam", "CreateRole", {"RoleName": role_name, "AssumeRolePolicyDocument": _json(TRUST)}),
        ("iam", "AttachRolePolicy", {"RoleName": role_name, "PolicyArn": PULL}),
        ("iam", "PutRolePolicy", {
            "RoleName": role_name, "PolicyName": policy, "PolicyDocument": _json(CREATE_GROUP),
        }),
    )  # fmt: skip


def cluster(name: str) -> Creation:
    providers = ["FARGATE", "FARGATE_SPOT"]
    return made("cluster", name, ("ecs", "CreateCluster", {"clusterName": name, "capacityProviders": providers}))


def balancer_group(name: str, vpc: str) -> Creation:
    group = f"{name}-alb"
    rule = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    return made(
        "security-group", group,
        ("ec2", "CreateSecurityGroup", {"GroupName": group, "Description": "the balancer", "VpcId": vpc}),
        ("ec2", "AuthorizeSecurityGroupIngress", {
            "GroupId": Ref(step=f"security-group:{group}", attribute="id"), "IpPermissions": [rule],
        }),
    )  # fmt: skip


def task_group(name: str, vpc: str) -> Creation:
    group = f"{name}-task"
    source = Ref(step=f"security-group:{name}-alb", attribute="id")
    rule = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "UserIdGroupPairs": [{"GroupId": source}]}
    return made(
        "security-group", group,
        ("ec2", "CreateSecurityGroup", {"GroupName": group, "Description": "the tasks", "VpcId": vpc}),
        ("ec2", "AuthorizeSecurityGroupIngress", {
            "GroupId": Ref(step=f"security-group:{group}", attribute="id"), "IpPermissions": [rule],
        }),
    )  # fmt: skip


def balancer(name: str, subnets: Sequence[str]) -> Creation:
    group = Ref(step=f"security-group:{name}-alb", attribute="id")
    return made("load-balancer", name, (
        "elbv2", "CreateLoadBalancer",
        {"Name": name, "Type": "application", "Scheme": "internet-facing", "Subnets": list(subnets),
         "SecurityGroups": [group]},
    ))  # fmt: skip


def target_group(name: str, vpc: str, suffix: str = "") -> Creation:
    return made("target-group", f"{name}{suffix}", (
        "elbv2", "CreateTargetGroup",
        {"Name": f"{name}{suffix}", "Protocol": "HTTP", "Port": 8080, "VpcId": vpc, "TargetType": "ip",
         "HealthCheckPath": "/api/health"},
    ), (
        "elbv2", "ModifyTargetGroupAttributes",
        {"TargetGroupArn": Ref(step=f"target-group:{name}{suffix}"),
         "Attributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "30"}]},
    ))  # fmt: skip


def listener(name: str, port: int = 80) -> Creation:
    forward = {"Type": "forward", "TargetGroupArn": Ref(step=f"target-group:{name}")}
    return made("listener", f"{name}:{port}", (
        "elbv2", "CreateListener",
        {"LoadBalancerArn": Ref(step=f"load-balancer:{name}"), "Port": port, "Protocol": "HTTP",
         "DefaultActions": [forward]},
    ))  # fmt: skip


def rule(name: str, priority: int = 10, path: str = "/api/*") -> Creation:
    forward = {"Type": "forward", "TargetGroupArn": Ref(step=f"target-group:{name}")}
    return made("listener-rule", f"{name}:80:{priority}", (
        "elbv2", "CreateRule",
        {"ListenerArn": Ref(step=f"listener:{name}:80"), "Priority": priority,
         "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": [path]}}], "Actions": [forward]},
    ))  # fmt: skip


def definition(name: str) -> Creation:
    options = {"awslogs-group": f"/ecs/{name}", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}
    container = {
        "name": "api", "image": "nginx:1", "essential": True, "portMappings": [{"containerPort": 8080}],
        "environment": [{"name": "API_KEY", "value": "hunter2-of-the-test"}],
        "logConfiguration": {"logDriver": "awslogs", "options": options},
    }  # fmt: skip
    return made("task-definition", name, (
        "ecs", "RegisterTaskDefinition",
        {"family": name, "cpu": "256", "memory": "512", "networkMode": "awsvpc",
         "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [container],
         "executionRoleArn": Ref(step=f"role:{name}-execution")},
    ))  # fmt: skip


def service(name: str, subnets: Sequence[str]) -> Creation:
    network = {
        "subnets": list(subnets), "assignPublicIp": "ENABLED",
        "securityGroups": [Ref(step=f"security-group:{name}-task", attribute="id")],
    }  # fmt: skip
    return made("service", name, (
        "ecs", "CreateService",
        {"cluster": Ref(step=f"cluster:{name}", attribute="name"), "serviceName": name, "desiredCount": 2,
         "taskDefinition": Ref(step=f"task-definition:{name}"), "launchType": "FARGATE",
         "networkConfiguration": {"awsvpcConfiguration": network},
         "loadBalancers": [{"targetGroupArn": Ref(step=f"target-group:{name}"), "containerName": "api",
                            "containerPort": 8080}]},
    ))  # fmt: skip


def scalable_target(name: str) -> Creation:
    return made("scalable-target", name, (
        "application-autoscaling", "RegisterScalableTarget",
        {**SCALED, "ResourceId": f"service/{name}/{name}", "MinCapacity": 1, "MaxCapacity": 4},
    ))  # fmt: skip


def scaling_policy(name: str) -> Creation:
    front, behind = (Ref(step=f"{kind}:{name}", attribute="suffix") for kind in ("load-balancer", "target-group"))
    metric = {
        "PredefinedMetricType": "ALBRequestCountPerTarget",
        "ResourceLabel": Joined(parts=(front, "/", behind)),
    }
    tracked = {"TargetValue": 60.0, "PredefinedMetricSpecification": metric}
    return made("scaling-policy", "requests-60", (
        "application-autoscaling", "PutScalingPolicy",
        {**SCALED, "ResourceId": f"service/{name}/{name}", "PolicyName": "requests-60",
         "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": tracked},
    ))  # fmt: skip


def scorekeep(name: str, vpc: str, subnets: Sequence[str]) -> tuple[Creation, ...]:
    """All of it, in the order in which it has to be made."""
    return (
        log_group(name),
        role(name),
        cluster(name),
        balancer_group(name, vpc),
        task_group(name, vpc),
        target_group(name, vpc),
        balancer(name, subnets),
        listener(name),
        rule(name),
        definition(name),
        service(name, subnets),
        scalable_target(name),
        scaling_policy(name),
    )


def _json(document: object) -> str:
    import json

    return json.dumps(document)
