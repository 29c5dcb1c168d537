"""What views ask of AWS, and what it costs where it is billed."""

from typing import Final

from fargate_tui.aws.buckets import (
    ALARMS_READ,
    CLUSTER_READ,
    CLUSTER_RESOURCE_READ,
    EC2_READ,
    ELB_READ,
    EXPRESS,
    LIVE_TAIL,
    LOG_EVENTS_READ,
    LOG_GROUPS_READ,
    LOG_STREAM_READ,
    METRIC_DATA_READ,
    QUERY_READ,
    QUERY_START,
    SCALING_READ,
    SERVICE_DEPLOYMENT,
    SERVICE_READ,
    SERVICE_REVISION,
    STS_READ,
    TASK_DEFINITION_READ,
    TASK_PROTECTION,
)
from fargate_tui.aws.operation import Billing, Operation
from fargate_tui.fargate.logs.insights import DOLLARS_PER_GB

METRICS_ASKED_FOR = Billing("metrics", "$0.01 per 1,000 metrics in us-east-1", (("us-east-1", 0.01 / 1000),))
# Its price comes from secondary sources only (fargate.md §9, U5), and what else the account used up is not known.
SESSION_MINUTES = Billing("min", "by the minute of each session, 1,800 a month are free")
SCANNED = Billing(
    "MB",
    "what queries scan: $0.005 per GB in us-east-1",
    tuple((region, dollars / 1000) for region, dollars in DOLLARS_PER_GB.items()),
)

LIST_CLUSTERS = Operation("ecs", "ListClusters", CLUSTER_READ, "each round of the clusters")
DESCRIBE_CLUSTERS = Operation("ecs", "DescribeClusters", CLUSTER_READ, "each round of the clusters, 100 per call")
LIST_SERVICES = Operation("ecs", "ListServices", SERVICE_READ, "each round of a cluster's services")
DESCRIBE_SERVICES = Operation("ecs", "DescribeServices", SERVICE_READ, "each round of services, 10 per call")
LIST_TASKS = Operation("ecs", "ListTasks", CLUSTER_RESOURCE_READ, "each round of tasks, once per desired status")
DESCRIBE_TASKS = Operation("ecs", "DescribeTasks", CLUSTER_RESOURCE_READ, "tasks not known as steady, 100 per call")
DESCRIBE_TASK_DEFINITION = Operation(
    "ecs", "DescribeTaskDefinition", TASK_DEFINITION_READ, "a task definition is opened, or a row needs it"
)
LIST_TASK_DEFINITIONS = Operation(
    "ecs", "ListTaskDefinitions", TASK_DEFINITION_READ, "the revisions of a family are shown"
)
LIST_TASK_DEFINITION_FAMILIES = Operation(
    "ecs", "ListTaskDefinitionFamilies", TASK_DEFINITION_READ, "the families are shown"
)
DESCRIBE_NETWORK_INTERFACES = Operation(
    "ec2", "DescribeNetworkInterfaces", EC2_READ, "the public addresses of tasks are shown, 200 per call"
)
GET_MANAGED_PREFIX_LIST_ENTRIES = Operation(
    "ec2",
    "GetManagedPrefixListEntries",
    EC2_READ,
    "the network of a task is looked at, once per list of somebody's own in its routes and groups",
)
DESCRIBE_REGIONS = Operation(
    "ec2", "DescribeRegions", EC2_READ, "something is looked for in all Regions, once; Regions are offered"
)
DESCRIBE_TARGET_HEALTH = Operation(
    "elbv2", "DescribeTargetHealth", ELB_READ, "tasks behind a load balancer are shown, once per target group"
)
DESCRIBE_TARGET_GROUPS = Operation(
    "elbv2",
    "DescribeTargetGroups",
    ELB_READ,
    "the metrics of a service behind a load balancer are opened, or its targets",
)
GET_CALLER_IDENTITY = Operation("sts", "GetCallerIdentity", STS_READ, "once, for the header")
FILTER_LOG_EVENTS = Operation(
    "logs", "FilterLogEvents", LOG_EVENTS_READ, "logs are opened, and followed where Live Tail is not to be had"
)
GET_LOG_EVENTS = Operation(
    "logs", "GetLogEvents", LOG_STREAM_READ, "why a task died is looked into, once per container"
)
START_LIVE_TAIL = Operation(
    "logs",
    "StartLiveTail",
    LIVE_TAIL,
    "logs are followed, once per 10 log groups and 3 hours; billed",
    SESSION_MINUTES,
)
DESCRIBE_LOG_GROUPS = Operation("logs", "DescribeLogGroups", LOG_GROUPS_READ, "a log group is chosen by hand")
START_QUERY = Operation(
    "logs",
    "StartQuery",
    QUERY_START,
    "a Logs Insights query is run by hand, once; billed by what it scans",
    SCANNED,
    repeats=False,  # it has no token: a second one would scan, and cost, as much again
)
GET_QUERY_RESULTS = Operation(
    "logs", "GetQueryResults", QUERY_READ, "a query runs, every half second, later every two seconds"
)
STOP_QUERY = Operation("logs", "StopQuery", QUERY_START, "a running query is cancelled or left")
GET_METRIC_DATA = Operation(
    "cloudwatch",
    "GetMetricData",
    METRIC_DATA_READ,
    "sparklines and plots, once a minute, 500 series per call; billed",
    METRICS_ASKED_FOR,
)
DESCRIBE_ALARMS = Operation(
    "cloudwatch",
    "DescribeAlarms",
    ALARMS_READ,
    "metrics are shown: all alarms every 10 minutes, a service's once a minute",
)
DESCRIBE_SCALING_ACTIVITIES = Operation(
    "application-autoscaling",
    "DescribeScalingActivities",
    SCALING_READ,
    "the timeline or the scaling of a service is shown",
)
DESCRIBE_SUBNETS = Operation(
    "ec2", "DescribeSubnets", EC2_READ, "a plan needs the free addresses of subnets, or the network of a task is shown"
)
DESCRIBE_ROUTE_TABLES = Operation("ec2", "DescribeRouteTables", EC2_READ, "the network of a task is shown or examined")
DESCRIBE_NAT_GATEWAYS = Operation("ec2", "DescribeNatGateways", EC2_READ, "the network of a task is shown or examined")
DESCRIBE_VPC_ENDPOINTS = Operation(
    "ec2", "DescribeVpcEndpoints", EC2_READ, "the network of a task is shown or examined"
)
DESCRIBE_SECURITY_GROUPS = Operation(
    "ec2", "DescribeSecurityGroups", EC2_READ, "the network of a task is shown or examined"
)
DESCRIBE_NETWORK_ACLS = Operation("ec2", "DescribeNetworkAcls", EC2_READ, "the network of a task is shown or examined")
DESCRIBE_PREFIX_LISTS = Operation("ec2", "DescribePrefixLists", EC2_READ, "the network of a task is shown or examined")
DESCRIBE_VPC_ATTRIBUTE = Operation(
    "ec2", "DescribeVpcAttribute", EC2_READ, "the network of a task is shown or examined, twice per VPC"
)
DESCRIBE_LOAD_BALANCERS = Operation(
    "elbv2",
    "DescribeLoadBalancers",
    ELB_READ,
    "the way to a service behind a load balancer is shown or examined, or its targets are",
)
DESCRIBE_LISTENERS = Operation("elbv2", "DescribeListeners", ELB_READ, "the same, once per load balancer")
DESCRIBE_RULES = Operation("elbv2", "DescribeRules", ELB_READ, "the same, once per listener")
DESCRIBE_SCALABLE_TARGETS = Operation(
    "application-autoscaling",
    "DescribeScalableTargets",
    SCALING_READ,
    "a plan needs a service's scaling limits, or they are shown",
)
DESCRIBE_SCALING_POLICIES = Operation(
    "application-autoscaling", "DescribeScalingPolicies", SCALING_READ, "the scaling of a service is shown or changed"
)
DESCRIBE_SCHEDULED_ACTIONS = Operation(
    "application-autoscaling", "DescribeScheduledActions", SCALING_READ, "the scaling of a service is shown or changed"
)
GET_TASK_PROTECTION = Operation(
    "ecs",
    "GetTaskProtection",
    TASK_PROTECTION,
    "tasks are shown, those on screen every 30 s, 100 per call; a plan needs those that are protected",
)
LIST_SERVICE_DEPLOYMENTS = Operation(
    "ecs",
    "ListServiceDeployments",
    SERVICE_DEPLOYMENT,
    "each round of a service's deployments, and a plan that rolls back",
)
DESCRIBE_SERVICE_DEPLOYMENTS = Operation(
    "ecs", "DescribeServiceDeployments", SERVICE_DEPLOYMENT, "those under way each round, ended ones once, 20 per call"
)
DESCRIBE_SERVICE_REVISIONS = Operation(
    "ecs",
    "DescribeServiceRevisions",
    SERVICE_REVISION,
    "the revisions of shown deployments and configurations, 20 per call",
)
DESCRIBE_EXPRESS_GATEWAY_SERVICE = Operation(
    "ecs",
    "DescribeExpressGatewayService",
    EXPRESS,
    "the configuration of an Express Mode service is shown, or a plan changes it",
)

