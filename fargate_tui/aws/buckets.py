"""The token buckets of AWS's APIs, which everybody in an account draws from together."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket that AWS keeps per account and Region, for everybody in the account together."""

    name: str
    burst: int
    refill: int
    """Tokens per second."""
    elsewhere: tuple[tuple[str, int], ...] = ()
    """Regions with another number of tokens per second, which is their burst too."""

    def in_region(self, region: str) -> "Bucket":
        """The bucket as it is in a Region."""
        rate = dict(self.elsewhere).get(region)
        return self if rate is None else replace(self, burst=rate, refill=rate)


CLUSTER_READ = Bucket("cluster read", 50, 20)
SERVICE_READ = Bucket("service read", 100, 20)
CLUSTER_RESOURCE_READ = Bucket("cluster resource read", 100, 20)
TASK_DEFINITION_READ = Bucket("task definition read", 50, 20)
# Only ECS publishes its numbers (fargate.md §10.1); the others are careful guesses (§10.5).
EC2_READ = Bucket("ec2 read", 50, 10)
ELB_READ = Bucket("elb read", 40, 10)
STS_READ = Bucket("sts read", 50, 10)
# CloudWatch Logs has a quota per operation, some by Region (fargate.md §9.2).
_SLOWEST_REGIONS = ("ap-northeast-3", "ap-southeast-3", "ca-west-1", "eu-central-1", "il-central-1")
LOG_EVENTS_READ = Bucket("log events read", 10, 10, (("us-east-1", 25), *((region, 5) for region in _SLOWEST_REGIONS)))
LOG_STREAM_READ = Bucket("log stream read", 10, 10)
LIVE_TAIL = Bucket("live tail", 5, 5)
LOG_GROUPS_READ = Bucket("log groups read", 10, 10)
QUERY_START = Bucket("log query start", 10, 10)
QUERY_READ = Bucket("log query read", 10, 10)
# 500 per second at AWS (§9.3); each is billed, so there is no reason to come near.
METRIC_DATA_READ = Bucket("metric data read", 50, 50)
# 9 per second (CloudWatch's quota of DescribeAlarms); a page is a hundred alarms.
ALARMS_READ = Bucket("alarms read", 9, 9)
# 3 per second each (CloudWatch's quotas of PutMetricAlarm and DeleteAlarms).
ALARMS_MODIFY = Bucket("alarms modify", 3, 3)
SCALING_READ = Bucket("scaling read", 10, 5)
SCALING_MODIFY = Bucket("scaling modify", 5, 2)
CLUSTER_MODIFY = Bucket("cluster modify", 20, 1)
SERVICE_MODIFY = Bucket("service modify", 50, 5)
SERVICE_DEPLOYMENT = Bucket("service deployment", 50, 20)
SERVICE_REVISION = Bucket("service revision", 50, 20)
CLUSTER_RESOURCE_MODIFY = Bucket("cluster resource modify", 100, 40)
TASK_DEFINITION_MODIFY = Bucket("task definition modify", 20, 1)
TASK_DEFINITION_DELETION = Bucket("task definition deletion", 5, 1)
TAG_MODIFY = Bucket("tag modify", 20, 10)
# Not among the numbers that ECS publishes (fargate.md U7).
EXPRESS = Bucket("express service", 5, 5)
TASK_PROTECTION = Bucket("task protection", 200, 80)
# AWS publishes no numbers for reading IAM, ECR, Secrets Manager, Systems Manager and EFS; these are careful guesses.
IAM_READ = Bucket("iam read", 20, 5)
ACCOUNT_READ = Bucket("account read", 5, 2)
REGISTRY_READ = Bucket("registry read", 20, 10)
SECRETS_READ = Bucket("secrets read", 20, 10)
FILE_SYSTEMS_READ = Bucket("file systems read", 10, 5)
# 2 per second (CloudTrail's quota of LookupEvents).
TRAIL_READ = Bucket("trail read", 2, 2)
# AWS publishes no number for these: a person opens them by hand.
SESSION_MODIFY = Bucket("session modify", 5, 1)
# AWS publishes no numbers for reading certificates and prices, and few of the wizards' changes are made in a day;
# these are careful guesses.
CERTIFICATES_READ = Bucket("certificates read", 5, 5)
KEYS_READ = Bucket("keys read", 10, 10)
HEALTH_READ = Bucket("health read", 2, 1)
QUOTAS_READ = Bucket("quotas read", 10, 5)
PRICES_READ = Bucket("prices read", 5, 2)
IAM_MODIFY = Bucket("iam modify", 10, 2)
EC2_MODIFY = Bucket("ec2 modify", 10, 2)
ELB_MODIFY = Bucket("elb modify", 10, 3)
EVENTS_READ = Bucket("events read", 10, 10)
EVENTS_MODIFY = Bucket("events modify", 5, 5)
LOG_GROUPS_MODIFY = Bucket("log groups modify", 5, 5)
