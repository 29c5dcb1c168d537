"""What a task has to reach before it can run, and what AWS says where it does not (fargate.md §5.4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from fargate_tui.demo.ecs.images import image_reference, image_registry, image_repository, image_tag, is_ecr
from fargate_tui.demo.ecs.records import ContainerPlan, Ending, Task
from fargate_tui.demo.ecs.store import Store

_UNABLE = "ResourceInitializationError: unable to pull secrets or registry auth"
_CHECK = "Check your task network configuration."


@dataclass(frozen=True, slots=True)
class Connections:
    """Opens a task's connections, as far as its network lets it."""

    store: Store

    def initialize(self, task: Task) -> Ending | None:
        """Fetch what the registry and the stores of secrets ask for: how that fails, or None."""
        region = self.store.arns.region
        if any(is_ecr(plan.image) for plan in task.definition.containers):
            host = f"api.ecr.{region}.amazonaws.com"
            if error := self._error(task, "ecr.api", host):
                return _not_started(
                    f"{_UNABLE}: The task cannot pull registry auth from Amazon ECR: There is a connection issue "
                    f"between the task and Amazon ECR. {_CHECK} RequestError: send request failed caused by: Post "
                    f'"https://{host}/": {error}'
                )
        if (secret := task.definition.secret) is None:
            return None
        return self._fetch(task, secret, region)

    def _fetch(self, task: Task, secret: str, region: str) -> Ending | None:
        if ":secretsmanager:" in secret:
            if self._error(task, "secretsmanager", f"secretsmanager.{region}.amazonaws.com"):
                return _not_started(
                    f"{_UNABLE}: unable to retrieve secret from asm: There is a connection issue between the task and "
                    f"AWS Secrets Manager. {_CHECK} failed to fetch secret {secret} from secrets manager: "
                    "RequestCanceled: request context canceled caused by: context deadline exceeded"
                )
            return None
        host = f"ssm.{region}.amazonaws.com"
        if error := self._error(task, "ssm", host):
            return _not_started(
                f"{_UNABLE}: The task cannot pull secrets from AWS Systems Manager. There is a connection issue "
                f"between the task and AWS Systems Manager Parameter Store. {_CHECK} unable to retrieve secrets from "
                'ssm: service call has been retried 5 time(s): RequestError: send request failed caused by: Post "https://'
                f'{host}/": {error}'
            )
        return None

    def pull(self, task: Task) -> Ending | None:
        """Pull every image: how that fails, or None."""
        return next(self._failing_pulls(task), None)

    def _failing_pulls(self, task: Task) -> Iterator[Ending]:
        for plan in task.definition.containers:
            service = "ecr.dkr" if is_ecr(plan.image) else "internet"
            host, reference = image_registry(plan.image), image_reference(plan.image)
            if error := self._error(task, service, host):
                where = f"https://{host}/v2/{image_repository(plan.image)}/manifests/{image_tag(plan.image)}"
                yield _not_pulled(
                    plan,
                    f"pull image manifest has been retried 5 time(s): failed to resolve ref {reference}: failed to do "
                    f'request: Head "{where}": {error}',
                )
            elif is_ecr(plan.image) and (error := self._layers(task)):
                yield _not_pulled(plan, f"ref pull has been retried 1 time(s): failed to copy: {error}")

    def _layers(self, task: Task) -> str | None:
        region = self.store.arns.region
        host = f"prod-{region}-starport-layer-bucket.s3.{region}.amazonaws.com"
        error = self._error(task, "s3", host)
        where = f"https://{host}/a3f1-{self.store.arns.account}-5e0c9a7b-2d64-41b8-9f37-c8d1e6a0b254/layer"
        return f'httpReadSeeker: failed open: failed to do request: Get "{where}": {error}' if error else None

    def open_logs(self, task: Task) -> Ending | None:
        """Make the log streams: how that fails, or None."""
        if all(plan.log is None for plan in task.definition.containers):
            return None
        error = self._error(task, "logs", f"logs.{self.store.arns.region}.amazonaws.com")
        if error is None:
            return None
        return _not_started(
            "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch "
            "log group defined in the task definition. There is a connection issue between the task and Amazon "
            "CloudWatch. Check your network configuration. : signal: killed"
        )

    def _error(self, task: Task, service: str, host: str) -> str | None:
        return self.store.network.error_of(
            task.subnet, task.security_groups, public=task.public, service=service, host=host
        )


def _not_started(reason: str) -> Ending:
    return Ending("TaskFailedToStart", reason)


def _not_pulled(plan: ContainerPlan, why: str) -> Ending:
    reason = f"CannotPullContainerError: {why}"
    return Ending("TaskFailedToStart", reason, plan.name, None, reason)