READING: Final = (
    LIST_CLUSTERS,
    DESCRIBE_CLUSTERS,
    LIST_SERVICES,
    DESCRIBE_SERVICES,
    LIST_TASKS,
    DESCRIBE_TASKS,
    DESCRIBE_TASK_DEFINITION,
    LIST_TASK_DEFINITIONS,
    LIST_TASK_DEFINITION_FAMILIES,
    DESCRIBE_NETWORK_INTERFACES,
    DESCRIBE_REGIONS,
    GET_MANAGED_PREFIX_LIST_ENTRIES,
    DESCRIBE_TARGET_HEALTH,
    DESCRIBE_TARGET_GROUPS,
    GET_CALLER_IDENTITY,
    FILTER_LOG_EVENTS,
    GET_LOG_EVENTS,
    START_LIVE_TAIL,
    DESCRIBE_LOG_GROUPS,
    START_QUERY,
    GET_QUERY_RESULTS,
    STOP_QUERY,
    GET_METRIC_DATA,
    DESCRIBE_ALARMS,
    DESCRIBE_SCALING_ACTIVITIES,
    DESCRIBE_SUBNETS,
    DESCRIBE_ROUTE_TABLES,
    DESCRIBE_NAT_GATEWAYS,
    DESCRIBE_VPC_ENDPOINTS,
    DESCRIBE_SECURITY_GROUPS,
    DESCRIBE_NETWORK_ACLS,
    DESCRIBE_PREFIX_LISTS,
    DESCRIBE_VPC_ATTRIBUTE,
    DESCRIBE_LOAD_BALANCERS,
    DESCRIBE_LISTENERS,
    DESCRIBE_RULES,
    DESCRIBE_SCALABLE_TARGETS,
    DESCRIBE_SCALING_POLICIES,
    DESCRIBE_SCHEDULED_ACTIONS,
    GET_TASK_PROTECTION,
    LIST_SERVICE_DEPLOYMENTS,
    DESCRIBE_SERVICE_DEPLOYMENTS,
    DESCRIBE_SERVICE_REVISIONS,
    DESCRIBE_EXPRESS_GATEWAY_SERVICE,
)
