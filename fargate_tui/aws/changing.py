"""What changes things, but for what the wizards make (``creating.py``): each is confirmed before it is sent."""

from typing import Final

from fargate_tui.aws.buckets import (
    ALARMS_MODIFY,
    CLUSTER_MODIFY,
    CLUSTER_RESOURCE_MODIFY,
    EXPRESS,
    SCALING_MODIFY,
    SERVICE_DEPLOYMENT,
    SERVICE_MODIFY,
    SESSION_MODIFY,
    TAG_MODIFY,
    TASK_DEFINITION_DELETION,
    TASK_DEFINITION_MODIFY,
    TASK_PROTECTION,
)
from fargate_tui.aws.operation import Operation

UPDATE_SERVICE = Operation(
    "ecs",
    "UpdateService",
    SERVICE_MODIFY,
    "a service is scaled, deployed or changed",
    changes=True,
    # Each makes another deployment, which cuts off the one before it.
    once_with="forceNewDeployment",
)
STOP_SERVICE_DEPLOYMENT = Operation(
    "ecs",
    "StopServiceDeployment",
    SERVICE_DEPLOYMENT,
    "a deployment under way is rolled back",
    changes=True,
    # A second one is refused, which would hide that the first was carried out.
    repeats=False,
)
CONTINUE_SERVICE_DEPLOYMENT = Operation(
    "ecs",
    "ContinueServiceDeployment",
    SERVICE_DEPLOYMENT,
    "a deployment that waits for a person goes on",
    changes=True,
    repeats=False,
)
UPDATE_EXPRESS_GATEWAY_SERVICE = Operation(
    "ecs",
    "UpdateExpressGatewayService",
    EXPRESS,
    "an Express Mode service is changed",
    changes=True,
    # Each makes another service revision.
    repeats=False,
)
DELETE_EXPRESS_GATEWAY_SERVICE = Operation(
    "ecs",
    "DeleteExpressGatewayService",
    EXPRESS,
    "an Express Mode service is deleted, with all that ECS made for it",
    changes=True,
    # A second one is refused, which would hide that the first was carried out.
    repeats=False,
)
DELETE_SERVICE = Operation("ecs", "DeleteService", SERVICE_MODIFY, "a service is deleted", changes=True)
DELETE_CLUSTER = Operation("ecs", "DeleteCluster", CLUSTER_MODIFY, "a cluster is deleted", changes=True)
UPDATE_CLUSTER_SETTINGS = Operation(
    "ecs", "UpdateClusterSettings", CLUSTER_MODIFY, "Container Insights is switched on or off", changes=True
)
PUT_CLUSTER_CAPACITY_PROVIDERS = Operation(
    "ecs", "PutClusterCapacityProviders", CLUSTER_MODIFY, "the default strategy of a cluster is changed", changes=True
)
TAG_RESOURCE = Operation("ecs", "TagResource", TAG_MODIFY, "a tag is set", changes=True)
UNTAG_RESOURCE = Operation("ecs", "UntagResource", TAG_MODIFY, "a tag is taken away", changes=True)
CLIENT_TOKEN = "clientToken"  # noqa: S105 - the name of ECS's parameter
RUN_TASK = Operation(
    "ecs", "RunTask", CLUSTER_RESOURCE_MODIFY, "tasks are run by hand, 10 per call", changes=True, token=CLIENT_TOKEN
)
UPDATE_TASK_PROTECTION = Operation(
    "ecs", "UpdateTaskProtection", TASK_PROTECTION, "a task is protected, or let go of", changes=True
)
STOP_TASK = Operation("ecs", "StopTask", CLUSTER_RESOURCE_MODIFY, "a task is stopped", changes=True)
REGISTER_SCALABLE_TARGET = Operation(
    "application-autoscaling",
    "RegisterScalableTarget",
    SCALING_MODIFY,
    "the limits of a service's autoscaling are changed, or it is suspended or resumed",
    changes=True,
)
REGISTER_TASK_DEFINITION = Operation(
    "ecs",
    "RegisterTaskDefinition",
    TASK_DEFINITION_MODIFY,
    "an edited task definition is registered as a new revision",
    changes=True,
    repeats=False,
)
DEREGISTER_TASK_DEFINITION = Operation(
    "ecs", "DeregisterTaskDefinition", TASK_DEFINITION_MODIFY, "a revision is deregistered", changes=True
)
DELETE_TASK_DEFINITIONS = Operation(
    "ecs",
    "DeleteTaskDefinitions",
    TASK_DEFINITION_DELETION,
    "INACTIVE revisions are deleted, one per call",
    changes=True,
)
DEREGISTER_SCALABLE_TARGET = Operation(
    "application-autoscaling",
    "DeregisterScalableTarget",
    SCALING_MODIFY,
    "autoscaling of a service is ended",
    changes=True,
    # As with the two deletions below: a second one is refused, which would hide that the first was carried out.
    repeats=False,
)
PUT_SCALING_POLICY = Operation(
    "application-autoscaling",
    "PutScalingPolicy",
    SCALING_MODIFY,
    "a scaling policy is made, changed or put back",
    changes=True,
)
DELETE_SCALING_POLICY = Operation(
    "application-autoscaling",
    "DeleteScalingPolicy",
    SCALING_MODIFY,
    "a scaling policy is deleted",
    changes=True,
    repeats=False,
)
PUT_SCHEDULED_ACTION = Operation(
    "application-autoscaling",
    "PutScheduledAction",
    SCALING_MODIFY,
    "a schedule of scaling limits is made or put back",
    changes=True,
)
DELETE_SCHEDULED_ACTION = Operation(
    "application-autoscaling",
    "DeleteScheduledAction",
    SCALING_MODIFY,
    "a schedule of scaling limits is deleted",
    changes=True,
    repeats=False,
)
PUT_METRIC_ALARM = Operation(
    "cloudwatch",
    "PutMetricAlarm",
    ALARMS_MODIFY,
    "the alarm of a step scaling policy is made, changed or put back",
    changes=True,
)
DELETE_ALARMS = Operation(
    "cloudwatch",
    "DeleteAlarms",
    ALARMS_MODIFY,
    "a step scaling policy that was made from here is taken back, with its alarm",
    changes=True,
    repeats=False,
)
EXECUTE_COMMAND = Operation(
    "ecs",
    "ExecuteCommand",
    CLUSTER_RESOURCE_MODIFY,
    "a shell or a command is run in a container",
    changes=True,
    repeats=False,
)
START_SESSION = Operation(
    "ssm", "StartSession", SESSION_MODIFY, "a port is forwarded to a container", changes=True, repeats=False
)
TERMINATE_SESSION = Operation(
    "ssm",
    "TerminateSession",
    SESSION_MODIFY,
    "a session did not end by itself, or a forward is stopped",
    changes=True,
    repeats=False,
)

CHANGING: Final = (
    UPDATE_SERVICE,
    STOP_SERVICE_DEPLOYMENT,
    CONTINUE_SERVICE_DEPLOYMENT,
    RUN_TASK,
    UPDATE_TASK_PROTECTION,
    STOP_TASK,
    DELETE_SERVICE,
    UPDATE_EXPRESS_GATEWAY_SERVICE,
    DELETE_EXPRESS_GATEWAY_SERVICE,
    DELETE_CLUSTER,
    UPDATE_CLUSTER_SETTINGS,
    PUT_CLUSTER_CAPACITY_PROVIDERS,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    REGISTER_SCALABLE_TARGET,
    REGISTER_TASK_DEFINITION,
    DEREGISTER_TASK_DEFINITION,
    DELETE_TASK_DEFINITIONS,
    DEREGISTER_SCALABLE_TARGET,
    PUT_SCALING_POLICY,
    DELETE_SCALING_POLICY,
    PUT_SCHEDULED_ACTION,
    DELETE_SCHEDULED_ACTION,
    PUT_METRIC_ALARM,
    DELETE_ALARMS,
    EXECUTE_COMMAND,
    START_SESSION,
    TERMINATE_SESSION,
)
